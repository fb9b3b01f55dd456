"""What the map needs beside the list: where the search starts, and the names of the bigger cities round about.

The clinics themselves are read from the list in the page, so list and map cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.search import SearchPage
from clinicfinder.geocoding.cities import City
from clinicfinder.store.catalogue import Catalogue

_MARGIN: Final = 0.4
"""Share of the width and height by which city names reach beyond the outermost points: a map is wider than its pins."""

_LEAST_MARGIN: Final = 0.5
"""Degrees, about 35 miles: what a map of one pin shows around it."""


@dataclass(frozen=True, slots=True)
class MapView:
    """The background of one map. `cities` is name|latitude|longitude;..., biggest first, with no quotes to escape."""

    origin: LatLng | None
    cities: str


def results_map(catalogue: Catalogue, page: SearchPage) -> MapView:
    """The map of one page of results: names around the nearer clinics, which it opens on, before all the others."""
    hits = [(hit.clinic.position, hit.within_radius) for hit in page.hits if hit.clinic.position]
    near = [page.origin.point, *(point for point, is_near in hits if is_near)]
    far = [point for point, is_near in hits if not is_near]
    return MapView(page.origin.point, _cities(catalogue, near, [*near, *far] if far else []))


def clinic_map(catalogue: Catalogue, clinic: Clinic) -> MapView:
    """The small map of one clinic."""
    return MapView(None, _cities(catalogue, [clinic.position] if clinic.position else []))


def _cities(catalogue: Catalogue, *groups: Sequence[LatLng]) -> str:
    named = {city: city.point for points in groups if points for city in _cities_around(catalogue, points)}
    return ";".join(f"{city.name}|{point.lat:g}|{point.lng:g}" for city, point in named.items() if point)


def _cities_around(catalogue: Catalogue, points: Sequence[LatLng]) -> tuple[City, ...]:
    lats, lngs = [point.lat for point in points], [point.lng for point in points]
    tall = max(_LEAST_MARGIN, _MARGIN * (max(lats) - min(lats)))
    wide = max(_LEAST_MARGIN, _MARGIN * (max(lngs) - min(lngs)))
    return catalogue.city_labels.within(
        LatLng(min(lats) - tall, min(lngs) - wide), LatLng(max(lats) + tall, max(lngs) + wide)
    )
