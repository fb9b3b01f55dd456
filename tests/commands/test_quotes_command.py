"""`clinicfinder quotes forget`, and the proof that every quote is what was saved."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from clinicfinder.store.caller_details import CallerDetails
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.usecases.save_quote import QuoteToSave, save_quote
from tests.quotes.conftest import AGENT, seal, snapshot, take_quote  # noqa: F401  # Fixtures.

PAT = CallerDetails("Pat Moreno", "+16025550123")


@pytest.fixture
def engine(environment):
    engine = make_engine(environment["CLINICFINDER_DATABASE_URL"])
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def save(engine, seal, snapshot):  # noqa: F811
    def saved(key, days_ago=0, caller=PAT, supersedes=None):
        quote = QuoteToSave(snapshot, key, caller, supersedes, "wrong" if supersedes else None)
        return save_quote(engine, seal, quote, AGENT, datetime.now(UTC) - timedelta(days=days_ago))

    return saved


def held(engine):
    with engine.connect() as connection:
        return set(connection.execute(text("SELECT reference FROM quote_people")).scalars())


class TestForgetting:
    def test_deletes_what_was_kept_too_long_and_nothing_else(self, run, engine, save):
        old, new = save("old", days_ago=91), save("new", days_ago=89)
        assert run("quotes", "forget", "--dry-run").stdout.split() == [old.shown]
        assert held(engine) == {old.reference, new.reference}
        assert run("quotes", "forget").stdout.split() == [old.shown]
        assert held(engine) == {new.reference}

    def test_the_time_is_the_operators(self, run, engine, save):
        save("quote", days_ago=8)
        assert run("quotes", "forget", CLINICFINDER_CALLER_DAYS="7").exit_code == 0
        assert held(engine) == set()

    def test_a_caller_who_asks_is_forgotten_in_the_corrections_too(self, run, engine, save):
        first = save("one")
        second = save("two", supersedes=first.reference, caller=CallerDetails(None, None))
        third = save("three", supersedes=second.reference)
        other = save("other")
        done = run("quotes", "forget", "--reference", second.shown.lower())
        assert done.stdout.split() == [first.shown, third.shown]
        assert "Forgot the callers of 2 quotes" in done.stderr
        assert held(engine) == {other.reference}

    def test_a_quote_of_which_nothing_is_held_is_said_to_be_so(self, run, save):
        saved = save("quote", caller=CallerDetails(None, None))
        for option in ((), ("--dry-run",)):
            done = run("quotes", "forget", "--reference", saved.shown, *option)
            assert (done.exit_code, done.stdout) == (0, "")
            assert "the callers of no quote" in done.stderr

    def test_a_reference_that_is_none_is_refused(self, run):
        for typed, message in (("K7QM-4TXQ", "check symbol"), ("K7QM-4TXP", "There is no quote 'K7QM-4TXP'")):
            refused = run("quotes", "forget", "--reference", typed)
            assert refused.exit_code == 1
            assert message in refused.stderr


class TestTheProof:
    def test_quotes_as_they_were_saved_are_whole(self, run, save):
        save("quote")
        assert run("audit", "verify").exit_code == 0

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(
                "UPDATE quotes SET snapshot = '{}', snapshot_sha256 = 'x'", id="changed, with its fingerprint"
            ),
            pytest.param("UPDATE quotes SET snapshot = '{}'", id="changed, without it"),
            pytest.param("DELETE FROM quotes", id="deleted"),
        ],
    )
    def test_a_quote_that_somebody_changed_past_the_triggers_is_named(self, run, engine, save, change):
        saved = save("quote", caller=CallerDetails(None, None))
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("ALTER TABLE quotes DISABLE TRIGGER USER"))
            else:
                connection.execute(text("DROP TRIGGER quotes_no_update"))
                connection.execute(text("DROP TRIGGER quotes_no_delete"))
            connection.execute(text(change))
        proof = run("audit", "verify")
        assert proof.exit_code == 1
        assert saved.shown in proof.stderr
