"""Bringing the tables up to date, by the steps in `migrations`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"


class NewerStore(Exception):
    """The tables are at a step that is not known here."""


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables up to date, or up `to` an earlier step, within the connection's transaction.

    NewerStore when they are at a step that is not known here, since a newer version of this product has made them.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise NewerStore from error
