"""Street addresses, from what was typed to the answer, through geocoders that a local server plays."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from sqlalchemy import text
from tests.geocoding import fake_geocoders as answers
from tests.geocoding.fake_geocoders import SILVER_HILL, census_match, nominatim_place

from clinicfinder.domain.geo import LatLng
from clinicfinder.geocoding.answers import (
    AddressChoices,
    AddressFound,
    AddressNotFound,
    AddressRefused,
    GeocoderDown,
)

TYPED = "4600 Silver Hill Rd, Washington, DC 20233"
HEADQUARTERS = AddressFound(
    TYPED, LatLng(38.84601, -76.92748), "street", city="Washington", state="DC", zip="20233", provider="census"
)
DOWN = GeocoderDown(TYPED, "20233", "unavailable")

MAIN_ST_OHIO = census_match("1 MAIN ST, DELAWARE, OH, 43015", "OH", "43015", lat=40.30, lng=-83.07, city="DELAWARE")
MAIN_ST_ARIZONA = census_match("1 MAIN ST, MESA, AZ, 85201", "AZ", "85201", lat=33.41, lng=-111.83, city="MESA")

IN_DC = {
    "house_number": "4600", "road": "Silver Hill Road", "town": "Suitland", "state": "District of Columbia",
    "ISO3166-2-lvl4": "US-DC", "postcode": "20233", "country": "United States", "country_code": "us",
}  # fmt: skip
BUILDING = nominatim_place(38.8459, -76.9274, IN_DC)
ROAD_ONLY = nominatim_place(38.8400, -76.9300, {k: v for k, v in IN_DC.items() if k != "house_number"})


class TestWithTheCensusAlone:
    def test_an_address_it_knows_is_found_on_its_street(self, fake, lookup_through):
        fake.census(answers.census(SILVER_HILL))
        found = lookup_through("census").find(TYPED)
        assert found == HEADQUARTERS
        assert found.place == "Washington, DC 20233"

    def test_an_address_it_does_not_know_is_not_found(self, fake, lookup_through):
        fake.census(answers.census())
        assert lookup_through("census").find(TYPED) == AddressNotFound(TYPED, "20233")

    def test_another_house_on_the_street_is_said_to_be_only_on_the_road(self, fake, lookup_through):
        fake.census(answers.census(SILVER_HILL | {"matchedAddress": "4700 SILVER HILL RD, WASHINGTON, DC, 20233"}))
        assert lookup_through("census").find(TYPED).precision == "road"

    def test_an_address_in_puerto_rico_is_found(self, fake, lookup_through):
        typed = "Calle Loíza 1950, San Juan, PR 00911"
        fake.census(
            answers.census(
                census_match("1950 CALLE LOIZA, SAN JUAN, PR, 00911", "PR", "00911", lat=18.452, lng=-66.053)
            )
        )
        found = lookup_through("census").find(typed)
        assert (found.state, found.precision) == ("PR", "street")


class TestAnAnswerInAnotherState:
    def test_than_the_one_typed_is_refused(self, fake, lookup_through):
        fake.census(answers.census(MAIN_ST_OHIO))
        typed = "1 Main St, Wilmington, Delaware"
        assert lookup_through("census").find(typed) == AddressRefused(typed, "other_state", "DE", "OH", None)

    def test_than_the_typed_zip_is_refused(self, fake, lookup_through):
        fake.census(answers.census(MAIN_ST_OHIO))
        answer = lookup_through("census").find("1 Main St 85032")
        assert answer == AddressRefused("1 Main St 85032", "other_state", "AZ", "OH", "85032")

    def test_is_taken_when_the_same_zip_was_typed_without_a_state(self, fake, lookup_through):
        # 20233 is given to DC in the ZIP table; a ZIP may cross a state line.
        fake.census(answers.census(SILVER_HILL | {"addressComponents": {"zip": "20233", "city": "X", "state": "MD"}}))
        assert lookup_through("census").find("4600 Silver Hill Rd 20233").state == "MD"

    def test_is_left_out_when_another_match_lies_in_the_right_one(self, fake, lookup_through):
        fake.census(answers.census(MAIN_ST_OHIO, MAIN_ST_ARIZONA))
        assert lookup_through("census").find("1 Main St, AZ").state == "AZ"

    def test_does_not_stop_the_next_geocoder_from_being_asked(self, fake, lookup_through):
        fake.census(answers.census(MAIN_ST_OHIO))
        fake.nominatim(answers.as_json([BUILDING]))
        assert lookup_through("census", "nominatim").find(TYPED).provider == "nominatim"


class TestSeveralMatches:
    def test_are_a_choice(self, fake, lookup_through):
        fake.census(answers.census(MAIN_ST_OHIO, MAIN_ST_ARIZONA))
        answer = lookup_through("census").find("1 Main St")
        assert isinstance(answer, AddressChoices)
        assert [(choice.label, choice.state) for choice in answer.choices] == [
            ("1 MAIN ST, DELAWARE, OH, 43015", "OH"),
            ("1 MAIN ST, MESA, AZ, 85201", "AZ"),
        ]

    def test_of_one_spot_are_one_place(self, fake, lookup_through):
        across = SILVER_HILL | {"coordinates": {"x": -76.92750, "y": 38.84610}}
        fake.census(answers.census(SILVER_HILL, across))
        assert lookup_through("census").find(TYPED) == HEADQUARTERS

    def test_in_the_typed_zip_and_out_of_it_are_the_one_in_it(self, fake, lookup_through):
        elsewhere = census_match("4600 SILVER HILL RD, WASHINGTON, DC, 20001", "DC", "20001", lat=38.9, lng=-77.0)
        fake.census(answers.census(elsewhere, SILVER_HILL))
        assert lookup_through("census").find(TYPED) == HEADQUARTERS

    def test_pieces_of_one_road_are_one_place(self, fake, lookup_through):
        other_piece = ROAD_ONLY | {"lat": "38.86"}
        fake.nominatim(answers.as_json([ROAD_ONLY, other_piece]))
        found = lookup_through("nominatim").find(TYPED)
        assert (type(found), found.precision) == (AddressFound, "road")


class TestAnAnswerOutsideTheUnitedStates:
    def test_by_its_country_is_refused(self, fake, lookup_through):
        tijuana = nominatim_place(32.52, -117.02, {"road": "Calle 5", "house_number": "4600", "country_code": "mx"})
        fake.nominatim(answers.as_json([tijuana]))
        assert lookup_through("nominatim").find(TYPED).reason == "outside_area"

    @pytest.mark.parametrize(
        "coordinates",
        [
            pytest.param({"x": 38.84601, "y": -76.92748}, id="latitude and longitude swapped"),
            pytest.param({"x": 0, "y": 0}, id="nowhere, at 0,0"),
            pytest.param({"x": -66.05, "y": 18.45}, id="in the Caribbean for an address in DC"),
        ],
    )
    def test_by_its_point_is_refused_whatever_state_it_names(self, fake, lookup_through, coordinates):
        fake.census(answers.census(SILVER_HILL | {"coordinates": coordinates}))
        assert lookup_through("census").find(TYPED).reason == "outside_area"

    def test_by_a_state_that_is_none_of_ours_is_refused(self, fake, lookup_through):
        palau = census_match("1 MAIN ST, KOROR, PW, 96940", "PW", "96940", lat=7.34, lng=134.48)
        fake.census(answers.census(palau))
        assert lookup_through("census").find("1 Main St, Koror").reason == "outside_area"


class TestNominatim:
    def test_finds_a_building(self, fake, lookup_through):
        fake.nominatim(answers.as_json([BUILDING]))
        found = lookup_through("nominatim").find(TYPED)
        assert found == AddressFound(
            TYPED, LatLng(38.8459, -76.9274), "rooftop", "Suitland", "DC", "20233", provider="nominatim"
        )

    def test_is_asked_as_its_policy_wants(self, fake, lookup_through):
        fake.nominatim(answers.as_json([BUILDING]))
        lookup_through("nominatim").find(TYPED)
        (request,) = fake.nominatim_requests
        assert request.user_agent == "clinicfinder-tests (ops@example.org)"
        assert request.params["countrycodes"] == "us,pr,vi,gu,as,mp"
        assert request.params["q"] == TYPED

    def test_without_the_house_number_is_said_to_be_only_on_the_road(self, fake, lookup_through):
        fake.nominatim(answers.as_json([ROAD_ONLY]))
        assert lookup_through("nominatim").find(TYPED).precision == "road"

    def test_with_the_town_alone_is_said_to_be_only_the_town(self, fake, lookup_through):
        town = {name: IN_DC[name] for name in ("town", "ISO3166-2-lvl4", "country_code")}
        fake.nominatim(answers.as_json([nominatim_place(38.84, -76.92, town)]))
        assert lookup_through("nominatim").find(TYPED).precision == "city"

    def test_knows_territories_by_their_country_code(self, fake, lookup_through):
        guam = {"house_number": "1", "road": "Marine Drive", "city": "Hagåtña", "country_code": "gu"}
        fake.nominatim(answers.as_json([nominatim_place(13.47, 144.75, guam)]))
        assert lookup_through("nominatim").find("1 Marine Drive, Hagåtña, Guam").state == "GU"

    def test_knowing_nothing_is_not_found(self, fake, lookup_through):
        fake.nominatim(answers.as_json([]))
        assert lookup_through("nominatim").find(TYPED) == AddressNotFound(TYPED, "20233")

    @pytest.mark.parametrize(
        "answer",
        [
            pytest.param(answers.as_json([{"lat": "north", "lon": "1"}]), id="coordinates that are not numbers"),
            pytest.param(
                answers.as_json([{"lat": "nan", "lon": "1", "address": IN_DC}]), id="coordinates not a number"
            ),
            pytest.param(answers.as_json([{"place_id": 1}]), id="a place without coordinates"),
            pytest.param(answers.as_json(["Suitland"]), id="text instead of a place"),
            pytest.param(answers.as_json(7), id="a number instead of a list"),
            pytest.param(answers.as_json({"error": "Bad Request"}), id="an error in a good answer"),
        ],
    )
    def test_in_another_shape_is_no_answer(self, fake, lookup_through, answer):
        fake.nominatim(answer)
        assert lookup_through("nominatim").find(TYPED) == DOWN


class TestAKeyedServiceOfGeopy:
    def result(self, address):
        return {
            "formatted_address": address,
            "geometry": {"location": {"lat": 38.846, "lng": -76.9275}},
        }

    def test_is_read_from_the_address_it_writes_out(self, fake, lookup_through):
        written = "4600 Silver Hill Rd, Suitland, DC 20233, USA"
        fake.google(answers.as_json({"status": "OK", "results": [self.result(written)]}))
        assert lookup_through("google").find(TYPED) == AddressFound(
            TYPED, LatLng(38.846, -76.9275), "street", "Suitland", "DC", "20233", provider="google"
        )

    def test_is_refused_when_that_does_not_name_the_state(self, fake, lookup_through):
        fake.google(answers.as_json({"status": "OK", "results": [self.result("4600 Silver Hill Rd")]}))
        assert lookup_through("google").find(TYPED).reason == "state_unknown"

    def test_with_a_refused_key_is_down_and_asked_once(self, fake, lookup_through):
        fake.google(answers.as_json({"status": "REQUEST_DENIED", "results": []}))
        assert lookup_through("google").find(TYPED) == DOWN
        assert len(fake.requests) == 1


class TestTheOrderOfGeocoders:
    def test_an_exact_answer_of_the_first_leaves_the_second_unasked(self, fake, lookup_through):
        fake.census(answers.census(SILVER_HILL))
        lookup_through("census", "nominatim").find(TYPED)
        assert fake.nominatim_requests == []

    def test_an_inexact_answer_of_the_first_is_bettered_by_the_second(self, fake, lookup_through):
        fake.nominatim(answers.as_json([ROAD_ONLY]))
        fake.census(answers.census(SILVER_HILL))
        assert lookup_through("nominatim", "census").find(TYPED) == HEADQUARTERS

    def test_an_inexact_answer_is_better_than_none(self, fake, lookup_through):
        fake.nominatim(answers.as_json([ROAD_ONLY]))
        fake.census(answers.census())
        assert lookup_through("nominatim", "census").find(TYPED).precision == "road"

    def test_the_second_answers_when_the_first_is_down(self, fake, lookup_through):
        fake.census(answers.status(500))
        fake.nominatim(answers.as_json([BUILDING]))
        assert lookup_through("census", "nominatim").find(TYPED).provider == "nominatim"

    def test_nothing_found_by_one_while_another_is_down_is_not_called_not_found(self, fake, lookup_through):
        fake.census(answers.status(500))
        fake.nominatim(answers.as_json([]))
        assert lookup_through("census", "nominatim").find(TYPED) == DOWN


class TestAGeocoderInTrouble:
    @pytest.mark.parametrize(
        ("answer", "tries"),
        [
            pytest.param(answers.resets(), 2, id="reset connection: asked twice"),
            pytest.param(answers.breaks_off(), 2, id="answer broken off: asked twice"),
            pytest.param(answers.status(500), 2, id="status 500: asked twice"),
            pytest.param(answers.status(503), 2, id="status 503: asked twice"),
            pytest.param(answers.html(), 1, id="HTML page: asked once"),
            pytest.param(answers.text("{]"), 1, id="garbage: asked once"),
            pytest.param(answers.status(400), 1, id="status 400: asked once"),
            pytest.param(answers.status(403), 1, id="status 403: asked once"),
            pytest.param(answers.status(429), 1, id="status 429: asked once"),
        ],
    )
    def test_is_down_and_what_was_typed_is_kept_with_its_zip(self, fake, lookup_through, answer, tries):
        fake.census(answer)
        assert lookup_through("census").find(TYPED) == DOWN
        assert len(fake.census_requests) == tries

    def test_slow_beyond_the_time_limit_is_asked_twice_and_down(self, fake, lookup_through):
        fake.census(answers.hangs(fake))
        assert lookup_through("census", time_limit=0.15).find(TYPED) == DOWN
        assert len(fake.census_requests) == 2

    def test_that_recovers_at_the_second_try_is_found(self, fake, lookup_through):
        fake.census(answers.resets(), answers.census(SILVER_HILL))
        assert lookup_through("census").find(TYPED) == HEADQUARTERS

    def test_three_times_in_a_row_is_not_asked_a_fourth_time(self, fake, lookup_through):
        fake.census(answers.html())
        lookup = lookup_through("census")
        assert [lookup.find(TYPED) for _ in range(4)] == [DOWN] * 4
        assert len(fake.census_requests) == 3

    def test_that_asks_us_to_slow_down_is_left_alone_at_once(self, fake, lookup_through):
        fake.census(answers.status(429, {"Retry-After": "120"}))
        lookup = lookup_through("census")
        lookup.find(TYPED)
        lookup.find(TYPED)
        assert len(fake.census_requests) == 1

    def test_with_one_persons_odd_text_is_still_asked_for_everybody_else(self, fake, lookup_through):
        fake.census(*[answers.status(400)] * 5, answers.census(SILVER_HILL))
        lookup = lookup_through("census")
        assert [lookup.find(TYPED) for _ in range(6)] == [DOWN] * 5 + [HEADQUARTERS]


class TestOffline:
    def test_no_geocoder_named_means_none_is_asked_and_the_zip_is_offered(self, fake, lookup_through):
        assert lookup_through().find(TYPED) == GeocoderDown(TYPED, "20233", "offline")
        assert fake.requests == []


@pytest.mark.parametrize(
    "typed", ["20233", "Washington, DC", "38.84, -76.92", "PO Box 9, Washington DC 20233", "", "988"]
)
def test_what_is_no_street_address_never_leaves_the_machine(fake, lookup_through, typed):
    assert isinstance(lookup_through("census", "nominatim").find(typed), AddressNotFound)
    assert fake.requests == []


class TestAskedAgain:
    def test_an_address_found_comes_from_the_cache_with_what_was_typed_now(self, fake, lookup_through):
        fake.census(answers.census(SILVER_HILL))
        lookup = lookup_through("census")
        lookup.find(TYPED)
        again = "4600 SILVER HILL RD Washington DC  20233"
        assert lookup.find(again) == replace(HEADQUARTERS, typed=again)
        assert len(fake.census_requests) == 1

    @pytest.mark.parametrize(
        "answer",
        [pytest.param(answers.census(), id="not found"), pytest.param(answers.census(MAIN_ST_OHIO), id="refused")],
    )
    def test_an_address_without_a_place_comes_from_the_cache(self, fake, lookup_through, answer):
        fake.census(answer)
        lookup = lookup_through("census")
        assert lookup.find(TYPED) == lookup.find(TYPED)
        assert len(fake.census_requests) == 1

    def test_after_trouble_the_geocoder_is_asked_again(self, fake, lookup_through):
        fake.census(answers.html(), answers.census(SILVER_HILL))
        lookup = lookup_through("census")
        assert [lookup.find(TYPED), lookup.find(TYPED)] == [DOWN, HEADQUARTERS]

    def test_a_choice_is_asked_again(self, fake, lookup_through):
        fake.census(answers.census(MAIN_ST_OHIO, MAIN_ST_ARIZONA))
        lookup = lookup_through("census")
        assert lookup.find("1 Main St") == lookup.find("1 Main St")
        assert len(fake.census_requests) == 2

    def test_an_inexact_place_found_while_a_geocoder_was_down_is_not_kept(self, fake, lookup_through):
        fake.census(answers.html(), answers.census(SILVER_HILL))
        fake.nominatim(answers.as_json([ROAD_ONLY]))
        lookup = lookup_through("census", "nominatim")
        assert [lookup.find(TYPED).precision, lookup.find(TYPED).precision] == ["road", "street"]


class TestTheAddressItself:
    @pytest.mark.parametrize(
        "answer",
        [
            pytest.param(answers.census(SILVER_HILL), id="found"),
            pytest.param(answers.html(), id="an HTML page"),
            pytest.param(answers.resets(), id="a reset connection"),
            pytest.param(answers.text(TYPED, code=500), id="an error page that repeats it"),
            pytest.param(answers.text(f"<h1>{TYPED}</h1>", kind="text/html"), id="a page that repeats it"),
        ],
    )
    def test_is_in_no_log_line_at_any_level(self, fake, lookup_through, caplog, answer):
        caplog.set_level(logging.DEBUG)
        fake.census(answer)
        fake.nominatim(answer)
        lookup_through("census", "nominatim").find(TYPED)
        lines = "\n".join(record.getMessage() for record in caplog.records).lower()
        assert "silver" not in lines
        assert "20233" not in lines

    def test_is_in_no_column_of_the_database(self, fake, lookup_through, sqlite):
        fake.census(answers.census(SILVER_HILL))
        lookup_through("census").find(TYPED)
        with sqlite.connect() as connection:
            (row,) = connection.execute(text("SELECT * FROM geocode_cache")).all()
        kept = " ".join(str(value) for value in row).lower()
        assert "washington" in kept
        assert "silver" not in kept
        assert "4600" not in kept
