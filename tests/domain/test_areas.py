"""State outlines: what lies in the United States, and in which part of it."""

import json

import pytest
from tests.data_folders import DATA

from clinicfinder.domain.areas import BORDER_TOLERANCE, COAST_TOLERANCE, StateAreas
from clinicfinder.domain.geo import LatLng, miles_between
from clinicfinder.ingest.data_set import read_state_areas

SQUARE = {"ZZ": [[[[-100.0, 40.0], [-99.0, 40.0], [-99.0, 41.0], [-100.0, 41.0], [-100.0, 40.0]]]]}
"""One degree on each side; its northern edge runs along latitude 41."""

MILE_OF_LATITUDE = 1 / 69.0


@pytest.fixture(scope="module")
def areas() -> StateAreas:
    return read_state_areas(DATA)


def test_all_states_the_district_and_five_territories_have_an_outline(areas):
    assert len(areas.states) == 56
    assert {"DC", "PR", "VI", "GU", "AS", "MP", "AK", "HI"} <= areas.states


@pytest.mark.parametrize(
    ("lat", "lng", "state"),
    [
        pytest.param(42.3314, -83.0458, "MI", id="Detroit"),
        pytest.param(32.7157, -117.1611, "CA", id="San Diego"),
        pytest.param(61.2181, -149.9003, "AK", id="Anchorage"),
        pytest.param(51.8800, -176.6581, "AK", id="Adak, in the Aleutians"),
        pytest.param(52.9100, 172.9100, "AK", id="Attu, beyond longitude 180"),
        pytest.param(18.4655, -66.1057, "PR", id="San Juan"),
        pytest.param(13.4745, 144.7504, "GU", id="Hagatna"),
        pytest.param(-14.2756, -170.7020, "AS", id="Pago Pago"),
        pytest.param(15.1900, 145.7500, "MP", id="Saipan"),
        pytest.param(18.3419, -64.9307, "VI", id="Charlotte Amalie"),
        pytest.param(24.5551, -81.7800, "FL", id="Key West"),
        pytest.param(37.8200, -122.3700, "CA", id="Treasure Island, which the outlines leave out"),
        pytest.param(43.7640, -69.3160, "ME", id="Monhegan, which the outlines leave out"),
    ],
)
def test_places_inside(areas, lat, lng, state):
    assert areas.state_at(LatLng(lat, lng)) == state
    assert areas.lies_in(LatLng(lat, lng), state)


@pytest.mark.parametrize(
    ("lat", "lng"),
    [
        pytest.param(51.5074, -0.1278, id="London"),
        pytest.param(43.6532, -79.3832, id="Toronto"),
        pytest.param(32.5149, -117.0382, id="Tijuana, 1.3 miles from San Diego County"),
        pytest.param(42.3149, -83.0364, id="Windsor, across the river from Detroit"),
        pytest.param(31.7386, -106.4870, id="Ciudad Juarez, across the river from El Paso"),
        pytest.param(19.4326, -99.1332, id="Mexico City"),
        pytest.param(0.0, 0.0, id="no place at all"),
    ],
)
def test_places_outside(areas, lat, lng):
    assert areas.state_at(LatLng(lat, lng)) is None


@pytest.mark.parametrize(
    ("tolerance", "share", "inside"),
    [
        pytest.param(COAST_TOLERANCE, 0.9, True, id="a little within the coast tolerance"),
        pytest.param(COAST_TOLERANCE, 1.1, False, id="a little beyond it"),
    ],
)
def test_the_coast_tolerance_is_in_miles(tolerance, share, inside):
    point = LatLng(41.0 + tolerance * share * MILE_OF_LATITUDE, -99.5)
    assert (StateAreas(SQUARE).state_at(point) == "ZZ") is inside


@pytest.mark.parametrize(("share", "inside"), [(0.95, True), (1.05, False)], ids=["within", "beyond"])
@pytest.mark.parametrize("side", ["north", "east"])
def test_the_border_tolerance_is_the_same_in_all_directions(share, inside, side):
    reach = BORDER_TOLERANCE * share
    edge = LatLng(41.0, -99.5) if side == "north" else LatLng(40.5, -99.0)
    degrees = reach / miles_between(edge, LatLng(edge.lat + (side == "north"), edge.lng + (side == "east")))
    point = LatLng(edge.lat + degrees * (side == "north"), edge.lng + degrees * (side == "east"))
    assert StateAreas(SQUARE).lies_in(point, "ZZ") is inside


def test_a_state_without_outline_holds_no_point(areas):
    assert not areas.lies_in(LatLng(7.5, 134.5), "PW")


def test_the_file_holds_closed_rings_of_longitude_and_latitude():
    outlines = json.loads((DATA / "state_areas.json").read_text(encoding="utf-8"))
    for polygons in outlines.values():
        for ring in (ring for polygon in polygons for ring in polygon):
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert all(-180 <= lng <= 180 and -15 < lat < 72 for lng, lat in ring)
