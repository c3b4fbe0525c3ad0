"""The files that were taken in, and what of them could not be read."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.lib.moments import day_of, day_words
from engagement.query.question.rows import ImportRow, RejectRow
from engagement.ui.address.links import link
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, number, text
from engagement.ui.parts.table import NUMBER, Head, Row, table
from engagement.ui.parts.times import relative_time

_HEADS = (
    Head("File", cells="eg-name"),
    *map(Head, ("Provider", "When")),
    *(Head(words, NUMBER) for words in ("Read", "New", "Duplicate", "Skipped", "Rejected")),
    Head("Events from and to"),
    Head("Note", is_long=True),
)
_REJECT_HEADS = (Head("Place", cells="eg-place"), Head("Reason", is_long=True), Head("Record", is_long=True))


def import_table(rows: Sequence[ImportRow], chosen: int | None, now: datetime, zone: ZoneInfo) -> Html:
    """The imports, latest first; a click on one shows its rejects."""
    shown = (_import(row, row.id == chosen, now, zone) for row in rows)
    return table(_HEADS, shown, kind="eg-rows", label="Imports")


def _import(row: ImportRow, chosen: bool, now: datetime, zone: ZoneInfo) -> Row:
    span = ""
    if row.earliest_at and row.latest_at:
        first, last = (day_words(day_of(moment, zone)) for moment in (row.earliest_at, row.latest_at))
        span = first if first == last else f"{first} to {last}"
    notes = [str(text(row.note))] if row.note else []
    if row.finished_at is None:
        notes.insert(0, "<strong>not finished</strong>")
    if row.undone_at is not None:
        notes.insert(0, f"<strong>taken back</strong> {relative_time(row.undone_at, now, zone)}")
    cells = (
        link(row.file, Screen.IMPORTS, {"import": str(row.id)}),
        text(row.provider or "not recognised"),
        relative_time(row.started_at, now, zone),
        *(number(count) for count in (row.read, row.new, row.duplicate, row.skipped)),
        _rejected(row.rejected),
        span,
        ", ".join(notes),
    )
    return Row(cells, is_current=chosen)


def _rejected(count: int) -> str:
    return f'<span class="eg-bad">{number(count)}</span>' if count else "0"


def reject_table(rows: Sequence[RejectRow]) -> Html:
    """The records that could not be read, each as it came."""
    shown = ((text(row.place), text(row.reason), f"<code>{text(row.raw)}</code>") for row in rows)
    return table(_REJECT_HEADS, shown, label="Rejects")


def rejects_csv(rows: Iterable[RejectRow]) -> bytes:
    """`rows` as CSV in UTF-8, a header first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(("file", "place", "reason", "record"))
    writer.writerows((row.file, row.place, row.reason, row.raw) for row in rows)
    return buffer.getvalue().encode()
