"""Points on the earth, and the great-circle arithmetic that ranks them.

Two models of the earth are used on purpose. Unit vectors on a sphere order points quickly and are
off from the ellipsoid by up to about 0.5 %. The geodesic (WGS-84, from geopy) is what we show and
what decides the final order.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import Final, NamedTuple

from geopy.distance import geodesic

from clinicfinder.units import Miles

EARTH_MILES: Final = 3958.7613
"""Mean radius of the earth in statute miles (IUGG, 6371.0088 km)."""


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


def sphere_miles(start: LatLng, end: LatLng) -> float:
    """Great-circle miles on a sphere: quick, off by up to about 0.5 %. Never shown to anybody.

    >>> round(sphere_miles(LatLng(33.62, -112.00), LatLng(33.62, -112.00)), 3)
    0.0
    """
    (ax, ay, az), (bx, by, bz) = unit_vector(start), unit_vector(end)
    chord = sqrt((ax - bx) ** 2 + (ay - by) ** 2 + (az - bz) ** 2)
    return 2 * EARTH_MILES * asin(min(1.0, chord / 2))


def middle_of(points: Sequence[LatLng]) -> LatLng:
    """The middle of some points, also across the 180th meridian; rounded to 6 decimals (about 4 inches).

    Args: points: at least one.
    Raises: ValueError if there is none.

    >>> middle_of([LatLng(0.0, 179.0), LatLng(0.0, -179.0)])
    LatLng(lat=0.0, lng=180.0)
    """
    if not points:
        raise ValueError("the middle of no points was asked for")
    x, y, z = (sum(axis) for axis in zip(*map(unit_vector, points), strict=True))
    return LatLng(round(degrees(atan2(z, hypot(x, y))), 6), round(degrees(atan2(y, x)), 6))
