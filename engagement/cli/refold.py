"""The command that folds stored messages anew."""

from engagement.cli.progress import steps
from engagement.ingest import refold as folding
from engagement.ingest.sets import rebuild
from engagement.settings import load_settings
from engagement.store.account import read_account
from engagement.store.engine import open_store


def refold() -> None:
    """Work out statuses, counts, replies and opt-outs anew from the events on file.

    After an upgrade that changes how they are worked out, the first command or page does this by itself. Interrupted,
    it goes on where it was when it is run again.
    """
    settings = load_settings()
    engine = open_store(settings.database_url)
    with engine.connect() as connection:
        account = read_account(connection, settings)
    with steps() as progress:
        done = folding.refold(engine, account.timezone, progress)
        rebuild.prepare(engine, account.timezone, progress)
    print(f"{done.messages:,} messages were folded anew: {done.changed:,} changed.")
