"""How a typed place came to its answer, told step by step and kept nowhere."""

import pytest
from sqlalchemy import text
from tests.geocoding import fake_geocoders as answers
from tests.geocoding.fake_geocoders import SILVER_HILL, census_match

from clinicfinder.geocoding.answers import AddressFound, AddressRefused
from clinicfinder.geocoding.explaining import readings_of

TYPED = "4600 Silver Hill Rd, Washington, DC 20233"


def kept_rows(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM geocode_cache")).scalar_one()


class TestAStreetAddress:
    def test_shows_the_raw_answer_of_the_geocoder_that_gave_it(self, fake, lookup_through):
        fake.census(answers.census(SILVER_HILL))
        trace = lookup_through("census").explain(TYPED, ask_anew=False)
        assert isinstance(trace.answer, AddressFound)
        (note,) = trace.notes
        assert (note.provider, note.failure, note.refusals) == ("census", "", (None,))
        assert note.candidates[0].raw == SILVER_HILL

    def test_is_answered_as_a_search_would_answer(self, fake, lookup_through):
        fake.census(answers.census(SILVER_HILL))
        lookup = lookup_through("census")
        assert lookup.explain(TYPED, ask_anew=False).answer == lookup.find(TYPED)

    def test_leaves_nothing_behind(self, fake, lookup_through, sqlite):
        fake.census(answers.census(SILVER_HILL))
        lookup_through("census").explain(TYPED, ask_anew=False)
        assert kept_rows(sqlite) == 0

    def test_that_was_searched_before_comes_from_what_was_kept(self, fake, lookup_through):
        fake.census(answers.census(SILVER_HILL))
        lookup = lookup_through("census")
        found = lookup.find(TYPED)
        trace = lookup.explain(TYPED, ask_anew=False)
        assert (trace.kept, trace.notes) == (found, ())
        assert len(fake.census_requests) == 1

    def test_is_asked_again_on_request(self, fake, lookup_through):
        fake.census(answers.census(SILVER_HILL))
        lookup = lookup_through("census")
        lookup.find(TYPED)
        trace = lookup.explain(TYPED, ask_anew=True)
        assert trace.kept is None
        assert len(trace.notes) == 1
        assert len(fake.census_requests) == 2

    def test_in_another_state_says_why_it_was_refused(self, fake, lookup_through):
        elsewhere = census_match("4600 SILVER HILL RD, MESA, AZ, 85201", "AZ", "85201", lat=33.41, lng=-111.83)
        fake.census(answers.census(elsewhere))
        trace = lookup_through("census").explain(TYPED, ask_anew=False)
        assert isinstance(trace.answer, AddressRefused)
        assert trace.notes[0].refusals == ("other_state",)

    def test_that_a_geocoder_did_not_answer_is_told_without_the_address(self, fake, lookup_through):
        fake.census(answers.html())
        (note,) = lookup_through("census").explain(TYPED, ask_anew=False).notes
        assert note.failure == "GeocoderParseError"
        assert note.verdict is None

    def test_is_in_no_text_of_a_candidate_but_its_label(self, fake, lookup_through):
        fake.census(answers.census(SILVER_HILL))
        (note,) = lookup_through("census").explain(TYPED, ask_anew=False).notes
        assert "tigerLine" not in repr(note.candidates[0])


class TestWhatIsRead:
    @pytest.mark.parametrize(
        ("typed", "question", "answer"),
        [
            pytest.param(" 85032-1234 ", "A ZIP code", "85032: Phoenix, AZ", id="a ZIP+4"),
            pytest.param("00000", "A ZIP code", "00000: not on file", id="a ZIP that does not exist"),
            pytest.param("Mesa, AZ, USA", "A name and its state", "Mesa, AZ", id="a city with its state"),
            pytest.param("Charleston West Virginia", "A name and its state", "WV; or", id="two readings"),
            pytest.param("APO AE 09012", "A military mail address", "yes", id="a military address"),
            pytest.param("Toronto, ON", "A country or province elsewhere", "yes", id="another country"),
            pytest.param("33.6, -112", "A latitude and a longitude", "33.6, -112.0", id="coordinates"),
            pytest.param("Indiana", "A state by itself", "Indiana", id="a whole state"),
            pytest.param("1 Main St, Mesa AZ 85201", "A street address", "house number 1, state AZ", id="an address"),
        ],
    )
    def test_is_told_question_by_question(self, gazetteer, typed, question, answer):
        told = {reading.question: reading.answer for reading in readings_of(gazetteer, typed)}
        assert answer in (told[question] or "")

    def test_says_no_where_the_text_holds_no_such_thing(self, gazetteer):
        told = {reading.question: reading.answer for reading in readings_of(gazetteer, "Mesa, AZ")}
        assert told["A ZIP code"] is None
        assert told["A street address"] is None

    @pytest.mark.parametrize("typed", ["", " ", ",", "x" * 5000, "\x00", "🙂"])
    def test_never_fails_on_odd_text(self, gazetteer, typed):
        assert readings_of(gazetteer, typed)
