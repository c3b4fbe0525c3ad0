"""Opening the database, and writing to it: the only place that knows which database it is, with store/sql.py."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from engagement.errors import StoreError

_BUSY_SECONDS = 60  # how long a SQLite writer waits for another one
_ASKED_AGAIN = 0.01  # seconds, where SQLite itself does not wait
_CACHE, SMALL_CACHE = 32_768, 8_192  # KiB of pages that a connection to SQLite keeps
_WRITER_LOCK = 7_206_231  # PostgreSQL's advisory lock that a writer holds; any number no other program uses


def open_store(url: str) -> Engine:
    """The database at `url`, made or brought up to date first. StoreError when it cannot be reached or is too new."""
    # Not loaded at the top: a process that opens again what is there has no use for it, and it takes 11 MB.
    from engagement.store.migrate import NewerStore, migrate

    address = make_url(url)
    try:
        engine = reopen_store(url)
        with writing(engine) as connection:
            migrate(connection)
    except NoSuchModuleError as error:
        raise StoreError(f"No driver for {address.drivername!r}: use a sqlite or a postgresql address.") from error
    except (DBAPIError, OSError) as error:
        raise StoreError(_unreachable(address, error)) from error
    except NewerStore as error:
        raise StoreError(
            f"The database {_shown(address)} was made by a newer version of this product: upgrade the product."
        ) from error
    return engine


def reopen_store(url: str, *, cache: int = _CACHE) -> Engine:
    """The database at `url`, which this program has opened before: it is taken to be there and up to date.

    `cache` is how many KiB of pages a connection to SQLite keeps.
    """
    address = make_url(url)
    return _sqlite(address, cache) if address.get_backend_name() == "sqlite" else _postgresql(address)


def can_reopen(engine: Engine) -> bool:
    """Whether another process can open the same database: one in memory is this process's own."""
    return engine.dialect.name != "sqlite" or not _is_in_memory(engine.url)


def _is_in_memory(address: URL) -> bool:
    return address.database in (None, "", ":memory:") or address.query.get("mode") == "memory"


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes, committed at the end or undone by an exception.

    Writers take turns: SQLite has one anyway, and on PostgreSQL an advisory lock makes read, merge and write one step.
    """
    options: dict[str, Any] = {"writes": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"  # when its turn comes, a writer sees what the last one wrote
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
        yield connection


@contextmanager
def reading_all(connection: Connection) -> Iterator[None]:
    """While everything is read once, keep few pages: more of them would take memory from an export, and no time."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql(f"PRAGMA cache_size = -{SMALL_CACHE}")
    try:
        yield
    finally:
        if not connection.closed:  # by who gave up reading
            connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE}")


def _postgresql(address: URL) -> Engine:
    # A reader sees one committed state throughout its transaction, as on SQLite: count and rows always agree.
    return create_engine(address, isolation_level="REPEATABLE READ")


def _sqlite(address: URL, cache: int) -> Engine:
    if address.database and not _is_in_memory(address):
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        _keep_log(connection)
        for pragma in (
            "foreign_keys = ON",
            "synchronous = NORMAL",
            f"cache_size = -{cache}",
            "wal_autocheckpoint = 16384",  # 64 MiB: a page that batch after batch changes is copied back once
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes the lock at once: one that first reads and then waits for it would be refused, not queued.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _keep_log(connection: sqlite3.Connection) -> None:
    """Have a database of SQLite keep a write-ahead log, so that readers go on while one writes.

    Two processes may open a new database at once. SQLite refuses the change while another is about to write, and does
    not wait as it does elsewhere: so it is asked again, until the other has made it.
    """
    given_up = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > given_up:
                raise
        time.sleep(_ASKED_AGAIN)


def _shown(address: URL) -> str:
    return address.render_as_string(hide_password=True)


def require_file(engine: Engine) -> None:
    """StoreError when the file of a SQLite database that was opened is there no more: its open copy says nothing."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and not _is_in_memory(engine.url) and file and not Path(file).exists():
        raise StoreError(
            f"The database file {file} was deleted or moved while the dashboard was open: "
            "put it back, or load this page again to begin a new one."
        )


def stopped(error: DBAPIError) -> StoreError:
    """What to say when the database fails in the middle of what was asked of it."""
    cause = str(error.orig).strip().split("\n")[0].rstrip(".")
    return StoreError(
        f"The database stopped answering ({cause}): see that it runs and is yours to write, then do this again; "
        "what was written before is kept, and nothing is counted twice."
    )


def _unreachable(address: URL, error: Exception) -> str:
    cause = str(error.orig if isinstance(error, DBAPIError) else error).strip().split("\n")[0].rstrip(".")
    return (
        f"The database {_shown(address)} cannot be opened ({cause}): "
        "check ENGAGEMENT_DATABASE_URL and that the database is there and yours to write."
    )
