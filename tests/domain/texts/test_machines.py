"""Reactions, automatic answers and notices."""

import pytest

from engagement.domain.texts.machines import automatic, notice, reaction


@pytest.mark.parametrize(
    ("plain", "right"),
    [
        ("liked “open house”", True),
        ("liked an image", True),
        ("👍 to “open house”", True),
        ("le encanto “casa”", True),
        ("liked “open house” but sunday is bad", False),
        ("liked the house", False),
        ("loved it", False),
        ("i liked “open house”", False),
    ],
)
def test_a_reaction_is_nothing_more(plain: str, right: bool) -> None:
    assert reaction(plain) is right


def test_what_a_machine_says_shows_its_words() -> None:
    assert automatic("hello. automatic reply: i am away") == "automatic reply"
    assert notice("free msg: your bill") == "free msg:"


@pytest.mark.parametrize(
    "plain", ["i'm driving, see you at 5", "what is the lockbox code", "can you share it", "we missed it"]
)
def test_people_are_no_machines(plain: str) -> None:
    assert (automatic(plain), notice(plain)) == ("", "")
