"""The page that explains a place, as an agent uses it while somebody is on the phone."""

import logging

import pytest

from clinicfinder.geocoding.lookup import build_lookup
from clinicfinder.geocoding.settings import parse_geocoders
from clinicfinder.web.current import ENGINE, LOOKUP
from tests.geocoding import fake_geocoders as answers
from tests.geocoding.fake_geocoders import SILVER_HILL, running

TYPED = "4600 Silver Hill Rd, Washington, DC 20233"


@pytest.fixture
def census(staff_site):
    """The console with the Census as its geocoder, played by a local server."""
    with running() as fake:
        fake.census(answers.census(SILVER_HILL | {"note": "<b>bold</b>"}))
        staff_site.extensions[LOOKUP] = build_lookup(
            parse_geocoders(f"census:domain={fake.domain};scheme=http"),
            engine=staff_site.extensions[ENGINE],
            secret=b"a secret of the test suite only",
            state_of_zip=lambda _: "DC",
        )
        yield fake


def test_a_zip_is_explained_by_our_own_tables(signed_in):
    page = signed_in("agent").post("/staff/places", {"near": "85032"}).text
    assert "85032: Phoenix, AZ" in page
    assert "Our own tables" in page
    assert "Nothing left this machine." in page
    assert "/clinics/az/" in page, "the nearest clinics of the search that follows"


def test_several_readings_are_listed(signed_in):
    page = signed_in("agent").post("/staff/places", {"near": "Springfield"}).text
    assert "It can mean several places." in page
    assert "Springfield, IL" in page


def test_an_unknown_place_shows_what_the_visitor_reads(signed_in):
    page = signed_in("agent").post("/staff/places", {"near": "Barooklyn"}).text
    assert "It lists no clinics." in page
    assert "We could not find that place." in page


def test_a_street_address_shows_the_raw_answer_as_text(signed_in, census):
    page = signed_in("agent").post("/staff/places", {"near": TYPED}).text
    assert "The geocoder census" in page
    assert "&#34;tigerLineId&#34;" in page
    assert "<b>bold</b>" not in page
    assert len(census.census_requests) == 1


def test_a_geocoder_that_is_down_is_told_in_plain_words(signed_in, census):
    census.census(answers.resets())
    page = signed_in("agent").post("/staff/places", {"near": TYPED}).text
    assert "No answer: it could not be reached." in page
    assert "nobody to look it up right now" in page
    assert "GeocoderUnavailable" not in page


def test_the_address_stands_in_no_log_and_in_no_url(signed_in, census, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = signed_in("agent").post("/staff/places", {"near": TYPED})
    assert answer.status_code == 200
    assert "Silver Hill" not in caplog.text
    assert "Location" not in answer.headers
    assert census.census_requests


def test_without_a_geocoder_the_page_says_so(signed_in):
    page = signed_in("agent").post("/staff/places", {"near": TYPED}).text
    assert "names no geocoder" in page


def test_a_blank_place_is_asked_for(signed_in):
    answer = signed_in("agent").post("/staff/places", {"near": "  "})
    assert answer.status_code == 422
    assert "Type a place" in answer.text
