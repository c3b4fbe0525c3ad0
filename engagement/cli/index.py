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
    """Compare the contact sets with the messages and events. Exit status: 0 if they agree, 4 if not."""
    with open_store(load_settings().database_url).connect() as connection, steps() as progress:
        found = contact_sets.verify(connection, progress)
    for difference in found:
        print(f"{difference.name}: {difference.missing:,} {difference.of} missing, {difference.surplus:,} too many")
    if found:
        print(f"{len(found):,} sets differ from the tables: run `engagement index rebuild`.")
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
