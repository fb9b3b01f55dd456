"""The application as it is served, on the real data: loaded once per test session, copied for tests that write."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pytest_socket import socket_allow_hosts

from clinicfinder.app import create_app
from clinicfinder.config import Settings
from clinicfinder.geocoding.gazetteer import Gazetteer
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import load_data
from clinicfinder.web.current import KEEPER

DATA = Path(__file__).resolve().parent.parent / "data"

MakeSettings = Callable[..., Settings]


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine() -> None:
    """Any connection but to this machine is an error. The plugin lifts the ban after each test."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def loaded_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One SQLite file with all of our data. Shared: tests only read from it."""
    file = tmp_path_factory.mktemp("database") / "clinicfinder.sqlite3"
    engine = make_engine(f"sqlite:///{file}")
    migrate(engine)
    load_data(engine, DATA)
    engine.dispose()
    return file


@pytest.fixture
def database_copy(loaded_database: Path, tmp_path: Path) -> Path:
    """A copy of the loaded database for a test that writes."""
    return Path(shutil.copy(loaded_database, tmp_path / "copy.sqlite3"))


@pytest.fixture(scope="session")
def make_settings(loaded_database: Path) -> MakeSettings:
    """Settings for the loaded database, with any of them changed."""

    def make(**changes: Any) -> Settings:
        return Settings(**{"database_url": f"sqlite:///{loaded_database}", "refresh_seconds": 3600.0} | changes)

    return make


@pytest.fixture(scope="session")
def app(make_settings: MakeSettings) -> Iterator[Flask]:
    """The application on the real data. Shared: tests change nothing of it."""
    made = create_app(make_settings())
    yield made
    made.extensions[KEEPER]._engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without memory: it keeps no cookies, since we set none."""
    return app.test_client(use_cookies=False)


@pytest.fixture(scope="session")
def catalogue(app: Flask) -> Catalogue:
    """The data that every answer is made from."""
    return app.extensions[KEEPER].current()


@pytest.fixture(scope="session")
def gazetteer(catalogue: Catalogue) -> Gazetteer:
    """The place resolver on the real ZIP codes and clinics."""
    return catalogue.gazetteer
