"""Campaigns whose names differ by case or spaces only are one, shown in one spelling whatever their order."""

from itertools import permutations

import pytest

from engagement.domain.campaign_names import campaign_id, shown_name

SPELLINGS = ("spring event", "SPRING EVENT", "Spring event", " Spring  Event ", "Spring Event")


def test_case_and_spaces_make_no_other_campaign() -> None:
    assert len({campaign_id(name) for name in (*SPELLINGS, "Spring\u00a0Event", "Spring\tEvent")}) == 1
    assert len({campaign_id(name) for name in ("Spring Event", "SpringEvent", "Spring-Event", "Spring Évent")}) == 4


@pytest.mark.parametrize(
    ("some", "shown"),
    [
        (SPELLINGS, "Spring Event"),
        (("spring event", "SPRING EVENT"), "spring event"),
        (("SPRING  EVENT",), "SPRING EVENT"),
    ],
)
def test_the_spelling_that_is_shown(some: tuple[str, ...], shown: str) -> None:
    assert {shown_name(order) for order in permutations(some)} == {shown}
    assert shown_name([shown_name(some[:1]), *some[1:]]) == shown, "as it grows from what is on file"
