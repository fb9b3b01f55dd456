"""The Census geocoder alone, against a local server that speaks its protocol."""

from __future__ import annotations

import time

import pytest
from geopy import exc
from tests.geocoding import fake_geocoders as answers
from tests.geocoding.fake_geocoders import SILVER_HILL, Answer, FakeGeocoders

from clinicfinder.geocoding.census import Census
from clinicfinder.geocoding.transport import BoundedAdapter

TYPED = "4600 Silver Hill Rd, Washington, DC 20233"


def census_at(fake: FakeGeocoders, timeout: float = 2.0) -> Census:
    return Census(domain=fake.domain, scheme="http", timeout=timeout, proxies={}, adapter_factory=BoundedAdapter)


class TestAnAddressTheCensusKnows:
    def test_gives_latitude_before_longitude_and_the_matched_address(self, fake):
        fake.census(answers.census(SILVER_HILL))
        location = census_at(fake).geocode(TYPED)
        assert (location.latitude, location.longitude) == (38.84601, -76.92748)
        assert location.address == "4600 SILVER HILL RD, WASHINGTON, DC, 20233"

    def test_is_asked_for_as_the_documentation_says(self, fake):
        fake.census(answers.census(SILVER_HILL))
        census_at(fake).geocode(TYPED)
        assert [request.params for request in fake.census_requests] == [
            {"address": TYPED, "benchmark": "Public_AR_Current", "format": "json"}
        ]

    def test_every_match_is_given_when_more_than_one_is_wanted(self, fake):
        fake.census(answers.census(SILVER_HILL, SILVER_HILL))
        assert len(census_at(fake).geocode(TYPED, exactly_one=False)) == 2


def test_an_address_the_census_does_not_know_is_none(fake):
    fake.census(answers.census())
    assert census_at(fake).geocode("1 Nowhere St") is None


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(answers.html(), exc.GeocoderParseError, id="an HTML page"),
        pytest.param(answers.text("{"), exc.GeocoderParseError, id="half a JSON text"),
        pytest.param(answers.as_json([]), exc.GeocoderParseError, id="JSON of another shape"),
        pytest.param(answers.as_json(None), exc.GeocoderParseError, id="JSON null"),
        pytest.param(
            answers.census(SILVER_HILL | {"coordinates": {"x": "west", "y": 1}}),
            exc.GeocoderParseError,
            id="coordinates that are not numbers",
        ),
        pytest.param(answers.text(" " * 1_000_001), exc.GeocoderParseError, id="an endless answer"),
        pytest.param(answers.resets(), exc.GeocoderUnavailable, id="a reset connection"),
        pytest.param(answers.breaks_off(), exc.GeocoderUnavailable, id="an answer broken off"),
        pytest.param(answers.status(400), exc.GeocoderQueryError, id="status 400"),
        pytest.param(answers.status(429), exc.GeocoderRateLimited, id="status 429"),
        pytest.param(answers.status(500), exc.GeocoderServiceError, id="status 500"),
        pytest.param(answers.status(503), exc.GeocoderTimedOut, id="status 503"),
        pytest.param(
            answers.status(302, {"Location": "http://192.0.2.1/"}),
            exc.GeocoderServiceError,
            id="a redirect elsewhere",
        ),
    ],
)
def test_a_misbehaving_service_is_one_of_geopys_errors_without_the_address(fake: FakeGeocoders, answer: Answer, error):
    fake.census(answer)
    with pytest.raises(error) as caught:
        census_at(fake).geocode(TYPED)
    assert type(caught.value) is error
    assert "Silver" not in str(caught.value)


class TestASlowService:
    def test_that_says_nothing_is_given_up_at_the_time_limit(self, fake):
        fake.census(answers.hangs(fake))
        started = time.monotonic()
        with pytest.raises(exc.GeocoderTimedOut):
            census_at(fake, timeout=0.2).geocode(TYPED)
        assert time.monotonic() - started < 1.5

    def test_that_drips_is_given_up_at_the_time_limit_for_the_whole_answer(self, fake):
        fake.census(answers.drips(fake, every=0.05))
        started = time.monotonic()
        with pytest.raises(exc.GeocoderTimedOut):
            census_at(fake, timeout=0.3).geocode(TYPED)
        assert time.monotonic() - started < 1.5


def test_a_host_that_refuses_connections_is_unavailable_and_tried_once(fake):
    geocoder = Census(domain="127.0.0.1:1", scheme="http", timeout=1, proxies={}, adapter_factory=BoundedAdapter)
    with pytest.raises(exc.GeocoderUnavailable):
        geocoder.geocode(TYPED)
