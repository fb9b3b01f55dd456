"""Whether a looked-up point may stand for a clinic. Pure: the answer is already in hand."""

from __future__ import annotations

from typing import Final, Literal

from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.geo import LatLng, miles_between
from clinicfinder.units import Miles

PointProblem = Literal["other_state", "far_from_zip"]

FARTHEST_FROM_ZIP: Final = Miles(25.0)
"""How far from its ZIP's point a clinic may stand.

Where two packages of ZIP points overlap, 99.7 % of the points lie closer together than this (decisions/001), so a
farther answer is more likely another place than a large ZIP. In the few ZIPs that are larger, somebody sets a
manual pin.
"""


def point_problem(point: LatLng, state: str, zip_point: LatLng | None, areas: StateAreas) -> PointProblem | None:
    """What speaks against a clinic of this state and ZIP standing at a point, or None.

    Args: zip_point: None if the ZIP has none; then only the state is checked.
    """
    if not areas.lies_in(point, state):
        return "other_state"
    if zip_point is not None and miles_between(point, zip_point) > FARTHEST_FROM_ZIP:
        return "far_from_zip"
    return None
