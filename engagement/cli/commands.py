"""The commands and their options. Each one reads its words, asks the domain, and prints."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import orjson
import typer

from engagement import __version__
from engagement.cli import calls, consent, duplicates, index, tables
from engagement.cli.account import opened
from engagement.cli.columns import columns_said, with_columns
from engagement.cli.demo_by_hand import say_by_hand
from engagement.cli.documents import DocumentFormat, import_document, message_document
from engagement.cli.export import TABLE, format_name, output_file, printed, write_list
from engagement.cli.progress import bar
from engagement.cli.refold import refold
from engagement.cli.undo import print_recent, undo_and_tell
from engagement.demo import write_demo
from engagement.domain.causes import Cause
from engagement.domain.vocabulary import ContactKind, FilterOption, Match
from engagement.errors import FilterError
from engagement.ingest import import_files
from engagement.lib import moments
from engagement.query.contact.timeline import find_contact, timeline
from engagement.query.contacts.contact_list import all_contacts, count_contacts
from engagement.query.contacts.export import contact_documents
from engagement.query.matching.sentence import describe
from engagement.query.matching.view import View
from engagement.query.question.condition_text import parse_condition
from engagement.query.question.contact_filter import EngagementFilter
from engagement.query.question.period import ANY_TIME, Period
from engagement.query.question.scope import EVERYONE
from engagement.query.question.viewpoint import viewpoint_of
from engagement.settings import DATA, PROJECT
from engagement.web.loopback import HOSTS, require_loopback

SOME_REJECTED = 3
app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


def _version(asked: bool) -> None:
    if asked:
        print(f"engagement {__version__}")
        raise typer.Exit


app.add_typer(index.app, name="index")
app.add_typer(consent.app, name="consent")
app.add_typer(calls.app, name="calls")
app.command()(refold)
app.command()(duplicates.duplicates)
app.command()(duplicates.merge)


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Who engaged with your emails and texts, and what became of every message."""


@app.command()
def demo() -> None:
    """Fill an empty database with the demo account: 120 days of a made-up brokerage, up to now."""
    engine, account = opened()
    with engine.connect() as connection:
        present = count_contacts(View(connection, viewpoint_of(account, EVERYONE)), EngagementFilter())
    if present:
        print(f"The database already holds {present:,} contacts, so the demo account was not added to them.")
        return
    now = moments.now()
    files = write_demo(DATA / "demo", now=now)
    with bar() as progress:
        results = import_files(engine, files, now=now, progress=progress, **account.for_readers)
    say_by_hand(engine, account)
    tables.print_imports(results)


@app.command("import")
def import_(
    paths: Annotated[
        list[Path], typer.Argument(exists=True, readable=True, metavar="PATH...", show_default=False)
    ] = [],  # noqa: B006
    blanks_empty: Annotated[
        bool, typer.Option(help="Blank cells of contact lists empty owner, stage, source and labels.")
    ] = False,
    sheet: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Which sheet of Excel workbooks; the first with a table if not said."),
    ] = None,
    columns: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="What columns are: JSON or CSV, heading to field.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the latest imports with their ids instead.")] = False,
    undo: Annotated[
        int | None, typer.Option(metavar="ID", help="Take this import back instead; what came after stays.")
    ] = None,
    with_opt_outs: Annotated[
        bool, typer.Option("--with-opt-outs", help="With --undo: the opt-outs that only it brought go too.")
    ] = False,
) -> None:
    """Import provider files, contact lists and send lists, or folders of them, whatever they are called.

    Exit status: 0 if all was read, 3 if something was rejected, 2 for a wrong call or a missing file.
    """
    asked = [bool(paths), listed, undo is not None]
    if sum(asked) != 1 or (with_opt_outs and undo is None):
        raise typer.BadParameter("Give files, or --list, or --undo ID, which may go with --with-opt-outs.")
    said = columns_said(columns) if columns else None
    engine, account = opened()
    if listed:
        print_recent(engine, account)
        return
    if undo is not None:
        undo_and_tell(engine, undo, with_opt_outs=with_opt_outs)
        return
    with with_columns(engine, paths, said, account.region, sheet) as files, bar() as progress:
        results = import_files(
            engine, files, blanks_empty=blanks_empty, sheet=sheet, progress=progress, **account.for_readers
        )
    if as_json:
        _print_json(import_document(results))
    else:
        tables.print_imports(results)
    if any(result.counts.rejected for result in results):
        raise typer.Exit(SOME_REJECTED)


def _option(name: str) -> FilterOption:
    try:
        return FilterOption.named(name)
    except KeyError as error:
        raise typer.BadParameter(f"{name!r} is not an option: use one of {', '.join(FilterOption)}.") from error


def _cause(name: str) -> Cause:
    try:
        return Cause(" ".join(name.split()).lower())
    except ValueError as error:
        raise typer.BadParameter(f"{name!r} is not a cause: use one of {', '.join(Cause)}.") from error


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a date: write it like 2026-11-24.") from error


@app.command()
def contacts(
    option: Annotated[
        list[FilterOption], typer.Option(parser=_option, metavar="NAME", help="An option of the engagement filter.")
    ] = [],  # noqa: B006 - typer copies it
    match: Annotated[Match, typer.Option(help="How several options combine.")] = Match.ANY,
    at_least: Annotated[int, typer.Option(min=1, metavar="N", help="How often, at least, each option.")] = 1,
    did: Annotated[list[str], typer.Option(metavar="LINE", help="And did this too: “Email Clicks x3 last 90”.")] = [],  # noqa: B006
    did_not: Annotated[
        list[str],
        typer.Option(
            metavar="LINE", help="And did not do this, though something was delivered: “Text Replies last 30”."
        ),
    ] = [],  # noqa: B006
    since: Annotated[date | None, typer.Option("--from", parser=_date, metavar="DATE", help="First day.")] = None,
    until: Annotated[
        date | None, typer.Option("--to", parser=_date, metavar="DATE", help="Last day, included.")
    ] = None,
    last: Annotated[int | None, typer.Option(metavar="DAYS", help="The last so many days, today included.")] = None,
    current_status: Annotated[
        bool, typer.Option("--current-status", help="Count a status only where it is still the message's.")
    ] = False,
    without_machines: Annotated[
        bool, typer.Option("--without-machines", help="Leave out what machines opened and clicked.")
    ] = False,
    kind: Annotated[list[ContactKind], typer.Option(help="Kind of contact.")] = [],  # noqa: B006
    owner: Annotated[list[str], typer.Option(help="Whose contacts.")] = [],  # noqa: B006
    stage: Annotated[list[str], typer.Option()] = [],  # noqa: B006
    source: Annotated[list[str], typer.Option()] = [],  # noqa: B006
    label: Annotated[list[str], typer.Option()] = [],  # noqa: B006
    cause: Annotated[
        list[Cause], typer.Option("--bounced-because", parser=_cause, metavar="CAUSE", help="An email bounced over it.")
    ] = [],  # noqa: B006
    soft_bounces: Annotated[
        int, typer.Option(min=0, metavar="N", help="How often, at least, emails to them were put off.")
    ] = 0,
    search: Annotated[str, typer.Option(help="Part of a name, an email address or a phone number.")] = "",
    format_: Annotated[
        str, typer.Option("--format", parser=format_name, metavar=f"<{'|'.join((TABLE, *printed()))}>")
    ] = TABLE,
    output: Annotated[
        Path | None,
        typer.Option(parser=output_file, metavar="FILE", help="Write the list here: CSV, or Excel when named .xlsx."),
    ] = None,
    include_opted_out: Annotated[
        bool,
        typer.Option("--include-opted-out", help="In a file, keep the addresses of a channel somebody opted out of."),
    ] = False,
) -> None:
    """List the contacts that match the engagement filter."""
    engine, account = opened()
    viewpoint = viewpoint_of(account, EVERYONE)
    if last is not None and (since or until):
        raise FilterError("--last goes without --from and --to: use one or the other.")
    asked = EngagementFilter(
        options=frozenset(option),
        match=match,
        at_least=at_least,
        period=_period(since, until) if last is None else Period.last_days(last, viewpoint.today),
        current_status_only=current_status,
        without_machines=without_machines,
        kinds=frozenset(kind),
        owners=frozenset(owner),
        stages=frozenset(stage),
        sources=frozenset(source),
        labels=frozenset(label),
        search=search,
        conditions=(
            *(parse_condition(line, did=True, today=viewpoint.today) for line in did),
            *(parse_condition(line, did=False, today=viewpoint.today) for line in did_not),
        ),
        causes=frozenset(cause),
        soft_bounces=soft_bounces,
    )
    with engine.connect() as connection:
        rows = all_contacts(View(connection, viewpoint), asked)
        if output is not None:
            about = [("List", describe(asked, viewpoint)), ("Made on", str(viewpoint.today))]
            write_list(output, rows, account.zone, about, include_opted_out=include_opted_out)
        elif format_ == TABLE:
            tables.print_contacts(rows, describe(asked, viewpoint), account.zone)
        else:
            sys.stdout.writelines(printed()[format_](rows, account.zone, include_opted_out=include_opted_out))


def _period(since: date | None, until: date | None) -> Period:
    return Period(since, until) if since or until else ANY_TIME


@app.command("timeline")
def timeline_(
    who: Annotated[str, typer.Argument(metavar="WHO", help="An email address, a phone number or a contact's id.")],
    format_: Annotated[DocumentFormat, typer.Option("--format")] = DocumentFormat.TABLE,
) -> None:
    """Show one contact's emails and texts, each with its last status and counts, the latest first."""
    engine, account = opened()
    with engine.connect() as connection:
        view = View(connection, viewpoint_of(account, EVERYONE))
        contact = find_contact(view, who)
        messages = timeline(view, contact.id)
    if format_ is DocumentFormat.JSON:
        (document,) = contact_documents([contact])
        _print_json({"contact": document, "messages": [message_document(one) for one in messages]})
    else:
        tables.print_timeline(contact, messages, account.zone)


@app.command()
def serve(
    address: Annotated[str, typer.Option(help="The address to listen on, one of this machine's own.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8501,
) -> None:
    """Serve the dashboard until interrupted, to this machine only: there is no sign-in yet."""
    address = require_loopback(address)
    opened()[0].dispose()  # says at once, and here, what is wrong with the database
    named = f"[{address}]" if ":" in address else address
    print(f"The dashboard is at http://{named}:{port} (Ctrl-C ends it).", flush=True)
    os.chdir(PROJECT)  # Streamlit reads .streamlit/config.toml from the folder it starts in
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "dashboard.py")]
    hosts = [word for host in dict.fromkeys((address, *HOSTS)) for word in ("--server.allowedHosts", host)]
    os.execv(sys.executable, [*command, "--server.address", address, "--server.port", str(port), *hosts])


def _print_json(document: object) -> None:
    sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n")
