"""The cities of the ZIP data with how big they are, for suggestions and for the labels of the map.

Size is the number of ZIP codes of that name. It is no population, but it needs no further source and it orders
what people look for well: Phoenix in Arizona has dozens, Phoenix in Oregon one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.names import name_key
from clinicfinder.domain.places import ZipRecord
from clinicfinder.domain.states import ASSOCIATED_STATES, MILITARY_STATES
from clinicfinder.geocoding.readings import NICKNAMES

MOST_LABELS: Final = 16
_STRETCH: Final = 4096
_LABEL_SPREAD: Final = 0.6
"""Degrees (about 40 miles). ZIP codes of one name further than this from their middle are two towns: no label."""


@dataclass(frozen=True, slots=True)
class City:
    """One name of mail in one state. `zips` is 0 for a further name, `point` None where no label can stand."""

    name: str
    key: str
    state: str
    zips: int
    point: LatLng | None = None


def has_a_place(record: ZipRecord) -> bool:
    """Whether a search from this ZIP code can be answered."""
    return record.point is not None and record.state not in MILITARY_STATES | ASSOCIATED_STATES


def cities_by_size(records: Iterable[ZipRecord]) -> tuple[City, ...]:
    """Every city that a search can start from, biggest first, then by name and state."""
    main: dict[tuple[str, str], list[ZipRecord]] = defaultdict(list)
    further: dict[tuple[str, str], str] = {}
    for record in filter(has_a_place, records):
        main[name_key(record.city), record.state].append(record)
        # The further names of a single mailer's ZIP are firms ("AT&T"), not towns.
        for name in record.other_cities if record.kind != "UNIQUE" else ():
            further.setdefault((name_key(name), record.state), name)
    cities = [_city(key, state, group) for (key, state), group in main.items()]
    cities += [
        City(name, key, state, 0)
        for (key, state), name in further.items()
        if (key, state) not in main and key not in NICKNAMES
    ]
    return tuple(sorted(cities, key=lambda city: (-city.zips, city.name, city.state)))


def _city(key: str, state: str, group: list[ZipRecord]) -> City:
    if len(group) == 1 and (point := group[0].point):
        # Three names in four have one ZIP code, and this is read at every start.
        return City(group[0].city, key, state, 1, LatLng(round(point.lat, 3), round(point.lng, 3)))
    spellings = Counter(record.city for record in group)
    name = max(spellings, key=lambda spelling: (spellings[spelling], len(spelling), spelling))
    points = [r.point for r in group if r.point and r.kind == "STANDARD"] or [r.point for r in group if r.point]
    lat = sum(point.lat for point in points) / len(points)
    lng = sum(point.lng for point in points) / len(points)
    one_town = all(abs(p.lat - lat) <= _LABEL_SPREAD and abs(p.lng - lng) <= _LABEL_SPREAD for p in points)
    return City(name, key, state, len(group), LatLng(round(lat, 3), round(lng, 3)) if one_town else None)


class CityLabels:
    """Where the names of cities stand on the map."""

    def __init__(self, cities: Iterable[City]) -> None:
        """Args: cities: biggest first."""
        self._cities = [(city, city.point) for city in cities if city.point is not None]
        self._lats = np.array([point.lat for _, point in self._cities])
        self._lngs = np.array([point.lng for _, point in self._cities])

    def within(self, south_west: LatLng, north_east: LatLng, at_most: int = MOST_LABELS) -> tuple[City, ...]:
        """The biggest cities in a box, biggest first. A box across the 180th meridian holds none."""
        found: list[City] = []
        # Big cities fill most boxes, so that few searches look past the first stretch.
        for begin in range(0, len(self._cities), _STRETCH):
            lats, lngs = self._lats[begin : begin + _STRETCH], self._lngs[begin : begin + _STRETCH]
            inside = (lats >= south_west.lat) & (lats <= north_east.lat)
            inside &= (lngs >= south_west.lng) & (lngs <= north_east.lng)
            found += [self._cities[begin + row][0] for row in np.flatnonzero(inside).tolist()]
            if len(found) >= at_most:
                break
        return tuple(found[:at_most])
