"""The commands about the contact sets: whether they agree with the tables, and making them anew."""

import typer

from engagement.cli.progress import steps
from engagement.ingest.sets import rebuild as contact_sets
from engagement.settings import load_settings
from engagement.store.account import read_account
from engagement.store.engine import open_store, writing

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Check the contact sets, or make them anew.")
DIFFERENT = 4


@app.command()
def verify() -> None:
    """Compare sets, contacts and messages with the events. Exit status: 0 if they agree, 4 if not."""
    with open_store(load_settings().database_url).connect() as connection, steps() as progress:
        found = contact_sets.verify(connection, progress)
    for one in found:
        told = f"{one.missing:,} {one.of} missing, {one.surplus:,} too many"
        print(f"{one.name}: {f'of {one.otherwise:,} it is otherwise' if one.otherwise else told}")
    columns = sum(one.otherwise > 0 for one in found)
    if columns:
        print(f"{columns:,} columns differ from the events: run `engagement refold`.")
    if sets := len(found) - columns:
        print(f"{sets:,} sets differ from the tables: run `engagement index rebuild`.")
    if found:
        raise typer.Exit(DIFFERENT)
    print("The contact sets agree with the tables.")


@app.command()
def rebuild() -> None:
    """Make the contact sets anew from the messages and events, for the days of the time zone that is set."""
    settings = load_settings()
    with writing(open_store(settings.database_url)) as connection, steps() as progress:
        account = read_account(connection, settings)
        contact_sets.rebuild(connection, account.timezone, progress)
    print(f"The contact sets were made anew, for the days of {account.timezone}.")
