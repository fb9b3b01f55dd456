"""Real databases for tests that touch storage: each such test runs on SQLite and on PostgreSQL."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import load_data

DATA = Path(__file__).resolve().parent.parent / "data"

DATABASES = [
    pytest.param("sqlite", id="SQLite"),
    pytest.param("postgresql", id="PostgreSQL", marks=pytest.mark.postgres),
]


def postgres_server() -> str:
    """The URL of the PostgreSQL server that tests may make databases on."""
    return os.environ.get("CLINICFINDER_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session")
def postgres() -> str:
    """The server's URL once it has answered. Silence fails under CI, and skips loudly elsewhere."""
    server = postgres_server()
    try:
        psycopg.connect(server, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        reason = f"NOT TESTED on PostgreSQL: no server answers at CLINICFINDER_TEST_POSTGRES_URL ({error})"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return server


def fresh_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database of its own, gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'clinicfinder.db'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"clinicfinder_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, new for each test."""
    yield from fresh_database(request.param, tmp_path, request)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on an empty, migrated database, new for each test."""
    engine = make_engine(database_url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", params=DATABASES)
def loaded_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine on a database that holds our own data folder. Shared: tests only read from it."""
    for url in fresh_database(request.param, tmp_path_factory.mktemp("loaded"), request):
        engine = make_engine(url)
        migrate(engine)
        load_data(engine, DATA)
        yield engine
        engine.dispose()
