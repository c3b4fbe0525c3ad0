"""The files that were taken in, and what of them could not be read."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from engagement.query.question.rows import ImportRow, RejectRow
from engagement.ui.address.links import link
from engagement.ui.frame.screens import Screen
from engagement.ui.parts.markup import Html, joined, number, text
from engagement.ui.parts.times import day, relative_time

_COUNTS = ("Read", "New", "Duplicate", "Skipped", "Rejected")


def import_table(rows: Sequence[ImportRow], chosen: int | None, now: datetime, zone: ZoneInfo) -> Html:
    """The imports, latest first; a click on one shows its rejects."""
    return joined(
        '<div class="eg-scroll" tabindex="0" role="region" aria-label="Imports">'
        '<table class="eg-table eg-rows"><thead><tr>'
        '<th scope="col">File</th><th scope="col">Provider</th><th scope="col">When</th>',
        *(f'<th scope="col" class="eg-number">{head}</th>' for head in _COUNTS),
        '<th scope="col">Events from and to</th><th scope="col">Note</th></tr></thead><tbody>',
        *(_import(row, row.id == chosen, now, zone) for row in rows),
        "</tbody></table></div>",
    )


def _import(row: ImportRow, chosen: bool, now: datetime, zone: ZoneInfo) -> Html:
    span = ""
    if row.earliest_at and row.latest_at:
        first, last = (day(moment.astimezone(zone).date()) for moment in (row.earliest_at, row.latest_at))
        span = first if first == last else f"{first} to {last}"
    notes = [str(text(row.note))] if row.note else []
    if row.finished_at is None:
        notes.insert(0, "<strong>not finished</strong>")
    cells = (
        f'<td class="eg-name">{link(row.file, Screen.IMPORTS, {"import": str(row.id)})}</td>',
        f"<td>{text(row.provider or 'not recognised')}</td>",
        f"<td>{relative_time(row.started_at, now, zone)}</td>",
        *(f'<td class="eg-number">{number(count)}</td>' for count in (row.read, row.new, row.duplicate, row.skipped)),
        f'<td class="eg-number">{_rejected(row.rejected)}</td>',
        f"<td>{span}</td>",
        f"<td>{', '.join(notes)}</td>",
    )
    return joined('<tr aria-current="true">' if chosen else "<tr>", *cells, "</tr>")


def _rejected(count: int) -> str:
    return f'<span class="eg-bad">{number(count)}</span>' if count else "0"


def reject_table(rows: Sequence[RejectRow]) -> Html:
    """The records that could not be read, each as it came."""
    return joined(
        '<div class="eg-scroll" tabindex="0" role="region" aria-label="Rejects"><table class="eg-table"><thead><tr>'
        '<th scope="col">Place</th><th scope="col">Reason</th><th scope="col">Record</th></tr></thead><tbody>',
        *(
            f'<tr><td class="eg-place">{text(row.place)}</td><td>{text(row.reason)}</td>'
            f"<td><code>{text(row.raw)}</code></td></tr>"
            for row in rows
        ),
        "</tbody></table></div>",
    )


def rejects_csv(rows: Iterable[RejectRow]) -> bytes:
    """`rows` as CSV in UTF-8, a header first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(("file", "place", "reason", "record"))
    writer.writerows((row.file, row.place, row.reason, row.raw) for row in rows)
    return buffer.getvalue().encode()
