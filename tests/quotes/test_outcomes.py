"""Outcomes, notes, and callers that are forgotten."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from clinicfinder.domain.quote_outcomes import OUTCOMES, CallbackSlot, read_outcome
from clinicfinder.errors import BadForm, NotOnFile, SettingFault
from clinicfinder.store.audit import AuditFilter, read_entries
from clinicfinder.store.caller_details import CallerDetails, CallerSeal, new_key
from clinicfinder.store.quotes import QuoteSearch
from clinicfinder.usecases.export_quotes import export_quotes
from clinicfinder.usecases.forget_callers import change_keys, due_callers, forget_caller
from clinicfinder.usecases.read_quotes import open_quote, open_snapshot, search_quotes
from clinicfinder.usecases.record_outcome import record_outcome
from clinicfinder.usecases.save_quote import QuoteToSave, save_quote
from tests.quotes.conftest import AGENT, CLINIC, MOMENT

TODAY = date(2026, 11, 22)
SLOT = {
    "callback_day": "2026-11-24",
    "callback_from": "09:00",
    "callback_until": "10:30",
    "callback_time_zone": "America/Phoenix",
}
PAT = CallerDetails("Pat Moreno", "+16025550123")


def refused(fields, **options):
    with pytest.raises(BadForm) as error:
        read_outcome(fields, TODAY, **options)
    return {problem.field: problem.message for problem in error.value.problems}


class TestReadingAWrapUp:
    def test_an_outcome_is_required(self):
        assert refused({}) == {"outcome": "Choose how the call ended."}

    def test_a_note_may_stand_alone_where_none_is(self):
        entry = read_outcome({"note": " left a message \r\n"}, TODAY, required=False)
        assert (entry.outcome, entry.note) == (None, "left a message")

    def test_nothing_at_all_is_refused_even_there(self):
        assert "note" in refused({}, required=False)

    def test_everything_that_was_asked_is_kept(self):
        fields = {"outcome": "callback", "safe_to_call": "yes", "voicemail_ok": "no", "entry_key": "k"} | SLOT
        entry = read_outcome(fields | {"do_not_call_until": "2026-11-24"}, TODAY)
        assert entry.callback == CallbackSlot(date(2026, 11, 24), time(9), time(10, 30), "America/Phoenix")
        assert (entry.safe_to_call, entry.voicemail_ok) == (True, False)
        assert entry.do_not_call_until == date(2026, 11, 24)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            pytest.param({"outcome": "sold"}, "outcome", id="an outcome that does not exist"),
            pytest.param({"outcome": "other"}, "note", id="something else, without saying what"),
            pytest.param({"outcome": "callback"}, "callback_day", id="a callback without a time"),
            pytest.param({"outcome": "booked", "note": "x" * 1001}, "note", id="a note too long"),
            pytest.param({"outcome": "booked", "safe_to_call": "maybe"}, "safe_to_call", id="neither yes nor no"),
            pytest.param(
                {"outcome": "booked", "do_not_call_until": "2026-11-21"}, "do_not_call_until", id="a past day"
            ),
            pytest.param({"outcome": "booked", "do_not_call_until": "soon"}, "do_not_call_until", id="no day"),
            pytest.param(
                {"outcome": "callback"} | SLOT | {"callback_day": ""}, "callback_day", id="a slot without day"
            ),
            pytest.param({"outcome": "callback"} | SLOT | {"callback_from": "9 am"}, "callback_from", id="no time"),
            pytest.param(
                {"outcome": "callback"} | SLOT | {"callback_until": "08:00"}, "callback_until", id="backwards"
            ),
            pytest.param(
                {"outcome": "callback"} | SLOT | {"callback_time_zone": "Mars"}, "callback_time_zone", id="no zone"
            ),
        ],
    )
    def test_what_cannot_be_used_is_said_beside_its_field(self, fields, field):
        assert list(refused(fields)) == [field]

    def test_every_outcome_can_be_recorded(self):
        for outcome in OUTCOMES.values():
            extra = SLOT if outcome.needs_callback else {}
            assert read_outcome({"outcome": outcome.code, "note": "n"} | extra, TODAY).outcome == outcome.code


@pytest.fixture
def reference(engine, seal, snapshot):
    return save_quote(engine, seal, QuoteToSave(snapshot, "key", PAT), AGENT, MOMENT).reference


def record(engine, reference, moment=MOMENT, **fields):
    record_outcome(engine, reference, read_outcome(fields, TODAY, required=False), AGENT, moment)


def newest_entry(engine):
    with engine.connect() as connection:
        return read_entries(connection, AuditFilter(), offset=0, limit=1)[0].entry


class TestRecording:
    def test_entries_stand_beside_the_quote_in_order_and_leave_it_as_it_is(self, engine, reference, snapshot):
        record(engine, reference, outcome="callback", **SLOT)
        record(engine, reference, MOMENT + timedelta(days=2), outcome="booked", note="for Monday")
        opened = open_snapshot(engine, reference, MOMENT)
        assert [one.entry.outcome for one in opened.outcomes] == ["callback", "booked"]
        assert opened.outcomes[1].recorded_at == MOMENT + timedelta(days=2)
        assert opened.stored.snapshot == snapshot

    def test_the_words_of_a_note_stay_out_of_the_audit_log(self, engine, reference):
        record(engine, reference, outcome="other", note="Pat's sister called")
        entry = newest_entry(engine)
        assert entry.action == "quote.outcome"
        assert json.loads(entry.new)["outcome"] == "other"
        assert "sister" not in str(entry)

    def test_sent_twice_is_recorded_once(self, engine, reference):
        for _ in range(2):
            record(engine, reference, outcome="booked", entry_key="same")
        assert len(open_snapshot(engine, reference, MOMENT).outcomes) == 1

    def test_nothing_is_recorded_beside_a_quote_that_does_not_exist(self, engine):
        with pytest.raises(NotOnFile):
            record(engine, "ZZZZZZZC", outcome="booked")


class TestSearching:
    def test_finds_by_what_is_asked_and_by_nothing_else(self, engine, reference):
        record(engine, reference, outcome="callback", **SLOT)
        record(engine, reference, outcome="booked")
        record(engine, reference, note="a note changes no outcome")
        fitting: tuple[dict[str, Any], ...] = (
            {},
            {"clinic_code": CLINIC},
            {"made_by": "dana"},
            {"payer_code": "cigna"},
            {"made_by": "DANA reyes"},
            {"made_from": TODAY},
            {"made_until": TODAY},
            {"outcome": "booked"},
        )
        other: tuple[dict[str, Any], ...] = (
            {"clinic_code": "another"},
            {"made_by": "sam"},
            {"payer_code": "aetna"},
            {"made_from": TODAY + timedelta(days=1)},
            {"made_until": TODAY - timedelta(days=1)},
            {"outcome": "callback"},
        )
        for wanted in (*fitting, *other):
            page = search_quotes(engine, QuoteSearch(**wanted))
            assert [quote.reference for quote in page.quotes] == ([reference] if wanted in fitting else []), wanted

    @pytest.mark.parametrize(
        ("moment", "day"),
        [
            pytest.param(datetime(2026, 11, 23, 6, 59, tzinfo=UTC), date(2026, 11, 22), id="the day's last minute"),
            pytest.param(datetime(2026, 11, 23, 7, 0, tzinfo=UTC), date(2026, 11, 23), id="the first of the next day"),
        ],
    )
    def test_goes_by_the_day_that_stands_on_the_quote(self, engine, seal, take_quote, moment, day):
        """An agent reads "made on November 22" off the paper, wherever the server stands."""
        quote = take_quote(moment=moment)
        save_quote(engine, seal, QuoteToSave(quote, "key", PAT), AGENT, moment)
        assert quote.made_on == day
        for away in (-1, 0, 1):
            asked = day + timedelta(days=away)
            assert search_quotes(engine, QuoteSearch(made_from=asked, made_until=asked)).total == (away == 0)

    def test_gives_the_newest_first_a_page_at_a_time(self, engine, seal, snapshot, take_quote):
        for number in range(27):
            quote = take_quote(moment=MOMENT + timedelta(minutes=number)) if number in (0, 26) else snapshot
            save_quote(engine, seal, QuoteToSave(quote, f"key {number}", PAT), AGENT, MOMENT)
        first, last = search_quotes(engine, QuoteSearch()), search_quotes(engine, QuoteSearch(), 99)
        assert (first.total, first.pages, len(first.quotes)) == (27, 2, 25)
        assert (last.page, len(last.quotes)) == (2, 2)
        assert first.quotes[0].made_at == MOMENT + timedelta(minutes=26)

    def test_the_spreadsheet_runs_no_formula_and_names_no_caller(self, engine, seal, take_quote):
        quote = take_quote({"treatment": "tms", "payer": "=HYPERLINK(1)"})
        save_quote(engine, seal, QuoteToSave(quote, "key", PAT), AGENT, MOMENT)
        lines = "".join(export_quotes(engine, QuoteSearch(made_by="dana", made_from=TODAY), AGENT, MOMENT))
        assert "'=HYPERLINK(1)" in lines
        assert ",=HYPERLINK" not in lines
        assert "Moreno" not in lines
        assert newest_entry(engine).action == "quote.exported"
        assert newest_entry(engine).new == "made_by dana, made_from 2026-11-22"


class TestForgetting:
    def test_only_what_was_kept_longer_is_due(self, engine, reference):
        assert due_callers(engine, 90, MOMENT + timedelta(days=90)) == []
        assert due_callers(engine, 90, MOMENT + timedelta(days=90, seconds=1)) == [reference]

    def test_deletes_name_and_phone_and_leaves_the_quote(self, engine, seal, reference, snapshot):
        assert forget_caller(engine, reference, "command line", "asked", MOMENT)
        opened = open_quote(engine, seal, reference, AGENT, MOMENT)
        assert opened.caller is None
        assert opened.stored.snapshot == snapshot
        assert (newest_entry(engine).action, newest_entry(engine).reason) == ("quote.forgotten", "asked")
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM quote_people")).scalar_one() == 0

    def test_a_second_time_does_and_notes_nothing(self, engine, reference):
        forget_caller(engine, reference, "command line", "asked", MOMENT)
        assert not forget_caller(engine, reference, "command line", "again", MOMENT)
        assert newest_entry(engine).reason == "asked"


class TestTheKeys:
    OWN = b"o" * 32

    def test_the_same_text_is_sealed_differently_each_time(self, seal):
        assert seal.seal("Pat") != seal.seal("Pat")
        assert seal.opened(seal.seal("Pat")) == "Pat"

    def test_a_key_set_later_opens_what_was_sealed_before(self):
        before = CallerSeal((), self.OWN).seal("Pat")
        assert CallerSeal((new_key(),), self.OWN).opened(before) == "Pat"

    def test_after_a_change_of_keys_the_old_one_is_not_needed(self, engine, snapshot):
        old, new = new_key(), new_key()
        saved = save_quote(engine, CallerSeal((old,), self.OWN), QuoteToSave(snapshot, "k", PAT), AGENT, MOMENT)
        assert change_keys(engine, CallerSeal((new, old), self.OWN), "command line", MOMENT) == 1
        opened = open_quote(engine, CallerSeal((new,), self.OWN), saved.reference, AGENT, MOMENT)
        assert opened.caller.details == PAT

    def test_without_the_key_the_quote_opens_and_says_that_something_is_sealed(self, engine, snapshot):
        saved = save_quote(engine, CallerSeal((), self.OWN), QuoteToSave(snapshot, "k", PAT), AGENT, MOMENT)
        opened = open_quote(engine, CallerSeal((), b"x" * 32), saved.reference, AGENT, MOMENT)
        assert (opened.caller.details, opened.caller.is_sealed) == (CallerDetails(None, None), True)

    def test_a_key_that_is_none_is_refused_with_the_way_out(self):
        with pytest.raises(SettingFault, match="quotes new-key"):
            CallerSeal(("secret",), self.OWN)

    def test_a_new_key_can_be_used(self):
        assert Fernet(new_key())
