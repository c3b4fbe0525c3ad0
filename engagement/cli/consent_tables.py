"""What the commands about consent print for people."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from rich.markup import escape

from engagement.cli.tables import bare_table, console_of, time_of
from engagement.query.consent.after_stop import AfterStop, after_stop_by_number
from engagement.query.consent.entries import LedgerRow
from engagement.query.consent.held import HeldRequest


def print_history(rows: Sequence[LedgerRow], zone: ZoneInfo) -> None:
    """The entries of the ledger, oldest first."""
    if not rows:
        print("Nothing is on file: they neither opted in nor out.")
        return
    table = bare_table("at", "channel", "address", "said to", "what", "by", "words")
    for row in rows:
        source = row.place or row.by or row.source.value
        cells = (row.address, row.ours or "", f"{row.what}: {row.code}", source, row.words or "")
        table.add_row(time_of(row.at, zone), row.channel.value, *map(escape, cells))
    console_of().print(table)


def print_held(rows: Sequence[HeldRequest], zone: ZoneInfo) -> None:
    """The requests that wait, and how to decide."""
    if not rows:
        print("No text waits for a decision.")
        return
    table = bare_table("at", "name", "number", "words", "answers")
    for row in rows:
        answers = row.answers.text if row.answers else ""
        table.add_row(time_of(row.at, zone), *map(escape, (row.title, row.address, row.words, answers)))
    console = console_of()
    console.print(table)
    console.print("Decide with `engagement consent decide NUMBER stop` or `reply`.", highlight=False)


def print_after_stop(rows: Sequence[AfterStop], zone: ZoneInfo) -> None:
    """The texts, and how many were sent from each of our numbers."""
    if not rows:
        print("No text was sent to anybody after they opted out.")
        return
    table = bare_table("sent", "name", "number", "from", "text", "stopped", "hours", "status", numbers=("hours",))
    for row in rows:
        who = map(escape, (row.title, row.address, row.ours or "", row.text))
        stopped = time_of(row.stopped_at, zone)
        table.add_row(time_of(row.sent_at, zone), *who, stopped, f"{row.hours:,.1f}", row.status or "")
    console = console_of()
    console.print(table)
    for ours, texts in after_stop_by_number(rows).items():
        console.print(escape(f"{ours or 'a number that nobody said'}: {texts:,}"), highlight=False)
