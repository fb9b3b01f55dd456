"""Counts over quotes, on both of the databases we run on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clinicfinder.domain.quote_outcomes import read_outcome
from clinicfinder.store.caller_details import CallerDetails
from clinicfinder.store.quote_counts import quotes_by_clinic, quotes_by_payer_and_treatment
from clinicfinder.usecases.quote_dashboard import quote_dashboard
from clinicfinder.usecases.record_outcome import record_outcome
from clinicfinder.usecases.review_queue import review_queue
from clinicfinder.usecases.save_quote import QuoteToSave, save_quote
from tests.quotes.conftest import AGENT, MOMENT, seal, snapshot, take_quote  # noqa: F401  # Fixtures.

LAST = MOMENT.astimezone().date()


@pytest.fixture
def save(engine, seal, snapshot):  # noqa: F811  # The fixtures imported above.
    """Save a quote made some days ago, with any part of it changed."""
    keys = iter(range(1000))

    def made(days_ago=0, own_rule=True, supersedes=None, **changes):
        at = MOMENT - timedelta(days=days_ago)
        coverage = replace(snapshot.coverage, own_rule=own_rule)
        quote = replace(snapshot, made_at=at, coverage=coverage, **changes)
        to_save = QuoteToSave(quote, str(next(keys)), CallerDetails(None, None), supersedes, "a slip")
        return save_quote(engine, seal, to_save, AGENT, at).reference

    return made


def outcome(engine, reference, code, key):
    entry = read_outcome({"outcome": code, "note": "a note", "entry_key": key}, LAST)
    record_outcome(engine, reference, entry, AGENT, MOMENT)


def test_a_day_counts_its_quotes_and_a_day_without_any_is_zero(engine, save):
    for days_ago in (0, 0, 2, 6, 7):
        save(days_ago)
    days = quote_dashboard(engine, LAST, 7).days
    assert [count for _, count in days] == [1, 0, 0, 0, 1, 0, 2]
    assert days[-1][0] == LAST


def test_an_outcome_counts_once_per_quote_as_it_was_recorded_last(engine, save):
    first, second, _ = save(), save(), save()
    outcome(engine, first, "thinking", "a")
    outcome(engine, first, "booked", "b")
    outcome(engine, second, "cost", "c")
    assert quote_dashboard(engine, LAST, 7).outcomes == {"booked": 1, "cost": 1, None: 1}


def test_a_corrected_quote_has_no_outcome_to_count(engine, save):
    first = save()
    second = save(supersedes=first)
    outcome(engine, second, "booked", "a")
    assert quote_dashboard(engine, LAST, 7).outcomes == {"booked": 1}


def test_payers_without_a_rule_are_named_most_asked_first(engine, save):
    save(payer_code="aetna", payer_name="Aetna", own_rule=False)
    for _ in range(2):
        save(payer_code="humana", payer_name="Humana", own_rule=False)
    save(payer_code="cigna", payer_name="Cigna", own_rule=True)
    found = quote_dashboard(engine, LAST, 7)
    assert [(each.payer_code, each.quotes) for each in found.payers] == [("humana", 2), ("aetna", 1)]


def test_a_typed_name_is_shown_once_five_quotes_hold_it(engine, save):
    for _ in range(5):
        save(payer_code=None, payer_name="Prairie Mutual", own_rule=False)
    for _ in range(4):
        save(payer_code=None, payer_name="something a caller said", own_rule=False)
    found = quote_dashboard(engine, LAST, 7)
    assert [(each.payer_name, each.quotes) for each in found.payers] == [("Prairie Mutual", 5)]
    assert found.unlisted == 4


def test_a_quote_without_a_payer_asks_for_none(engine, save):
    save(payer_code=None, payer_name=None, own_rule=False)
    assert quote_dashboard(engine, LAST, 7).payers == []


def test_without_quotes_there_is_nothing_to_count(engine):
    found = quote_dashboard(engine, LAST, 30)
    assert (sum(count for _, count in found.days), dict(found.outcomes), list(found.payers)) == (0, {}, [])


def test_recent_quotes_raise_a_row_in_the_review_queue(engine, save, catalogue, snapshot):  # noqa: F811  # As above.
    save()
    with engine.connect() as connection:
        assert quotes_by_clinic(connection, MOMENT - timedelta(days=90)) == {snapshot.clinic.code: 1}
        assert quotes_by_payer_and_treatment(connection, MOMENT - timedelta(days=90)) == {("cigna", "spravato"): 1}
    queue = review_queue(engine, catalogue, MOMENT + timedelta(days=80))
    assert not any(item.quotes for item in queue.items if item.kind == "insurance")
    later = review_queue(engine, catalogue, MOMENT + timedelta(days=89))
    assert {item.kind for item in later.items} >= {"insurance"}


def test_everything_is_due_in_the_end_and_each_row_once(engine, catalogue):
    queue = review_queue(engine, catalogue, MOMENT + timedelta(days=400))
    assert set(queue.due) == {"insurance", "rule", "price", "clinic"}
    keys = [(item.kind, item.row) for item in queue.items if item.kind in ("rule", "clinic")]
    assert len(keys) == len(set(keys))
    assert queue.next_due is None
