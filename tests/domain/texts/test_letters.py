"""Letters as they are meant, and where in the text they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.domain.texts.letters import as_written, places, plain_letters


@pytest.mark.parametrize(
    "text",
    ["STOP", "ＳＴＯＰ", "𝗦𝗧𝗢𝗣", "stóp", "ЅТОР", "ST\u200bOP", "🅢🅣🅞🅟", "ꜱᴛᴏᴘ", "Ⓢⓣⓞⓟ", "S\u0336T\u0336O\u0336P\u0336"],
)
def test_every_way_of_writing_stop_is_stop(text: str) -> None:
    assert plain_letters(text) == "stop"


@given(st.text(max_size=60))
def test_twice_is_once_and_every_letter_has_its_place(text: str) -> None:
    plain = plain_letters(text)
    assert len(places(text)) == len(plain)
    assert all(plain_letters(text[place]) != "" for place in places(text))


def test_what_was_written_there() -> None:
    text = "Ⓢⓣⓞⓟ, RESPUESTA AUTOMÁTICA: no estoy"
    assert as_written(text, plain_letters(text), "respuesta automatica") == "RESPUESTA AUTOMÁTICA"
