from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel
from tests.geocoding.fake_geocoders import FakeGeocoders, running

from clinicfinder.geocoding.lookup import AddressLookup, build_lookup
from clinicfinder.geocoding.settings import parse_geocoders
from clinicfinder.models.geocode_cache import GeocodeCache, GeocoderTurn

POSTGRES = os.environ.get("CLINICFINDER_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
TABLES = [SQLModel.metadata.tables[str(table.__tablename__)] for table in (GeocodeCache, GeocoderTurn)]
SECRET = b"a secret of the test suite only"
ZIP_STATES = {"20233": "DC", "43015": "OH", "85032": "AZ", "00911": "PR"}


@pytest.fixture(autouse=True)
def _nothing_leaves_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection but to this machine is an error, and no proxy is used. The plugin lifts the ban afterwards."""
    socket_allow_hosts(["127.0.0.1"])
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def fake() -> Iterator[FakeGeocoders]:
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of its own on the real server. Without a server: a failure in CI, a loud skip elsewhere."""
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"clinicfinder_geocoding_{uuid.uuid4().hex[:12]}"
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError as error:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(f"PostgreSQL is not reachable and CI must test it: {error}")
        pytest.skip("POSTGRESQL IS NOT REACHABLE: nothing was tested on it. Set CLINICFINDER_TEST_POSTGRES_URL.")
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'geocoding.sqlite'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty cache on each of the two databases we run on."""
    made = create_engine(request.getfixturevalue(f"{request.param}_url"))
    SQLModel.metadata.create_all(made, tables=TABLES)
    yield made
    SQLModel.metadata.drop_all(made, tables=TABLES)
    made.dispose()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Engine]:
    made = create_engine(sqlite_url)
    SQLModel.metadata.create_all(made, tables=TABLES)
    yield made
    made.dispose()


@pytest.fixture
def lookup_through(fake: FakeGeocoders, sqlite: Engine) -> Callable[..., AddressLookup]:
    """A lookup as the application builds it, its geocoders pointed at the local server."""

    def build(*names: str, time_limit: float = 2.0) -> AddressLookup:
        options = {
            "census": f"domain={fake.domain};scheme=http",
            "nominatim": f"domain={fake.domain};scheme=http;user_agent=clinicfinder-tests (ops@example.org)",
            "google": f"domain={fake.domain};scheme=http;api_key=test",
        }
        settings = parse_geocoders(",".join(f"{name}:{options[name]}" for name in names))
        return build_lookup(settings, engine=sqlite, secret=SECRET, state_of_zip=ZIP_STATES.get, time_limit=time_limit)

    return build
