"""Points on the earth, and the great-circle arithmetic that ranks them.

Two models of the earth are used on purpose. Unit vectors on a sphere order points quickly and are
off from the ellipsoid by up to about 0.5 %. The geodesic (WGS-84, from geopy) is what we show and
what decides the final order.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import NamedTuple

from geopy.distance import geodesic

from clinicfinder.units import Miles


class LatLng(NamedTuple):
    """A point in degrees, WGS-84. Latitude always stands before longitude."""

    lat: float
    lng: float


def unit_vector(point: LatLng) -> tuple[float, float, float]:
    """The point as a unit vector on a sphere.

    The straight-line chord between two such vectors grows with the great-circle distance, so
    ordering by dot product, descending, is ordering by distance.

    >>> [round(v, 6) for v in unit_vector(LatLng(0.0, 90.0))]
    [0.0, 1.0, 0.0]
    """
    lat, lng = radians(point.lat), radians(point.lng)
    return cos(lat) * cos(lng), cos(lat) * sin(lng), sin(lat)


def miles_between(start: LatLng, end: LatLng) -> Miles:
    """Straight-line miles on the WGS-84 ellipsoid, exact to well under a foot.

    >>> round(miles_between(LatLng(33.62, -112.00), LatLng(40.71, -74.01)), 1)
    2138.1
    """
    return Miles(float(geodesic(start, end).miles))
