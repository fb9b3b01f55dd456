"""Everything a name can mean: cities, counties and clinics, looked up by their comparison keys.

A reading is one meaning of one name. Names of mail, not of government: the cities are those that the
ZIP data lists, so "Scottsdale" is wherever mail to Scottsdale goes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.geo import LatLng, middle_of, sphere_miles
from clinicfinder.domain.names import name_key
from clinicfinder.domain.places import Place, Precision, ZipRecord
from clinicfinder.domain.states import ASSOCIATED_STATES, MILITARY_STATES

ONE_TOWN_MILES: Final = 40.0
"""Two groups of ZIP codes that share a name and a state but lie further apart than this are two towns."""

COUNTY_WORDS: Final[tuple[str, ...]] = (
    "county", "parish", "borough", "census area", "municipio", "municipality", "city and borough", "island", "district",
)  # fmt: skip

_NICKNAMES: Final[dict[str, tuple[str, str]]] = {
    "philly": ("Philadelphia", "PA"), "nyc": ("New York", "NY"), "new york city": ("New York", "NY"),
    "vegas": ("Las Vegas", "NV"), "sf": ("San Francisco", "CA"), "san fran": ("San Francisco", "CA"),
    "nola": ("New Orleans", "LA"), "slc": ("Salt Lake City", "UT"), "okc": ("Oklahoma City", "OK"),
    "indy": ("Indianapolis", "IN"), "kcmo": ("Kansas City", "MO"), "kck": ("Kansas City", "KS"),
    "dc": ("Washington", "DC"), "d c": ("Washington", "DC"), "district of columbia": ("Washington", "DC"),
    "nueva york": ("New York", "NY"), "filadelfia": ("Philadelphia", "PA"), "hotlanta": ("Atlanta", "GA"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a name. `county` is where most of its ZIP codes lie."""

    place: Place
    county: str | None


def county_key(text: str) -> str | None:
    """The key of a county's own name if the text says it is a county, else None.

    >>> county_key("Maricopa County"), county_key("Orleans Parish"), county_key("Mesa")
    ('maricopa', 'orleans', None)
    """
    key = name_key(text)
    for word in COUNTY_WORDS:
        if key.endswith(" " + word):
            return key.removesuffix(" " + word)
    return None


class NameTable:
    """The names of one set of ZIP codes. Points are worked out when a name is asked for, not when it is stored."""

    def __init__(self, records: Iterable[ZipRecord]) -> None:
        self._cities: dict[str, dict[str, list[ZipRecord]]] = defaultdict(lambda: defaultdict(list))
        self._other_cities: dict[str, dict[str, list[ZipRecord]]] = defaultdict(lambda: defaultdict(list))
        self._counties: dict[str, dict[str, list[ZipRecord]]] = defaultdict(lambda: defaultdict(list))
        for record in records:
            if record.point is None or record.state in MILITARY_STATES or record.state in ASSOCIATED_STATES:
                continue
            self._add(record)
        self.city_keys: tuple[str, ...] = tuple({*self._cities, *self._other_cities})

    def _add(self, record: ZipRecord) -> None:
        self._cities[name_key(record.city)][record.state].append(record)
        # The further names of a single mailer's ZIP are firms ("AT&T"), not towns.
        for name in record.other_cities if record.kind != "UNIQUE" else ():
            self._other_cities[name_key(name)][record.state].append(record)
        if record.county:
            self._counties[county_key(record.county) or name_key(record.county)][record.state].append(record)

    def cities(self, key: str, state: str | None = None) -> list[Reading]:
        """Every town of that name or nickname, in one state or in all, ordered by state."""
        if key in _NICKNAMES:
            city, home = _NICKNAMES[key]
            return self.cities(name_key(city), home) if state in (None, home) else []
        return self._read(key, state, (self._cities, self._other_cities), "city")

    def counties(self, key: str, state: str | None = None) -> list[Reading]:
        """Every county of that name (without the word county), in one state or in all, ordered by state."""
        return self._read(key, state, (self._counties,), "county")

    def _read(
        self,
        key: str,
        state: str | None,
        tables: Sequence[dict[str, dict[str, list[ZipRecord]]]],
        precision: Precision,
    ) -> list[Reading]:
        found: dict[str, list[Reading]] = {}
        for table in tables:
            by_state = table.get(key, {})
            for code in [state] if state else by_state:
                records = by_state.get(code)
                # The first table holds the main names; a further name counts only where there is no main one.
                if records and code not in found:
                    found[code] = _readings_of(records, code, key, precision)
        return [reading for code in sorted(found) for reading in found[code]]


def _readings_of(records: list[ZipRecord], state: str, key: str, precision: Precision) -> list[Reading]:
    towns = [records] if precision == "county" else _towns(records)
    return [_reading(town, state, key, precision, alone=len(towns) == 1) for town in towns]


def _towns(records: list[ZipRecord]) -> list[list[ZipRecord]]:
    """Split records that share a name and a state into towns further apart than ONE_TOWN_MILES."""
    points = [record.point for record in records if record.point is not None]
    middle = middle_of(points)
    if all(sphere_miles(middle, point) <= ONE_TOWN_MILES for point in points):
        return [records]
    towns: list[list[ZipRecord]] = []
    for record in sorted(records, key=lambda r: r.zip):
        near = [town for town in towns if any(_miles(record, other) <= ONE_TOWN_MILES for other in town)]
        merged = [record, *(other for town in near for other in town)]
        towns = [town for town in towns if town not in near] + [merged]
    return sorted(towns, key=len, reverse=True)


def _miles(one: ZipRecord, other: ZipRecord) -> float:
    assert one.point is not None
    assert other.point is not None
    return sphere_miles(one.point, other.point)


def _reading(records: list[ZipRecord], state: str, key: str, precision: Precision, *, alone: bool) -> Reading:
    county = _most_common(record.county for record in records if record.county)
    name = (county or "") if precision == "county" else _name_shown(records, key)
    near = f"{name}, {state}" if alone or not county else f"{name}, {county}, {state}"
    point = middle_of([p for record in _best(records) if (p := record.point) is not None])
    return Reading(Place(near, near, point, precision, state), county)


def _best(records: list[ZipRecord]) -> list[ZipRecord]:
    """The records whose points say most about where people live: delivery ZIPs with a Census point, else all."""
    delivery = [r for r in records if r.kind == "STANDARD" and r.point_source == "census"]
    return delivery or [r for r in records if r.point_source == "census"] or records


def _name_shown(records: list[ZipRecord], key: str) -> str:
    names = [n for r in records for n in (r.city, *r.other_cities) if name_key(n) == key]
    return _most_common(names) or records[0].city


def _most_common(names: Iterable[str]) -> str | None:
    counted = Counter(names)
    return max(counted, key=lambda name: (counted[name], len(name), name)) if counted else None


class ClinicNames:
    """Clinics by code, name, alias and network name."""

    def __init__(self, clinics: Iterable[Clinic]) -> None:
        self._by_key: dict[str, list[Clinic]] = defaultdict(list)
        self._by_code: dict[str, Clinic] = {}
        for clinic in clinics:
            if clinic.position is None:
                continue
            self._by_code[clinic.clinic_code] = clinic
            for key in {name_key(text) for text in (clinic.name, clinic.network_name, *clinic.aliases)}:
                self._by_key[key].append(clinic)

    def readings(self, text: str) -> list[Reading]:
        """The clinic of that code, or every clinic of that name, alias or network."""
        by_code = self._by_code.get(text.strip().lower())
        return [
            _clinic_reading(c, c.position) for c in ([by_code] if by_code else self._by_key.get(name_key(text), []))
        ]

    def containing(self, key: str, at_most: int) -> list[Reading]:
        """Clinics whose name holds every word of the key."""
        words = set(key.split())
        hits = (c for c in self._by_code.values() if words <= set(name_key(f"{c.network_name} {c.name}").split()))
        return [_clinic_reading(c, c.position) for _, c in zip(range(at_most), hits, strict=False)]


def _clinic_reading(clinic: Clinic, position: LatLng | None) -> Reading:
    assert position is not None
    label = f"{clinic.name}, {clinic.city}, {clinic.state}"
    return Reading(Place(label, clinic.clinic_code, position, "clinic", clinic.state), clinic.county)
