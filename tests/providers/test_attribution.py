"""Names that a sender's program wrote as texts in JSON, in quotes."""

from typing import Any

import pytest

from engagement.domain.vocabulary import Origin
from engagement.providers.attribution import attribution


@pytest.mark.parametrize(
    ("written", "campaign"),
    [
        ('"Spring"', "Spring"),
        ('" Spring "', "Spring"),
        ('"Spring \\u2019s \\"best\\""', 'Spring ’s "best"'),
        ('"\\"Spring\\""', "Spring"),
        ('"Spring" and "Fall"', '"Spring" and "Fall"'),
        ('"Spring', '"Spring'),
        ('Spring"', 'Spring"'),
        ("'Spring'", "'Spring'"),
        ('"', '"'),
    ],
)
@pytest.mark.parametrize("where", ["variable", "tag", "campaign"])
def test_a_name_in_quotes_is_the_name(where: str, written: str, campaign: str) -> None:
    said: dict[str, Any] = {
        "variable": {"variables": {"campaign": written}},
        "tag": {"variables": {}, "tags": [written]},
        "campaign": {"variables": {}, "campaigns": [{"name": written}]},
    }[where]
    found = attribution(**said)
    assert found
    assert (found.origin, found.campaign) == (Origin.CAMPAIGN, campaign)


def test_an_origin_in_quotes_is_the_origin_and_nothing_in_quotes_is_nothing() -> None:
    found = attribution({"origin": '"manual"', "campaign": '""'})
    assert found
    assert (found.origin, found.campaign) == (Origin.MANUAL, None)
    assert attribution({"campaign": '""'}) is None


def test_the_tags_of_a_program_that_sends_for_many_are_no_campaign() -> None:
    assert attribution({}, tags=["loc_L8s", "com_C1", "et_other"]) is None
    found = attribution({}, tags=["loc_L8s", "Spring", "com_C1"])
    assert found
    assert found.campaign == "Spring"
    alone = attribution({}, tags=["com_ed_spring"])
    assert alone
    assert alone.campaign == "com_ed_spring", "without the place it is a sender's own word"
