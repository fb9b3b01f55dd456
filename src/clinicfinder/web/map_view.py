"""What the map needs beside the list: where the search starts, and the names of the bigger cities round about.

The clinics themselves are read from the list in the page, so list and map cannot disagree.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.search import SearchPage
from clinicfinder.store.catalogue import Catalogue

_MARGIN: Final = 0.4
"""Share of the width and height by which city names reach beyond the outermost points: a map is wider than its pins."""

_LEAST_MARGIN: Final = 0.5
"""Degrees, about 35 miles: what a map of one pin shows around it."""


@dataclass(frozen=True, slots=True)
class MapView:
    """The background of one map. `cities` is JSON: [name, latitude, longitude], biggest first."""

    origin: LatLng | None
    cities: str


def results_map(catalogue: Catalogue, page: SearchPage) -> MapView:
    """The map of one page of results."""
    points = [page.origin.point, *(hit.clinic.position for hit in page.hits if hit.clinic.position)]
    return MapView(page.origin.point, _cities(catalogue, points))


def clinic_map(catalogue: Catalogue, clinic: Clinic) -> MapView:
    """The small map of one clinic."""
    return MapView(None, _cities(catalogue, [clinic.position] if clinic.position else []))


def _cities(catalogue: Catalogue, points: Sequence[LatLng]) -> str:
    if not points:
        return "[]"
    lats, lngs = [point.lat for point in points], [point.lng for point in points]
    tall = max(_LEAST_MARGIN, _MARGIN * (max(lats) - min(lats)))
    wide = max(_LEAST_MARGIN, _MARGIN * (max(lngs) - min(lngs)))
    cities = catalogue.city_labels.within(
        LatLng(min(lats) - tall, min(lngs) - wide), LatLng(max(lats) + tall, max(lngs) + wide)
    )
    return json.dumps([[c.name, c.point.lat, c.point.lng] for c in cities if c.point], separators=(",", ":"))
