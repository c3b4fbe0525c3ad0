"""The ledger and its two lists for spreadsheets and other programs: as JSON's objects and as lines of CSV.

Times are ISO 8601, in JSON in UTC and in CSV by the account's clock with its offset; names here are kept from now on.
"""

import csv
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from io import StringIO
from types import MappingProxyType
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from engagement.query.consent.after_stop import AfterStop
from engagement.query.consent.entries import LedgerRow
from engagement.query.consent.held import HeldRequest
from engagement.query.contacts.export import could_run, iso, local_iso

Row = TypeVar("Row")
_Values = Mapping[str, Callable[[Row], Any]]  # a row's values by its names, in their order

HISTORY: _Values[LedgerRow] = MappingProxyType(
    {
        "channel": lambda row: row.channel.value,
        "address": lambda row: row.address,
        "ours": lambda row: row.ours,
        "what": lambda row: row.what.value,
        "at": lambda row: row.at,
        "source": lambda row: row.source.value,
        "code": lambda row: row.code.value,
        "words": lambda row: row.words,
        "place": lambda row: row.place,
        "by": lambda row: row.by,
        "message_id": lambda row: None if row.message_id is None else str(row.message_id),  # JSON's numbers are shorter
    }
)
HELD: _Values[HeldRequest] = MappingProxyType(
    {
        "id": lambda row: row.contact_id,
        "name": lambda row: _name(row),
        "address": lambda row: row.address,
        "ours": lambda row: row.ours,
        "at": lambda row: row.at,
        "words": lambda row: row.words,
        "telling": lambda row: row.telling,
        "answers": lambda row: row.answers.text if row.answers else None,
        "answers_sent_at": lambda row: row.answers.at if row.answers else None,
        "message_id": lambda row: str(row.message_id),
    }
)
AFTER_STOP: _Values[AfterStop] = MappingProxyType(
    {
        "id": lambda row: row.contact_id,
        "name": lambda row: _name(row),
        "address": lambda row: row.address,
        "ours": lambda row: row.ours,
        "text": lambda row: row.text,
        "sent_at": lambda row: row.sent_at,
        "stopped_at": lambda row: row.stopped_at,
        "hours": lambda row: round(row.hours, 4),
        "status": lambda row: row.status.value if row.status else None,
        "message_id": lambda row: str(row.message_id),
    }
)


def _name(row: HeldRequest | AfterStop) -> str:
    """What they are called; "" where only the number itself is known."""
    return "" if row.title == row.address else row.title


_FOREIGN = frozenset(("name", "text", "words", "telling", "answers", "place", "by"))
"""What other people wrote, so that it could be meant to run in a spreadsheet."""


def documents(values: _Values[Row], rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Each row as JSON has it."""
    for row in rows:
        found = {name: value(row) for name, value in values.items()}
        yield {name: iso(cell) if isinstance(cell, datetime) else cell for name, cell in found.items()}


def csv_lines(values: _Values[Row], rows: Iterable[Row], zone: ZoneInfo) -> Iterator[str]:
    """The rows as CSV lines with CRLF, the header first; an empty cell is something that nobody knows."""
    yield _line(values)
    for row in rows:
        yield _line(_cell(name, value(row), zone) for name, value in values.items())


def csv_file(values: _Values[Row], rows: Iterable[Row], zone: ZoneInfo) -> bytes:
    """The lines as a file, with the mark without which Excel takes UTF-8 for the machine's letters."""
    return BOM_UTF8 + "".join(csv_lines(values, rows, zone)).encode()


def _cell(name: str, value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, datetime):
        return local_iso(value, zone)
    return f"'{value}" if name in _FOREIGN and could_run(value) else value


def _line(cells: Iterable[Any]) -> str:
    file = StringIO(newline="")
    csv.writer(file).writerow(cells)
    return file.getvalue()
