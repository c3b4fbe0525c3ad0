"""The contact list as CSV, for spreadsheets and other programs."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from engagement.query.rows import ContactRow, OptOut

COLUMNS = (
    "id",
    "name",
    "kind",
    "owner",
    "stage",
    "source",
    "labels",
    "emails",
    "phones",
    "last_status",
    "last_engaged_at",
    "opens",
    "machine_opens",
    "clicks",
    "machine_clicks",
    "replies",
    "do_not_email",
    "do_not_email_since",
    "do_not_email_reason",
    "do_not_text",
    "do_not_text_since",
    "do_not_text_reason",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet run a cell instead of showing it


def contacts_csv(rows: Iterable[ContactRow], *, include_opted_out: bool = False) -> Iterator[str]:
    """`rows` as CSV lines with CRLF, the header first.

    Every contact has a row. Those who opted out of a channel have no addresses of it there, unless `include_opted_out`,
    so that nobody writes to them by accident; since when and why is said in either case.
    """
    yield _line(COLUMNS)
    for row in rows:
        yield _line(_cells(row, include_opted_out))


def _cells(row: ContactRow, include_opted_out: bool) -> tuple[str, ...]:
    emails = row.emails if include_opted_out or row.do_not_email is None else ()
    phones = row.phones if include_opted_out or row.do_not_text is None else ()
    return (
        str(row.id),
        *(_safe(text) for text in (row.name, row.kind, row.owner, row.stage, row.source, "; ".join(row.labels))),
        _safe("; ".join(emails)),
        "; ".join(phones),  # digits after a plus: nothing a spreadsheet could run
        row.last_status or "",
        iso(row.last_engaged_at) or "",
        *(str(n) for n in (row.opens, row.machine_opens, row.clicks, row.machine_clicks, row.replies)),
        *_opt_out(row.do_not_email),
        *_opt_out(row.do_not_text),
    )


def _opt_out(opt_out: OptOut | None) -> tuple[str, str, str]:
    return ("no", "", "") if opt_out is None else ("yes", iso(opt_out.at) or "", opt_out.reason)


def iso(moment: datetime | None) -> str | None:
    """A time as ISO 8601 in UTC with a Z, to the second where it is whole."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
