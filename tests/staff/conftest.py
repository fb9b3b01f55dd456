"""The console on a database of its own, with one account per role."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clinicfinder.app import create_app
from clinicfinder.domain.staff import ROLES, StaffMember
from clinicfinder.store.engine import Engine, make_engine
from clinicfinder.store.passwords import hash_password
from clinicfinder.store.staff import Account, insert_account
from clinicfinder.web.current import ENGINE

PASSWORD = "a quiet river at noon"  # noqa: S105  # Of accounts that live as long as a test.


@dataclass
class SignedInClient:
    """A browser that is signed in. Its posts carry the token that the console's forms hold."""

    client: FlaskClient
    token: str

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token, **(data or {})}, **options)


SignIn = Callable[[str], SignedInClient]


@cache
def password_hash() -> str:
    """Made once: hashing is slow on purpose."""
    return hash_password(PASSWORD)


def add_members(engine: Engine) -> None:
    """One account per role, named like it."""
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    with engine.begin() as connection:
        for role in ROLES:
            member = StaffMember(role, role.title(), role)
            insert_account(connection, Account(member, password_hash(), long_ago, long_ago, None))


@pytest.fixture(scope="session")
def staffed_database(loaded_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all data and one account per role. Never written to: tests take copies."""
    file = Path(shutil.copy(loaded_database, tmp_path_factory.mktemp("staffed") / "staffed.sqlite3"))
    engine = make_engine(f"sqlite:///{file}")
    add_members(engine)
    engine.dispose()
    return file


def console_on_a_copy(staffed_database: Path, folder: Path, make_settings) -> Iterator[Flask]:
    """The application on a copy of the staffed database."""
    file = shutil.copy(staffed_database, folder / "console.sqlite3")
    app = create_app(make_settings(database_url=f"sqlite:///{file}", refresh_seconds=0.0))
    yield app
    app.extensions[ENGINE].dispose()


@pytest.fixture
def staff_site(staffed_database: Path, tmp_path: Path, make_settings) -> Iterator[Flask]:
    """The console, new for each test. Starting it takes seconds: share one per module where tests leave no trace."""
    yield from console_on_a_copy(staffed_database, tmp_path, make_settings)


@pytest.fixture
def signed_in(staff_site: Flask) -> SignIn:
    """Sign in as a role."""

    def enter(role: str) -> SignedInClient:
        client = staff_site.test_client()
        answer = client.post("/staff/sign-in", data={"username": role, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        page = client.get("/staff/account").text
        found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page)
        assert found
        return SignedInClient(client, found[1])

    return enter
