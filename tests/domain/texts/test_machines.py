"""Reactions, automatic answers and notices."""

import pytest

from engagement.domain.texts.machines import automatic, notice, reaction
from engagement.domain.texts.reading import TextKind, read_text
from engagement.domain.texts.stop_words import keyword_set
from engagement.providers import twilio
from tests.domain.texts.corpus import Sample, samples

OURS = keyword_set(twilio.KEYWORDS.words)


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


@pytest.mark.parametrize("sample", samples("machines"), ids=lambda row: row.text)
def test_what_phones_offices_and_carriers_send_and_what_people_send_that_looks_like_it(sample: Sample) -> None:
    """A phone's ready-made answer ("Can't talk right now") is a person's: somebody chose it."""
    assert read_text(sample.text, OURS).kind == sample.reading


@pytest.mark.parametrize("said", ["Liked", "Loved", "Disliked", "Laughed at", "Emphasized", "Questioned", "Le gustó"])
@pytest.mark.parametrize("quoted", ["STOP", "Reply STOP to opt out", "Take me off your list", "¡No más mensajes!"])
def test_a_reaction_to_stop_is_a_reaction_and_with_more_behind_it_a_request(said: str, quoted: str) -> None:
    assert read_text(f"{said} “{quoted}”", OURS).kind is TextKind.REACTION
    assert read_text(f"{said} “Open house Sunday” stop texting me", OURS).kind is TextKind.ASKS_TO_STOP
