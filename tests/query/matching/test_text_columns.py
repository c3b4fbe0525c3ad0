"""A part of a text is found where it is, whatever the signatures let through."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.query.matching import text_columns
from engagement.query.matching.text_columns import TextColumn

TEXTS = ["", "jane doe", "josé", "", "ab", "a", "straße 12", "+14155550142\x1f+14155550199", "日本語", "aaaa", "b", ""]
PARTS = [
    "",
    "a",
    "b",
    "ja",
    "jane",
    "e d",
    "doe",
    "josé",
    "é",
    "ße",
    "4155",
    "0142\x1f+1",
    "本",
    "ba",
    "jane doe ",
    "z",
]


@pytest.mark.parametrize("at_a_time", [1, 5, 12, 65_536])
@pytest.mark.parametrize("texts", [[], [""], ["", ""], TEXTS, TEXTS[::-1]])
def test_a_part_is_found_where_it_is(texts: list[str], at_a_time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_columns, "_SIGNED", at_a_time)
    column = TextColumn(texts)
    for part in PARTS:
        expected = [place for place, text in enumerate(texts) if part and part in text]
        assert column.having(part).tolist() == expected, part


LETTERS = st.text("abé1@.\x1f", max_size=9)


@given(texts=st.lists(LETTERS, max_size=12), part=LETTERS.filter(bool), signed=st.integers(1, 5))
def test_what_has_a_part_is_found_by_its_signatures(texts: list[str], part: str, signed: int) -> None:
    with patch.object(text_columns, "_SIGNED", signed):  # signatures are made for so many at a time
        column = TextColumn(texts)
    assert column.having(part).tolist() == [place for place, text in enumerate(texts) if part in text]


@given(
    texts=st.lists(LETTERS, max_size=12),
    parts=st.lists(LETTERS.filter(bool), min_size=1, max_size=3),
    signed=st.integers(1, 5),
)
def test_what_has_all_parts_is_found(texts: list[str], parts: list[str], signed: int) -> None:
    with patch.object(text_columns, "_SIGNED", signed):
        column = TextColumn(texts)
    expected = [place for place, text in enumerate(texts) if all(part in text for part in parts)]
    assert column.having(*parts).tolist() == expected
