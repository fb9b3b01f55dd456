"""Saving a quote: one reference each, nothing half-saved, nothing changed afterwards, on both databases."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from clinicfinder.domain.quote_outcomes import OutcomeEntry
from clinicfinder.domain.quote_reference import is_sound
from clinicfinder.domain.quotes import is_expired
from clinicfinder.errors import BadForm, NotOnFile
from clinicfinder.store.audit import AuditFilter, read_entries, verify_chain
from clinicfinder.store.caller_details import CallerDetails
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.read_quotes import open_quote, open_snapshot
from clinicfinder.usecases.record_outcome import record_outcome
from clinicfinder.usecases.save_quote import QuoteToSave, save_quote
from tests.quotes.conftest import AGENT, MOMENT

NOBODY = CallerDetails(None, None)


def save(engine, seal, snapshot, key, **changes):
    return save_quote(engine, seal, QuoteToSave(snapshot, key, **{"caller": NOBODY} | changes), AGENT, MOMENT)


def entries(engine):
    with engine.connect() as connection:
        return [sealed.entry for sealed in read_entries(connection, AuditFilter(), offset=0, limit=100)]


def count(engine, table):
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


class TestOneSave:
    def test_gives_a_sound_reference_that_opens_the_very_same_quote(self, engine, seal, snapshot):
        saved = save(engine, seal, snapshot, "key")
        assert is_sound(saved.reference)
        assert saved.shown == f"{saved.reference[:4]}-{saved.reference[4:]}"
        assert open_snapshot(engine, saved.reference, MOMENT).stored.snapshot == snapshot

    def test_seals_the_snapshots_fingerprint_into_the_audit_log(self, engine, seal, snapshot):
        saved = save(engine, seal, snapshot, "key", caller=CallerDetails("Pat Moreno", "+16025550123"))
        (entry,) = entries(engine)
        stored = open_snapshot(engine, saved.reference, MOMENT).stored
        assert (entry.actor, entry.action, entry.subject) == ("dana", "quote.saved", saved.reference)
        assert json.loads(entry.new)["sha256"] == stored.sha256
        assert "Pat" not in str(entry)

    def test_sent_twice_is_saved_once(self, engine, seal, snapshot):
        first = save(engine, seal, snapshot, "key")
        second = save(engine, seal, replace(snapshot, made_at=MOMENT + timedelta(seconds=2)), "key")
        assert (first.is_new, second.is_new) == (True, False)
        assert second.reference == first.reference
        assert len(entries(engine)) == 1

    def test_expires_when_the_day_is_over_where_the_clinic_is(self, engine, seal, snapshot):
        saved = save(engine, seal, snapshot, "key")
        # Gilbert lies seven hours behind UTC: 22 December ends there at 07:00 UTC on the 23rd.
        last = MOMENT.replace(month=12, day=23, hour=6, minute=59)
        assert not open_snapshot(engine, saved.reference, last).expired
        opened = open_snapshot(engine, saved.reference, last + timedelta(minutes=1))
        assert opened.expired
        assert opened.stored.snapshot == snapshot


@pytest.mark.parametrize(
    ("zone", "last_day", "over"),
    [
        pytest.param(
            "America/New_York", date(2027, 3, 14), datetime(2027, 3, 15, 4, tzinfo=UTC), id="clocks go forward"
        ),
        pytest.param("America/New_York", date(2027, 11, 7), datetime(2027, 11, 8, 5, tzinfo=UTC), id="clocks go back"),
        pytest.param(
            "America/Phoenix", date(2027, 3, 14), datetime(2027, 3, 15, 7, tzinfo=UTC), id="clocks never change"
        ),
        pytest.param("Pacific/Honolulu", date(2026, 12, 31), datetime(2027, 1, 1, 10, tzinfo=UTC), id="farthest west"),
    ],
)
def test_a_quote_ends_with_its_last_day_whatever_the_clocks_do_on_it(zone, last_day, over):
    assert not is_expired(last_day, zone, over - timedelta(seconds=1))
    assert is_expired(last_day, zone, over)


class TestCorrecting:
    def test_a_corrected_quote_names_its_successor(self, engine, seal, snapshot):
        old = save(engine, seal, snapshot, "one")
        new = save(engine, seal, snapshot, "two", supersedes=old.reference, reason="wrong deductible")
        assert open_snapshot(engine, old.reference, MOMENT).stored.superseded_by == new.reference
        assert open_snapshot(engine, new.reference, MOMENT).stored.supersedes == old.reference
        assert entries(engine)[0].reason == "wrong deductible"

    def test_a_quote_is_corrected_once_and_the_second_is_told_where_to_go(self, engine, seal, snapshot):
        old = save(engine, seal, snapshot, "one")
        new = save(engine, seal, snapshot, "two", supersedes=old.reference, reason="x")
        with pytest.raises(BadForm, match=new.shown):
            save(engine, seal, snapshot, "three", supersedes=old.reference, reason="y")
        assert count(engine, "quotes") == 2
        assert len(entries(engine)) == 2

    def test_nothing_is_saved_that_corrects_an_unknown_quote(self, engine, seal, snapshot):
        with pytest.raises(NotOnFile):
            save(engine, seal, snapshot, "one", supersedes="00000000", reason="x")
        assert count(engine, "quotes") == 0
        assert entries(engine) == []


class TestTheCallersDetails:
    def test_are_sealed_in_the_database(self, engine, seal, snapshot):
        saved = save(engine, seal, snapshot, "key", caller=CallerDetails("Pat Moreno", "+16025550123"))
        with engine.connect() as connection:
            row = connection.execute(text("SELECT sealed_name, sealed_phone FROM quote_people")).one()
        assert "Pat" not in str(row)
        assert "602" not in str(row)
        opened = open_quote(engine, seal, saved.reference, AGENT, MOMENT)
        assert opened.caller.details == CallerDetails("Pat Moreno", "+16025550123")

    def test_reading_them_is_itself_noted(self, engine, seal, snapshot):
        saved = save(engine, seal, snapshot, "key", caller=CallerDetails("Pat Moreno", None))
        open_quote(engine, seal, saved.reference, AGENT, MOMENT)
        assert [entry.action for entry in entries(engine)] == ["quote.read", "quote.saved"]

    def test_a_quote_without_any_is_read_without_a_note(self, engine, seal, snapshot):
        saved = save(engine, seal, snapshot, "key")
        assert open_quote(engine, seal, saved.reference, AGENT, MOMENT).caller is None
        assert [entry.action for entry in entries(engine)] == ["quote.saved"]
        assert count(engine, "quote_people") == 0


def test_the_database_itself_refuses_to_change_what_is_only_added_to(engine, seal, snapshot):
    reference = save(engine, seal, snapshot, "key").reference
    entry = OutcomeEntry("booked", "", None, None, None, None, "key")
    record_outcome(engine, reference, entry, AGENT, MOMENT)
    for table in ("quotes", "quote_outcomes"):
        for change in (f"UPDATE {table} SET reference = '00000000'", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="never changed or deleted"), engine.begin() as connection:
                connection.execute(text(change))
        assert count(engine, table) == 1


IN_ITS_PLACE = [
    ("quotes", {"low_cents": "1"}),
    ("quotes", {"reference": "'ZZZZZZZC'"}),
    ("quotes", {"reference": "'ZZZZZZZC'", "saving_key": "'x'"}),
    ("quote_outcomes", {"note": "'x'"}),
    ("quote_outcomes", {"entry_number": "99"}),
    ("audit_log", {"actor": "'x'"}),
    ("audit_log", {"number": "99"}),
]
"""Rows that share the primary key or another key with one that is there, and differ in the rest."""


def test_no_row_can_be_put_in_the_place_of_another(engine, seal, snapshot):
    """SQLite's REPLACE deletes the old row without asking the triggers that refuse deletions."""
    first = save(engine, seal, snapshot, "one")
    second = save(engine, seal, snapshot, "two", supersedes=first.reference, reason="x")
    record_outcome(engine, second.reference, OutcomeEntry("booked", "", None, None, None, None, "key"), AGENT, MOMENT)
    one_of = {"quotes": "supersedes IS NOT NULL", "quote_outcomes": "note = ''", "audit_log": "number = 3"}
    replace_into = "INSERT OR REPLACE INTO" if engine.dialect.name == "sqlite" else "INSERT INTO"
    for table, changed in IN_ITS_PLACE:
        with engine.connect() as connection:
            before = connection.execute(text(f"SELECT * FROM {table}")).all()
            columns = connection.execute(text(f"SELECT * FROM {table}")).keys()
        values = ", ".join(changed.get(column, column) for column in columns)
        statement = f"{replace_into} {table} SELECT {values} FROM {table} WHERE {one_of[table]}"
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(text(statement))
        with engine.connect() as connection:
            assert connection.execute(text(f"SELECT * FROM {table}")).all() == before, changed


def test_fifty_saves_at_once_give_fifty_references_and_a_whole_chain(engine, database_url, seal, snapshot):
    start = threading.Barrier(50)
    own_engines = [make_engine(database_url) for _ in range(50)]

    def one(number: int):
        start.wait()
        return save(own_engines[number], seal, snapshot, f"key {number}", caller=CallerDetails(f"P{number}", None))

    with ThreadPoolExecutor(50) as pool:
        saved = list(pool.map(one, range(50)))
    for own in own_engines:
        own.dispose()
    assert len({one.reference for one in saved}) == 50
    assert count(engine, "quotes") == count(engine, "quote_people") == 50
    with engine.connect() as connection:
        report = verify_chain(connection)
    assert (report.fault, report.entries) == (None, 50)


def test_one_form_sent_by_ten_threads_at_once_is_saved_once(engine, seal, snapshot):
    with ThreadPoolExecutor(10) as pool:
        saved = list(pool.map(lambda _: save(engine, seal, snapshot, "key"), range(10)))
    assert len({one.reference for one in saved}) == 1
    assert sum(one.is_new for one in saved) == 1
    assert count(engine, "quotes") == 1
