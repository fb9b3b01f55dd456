"""Which state a point lies in. Pure: the caller brings the outlines, already parsed.

The outlines (Census cartographic boundaries, simplified) cut corners and follow the shore, so a point on a
pier can lie just outside. Two tolerances deal with that, and they differ on purpose:

* `state_at` decides whether typed coordinates are in the United States at all. It forgives COAST_TOLERANCE
  only: the middles of Windsor, Ciudad Juarez and Tijuana are within 1.5 miles of us, and must be outside.
* `lies_in` checks that a point fits the state we already know it is in. It forgives BORDER_TOLERANCE,
  because a ZIP may cross a state line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, radians, sin

import shapely
from shapely.geometry.base import BaseGeometry

from clinicfinder.domain.geo import LatLng
from clinicfinder.units import Miles

Ring = Sequence[Sequence[float]]
Outlines = Mapping[str, Sequence[Sequence[Ring]]]
"""USPS code -> polygons; a polygon is its outer ring, then its holes; a ring is [longitude, latitude]s."""

COAST_TOLERANCE = Miles(0.5)
BORDER_TOLERANCE = Miles(5.0)

MILES_PER_DEGREE_OF_LATITUDE = 69.0
"""68.7 at the equator, 69.4 at the pole: an error of 0.6 %, far below what the outlines are off."""


class StateAreas:
    """The outlines of all states, the District and the territories, ready to be asked."""

    def __init__(self, outlines: Outlines) -> None:
        """Build the shapes and their index once; look-ups then take microseconds.

        Args: outlines: as parsed from data/state_areas.json.
        """
        parts = [
            (state, shapely.Polygon(polygon[0], polygon[1:]))
            for state, polygons in outlines.items()
            for polygon in polygons
        ]
        self._states: list[str] = [state for state, _ in parts]
        # Simplifying made two outlines cross themselves, and GEOS gives no sure answers about such.
        self._polygons = shapely.make_valid([polygon for _, polygon in parts])
        self._tree = shapely.STRtree(self._polygons)

    @property
    def states(self) -> frozenset[str]:
        """The USPS codes of all areas we have outlines of."""
        return frozenset(self._states)

    def state_holding(self, point: LatLng) -> str | None:
        """The state whose outline holds this very point, without any tolerance."""
        inside = self._tree.query(shapely.Point(point.lng, point.lat), predicate="intersects")
        return self._states[int(inside.min())] if len(inside) else None

    def state_at(self, point: LatLng) -> str | None:
        """The state a point lies in, or None when it lies outside the United States and its territories.

        A point within COAST_TOLERANCE of an outline counts as inside; where two states are that near, the
        nearer one (measured in degrees, which is near enough over less than a mile) is the answer.
        """
        holding = self.state_holding(point)
        if holding is not None:
            return holding
        near = self._tree.query(_disc(point, COAST_TOLERANCE), predicate="intersects")
        if not len(near):
            return None
        spot = shapely.Point(point.lng, point.lat)
        nearest = min(near, key=lambda part: float(self._polygons[part].distance(spot)))
        return self._states[int(nearest)]

    def lies_in(self, point: LatLng, state: str) -> bool:
        """Whether a point lies in this state, or within BORDER_TOLERANCE of it.

        Args: state: USPS code. One we have no outline of holds no point.
        """
        near = self._tree.query(_disc(point, BORDER_TOLERANCE), predicate="intersects")
        return any(self._states[part] == state for part in near)


_CIRCLE = tuple((cos(corner * pi / 16), sin(corner * pi / 16)) for corner in range(32))


def _disc(point: LatLng, radius: Miles) -> BaseGeometry:
    """The points within `radius` of a point, as an ellipse of 32 corners in degrees.

    It is not wrapped at longitude 180: only open sea lies within five miles of that line in Alaska.
    """
    north = radius / MILES_PER_DEGREE_OF_LATITUDE
    east = north / max(cos(radians(point.lat)), 0.01)
    return shapely.Polygon([(point.lng + x * east, point.lat + y * north) for x, y in _CIRCLE])
