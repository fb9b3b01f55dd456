"""Signing in, staying signed in, and what is never told to somebody who guesses."""

from datetime import UTC, datetime, timedelta

import pytest

from clinicfinder.store.audit import AuditFilter, read_entries
from clinicfinder.store.staff import count_try
from clinicfinder.usecases.sign_in import (
    IDLE,
    LONGEST,
    TRIES_PER_ACCOUNT,
    TRIES_PER_ADDRESS,
    WINDOW,
    Refused,
    SignedIn,
    TooManyTries,
    _keyed,
    session_of,
    sign_in,
    sign_out,
)
from clinicfinder.usecases.staff_accounts import change_own_password, end_all_sessions, reset_password, set_disabled
from tests.staff.conftest import PASSWORD, add_members

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEY = b"k" * 32


@pytest.fixture
def staffed(engine):
    add_members(engine)
    return engine


def enter(engine, username="agent", password=PASSWORD, address="192.0.2.7", moment=NOON):
    return sign_in(engine, KEY, username, password, address, moment)


class TestASignIn:
    def test_lets_the_member_in(self, staffed):
        entered = enter(staffed)
        assert isinstance(entered, SignedIn)
        session = session_of(staffed, entered.token, NOON)
        assert session
        assert session.member.role == "agent"

    def test_takes_the_username_as_people_type_it(self, staffed):
        assert isinstance(enter(staffed, username=" Agent "), SignedIn)

    @pytest.mark.parametrize("username", ["agent", "nobody", ""])
    def test_refuses_a_wrong_password_and_an_unknown_name_alike(self, staffed, username):
        assert enter(staffed, username=username, password="wrong" * 4) == Refused()

    def test_refuses_a_disabled_account_like_a_wrong_password(self, staffed):
        set_disabled(staffed, "agent", disabled=True, actor="admin", moment=NOON)
        assert enter(staffed) == Refused()

    def test_is_not_found_by_a_part_of_its_token(self, staffed):
        assert session_of(staffed, enter(staffed).token[:-1], NOON) is None

    def test_keeps_no_token_in_the_database(self, staffed):
        token = enter(staffed).token
        with staffed.connect() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM staff_sessions").all()
        assert token not in str(rows)


class TestASignInEnds:
    @pytest.mark.parametrize(
        ("later", "stays"),
        [
            pytest.param(IDLE, True, id="idle just as long as allowed"),
            pytest.param(IDLE + timedelta(seconds=1), False, id="idle for a second more"),
        ],
    )
    def test_after_being_idle(self, staffed, later, stays):
        token = enter(staffed).token
        assert (session_of(staffed, token, NOON + later) is not None) is stays

    def test_after_a_shift_even_if_it_is_used_all_the_time(self, staffed):
        token, moment = enter(staffed).token, NOON
        while moment + timedelta(minutes=20) <= NOON + LONGEST:
            moment += timedelta(minutes=20)
            assert session_of(staffed, token, moment)
        assert session_of(staffed, token, NOON + LONGEST + timedelta(seconds=1)) is None

    def test_when_the_member_leaves(self, staffed):
        token = enter(staffed).token
        sign_out(staffed, session_of(staffed, token, NOON), NOON)
        assert session_of(staffed, token, NOON) is None

    @pytest.mark.parametrize(
        "end",
        [
            lambda engine: end_all_sessions(engine, "agent", actor="agent", moment=NOON),
            lambda engine: reset_password(engine, "agent", "another quiet river", actor="admin", moment=NOON),
            lambda engine: set_disabled(engine, "agent", disabled=True, actor="admin", moment=NOON),
        ],
        ids=["signed out everywhere", "password reset", "disabled"],
    )
    def test_from_elsewhere_at_once(self, staffed, end):
        token = enter(staffed).token
        end(staffed)
        assert session_of(staffed, token, NOON) is None

    def test_on_other_machines_when_one_changes_the_password(self, staffed):
        here, there = enter(staffed).token, enter(staffed).token
        session = session_of(staffed, here, NOON)
        change_own_password(staffed, session, PASSWORD, "a louder river at night", NOON)
        assert session_of(staffed, here, NOON)
        assert session_of(staffed, there, NOON) is None


def note_tries(engine, count, username="agent", address="192.0.2.7"):
    """What wrong tries leave behind, without the slowness of looking at each password."""
    with engine.begin() as connection:
        for _ in range(count):
            count_try(connection, _keyed(KEY, "account", username), _keyed(KEY, "address", address), NOON, WINDOW)


class TestGuessing:
    @pytest.mark.parametrize("username", ["agent", "nobody"])
    def test_is_stopped_per_account_whether_there_is_one_or_not(self, staffed, username):
        note_tries(staffed, TRIES_PER_ACCOUNT - 1, username, "192.0.2.1")
        assert enter(staffed, username=username, password="wrong" * 4, address="192.0.2.2") == Refused()
        assert enter(staffed, username=username, password="wrong" * 4, address="192.0.2.3") == TooManyTries()

    def test_is_stopped_per_address(self, staffed):
        for number in range(TRIES_PER_ADDRESS):
            note_tries(staffed, 1, username=f"name{number}")
        assert enter(staffed) == TooManyTries()
        assert isinstance(enter(staffed, address="192.0.2.8"), SignedIn)

    def test_is_forgiven_after_a_while(self, staffed):
        note_tries(staffed, TRIES_PER_ACCOUNT + 1)
        assert enter(staffed) == TooManyTries()
        assert isinstance(enter(staffed, moment=NOON + WINDOW + timedelta(seconds=1)), SignedIn)

    def test_is_forgotten_once_the_right_person_is_in(self, staffed):
        for _ in range(3):
            note_tries(staffed, TRIES_PER_ACCOUNT - 1)
            assert isinstance(enter(staffed), SignedIn)


def test_signing_in_and_out_is_in_the_audit_log_and_failures_name_nobody(staffed):
    enter(staffed, username="hunter2-typed-into-the-wrong-field")
    entered = enter(staffed)
    sign_out(staffed, session_of(staffed, entered.token, NOON), NOON)
    with staffed.connect() as connection:
        entries = read_entries(connection, AuditFilter(), offset=0, limit=50)
        tries = connection.exec_driver_sql("SELECT * FROM sign_in_tries").all()
    assert [each.entry.action for each in entries][:2] == ["account.signed_out", "account.signed_in"]
    assert "hunter2" not in str(entries) + str(tries)
    assert "192.0.2.7" not in str(entries) + str(tries)
