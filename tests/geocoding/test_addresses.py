"""What is read from a typed street address."""

from __future__ import annotations

import pytest

from clinicfinder.geocoding.addresses import (
    house_number_in,
    looks_like_street_address,
    normalised,
    state_in,
    town_in,
    zip_in,
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("350 5th Ave, New York", id="number and numbered avenue"),
        pytest.param("100 Main", id="number and a word"),
        pytest.param("  4600 Silver Hill Rd", id="spaces in front"),
        pytest.param("12-34 56th St, Queens NY", id="hyphenated number of Queens"),
        pytest.param("N6W23001 Bluemound Rd, Waukesha WI", id="grid number of Wisconsin"),
        pytest.param("123A Main St", id="number with a letter"),
        pytest.param("123 1/2 Elm St, Los Angeles", id="half a number"),
        pytest.param("500 E St SW, Washington, DC", id="street named by one letter"),
        pytest.param("12345 Main St", id="five digits and a street word"),
        pytest.param("18615 Tuscany Stone, San Antonio, TX 78258", id="five digits and a ZIP after them"),
        pytest.param("Calle Loíza 1950, San Juan PR", id="Puerto Rican order"),
        pytest.param("100 Main St, PO Box 5", id="a street with a PO box after it"),
    ],
)
def test_a_house_number_and_a_street_look_like_a_street_address(text):
    assert looks_like_street_address(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("85032", id="ZIP"),
        pytest.param("85032-1234", id="ZIP+4"),
        pytest.param("85032 Phoenix", id="ZIP and a city"),
        pytest.param("10001 New York NY", id="ZIP, city and state"),
        pytest.param("33.62, -112.00", id="latitude and longitude"),
        pytest.param("33 -112", id="whole degrees"),
        pytest.param("PO Box 123, Mesa AZ", id="PO box"),
        pytest.param("P.O. Box 123", id="PO box with full stops"),
        pytest.param("Post Office Box 123", id="PO box written out"),
        pytest.param("Apartado 123, San Juan", id="PO box in Spanish"),
        pytest.param("Springfield, OR", id="city and state"),
        pytest.param("Main Street", id="street without number"),
        pytest.param("100 mg ketamine", id="dose"),
        pytest.param("50 miles from Boise", id="distance"),
        pytest.param("988 suicide lifeline", id="crisis line"),
        pytest.param("911 please help", id="emergency number"),
        pytest.param("Sala 5", id="word, then a number"),
    ],
)
def test_anything_else_does_not(text):
    assert not looks_like_street_address(text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        pytest.param("1 Main St, Columbus, OH", "OH", id="code after a comma"),
        pytest.param("1 Main St, Columbus, OH 43215", "OH", id="code before the ZIP"),
        pytest.param("1 Main St, Columbus, OH 43215-1234, USA", "OH", id="code before ZIP+4 and country"),
        pytest.param("1 Main St Columbus oh 43215", "OH", id="no commas, lower case"),
        pytest.param("1 Main St, Columbus, Ohio", "OH", id="name after a comma"),
        pytest.param("1 Main St, Charleston, West Virginia", "WV", id="two-word name, not its last word"),
        pytest.param("1 Main St, Los Angeles, Calif.", "CA", id="traditional abbreviation"),
        pytest.param("Calle Loíza 1950, San Juan, PR 00911", "PR", id="territory"),
        pytest.param("1 Main St, Washington, District of Columbia", "DC", id="the District by name"),
        pytest.param("1 Main St, Lincoln NE 68508", "NE", id="NE after a town"),
        pytest.param("1 Main St, Montana", "MT", id="a state right after the street"),
        pytest.param("1 Main St NE", None, id="NE as northeast"),
        pytest.param("12 Oak Ct", None, id="Ct as court"),
        pytest.param("12 Oak Ct 06810", None, id="Ct as court, before a ZIP"),
        pytest.param("1600 Pennsylvania", None, id="a street named after a state"),
        pytest.param("1 Main St, Washington", None, id="Washington alone, the capital or the state"),
        pytest.param("1 Main St, Delaware 43015", None, id="a town named after a state; its ZIP decides"),
        pytest.param("1 Main St, Kent", None, id="a town that is also an old abbreviation"),
        pytest.param("1 Main St", None, id="no state"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_state_of_an_address(text, state):
    assert state_in(text) == state


@pytest.mark.parametrize(
    ("text", "zip_code"),
    [
        pytest.param("1 Main St, Phoenix AZ 85032", "85032", id="at the end"),
        pytest.param("1 Main St 85032-1234 USA", "85032", id="ZIP+4 before the country"),
        pytest.param("12345 Main St, Phoenix AZ 85032", "85032", id="after a five-digit house number"),
        pytest.param("12345 Main St", None, id="a five-digit house number is not one"),
        pytest.param("00911", "00911", id="alone, with leading zeros"),
        pytest.param("1 Main St, 8503", None, id="four digits"),
        pytest.param("1 Main St, 850321", None, id="six digits"),
        pytest.param("33.62000, -112.00000", None, id="decimals of a coordinate"),
    ],
)
def test_the_zip_of_an_address(text, zip_code):
    assert zip_in(text) == zip_code


def test_the_house_number_in_spanish_order_is_after_the_street():
    assert house_number_in("Calle Loíza 1950, San Juan, PR 00911") == "1950"


def test_the_town_stands_between_street_and_state():
    assert town_in("4600 Silver Hill Road, Washington, District of Columbia 20233, United States") == "Washington"


class TestSpellingsOfOneAddress:
    @pytest.mark.parametrize(
        "other",
        ["1 MAIN ST, Mesa, AZ", "1 Main St.  Mesa AZ", " 1 main st mesa az ", "1 Main St, Mesa, AZ, USA"],
    )
    def test_are_one(self, other):
        assert normalised("1 Main St, Mesa, AZ") == normalised(other)

    @pytest.mark.parametrize("other", ["11 Main St, Mesa, AZ", "1 Main St #2, Mesa, AZ", "1 Main St, Mesa, CO"])
    def test_stay_apart_when_the_address_differs(self, other):
        assert normalised("1 Main St, Mesa, AZ") != normalised(other)
