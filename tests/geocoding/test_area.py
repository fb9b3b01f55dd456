"""Which points can lie in the United States and its territories."""

from __future__ import annotations

import pytest

from clinicfinder.domain.geo import LatLng
from clinicfinder.geocoding.checks import in_area

INSIDE = [
    pytest.param("ME", 44.81, -66.95, id="Lubec, the easternmost town"),
    pytest.param("FL", 24.55, -81.78, id="Key West"),
    pytest.param("WA", 48.37, -124.62, id="Neah Bay"),
    pytest.param("MN", 49.35, -95.06, id="Angle Inlet, the northernmost of the mainland"),
    pytest.param("AK", 71.29, -156.79, id="Utqiagvik"),
    pytest.param("AK", 52.93, 172.91, id="Attu, east of the 180th meridian"),
    pytest.param("HI", 19.73, -155.09, id="Hilo"),
    pytest.param("PR", 18.47, -66.11, id="San Juan"),
    pytest.param("VI", 17.75, -64.70, id="Christiansted"),
    pytest.param("GU", 13.47, 144.75, id="Hagatna"),
    pytest.param("MP", 15.18, 145.75, id="Saipan"),
    pytest.param("AS", -14.28, -170.70, id="Pago Pago"),
]


@pytest.mark.parametrize(("state", "lat", "lng"), INSIDE)
def test_a_town_lies_in_its_own_state_and_in_the_area(state, lat, lng):
    assert in_area(LatLng(lat, lng), state)
    assert in_area(LatLng(lat, lng), None)


@pytest.mark.parametrize(("state", "lat", "lng"), INSIDE)
def test_with_latitude_and_longitude_swapped_it_lies_nowhere(state, lat, lng):
    assert not in_area(LatLng(lng, lat), None)


@pytest.mark.parametrize("state", ["PW", "ON", "AE", ""])
def test_what_is_no_state_of_ours_is_outside(state):
    assert not in_area(LatLng(40.0, -100.0), state)
