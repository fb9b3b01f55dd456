"""Points on the earth, and the great-circle arithmetic that ranks them.

Two models of the earth are used on purpose. Unit vectors on a sphere order points quickly and are
off from the ellipsoid by up to about 0.5 %. The geodesic (WGS-84, from geopy) is what we show and
what decides the final order.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Final, NamedTuple

import numpy as np
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
    2135.3
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


def central_point(points: Sequence[LatLng]) -> LatLng:
    """The one of some points that lies nearest to all the others together.

    A mean would do for a compact town, but Anchorage's lies 49 miles off, in the mountains.
    Args: points: at least one.
    Raises: ValueError if there is none.

    >>> central_point([LatLng(0.0, 179.9), LatLng(0.0, -179.9), LatLng(0.0, -170.0)])
    LatLng(lat=0.0, lng=-179.9)
    """
    if not points:
        raise ValueError("the central one of no points was asked for")
    vectors = np.array([unit_vector(point) for point in points])
    chords = np.sqrt(np.maximum(0.0, 2 - 2 * (vectors @ vectors.T)))
    return points[int(chords.sum(axis=1).argmin())]
