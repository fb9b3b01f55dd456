"""What a typed place means, on the real ZIP codes and clinics: one outcome for every text, and never a guess."""

import pytest

from clinicfinder.domain.places import (
    Ambiguous,
    Approximate,
    Found,
    InvalidPlace,
    MilitaryAddress,
    NotFound,
    OutsideArea,
    Place,
    Resolution,
)
from clinicfinder.geocoding.gazetteer import Gazetteer


def place_of(outcome: Resolution) -> Place:
    assert isinstance(outcome, Found | Approximate), outcome
    return outcome.place


def nears(outcome: Resolution) -> list[str]:
    assert isinstance(outcome, Ambiguous), outcome
    return [choice.place.near for choice in outcome.choices]


def suggested(outcome: Resolution) -> list[str]:
    assert isinstance(outcome, NotFound | InvalidPlace), outcome
    return [suggestion.near for suggestion in outcome.suggestions]


class TestZipCode:
    @pytest.mark.parametrize(
        ("typed", "label"),
        [
            pytest.param("85032", "Phoenix, AZ 85032", id="five digits"),
            pytest.param("85032-1234", "Phoenix, AZ 85032", id="ZIP+4 loses its last four"),
            pytest.param("850321234", "Phoenix, AZ 85032", id="ZIP+4 without the hyphen"),
            pytest.param("85032 1234", "Phoenix, AZ 85032", id="ZIP+4 with a space"),
            pytest.param("  43215 ", "Columbus, OH 43215", id="spaces around it"),
            pytest.param("８５０３２", "Phoenix, AZ 85032", id="full-width digits"),
            pytest.param("85032 🙂", "Phoenix, AZ 85032", id="an emoji beside it"),
            pytest.param("85032, USA", "Phoenix, AZ 85032", id="the country after a comma"),
            pytest.param("ZIP: 85032", "Phoenix, AZ 85032", id="the word ZIP before it"),
            pytest.param("00907", "San Juan, PR 00907", id="Puerto Rico is an ordinary place"),
            pytest.param("00802", "St Thomas, VI 00802", id="the Virgin Islands are an ordinary place"),
            pytest.param("96910", "Hagatna, GU 96910", id="Guam is an ordinary place"),
            pytest.param("04101", "Portland, ME 04101", id="a leading zero is kept"),
        ],
    )
    def test_is_found(self, gazetteer: Gazetteer, typed: str, label: str):
        outcome = gazetteer.resolve(typed)
        assert place_of(outcome).label == label
        assert place_of(outcome).near == label[-5:]

    @pytest.mark.parametrize(
        ("typed", "label", "why"),
        [
            pytest.param("02634", "Centerville, MA 02634", "po_box", id="a PO box ZIP has no Census point"),
            pytest.param("96799", "Pago Pago, AS 96799", "po_box", id="all mail of American Samoa goes to boxes"),
            pytest.param("20050", "Washington, DC 20050", "po_box", id="an example that another finder missed"),
            pytest.param("00501", "Holtsville, NY 00501", "unique_zip", id="a single organization's ZIP"),
            pytest.param(
                "00742", "Roosevelt Roads, PR 00742", "estimated_point", id="no Census point, the package's own"
            ),
            pytest.param("11805", "Hicksville, NY 11805", "city_point", id="no point of its own, its city's"),
            pytest.param("20588", "Dhs, MD 20588", "county_point", id="no point of its own, its county's"),
        ],
    )
    def test_without_a_census_point_is_approximate(self, gazetteer: Gazetteer, typed: str, label: str, why: str):
        outcome = gazetteer.resolve(typed)
        assert isinstance(outcome, Approximate)
        assert (outcome.place.label, outcome.why) == (label, why)

    @pytest.mark.parametrize("typed", ["00000", "99999", "11111"])
    def test_that_does_not_exist_is_never_replaced_by_a_neighbour(self, gazetteer: Gazetteer, typed: str):
        outcome = gazetteer.resolve(typed)
        assert isinstance(outcome, NotFound)
        assert (outcome.reason, outcome.suggestions) == ("unknown_zip", ())

    def test_that_nothing_places_says_so(self, gazetteer: Gazetteer):
        outcome = gazetteer.resolve("18005")
        assert isinstance(outcome, NotFound)
        assert outcome.reason == "no_point"

    @pytest.mark.parametrize("typed", ["09012", "APO AE 09012", "apo ae", "FPO AP 96349", "Unit 2050 APO AP", "34002"])
    def test_of_military_mail_has_no_place(self, gazetteer: Gazetteer, typed: str):
        assert isinstance(gazetteer.resolve(typed), MilitaryAddress)

    @pytest.mark.parametrize("typed", ["96941", "96960", "96940"])
    def test_of_an_independent_island_country_is_outside(self, gazetteer: Gazetteer, typed: str):
        assert isinstance(gazetteer.resolve(typed), OutsideArea)

    def test_of_four_digits_is_offered_padded_and_never_padded_silently(self, gazetteer: Gazetteer):
        outcome = gazetteer.resolve("2634")
        assert isinstance(outcome, InvalidPlace)
        assert outcome.reason == "not_five_digits"
        assert suggested(outcome) == ["02634"]

    @pytest.mark.parametrize("typed", ["0263", "12", "123456", "1234567", "12345678901"])
    def test_of_any_other_length_offers_nothing(self, gazetteer: Gazetteer, typed: str):
        outcome = gazetteer.resolve(typed)
        assert isinstance(outcome, InvalidPlace)
        assert (outcome.reason, outcome.suggestions) == ("not_five_digits", ())

    def test_beside_its_city_is_the_zip(self, gazetteer: Gazetteer):
        for typed in ("Phoenix, AZ 85032", "Phoenix AZ 85032-1234", "85032 Phoenix", "Phoenix, AZ, 85032", "AZ 85032"):
            assert place_of(gazetteer.resolve(typed)).near == "85032", typed

    def test_beside_another_city_is_asked_about(self, gazetteer: Gazetteer):
        assert nears(gazetteer.resolve("Phoenix, AZ 10001")) == ["10001", "Phoenix, AZ"]

    def test_beside_another_state_is_not_accepted_silently(self, gazetteer: Gazetteer):
        assert not isinstance(gazetteer.resolve("10001 AZ"), Found | Approximate)


class TestCityAndState:
    @pytest.mark.parametrize(
        ("typed", "near"),
        [
            pytest.param("Springfield, OR", "Springfield, OR", id="OR after a comma is Oregon"),
            pytest.param("Springfield OR", "Springfield, OR", id="OR as the last word is Oregon"),
            pytest.param("Boulder CO", "Boulder, CO", id="CO as the last word is Colorado"),
            pytest.param("Gary IN", "Gary, IN", id="IN as the last word is Indiana"),
            pytest.param("Portland ME", "Portland, ME", id="ME as the last word is Maine"),
            pytest.param("Norman OK", "Norman, OK", id="OK as the last word is Oklahoma"),
            pytest.param("Marion OH", "Marion, OH", id="Marion OH lies in Ohio"),
            pytest.param("Glendale CO", "Glendale, CO", id="Glendale CO lies in Colorado"),
            pytest.param("Hollywood, CA", "Hollywood, CA", id="Hollywood CA lies in California"),
            pytest.param("St. Petersburg FL", "Saint Petersburg, FL", id="St. with a point"),
            pytest.param("saint petersburg, florida", "Saint Petersburg, FL", id="Saint written out, state by name"),
            pytest.param("Ft. Lauderdale FL", "Fort Lauderdale, FL", id="Ft is Fort"),
            pytest.param("Mt Pleasant, SC", "Mount Pleasant, SC", id="Mt is Mount"),
            pytest.param("N. Las Vegas, NV", "North Las Vegas, NV", id="N is North"),
            pytest.param("O’Fallon, MO", "O Fallon, MO", id="a curly apostrophe"),
            pytest.param("O Fallon IL", "O Fallon, IL", id="the name as mail writes it"),
            pytest.param("Cañon City CO", "Canon City, CO", id="an accent"),
            pytest.param("Mesa, Ariz.", "Mesa, AZ", id="a traditional abbreviation"),
            pytest.param("Pittsburgh, Penna", "Pittsburgh, PA", id="an old abbreviation"),
            pytest.param("Los Angeles, Calif.", "Los Angeles, CA", id="Calif."),
            pytest.param("Santa Fe, Nuevo México", "Santa Fe, NM", id="a Spanish state name"),
            pytest.param("Charlotte, Carolina del Norte", "Charlotte, NC", id="a Spanish state name of three words"),
            pytest.param("Charleston West Virginia", "Charleston, WV", id="the longest state name wins"),
            pytest.param("San Juan, Puerto Rico", "San Juan, PR", id="a territory by name"),
            pytest.param("Tamuning, GU", "Tamuning, GU", id="a territory by code"),
            pytest.param("Truth or Consequences NM", "Truth Or Consequences, NM", id="or inside a name is no state"),
            pytest.param("phoenix,az", "Phoenix, AZ", id="no space"),
            pytest.param("PHOENIX ARIZONA", "Phoenix, AZ", id="capitals"),
            pytest.param("Phoenix, Arizona, USA", "Phoenix, AZ", id="the country at the end"),
            pytest.param("Phoenix Arizona USA", "Phoenix, AZ", id="the country at the end without commas"),
            pytest.param("Washington, D.C.", "Washington, DC", id="the District with points"),
            pytest.param("Mexico, MO", "Mexico, MO", id="a country's name with a state"),
        ],
    )
    def test_is_found(self, gazetteer: Gazetteer, typed: str, near: str):
        place = place_of(gazetteer.resolve(typed))
        assert (place.near, place.label, place.precision) == (near, near, "city")

    @pytest.mark.parametrize("typed", ["Phoenix, OH", "Marion, OK", "Mesa, Calif", "Lehi, FL"])
    def test_that_do_not_fit_are_refused(self, gazetteer: Gazetteer, typed: str):
        outcome = gazetteer.resolve(typed)
        assert isinstance(outcome, NotFound)
        assert outcome.reason == "not_in_state"

    def test_with_one_letter_wrong_offers_the_city_of_that_state(self, gazetteer: Gazetteer):
        assert suggested(gazetteer.resolve("Phenix, AZ")) == ["Phoenix, AZ"]
        assert suggested(gazetteer.resolve("Scotsdale AZ")) == ["Scottsdale, AZ"]


class TestBareName:
    @pytest.mark.parametrize(
        ("typed", "near"),
        [
            pytest.param("Lehi", "Lehi, UT", id="a city of one state"),
            pytest.param("NYC", "New York, NY", id="NYC"),
            pytest.param("Philly", "Philadelphia, PA", id="Philly"),
            pytest.param("Coeur d'Alene", "Coeur D Alene, ID", id="a particle with an apostrophe"),
            pytest.param("Coeur D Alene", "Coeur D Alene, ID", id="a particle as mail writes it"),
            pytest.param("Cañon City", "Canon City, CO", id="an accent"),
            pytest.param("N Las Vegas", "North Las Vegas, NV", id="N is North"),
            pytest.param("Nueva York", "New York, NY", id="a Spanish city name"),
            pytest.param("Pago Pago", "Pago Pago, AS", id="a city of a territory"),
            pytest.param("Saipan", "Saipan, MP", id="an island that is a city and a name of its territory"),
            pytest.param("Bronx", "Bronx, NY", id="a borough"),
            pytest.param("The Bronx", "Bronx, NY", id="a borough as its people say it"),
            pytest.param("L.A.", "Los Angeles, CA", id="L.A. with points is no state"),
        ],
    )
    def test_of_one_state_is_found(self, gazetteer: Gazetteer, typed: str, near: str):
        assert place_of(gazetteer.resolve(typed)).near == near

    @pytest.mark.parametrize("typed", ["Queens", "Queens, NY"])
    def test_of_a_borough_that_mail_does_not_know_is_its_county(self, gazetteer: Gazetteer, typed: str):
        place = place_of(gazetteer.resolve(typed))
        assert (place.label, place.precision) == ("Queens County, NY", "county")

    def test_springfield_is_a_list_of_all_states_with_counts(self, gazetteer: Gazetteer):
        outcome = gazetteer.resolve("Springfield")
        assert isinstance(outcome, Ambiguous)
        assert {"Springfield, IL", "Springfield, MA", "Springfield, MO", "Springfield, OR", "Springfield, OH"} <= set(
            nears(outcome)
        )
        assert all(choice.county for choice in outcome.choices)
        assert any(choice.clinics_within_50_miles for choice in outcome.choices)

    def test_of_several_states_is_listed_even_where_one_is_famous(self, gazetteer: Gazetteer):
        assert nears(gazetteer.resolve("O'Fallon")) == ["O Fallon, IL", "O Fallon, MO"]
        assert {"Portland, ME", "Portland, OR"} <= set(nears(gazetteer.resolve("Portland")))

    @pytest.mark.parametrize("typed", ["CO", "OR", "IN", "ME", "OK", "or", "in", "me", "ok", "come on in", "it is ok"])
    def test_that_is_an_everyday_word_is_no_state(self, gazetteer: Gazetteer, typed: str):
        outcome = gazetteer.resolve(typed)
        assert isinstance(outcome, NotFound)
        assert outcome.reason == "unknown_name"
        assert outcome.suggestions == ()

    @pytest.mark.parametrize(
        ("typed", "states"),
        [
            pytest.param("Arizona", {"AZ"}, id="offers its cities with clinics"),
            pytest.param("Utah", {"UT"}, id="another state with clinics"),
            pytest.param("Puerto Rico", set(), id="no clinics, nothing offered"),
            pytest.param("Nuevo México", set(), id="by its Spanish name"),
        ],
    )
    def test_of_a_whole_state_is_not_a_point(self, gazetteer: Gazetteer, typed: str, states: set[str]):
        outcome = gazetteer.resolve(typed)
        assert isinstance(outcome, InvalidPlace)
        assert outcome.reason == "whole_state"
        assert {near[-2:] for near in suggested(outcome)} == states

    def test_that_is_a_state_and_a_town_lists_the_towns_and_says_the_state(self, gazetteer: Gazetteer):
        outcome = gazetteer.resolve("Oregon")
        assert isinstance(outcome, Ambiguous)
        assert outcome.also_state == "Oregon"
        assert "Oregon, OH" in nears(outcome)

    def test_la_may_be_a_city_or_a_state_and_is_asked_about(self, gazetteer: Gazetteer):
        outcome = gazetteer.resolve("LA")
        assert isinstance(outcome, Ambiguous)
        assert nears(outcome) == ["Los Angeles, CA"]
        assert outcome.also_state == "Louisiana"

    def test_one_edit_away_is_offered_and_not_taken(self, gazetteer: Gazetteer):
        assert suggested(gazetteer.resolve("Barooklyn")) == ["Brooklyn"]
        assert "Scottsdale, AZ" in suggested(gazetteer.resolve("Scotsdale"))


class TestCounty:
    @pytest.mark.parametrize(
        ("typed", "near"),
        [
            pytest.param("Maricopa County", "Maricopa County, AZ", id="one state"),
            pytest.param("Maricopa County, Arizona", "Maricopa County, AZ", id="with its state"),
            pytest.param("Cook County IL", "Cook County, IL", id="several states, one named"),
            pytest.param("Orleans Parish, La.", "Orleans Parish, LA", id="a parish"),
        ],
    )
    def test_is_found(self, gazetteer: Gazetteer, typed: str, near: str):
        place = place_of(gazetteer.resolve(typed))
        assert (place.near, place.precision) == (near, "county")

    @pytest.mark.parametrize("county", ["Greene County", "Greene"])
    def test_between_city_and_state_picks_the_city_of_that_county(self, gazetteer: Gazetteer, county: str):
        assert place_of(gazetteer.resolve(f"Springfield, {county}, MO")).near == "Springfield, MO"

    def test_of_several_states_is_listed(self, gazetteer: Gazetteer):
        assert {"Orange County, CA", "Orange County, FL"} <= set(nears(gazetteer.resolve("Orange County")))


class TestClinic:
    def test_is_found_by_code_name_and_alias(self, gazetteer: Gazetteer):
        for typed in ("serenity-chandler-az", "SERENITY-CHANDLER-AZ", "Serenity Chandler", "serenity-chandler"):
            place = place_of(gazetteer.resolve(typed))
            assert (place.near, place.precision) == ("serenity-chandler-az", "clinic")

    def test_names_of_a_network_list_all_its_public_sites(self, gazetteer: Gazetteer):
        assert len(nears(gazetteer.resolve("Serenity Mental Health Centers"))) == 26

    def test_that_is_not_public_is_not_found(self, gazetteer: Gazetteer, catalogue):
        hidden = [clinic for clinic in catalogue.clinics.values() if clinic.status == "unverified"]
        assert len(hidden) == 5
        for clinic in hidden:
            assert isinstance(gazetteer.resolve(clinic.clinic_code), NotFound)


class TestCoordinates:
    @pytest.mark.parametrize(
        ("typed", "near"),
        [
            pytest.param("33.62,-112.00", "33.62,-112.00", id="two decimals stay"),
            pytest.param("33.617349, -112.000481", "33.62,-112.00", id="more are rounded away"),
            pytest.param("33.6 -112", "33.60,-112.00", id="a space between"),
            pytest.param("13.45,144.75", "13.45,144.75", id="Guam"),
            pytest.param("-14.32,-170.75", "-14.32,-170.75", id="American Samoa, south of the equator"),
            pytest.param("52.92,173.11", "52.92,173.11", id="Attu, Aleutians, beyond the 180th meridian"),
        ],
    )
    def test_typed_are_rounded_to_two_decimals(self, gazetteer: Gazetteer, typed: str, near: str):
        place = place_of(gazetteer.resolve(typed))
        assert place.near == near
        assert place.precision == "coordinate"
        assert (round(place.point.lat, 2), round(place.point.lng, 2)) == place.point

    @pytest.mark.parametrize("typed", ["0,0", "-33.6,112", "43.65,-79.38", "19.43,-99.13", "36,-150", "51.5,-0.12"])
    def test_elsewhere_are_outside(self, gazetteer: Gazetteer, typed: str):
        assert isinstance(gazetteer.resolve(typed), OutsideArea)

    @pytest.mark.parametrize("typed", ["91,0", "-91,0", "0,181", "33.6,-181", "999,999"])
    def test_off_the_earth_are_invalid(self, gazetteer: Gazetteer, typed: str):
        outcome = gazetteer.resolve(typed)
        assert isinstance(outcome, InvalidPlace)
        assert outcome.reason == "bad_coordinates"


class TestNotAPlace:
    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            pytest.param("", "blank", id="nothing"),
            pytest.param(" \t\n ", "blank", id="only spaces"),
            pytest.param("\u00a0", "blank", id="a no-break space"),
            pytest.param("🙂", "no_letters_or_digits", id="an emoji"),
            pytest.param("%", "no_letters_or_digits", id="a sign"),
            pytest.param("x" * 300, "too_long", id="300 characters"),
            pytest.param("1" * 300, "too_long", id="300 digits"),
            pytest.param("é" * 300, "too_long", id="300 accents"),
        ],
    )
    def test_is_invalid(self, gazetteer: Gazetteer, typed: str, reason: str):
        outcome = gazetteer.resolve(typed)
        assert isinstance(outcome, InvalidPlace)
        assert outcome.reason == reason

    @pytest.mark.parametrize(
        "typed", ["Toronto, ON", "Paris, France", "K1A 0B1", "London, England", "Ciudad Juárez, México"]
    )
    def test_of_another_country_is_outside(self, gazetteer: Gazetteer, typed: str):
        assert isinstance(gazetteer.resolve(typed), OutsideArea)

    def test_an_unknown_word_is_not_found(self, gazetteer: Gazetteer):
        assert isinstance(gazetteer.resolve("Qwxzzy"), NotFound)


class TestStreetAddress:
    def test_offers_the_zip_found_in_it(self, gazetteer: Gazetteer):
        outcome = gazetteer.resolve("1501 N Gilbert Rd, Gilbert AZ 85234")
        assert isinstance(outcome, InvalidPlace)
        assert outcome.reason == "street_address"
        assert suggested(outcome) == ["85234"]

    @pytest.mark.parametrize(
        "typed", ["1501 N Gilbert Rd", "PO Box 12 Mesa AZ", "12 Elm St, Mesa, AZ", "221B Baker St"]
    )
    def test_without_a_zip_offers_nothing(self, gazetteer: Gazetteer, typed: str):
        outcome = gazetteer.resolve(typed)
        assert isinstance(outcome, InvalidPlace)
        assert (outcome.reason, outcome.suggestions) == ("street_address", ())

    def test_a_city_that_begins_with_a_number_is_a_city(self, gazetteer: Gazetteer):
        assert place_of(gazetteer.resolve("29 Palms")).state == "CA"
