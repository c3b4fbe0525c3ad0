"""What is looked at again in a damaged file is bounded by its size, counted in characters and not in seconds."""

from io import BytesIO
from typing import Any

import pytest

from benchmarks.damaged import SHAPES, damaged
from engagement.formats import raw_records, window

_LARGE = 64 * 1024
_TIMES = 40  # each character at most so often, with all that is free in a small file


@pytest.mark.parametrize("shape", SHAPES)
def test_no_character_is_looked_at_many_times(monkeypatch: pytest.MonkeyPatch, shape: str) -> None:
    looked = 0
    decode: Any = window._decode

    def counting(text: str, start: int) -> tuple[object, int]:
        nonlocal looked
        assert text.count("\n") == 0, "json counts the lines before each error: here there are none to count"
        try:
            value, end = decode(text, start)
        except ValueError as error:
            looked += getattr(error, "pos", start) - start
            raise
        looked += end - start
        return value, end

    monkeypatch.setattr(window, "_decode", counting)
    data = damaged(shape, _LARGE)
    for _ in raw_records(BytesIO(data)):
        pass
    assert looked <= _TIMES * len(data)
