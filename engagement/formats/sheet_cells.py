"""The cells of a worksheet as the texts a person sees in them, as far as they matter: numbers keep all their digits."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

_ZEROS = re.compile(r'("?\+"?|\\\+)?(0*#?)')  # a format that says how many digits there are, or that a plus comes first
_UNSEEN = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how Excel writes a character that XML has not, and "_x" itself
_CLOCK = re.compile(r"[hs]", re.IGNORECASE)


def text_of(cell: Any) -> str:
    """The text of one of openpyxl's cells; "" for an empty one and for an error such as #N/A."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, str):
        return (_UNSEEN.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value).strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    if isinstance(value, datetime):
        return _moment(value, cell.number_format)
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)


def _number(value: int | float, form: str) -> str:
    """A number with all of its digits, and with the zeros or the plus sign that its format puts before them."""
    if isinstance(value, float):
        if not value.is_integer():
            return repr(value)
        value = int(value)
    found = _ZEROS.fullmatch(form or "") if value >= 0 else None
    if found is None:
        return str(value)
    return f"{'+' if found[1] else ''}{value:0{max(len(found[2]), 1)}d}"


def _moment(value: datetime, form: str) -> str:
    """A time to the second; of a day without a clock, the day."""
    value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
    if not (value.hour or value.minute or value.second) and not _CLOCK.search(form or ""):
        return value.date().isoformat()
    return value.isoformat(sep=" ")
