"""What the commands print for people."""

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, compress
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from engagement.domain.vocabulary import CHANNEL_WORDS, Channel
from engagement.ingest import FileResult
from engagement.lib.moments import by_clock
from engagement.query.contacts.columns import Column, Kind, for_people
from engagement.query.question.rows import ContactRow, TimelineMessage


def print_imports(results: Sequence[FileResult]) -> None:
    """One line a file, and a sentence where there is something to say about it."""
    table = bare_table("file", "source", *_COUNTS, numbers=_COUNTS)
    for result in results:
        numbers = (f"{getattr(result.counts, name):,}" for name in _COUNTS)
        table.add_row(escape(result.file.name), result.provider or "", *numbers)
    console = console_of()
    console.print(table)
    for result in results:
        if result.note:
            console.print(escape(f"{result.file.name}: {result.note}"), highlight=False)
    if any(result.counts.rejected for result in results):
        console.print("What was rejected is listed with its reason on the dashboard's page Imports.")


def print_contacts(rows: Iterable[ContactRow], heading: str, zone: ZoneInfo) -> None:
    """The list, under the sentence of the filter that made it."""
    shown = [column for column in for_people() if column.usual]
    headings = {column.short or column.label.lower(): column.kind for column in shown}
    table = bare_table(*headings, numbers=[heading for heading, kind in headings.items() if kind is Kind.NUMBER])
    number = 0
    for number, row in enumerate(rows, 1):  # noqa: B007 - counted for the heading
        table.add_row(*(_cell(column, row, zone) for column in shown))
    console = console_of()
    console.print(escape(f"{heading}: {number:,}"), highlight=False)
    if number:
        console.print(table)


def _cell(column: Column, row: ContactRow, zone: ZoneInfo) -> str:
    value = column.value(row)
    return time_of(value, zone) if column.kind is Kind.MOMENT else escape(_CELLS[column.kind](value))


_CELLS: Mapping[Kind, Callable[[Any], str]] = MappingProxyType(
    {
        Kind.NAME: str,
        Kind.ID: str,
        Kind.WORD: lambda value: value or "",
        Kind.TEXT: str,
        Kind.TEXTS: ", ".join,
        Kind.PHONES: ", ".join,
        Kind.ADDRESSES: lambda value: next(chain(*value), ""),
        Kind.NUMBER: lambda value: f"{value[0] if isinstance(value, tuple) else value:,}",
        Kind.BADGE: lambda value: value[1] or "",
        Kind.SWITCH: lambda value: "yes" if value else "no",
        Kind.OPT_OUTS: lambda value: ", ".join(compress(("email", "texts", "calls", "asked to stop"), value)),
    }
)


def print_timeline(contact: ContactRow, messages: Sequence[TimelineMessage], zone: ZoneInfo) -> None:
    """The contact in a few lines, then their messages."""
    console = console_of()
    console.print(escape(f"{contact.title} ({contact.kind}), {', '.join((*contact.emails, *contact.phones))}"))
    for channel in Channel:
        if opt_out := contact.opt_out(channel):
            word = CHANNEL_WORDS[channel].message
            since = time_of(opt_out.at, zone)
            console.print(escape(f"Do not {word}, since {since}: {opt_out.reason}."), highlight=False)
    if contact.do_not_call:
        since, why = time_of(contact.do_not_call.at, zone), contact.do_not_call.reason
        console.print(escape(f"Do not call, since {since}: {why}."), highlight=False)
    if contact.asked_to_stop_at:
        console.print(f"Asked to stop, {time_of(contact.asked_to_stop_at, zone)}: nobody decided yet.", highlight=False)
    table = bare_table("sent", "message", "status", "opens", "clicks", "why", numbers=("opens", "clicks"))
    for message in messages:
        what = message.subject or message.text or ("picture" if message.media_count else "")
        kind = f"{message.channel}, {message.direction}"
        is_email = message.subject is not None or not message.tracked
        counts = (_count(message.opens), _count(message.clicks)) if is_email else ("", "")
        table.add_row(
            time_of(message.sent_at, zone),
            escape(f"{kind}: {what}"),
            message.status or "",
            *counts,
            escape(message.reason or ""),
        )
    console.print(table)


_COUNTS = ("read", "new", "duplicate", "skipped", "rejected")


def bare_table(*columns: str, numbers: Collection[str] = ()) -> Table:
    """A table without lines; the columns in `numbers` stand to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left", overflow="fold")
    return table


def console_of() -> Console:
    """The terminal; or, in a pipe or file, lines long enough that no cell is folded."""
    return Console(width=None if sys.stdout.isatty() else 240)


def _count(number: int | None) -> str:
    return "not tracked" if number is None else f"{number:,}"


def time_of(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment by the account's clock, to the minute."""
    return "" if moment is None else f"{by_clock(moment, zone):%Y-%m-%d %H:%M}"
