"""The audit log: it only grows, and any meddling shows."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from clinicfinder.store.audit import (
    NO_HASH,
    AuditEntry,
    AuditFilter,
    append_entry,
    hash_of,
    read_entries,
    verify_chain,
)
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.read_audit import verify_audit
from clinicfinder.web.current import ENGINE
from tests.staff.conftest import console_on_a_copy

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def staff_site(staffed_database, tmp_path_factory, make_settings):
    """One console for all of these: each test signs in anew."""
    yield from console_on_a_copy(staffed_database, tmp_path_factory.mktemp("console"), make_settings)


def write(engine, count, actor="ana"):
    for number in range(count):
        with engine.begin() as connection:
            append_entry(connection, AuditEntry(actor, "quote.saved", "quote", f"Q{number}", new="{}"), NOON)


def proof(engine, expected=None):
    with engine.connect() as connection:
        return verify_chain(connection, expected)


def without_the_guard(engine, statement):
    """What somebody with the database's own password can do."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE audit_log DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER audit_log_refuses_update"))
            connection.execute(text("DROP TRIGGER audit_log_refuses_delete"))
        connection.execute(text(statement))


def test_an_empty_log_is_whole(engine):
    assert proof(engine).fault is None


def test_a_log_is_whole_and_ends_with_its_last_seal(engine):
    write(engine, 5)
    report = proof(engine)
    assert (report.entries, report.fault) == (5, None)
    with engine.connect() as connection:
        assert read_entries(connection, AuditFilter(), offset=0, limit=1)[0].entry_hash == report.head


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM audit_log WHERE number = 3", "Entry 3 is missing."),
        ("DELETE FROM audit_log WHERE number = 5", "The log ends at entry 4; it should end at 5."),
        ("UPDATE audit_log SET number = 9 WHERE number = 3", "Entry 3 is missing."),
        ("UPDATE audit_log SET previous_hash = entry_hash WHERE number = 3", "Entry 3 does not follow the one before."),
        ("UPDATE audit_log SET entry_hash = 'x' WHERE number = 3", "Entry 3 has been changed."),
        ("UPDATE audit_head SET number = 6", "The log ends at entry 5; it should end at 6."),
        ("UPDATE audit_head SET entry_hash = 'x'", "The log ends at entry 5; it should end at 5."),
    ],
)
def test_meddling_is_found(engine, statement, fault):
    write(engine, 5)
    without_the_guard(engine, statement)
    assert proof(engine).fault == fault


def test_meddling_with_any_field_of_an_entry_is_found(engine):
    write(engine, 3)
    without_the_guard(engine, "UPDATE audit_log SET old = NULL")
    for column in ("at", "actor", "action", "subject_kind", "subject", "old", "new", "reason"):
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE audit_log SET {column} = 'x' WHERE number = 2"))
            assert verify_chain(connection).fault == "Entry 2 has been changed.", column
            connection.rollback()
    assert proof(engine).fault is None


def test_the_proof_is_of_one_moment_while_others_go_on_writing(engine, database_url):
    """An entry that is written after the end was read and before the entries are is no sign of meddling."""
    write(engine, 3)
    other = make_engine(database_url)

    def write_one(_connection, _cursor, statement, *_others):
        if statement.startswith("SELECT") and "audit_head" in statement:
            write(other, 1)

    event.listen(engine, "after_cursor_execute", write_one)
    assert verify_audit(engine).fault is None
    event.remove(engine, "after_cursor_execute", write_one)
    other.dispose()
    assert proof(engine).entries == 4


def test_a_log_made_anew_is_found_by_a_hash_kept_elsewhere(engine):
    write(engine, 3)
    kept = proof(engine).head
    assert proof(engine, kept).fault is None
    without_the_guard(engine, "DELETE FROM audit_log")
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE audit_head SET number = 0, entry_hash = '{NO_HASH}'"))
    write(engine, 3, actor="bob")
    assert proof(engine).fault is None
    assert "not in the log" in proof(engine, kept).fault


@pytest.mark.parametrize("statement", ["UPDATE audit_log SET new = 'x'", "DELETE FROM audit_log"])
def test_the_database_refuses_to_change_an_entry(engine, statement):
    write(engine, 1)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_an_entry_goes_with_the_change_it_speaks_of(engine):
    write(engine, 1)
    with engine.connect() as connection:
        append_entry(connection, AuditEntry("ana", "quote.saved", "quote", "Q9"), NOON)
        connection.rollback()
    assert proof(engine).entries == 1


def test_fifty_writers_at_once_leave_one_unbroken_chain(engine):
    threads = [threading.Thread(target=write, args=(engine, 2, f"agent{number}")) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (proof(engine).entries, proof(engine).fault) == (100, None)


TEXTS = st.one_of(st.none(), st.text(max_size=20))


@given(st.builds(AuditEntry, st.text(), st.text(), st.text(), st.text(), TEXTS, TEXTS, TEXTS), st.text(max_size=5))
def test_no_two_entries_share_a_seal(entry, more):
    """Text moved from one field into the next is another entry."""
    seal = hash_of(1, "2026", entry, NO_HASH)
    moved = replace(entry, actor=entry.actor + more, action=entry.action.removeprefix(more))
    assert (hash_of(1, "2026", moved, NO_HASH) == seal) is (moved == entry)


class TestReadingIt:
    def test_an_agent_sees_their_own_entries_alone_whatever_they_ask_for(self, signed_in):
        signed_in("supervisor")
        page = signed_in("agent").get("/staff/audit?actor=supervisor").text
        assert "<td>agent</td>" in page
        assert "<td>supervisor</td>" not in page

    def test_an_admin_filters_all_of_it(self, signed_in):
        signed_in("agent")
        page = signed_in("admin").get("/staff/audit?actor=agent&action=account.signed_in").text
        assert "<td>agent</td>" in page
        assert "<td>admin</td>" not in page

    def test_a_quotes_entries_are_found_by_the_reference_as_people_write_it(self, signed_in, staff_site):
        for subject in ("K7QM4TXP", "ZZZZZZZC"):
            with staff_site.extensions[ENGINE].begin() as connection:
                append_entry(connection, AuditEntry("ana", "quote.read", "quote", subject), NOON)
        page = signed_in("admin").get("/staff/audit", query_string={"subject": "k7qm-4txp"}).text
        assert "quote K7QM4TXP" in page
        assert "ZZZZZZZC" not in page

    def test_an_export_is_a_spreadsheet_without_formulas_and_is_itself_an_entry(self, signed_in, staff_site):
        with staff_site.extensions[ENGINE].begin() as connection:
            append_entry(connection, AuditEntry("=cmd()", "a.b", "quote", "Q"), NOON)
        browser = signed_in("admin")
        answer = browser.get("/staff/audit/export.csv")
        assert answer.content_type == "text/csv; charset=utf-8"
        assert "'=cmd()" in answer.text
        assert "audit.exported" in answer.text

    def test_a_day_that_is_none_is_named(self, signed_in):
        answer = signed_in("admin").get("/staff/audit?day=tomorrow")
        assert answer.status_code == 422
        assert "&#39;tomorrow&#39; is not a day" in answer.text
