"""Open the database and bring its tables up to date. SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event

from clinicfinder.errors import SettingFault

# The web hands engines on and does not know whose they are: it takes their type from here.
__all__ = ["Engine", "alembic_config", "current_schema", "make_engine", "migrate", "of_one_moment", "schema_version"]

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

SQLITE_BUSY_TIMEOUT_MS = 5_000
"""How long a writer waits for another one. A whole load takes about a second."""


def make_engine(url: str) -> Engine:
    """An engine for this database. Nothing is opened before the first use.

    Args: url: sqlite:///path/to/file, or postgresql://... in any of the spellings hosts give.
    Returns: an engine; on SQLite, foreign keys are enforced and readers do not wait for a writer.
    """
    engine = create_engine(_with_driver(url), pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _with_driver(url: str) -> str:
    """The URL with psycopg 3 named, which SQLAlchemy does not choose by itself."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return f"postgresql+psycopg://{url.removeprefix(scheme)}"
    return url


def _set_up_sqlite(connection: SQLiteConnection, _record: Any) -> None:
    # The driver's own way of beginning transactions leaves tables half-made when a migration fails.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {SQLITE_BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextmanager
def of_one_moment(engine: Engine) -> Iterator[Connection]:
    """A connection that shows the database as it is at its first read, whatever others write meanwhile.

    SQLite does so by itself; PostgreSQL shows each statement what has been written since the one before.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def alembic_config(connection: Connection | None = None) -> Config:
    """The Alembic settings, for commands on this connection if one is given; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def schema_version() -> str:
    """The newest migration this version of the code knows."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise SettingFault(f"There are no migrations in {MIGRATIONS}. Install the package anew.")
    return head


def current_schema(connection: Connection) -> str | None:
    """The migration this database is at, or None if it has no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def migrate(engine: Engine) -> None:
    """Bring the tables up to what this version of the code needs, all of it or nothing."""
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), "head")
