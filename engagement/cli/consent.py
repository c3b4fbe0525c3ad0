"""The commands about consent: the ledger of somebody, the requests that wait, a decision, and texts after a stop."""

import getpass
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

import orjson
import typer
from typer.core import TyperGroup

from engagement.cli import consent_tables as tables
from engagement.cli.account import opened
from engagement.domain.consent import Code
from engagement.errors import ConsentError
from engagement.ingest.by_hand import decide as decide_by_hand
from engagement.query.consent.after_stop import texts_after_stop
from engagement.query.consent.export import AFTER_STOP, HELD, HISTORY, csv_lines, documents
from engagement.query.consent.held import held_requests
from engagement.query.consent.history import consent_history
from engagement.query.contact.timeline import find_contact
from engagement.query.matching.view import View
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import viewpoint_of

Row = TypeVar("Row")
_OF_SOMEBODY = "WHO"


class ListFormat(StrEnum):
    """How a list is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class Decision(StrEnum):
    """What a person decides on a request to stop."""

    STOP = "stop"
    REPLY = "reply"
    UNDECIDED = "undecided"


class _Words(TyperGroup):
    """`engagement consent` takes one of its words, or else names somebody."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the word first: of a call without one, that it is about somebody."""
        if args and "--help" not in args:
            word = next((arg for arg in args if arg in self.commands), None)
            if word is None:
                args = [_OF_SOMEBODY, *args]
            else:
                args.remove(word)
                args = [word, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Words,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Every opt-in and opt-out of somebody, and what follows: WHO is an email address, a number or a contact's id.",
)
_Format = Annotated[ListFormat, typer.Option("--format")]
_Who = Annotated[str, typer.Argument(metavar="WHO", help="An email address, a phone number or a contact's id.")]


@app.command(_OF_SOMEBODY)
def of_somebody(who: _Who, format_: _Format = ListFormat.TABLE) -> None:
    """Show the consent history of an address, a number or a contact, oldest first."""
    with _view() as view:
        rows = consent_history(view, who)
        if not rows:
            find_contact(view, who)  # says who cannot be found; of whom nothing was said there is nothing to show
        _print(HISTORY, rows, view.zone, format_, lambda: tables.print_history(rows, view.zone))


@app.command()
def held(format_: _Format = ListFormat.TABLE) -> None:
    """List the texts that ask to stop in their writer's own words and wait for a decision, the newest first."""
    with _view() as view:
        rows = held_requests(view)
        _print(HELD, rows, view.zone, format_, lambda: tables.print_held(rows, view.zone))


@app.command("after-stop")
def after_stop(format_: _Format = ListFormat.TABLE) -> None:
    """List our texts that were sent to a number after it opted out: nothing, when all is well."""
    with _view() as view:
        rows = texts_after_stop(view)
        _print(AFTER_STOP, rows, view.zone, format_, lambda: tables.print_after_stop(rows, view.zone))


@app.command()
def decide(
    who: _Who,
    decision: Annotated[Decision, typer.Argument(metavar="stop|reply", help="Or undecided, to take it back.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides; you, as this machine knows you.")] = "",
) -> None:
    """Decide on the requests of a contact: that they ask to stop, or that they are replies."""
    engine, account = opened()
    with engine.connect() as connection:
        contact = find_contact(View(connection, viewpoint_of(account, EVERYONE)), who)
    decided = decide_by_hand(engine, contact.id, Code(decision.value), by or user_name())
    texts = "1 text" if decided == 1 else f"{decided:,} texts"
    print(_DECIDED[decision].format(texts=texts, name=contact.title))


_DECIDED: Mapping[Decision, str] = {
    Decision.STOP: "Decided: {texts} of {name} asked to stop, and they are opted out of texts.",
    Decision.REPLY: "Decided: {texts} of {name} did not ask to stop.",
    Decision.UNDECIDED: "Taken back: {texts} of {name} wait for a decision again.",
}


def user_name() -> str:
    """Who decides, as this machine knows them. ConsentError when it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:  # a user without a name
        raise ConsentError("Say who decides, with --by NAME: it is kept with the decision.") from error


@contextmanager
def _view() -> Iterator[View]:
    engine, account = opened()
    with engine.connect() as connection:
        yield View(connection, viewpoint_of(account, EVERYONE))


def _print(
    values: Mapping[str, Callable[[Row], Any]],
    rows: Sequence[Row],
    zone: ZoneInfo,
    format_: ListFormat,
    table: Callable[[], None],
) -> None:
    if format_ is ListFormat.TABLE:
        table()
    elif format_ is ListFormat.CSV:
        sys.stdout.writelines(csv_lines(values, rows, zone))
    else:
        found = [*documents(values, rows)]
        sys.stdout.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
