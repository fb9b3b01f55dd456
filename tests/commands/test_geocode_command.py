"""`geocode` as an operator meets it, against a server that speaks the Census protocol."""

import pytest

from tests.geocoding.fake_geocoders import census, census_match, running, status


@pytest.fixture
def fake():
    with running() as server:
        yield server


def test_what_did_not_resolve_is_listed_with_the_reason(prepared, fake, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    fake.census(
        census(),
        census(census_match("2390 E CAMELBACK RD, PHOENIX, AZ, 85016", "AZ", "85016", lat=33.5099, lng=-112.0318)),
        census(),
    )
    result = prepared("geocode", "--provider", f"census:domain={fake.domain};scheme=http")
    assert result.exit_code == 0, result.output
    words = " ".join(result.stdout.split())
    assert "1 placed, 2 not resolved, 0 known already, 0 left." in words
    assert "1501 North Gilbert Road, Gilbert, AZ 85234" in words
    assert "No geocoder knows this address" in words
    assert "Looking up" in result.stderr


def test_silent_geocoders_end_with_1(prepared, fake):
    fake.census(status(503))
    result = prepared("geocode", CLINICFINDER_GEOCODERS=f"census:domain={fake.domain};scheme=http")
    assert result.exit_code == 1
    assert "run this again later" in result.stdout


def test_without_a_geocoder_it_says_where_to_name_one(prepared):
    result = prepared("geocode")
    assert result.exit_code == 1
    assert "CLINICFINDER_GEOCODERS" in result.stderr
