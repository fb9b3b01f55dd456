"""Unfinished calls in the database: kept for their agent, sealed, closed for good, deleted in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import NotOnFile
from clinicfinder.store.caller_details import CallerSeal, new_key
from clinicfinder.usecases.call_drafts import (
    KEPT_FOR,
    Ended,
    Kept,
    delete_old_calls,
    end_call,
    keep_call,
    new_call_id,
    open_call,
    open_calls,
)
from clinicfinder.usecases.forget_callers import change_keys
from clinicfinder.usecases.staff_accounts import create_account

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
FIELDS = (("place", "85032"), ("with", "tms"), ("with", "kap"), ("caller_name", "Robin Ozaki"))
ANA, BEN = StaffMember("ana", "Ana", "agent"), StaffMember("ben", "Ben", "agent")
SEAL = CallerSeal((), b"k" * 32)


@pytest.fixture
def staffed(engine):
    for member in (ANA, BEN):
        create_account(engine, member.username, "", "agent", "a quiet river at noon", actor="test", moment=NOW)
    return engine


@pytest.fixture
def kept(staffed):
    call_id = new_call_id()
    keep_call(staffed, SEAL, call_id, FIELDS, ANA, NOW)
    return call_id


class TestAnOpenCall:
    def test_comes_back_as_it_was_typed(self, staffed, kept):
        call = open_call(staffed, SEAL, kept, ANA)
        assert (call.fields, call.started_at, call.saved_at) == (FIELDS, NOW, NOW)

    def test_holds_what_was_typed_last(self, staffed, kept):
        later = NOW + timedelta(minutes=3)
        assert keep_call(staffed, SEAL, kept, (("place", "Mesa, AZ"),), ANA, later) == Kept(later)
        call = open_call(staffed, SEAL, kept, ANA)
        assert (call.fields, call.started_at, call.saved_at) == ((("place", "Mesa, AZ"),), NOW, later)

    def test_opens_under_a_new_key_alone_once_everything_was_sealed_anew(self, staffed, kept):
        key, own = new_key(), b"k" * 32
        change_keys(staffed, CallerSeal((key,), own), "command line", NOW)
        assert open_call(staffed, CallerSeal((key,), b"another key of 32 bytes........."), kept, ANA).fields == FIELDS
        assert open_call(staffed, SEAL, kept, ANA).fields is None

    def test_is_on_its_agents_list_the_last_one_first(self, staffed, kept):
        second = new_call_id()
        keep_call(staffed, SEAL, second, FIELDS, ANA, NOW + timedelta(minutes=1))
        assert [call.call_id for call in open_calls(staffed, SEAL, ANA)] == [second, kept]
        assert open_calls(staffed, SEAL, BEN) == []

    @pytest.mark.usefixtures("kept")
    def test_cannot_be_read_in_the_database(self, staffed):
        with staffed.connect() as connection:
            stored = " ".join(map(str, connection.execute(text("SELECT * FROM call_drafts")).one()))
        assert not [word for word in ("85032", "Ozaki", "tms", "place") if word in stored]

    def test_stays_on_the_list_when_its_key_is_gone(self, staffed, kept):
        (call,) = open_calls(staffed, CallerSeal((), b"x" * 32), ANA)
        assert (call.call_id, call.fields) == (kept, None)

    @pytest.mark.parametrize("act", ["open", "keep", "end"])
    def test_is_nobody_elses(self, staffed, kept, act):
        acts = {
            "open": lambda: open_call(staffed, SEAL, kept, BEN),
            "keep": lambda: keep_call(staffed, SEAL, kept, (), BEN, NOW),
            "end": lambda: end_call(staffed, SEAL, kept, BEN, NOW),
        }
        with pytest.raises(NotOnFile):
            acts[act]()
        assert open_call(staffed, SEAL, kept, ANA).fields == FIELDS

    @pytest.mark.parametrize("name", ["", "x", "no-such-call", "a" * 23, "../../etc/passwd......"])
    def test_needs_a_name_that_we_gave(self, staffed, name):
        with pytest.raises(NotOnFile):
            keep_call(staffed, SEAL, name, FIELDS, ANA, NOW)


class TestAClosedCall:
    def test_forgets_what_was_typed_and_knows_its_quote(self, staffed, kept):
        end_call(staffed, SEAL, kept, ANA, NOW, reference="K7QM4TXD")
        call = open_call(staffed, SEAL, kept, ANA)
        assert (call.fields, call.reference) == (None, "K7QM4TXD")
        assert open_calls(staffed, SEAL, ANA) == []
        with staffed.connect() as connection:
            assert connection.execute(text("SELECT sealed_fields FROM call_drafts")).scalar_one() is None

    def test_is_not_brought_back_by_a_save_that_comes_late(self, staffed, kept):
        end_call(staffed, SEAL, kept, ANA, NOW, reference="K7QM4TXD")
        assert keep_call(staffed, SEAL, kept, FIELDS, ANA, NOW) == Ended("K7QM4TXD")
        assert open_call(staffed, SEAL, kept, ANA).fields is None

    def test_keeps_its_quote_when_it_is_discarded_afterwards(self, staffed, kept):
        end_call(staffed, SEAL, kept, ANA, NOW, reference="K7QM4TXD")
        end_call(staffed, SEAL, kept, ANA, NOW)
        assert open_call(staffed, SEAL, kept, ANA).reference == "K7QM4TXD"

    def test_may_never_have_been_kept(self, staffed):
        end_call(staffed, SEAL, new_call_id(), ANA, NOW)


class TestTime:
    @pytest.mark.usefixtures("kept")
    def test_a_call_is_deleted_when_nobody_has_touched_it_for_long(self, staffed):
        assert delete_old_calls(staffed, NOW + KEPT_FOR) == 0
        assert delete_old_calls(staffed, NOW + KEPT_FOR + timedelta(seconds=1)) == 1

    @pytest.mark.usefixtures("kept")
    def test_keeping_another_call_deletes_it_too(self, staffed):
        keep_call(staffed, SEAL, new_call_id(), FIELDS, BEN, NOW + KEPT_FOR + timedelta(seconds=1))
        assert open_calls(staffed, SEAL, ANA) == []


def test_many_saves_of_a_new_call_at_once_make_one_call(staffed):
    call_id = new_call_id()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: keep_call(staffed, SEAL, call_id, (("note", str(n)),), ANA, NOW), range(16)))
    assert len(open_calls(staffed, SEAL, ANA)) == 1
