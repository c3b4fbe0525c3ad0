"""The account on the command line: its database and the settings that hold, opened in this one place."""

from sqlalchemy import Engine

from engagement.cli.progress import steps
from engagement.ingest.refold import bring_up_to_date
from engagement.settings import load_settings
from engagement.store.account import AccountSettings, read_account
from engagement.store.engine import open_store


def opened() -> tuple[Engine, AccountSettings]:
    """The store, its messages folded by the rules of today and its contact sets counting the account's days; and the
    account's settings."""
    settings = load_settings()
    engine = open_store(settings.database_url)
    with engine.connect() as connection:
        account = read_account(connection, settings)
    with steps() as progress:
        bring_up_to_date(engine, account.timezone, progress)
    return engine, account
