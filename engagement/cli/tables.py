"""What the commands print for people."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from engagement.ingest import FileResult
from engagement.query.question.rows import ContactRow, TimelineMessage


def print_imports(results: Sequence[FileResult]) -> None:
    """One line a file, and a sentence where there is something to say about it."""
    table = _table("file", "source", *_COUNTS)
    for result in results:
        numbers = (f"{getattr(result.counts, name):,}" for name in _COUNTS)
        table.add_row(escape(result.file.name), result.provider or "", *numbers)
    console = _console()
    console.print(table)
    for result in results:
        if result.note:
            console.print(escape(f"{result.file.name}: {result.note}"), highlight=False)
    if any(result.counts.rejected for result in results):
        console.print("What was rejected is listed with its reason on the dashboard's page Imports.")


def print_contacts(rows: Iterable[ContactRow], heading: str, zone: ZoneInfo) -> None:
    """The list, under the sentence of the filter that made it."""
    table = _table("name", "kind", "owner", "last status", "last engagement", *_ENGAGEMENT, "opted out", "address")
    number = 0
    for number, row in enumerate(rows, 1):  # noqa: B007 - counted for the heading
        out = [word for word, is_out in (("email", row.do_not_email), ("texts", row.do_not_text)) if is_out]
        table.add_row(
            escape(row.title),
            row.kind,
            escape(row.owner),
            row.last_status or "",
            _time(row.last_engaged_at, zone),
            f"{row.opens:,}",
            f"{row.clicks:,}",
            f"{row.replies:,}",
            ", ".join(out),
            escape(next(iter((*row.emails, *row.phones)), "")),
        )
    console = _console()
    console.print(escape(f"{heading}: {number:,}"), highlight=False)
    if number:
        console.print(table)


def print_timeline(contact: ContactRow, messages: Sequence[TimelineMessage], zone: ZoneInfo) -> None:
    """The contact in a few lines, then their messages."""
    console = _console()
    console.print(escape(f"{contact.title} ({contact.kind}), {', '.join((*contact.emails, *contact.phones))}"))
    for word, opt_out in (("email", contact.do_not_email), ("text", contact.do_not_text)):
        if opt_out:
            since = _time(opt_out.at, zone)
            console.print(escape(f"Do not {word}, since {since}: {opt_out.reason}."), highlight=False)
    table = _table("sent", "message", "status", "opens", "clicks", "why")
    for message in messages:
        what = message.subject or message.text or ("picture" if message.media_count else "")
        kind = f"{message.channel}, {message.direction}"
        is_email = message.subject is not None or not message.tracked
        counts = (_count(message.opens), _count(message.clicks)) if is_email else ("", "")
        table.add_row(
            _time(message.sent_at, zone),
            escape(f"{kind}: {what}"),
            message.status or "",
            *counts,
            escape(message.reason or ""),
        )
    console.print(table)


_COUNTS = ("read", "new", "duplicate", "skipped", "rejected")
_ENGAGEMENT = ("opens", "clicks", "replies")
_NUMBERS = {*_COUNTS, *_ENGAGEMENT}


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in _NUMBERS else "left", overflow="fold")
    return table


def _console() -> Console:
    """The terminal; or, in a pipe or file, lines long enough that no cell is folded."""
    return Console(width=None if sys.stdout.isatty() else 240)


def _count(number: int | None) -> str:
    return "not tracked" if number is None else f"{number:,}"


def _time(moment: datetime | None, zone: ZoneInfo) -> str:
    return "" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
