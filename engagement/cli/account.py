"""The account on the command line: its database and the settings that hold, opened in this one place."""

from sqlalchemy import Engine

from engagement.cli.progress import steps
from engagement.ingest.sets import rebuild
from engagement.settings import load_settings
from engagement.store.account import AccountSettings, read_account
from engagement.store.engine import open_store


def opened() -> tuple[Engine, AccountSettings]:
    """The store, with its contact sets counting the days of the account's time zone, and the account's settings."""
    settings = load_settings()
    engine = open_store(settings.database_url)
    with engine.connect() as connection:
        account = read_account(connection, settings)
    with steps() as progress:
        rebuild.prepare(engine, account.timezone, progress)
    return engine, account
