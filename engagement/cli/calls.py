"""The commands about Who to call: the list, who waits for an answer, and what a person says of somebody on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.markup import escape
from sqlalchemy import Engine

from engagement.cli.account import opened
from engagement.cli.consent import user_name
from engagement.cli.documents import DocumentFormat, answers_document, call_document
from engagement.cli.tables import bare_table, console_of, time_of
from engagement.domain.calls import Disposition
from engagement.ingest.calls import dispose, undo_last
from engagement.lib.moments import day_words
from engagement.query.calls.waiting import Answers, Waiting, waiting_for_answer
from engagement.query.calls.who_to_call import LISTED, CallList, reason_of, who_to_call
from engagement.query.contact.timeline import find_contact
from engagement.query.contacts.contact_rows import rows_of_ids
from engagement.query.matching.view import View
from engagement.query.question.rows import ContactRow
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import viewpoint_of

app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode=None,
    help="List who to call, and why: who engaged lately and was not written to since, the most pressing first; or say "
    "of somebody on the list that they are done, later, or not for you.",
)
_Who = Annotated[str, typer.Argument(metavar="WHO", help="An email address, a phone number or a contact's id.")]
_By = Annotated[str, typer.Option(metavar="NAME", help="Who says so; you, as this machine knows you.")]
_Owner = Annotated[str | None, typer.Option(metavar="NAME", help="Only the contacts of this owner.")]
_For = Annotated[str, typer.Option("--for", metavar="NAME", help="Leave out whom this person said is not for them.")]
_Format = Annotated[DocumentFormat, typer.Option("--format")]


@app.callback()
def calls(
    ctx: typer.Context,
    format_: _Format = DocumentFormat.TABLE,
    owner: _Owner = None,
    for_: _For = "",
    page: Annotated[int, typer.Option(min=1, metavar="N", help=f"Which page of {LISTED}.")] = 1,
) -> None:
    """The list, where no word says more."""
    if ctx.invoked_subcommand is not None:
        return
    with _opened() as (_, view):
        found = who_to_call(view, owner=owner, by=for_, page=page)
        if format_ is DocumentFormat.JSON:
            _print_json([call_document(call, view.zone) for call in found.calls])
        else:
            print_calls(found, view.zone, page)


@app.command()
def waiting(format_: _Format = DocumentFormat.TABLE, owner: _Owner = None, for_: _For = "") -> None:
    """List whose texts nobody answered, who waits the longest first, and how long answers take by owner."""
    with _opened() as (_, view):
        found = waiting_for_answer(view, owner=owner, by=for_)
        people = {row.id: row for row in rows_of_ids(view, [one.contact_id for one in found.waiting], True)}
        if format_ is DocumentFormat.JSON:
            _print_json(answers_document(found, people))
        else:
            print_waiting(found, people, view.zone)


@app.command()
def done(who: _Who, by: _By = "") -> None:
    """Say that somebody is seen to: they are off the list until they do something new."""
    _say(who, Disposition.DONE, by)


@app.command()
def later(
    who: _Who,
    until: Annotated[str, typer.Option(metavar="DATE|DAYS", help="The day they come back on, or in how many days.")],
    by: _By = "",
) -> None:
    """Say that somebody is not to be called before a day: they come back on it, or when they write."""
    _say(who, Disposition.LATER, by, until)


@app.command("not-mine")
def not_mine(who: _Who, by: _By = "") -> None:
    """Say that somebody is not for you: they are off your list, and on the others'."""
    _say(who, Disposition.NOT_MINE, by)


@app.command()
def undo(who: _Who, by: _By = "") -> None:
    """Take back the last that was said of somebody."""
    with _opened() as (engine, view):
        made = undo_last(engine, find_contact(view, who).id, by or user_name())
        print(f"Undone: {made.name or who} is as before “{made.what}”.")


def _say(who: str, what: Disposition, by: str, until: str | None = None) -> None:
    with _opened() as (engine, view):
        contact = find_contact(view, who)
        day = None if until is None else _day(until, view.today)
        dispose(engine, contact.id, what, by or user_name(), today=view.today, until=day)
        told = what.value if day is None else f"{what} until {day_words(day, weekday=True)}"
        print(f"{contact.title}: {told}.")


def _day(said: str, today: date) -> date:
    try:
        return today + timedelta(int(said)) if said.isdigit() else date.fromisoformat(said)
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter(f"{said!r} is neither a date like 2026-11-24 nor a number of days.") from error


@contextmanager
def _opened() -> Iterator[tuple[Engine, View]]:
    engine, account = opened()
    with engine.connect() as connection:
        yield engine, View(connection, viewpoint_of(account, EVERYONE))


def print_calls(found: CallList, zone: ZoneInfo, page: int = 1) -> None:
    """Whom to call, the most pressing first."""
    if not found.calls:
        print("Nobody waits for a call.")
        return
    table = bare_table("name", "number", "email", "reach them by", "why")
    for call in found.calls:
        who = call.contact
        main = (next(iter(who.phones), ""), next(iter(who.emails), ""))
        table.add_row(*map(escape, (who.title, *main, " or ".join(call.channels), reason_of(call, zone))))
    console = console_of()
    console.print(table)
    if not found.is_whole:
        console.print(f"There are more: engagement calls --page {page + 1}", highlight=False)


def print_waiting(found: Answers, people: dict[int, ContactRow], zone: ZoneInfo) -> None:
    """Who waits, and the median time to answer by owner."""
    console = console_of()
    if found.waiting:
        table = bare_table("since", "name", "number", "owner", "texts", "last", numbers=("texts",))
        for one in found.waiting:
            table.add_row(*_waiting_cells(one, people[one.contact_id], zone))
        console.print(table)
    else:
        print("Nobody waits for an answer.")
    times = bare_table(
        "owner", "waiting", "answered", "median minutes", numbers=("waiting", "answered", "median minutes")
    )
    for owner, time in (*found.by_owner.items(), ("all", found.overall)):
        minutes = "" if time.median is None else f"{time.median.total_seconds() / 60:,.0f}"
        times.add_row(escape(owner or "no owner"), f"{time.waiting:,}", f"{time.answered:,}", minutes)
    console.print(times)


def _waiting_cells(one: Waiting, person: ContactRow, zone: ZoneInfo) -> tuple[str, ...]:
    who = map(escape, (person.title, next(iter(person.phones), ""), one.owner))
    return time_of(one.since, zone), *who, f"{one.times:,}", escape(one.about)


def _print_json(document: object) -> None:
    print(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode())
