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
from clinicfinder.domain.geo import LatLng, central_point, sphere_miles
from clinicfinder.domain.names import name_key
from clinicfinder.domain.places import Place, Precision, ZipRecord
from clinicfinder.domain.states import ASSOCIATED_STATES, MILITARY_STATES

ONE_TOWN_MILES: Final = 40.0
"""Two groups of ZIP codes that share a name and a state but lie further apart than this are two towns."""

SHORTEST_TELLING_WORD: Final = 4

COUNTY_WORDS: Final[tuple[str, ...]] = (
    "county", "parish", "borough", "census area", "municipio", "municipality", "city and borough", "island", "district",
)  # fmt: skip

NICKNAMES: Final[dict[str, tuple[str, str]]] = {
    name_key(nickname): place
    for nickname, place in {
        "Philly": ("Philadelphia", "PA"), "Filadelfia": ("Philadelphia", "PA"), "NYC": ("New York", "NY"),
        "New York City": ("New York", "NY"), "Nueva York": ("New York", "NY"), "The Bronx": ("Bronx", "NY"),
        "Queens": ("Queens County", "NY"), "Vegas": ("Las Vegas", "NV"), "SF": ("San Francisco", "CA"),
        "San Fran": ("San Francisco", "CA"), "LA": ("Los Angeles", "CA"), "L.A.": ("Los Angeles", "CA"),
        "NOLA": ("New Orleans", "LA"), "SLC": ("Salt Lake City", "UT"), "OKC": ("Oklahoma City", "OK"),
        "Indy": ("Indianapolis", "IN"), "KCMO": ("Kansas City", "MO"), "KCK": ("Kansas City", "KS"),
        "Hotlanta": ("Atlanta", "GA"), "DC": ("Washington", "DC"), "D.C.": ("Washington", "DC"),
        "District of Columbia": ("Washington", "DC"),
    }.items()
}  # fmt: skip
"""Names that people say and mail does not know. A county stands by its full name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a name. `county` is where most of its ZIP codes lie."""

    place: Place
    county: str | None


@dataclass(frozen=True, slots=True)
class _Spot:
    """A ZIP code that has a point."""

    record: ZipRecord
    point: LatLng


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
        self._cities: dict[str, dict[str, list[_Spot]]] = defaultdict(lambda: defaultdict(list))
        self._other_cities: dict[str, dict[str, list[_Spot]]] = defaultdict(lambda: defaultdict(list))
        self._counties: dict[str, dict[str, list[_Spot]]] = defaultdict(lambda: defaultdict(list))
        for record in records:
            if record.point is not None and record.state not in MILITARY_STATES | ASSOCIATED_STATES:
                self._add(_Spot(record, record.point))
        self.city_keys: tuple[str, ...] = tuple({*self._cities, *self._other_cities})

    def _add(self, spot: _Spot) -> None:
        record = spot.record
        self._cities[name_key(record.city)][record.state].append(spot)
        # The further names of a single mailer's ZIP are firms ("AT&T"), not towns.
        for name in record.other_cities if record.kind != "UNIQUE" else ():
            self._other_cities[name_key(name)][record.state].append(spot)
        if record.county:
            self._counties[county_key(record.county) or name_key(record.county)][record.state].append(spot)

    def cities(self, key: str, state: str | None = None) -> list[Reading]:
        """Every town of that name or nickname, in one state or in all, ordered by state."""
        if key in NICKNAMES:
            name, home = NICKNAMES[key]
            if state not in (None, home):
                return []
            county = county_key(name)
            return self.counties(county, home) if county else self.cities(name_key(name), home)
        return self._read(key, state, (self._cities, self._other_cities), "city")

    def counties(self, key: str, state: str | None = None) -> list[Reading]:
        """Every county of that name (without the word county), in one state or in all, ordered by state."""
        return self._read(key, state, (self._counties,), "county")

    def _read(
        self,
        key: str,
        state: str | None,
        tables: Sequence[dict[str, dict[str, list[_Spot]]]],
        precision: Precision,
    ) -> list[Reading]:
        found: dict[str, list[Reading]] = {}
        for table in tables:
            by_state = table.get(key, {})
            for code in [state] if state else by_state:
                spots = by_state.get(code)
                # The first table holds the main names; a further name counts only where there is no main one.
                if spots and code not in found:
                    found[code] = _readings_of(spots, code, key, precision)
        return [reading for code in sorted(found) for reading in found[code]]


def _readings_of(spots: list[_Spot], state: str, key: str, precision: Precision) -> list[Reading]:
    towns = [spots] if precision == "county" else _towns(spots)
    return [_reading(town, state, key, precision, alone=len(towns) == 1) for town in towns]


def _towns(spots: list[_Spot]) -> list[list[_Spot]]:
    """Split ZIP codes that share a name and a state into towns further apart than ONE_TOWN_MILES."""
    center = central_point([spot.point for spot in spots])
    if all(sphere_miles(center, spot.point) <= ONE_TOWN_MILES for spot in spots):
        return [spots]
    towns: list[list[_Spot]] = []
    for spot in sorted(spots, key=lambda spot: spot.record.zip):
        near = [town for town in towns if any(sphere_miles(spot.point, o.point) <= ONE_TOWN_MILES for o in town)]
        merged = [spot, *(other for town in near for other in town)]
        towns = [town for town in towns if town not in near] + [merged]
    return sorted(towns, key=len, reverse=True)


def _reading(spots: list[_Spot], state: str, key: str, precision: Precision, *, alone: bool) -> Reading:
    county = _most_common(spot.record.county for spot in spots if spot.record.county)
    name = (county or "") if precision == "county" else _name_shown(spots, key)
    near = f"{name}, {state}" if alone or not county else f"{name}, {county}, {state}"
    return Reading(Place(near, near, central_point(_best_points(spots)), precision, state), county)


def _best_points(spots: list[_Spot]) -> list[LatLng]:
    """The points that say most about where people live: those of delivery ZIPs with a Census point, else all."""
    census = [spot for spot in spots if spot.record.point_source == "census"]
    delivery = [spot for spot in census if spot.record.kind == "STANDARD"]
    return [spot.point for spot in delivery or census or spots]


def _name_shown(spots: list[_Spot], key: str) -> str:
    names = [n for spot in spots for n in (spot.record.city, *spot.record.other_cities) if name_key(n) == key]
    return _most_common(names) or spots[0].record.city


def _most_common(names: Iterable[str]) -> str | None:
    counted = Counter(names)
    return max(counted, key=lambda name: (counted[name], len(name), name)) if counted else None


def clinic_labels(clinics: Sequence[Clinic]) -> list[str]:
    """Each clinic's name with its city and state: what a suggestion puts in the search box, so it must find it again.

    Sites that share a name and a city are told apart by their street.
    """
    names = Counter((clinic.name, clinic.city, clinic.state) for clinic in clinics)
    return [
        f"{clinic.name}, {clinic.street}, {clinic.city}, {clinic.state}"
        if names[clinic.name, clinic.city, clinic.state] > 1
        else f"{clinic.name}, {clinic.city}, {clinic.state}"
        for clinic in clinics
    ]


class ClinicNames:
    """Clinics by code, name, label, alias and network name."""

    def __init__(self, clinics: Iterable[Clinic]) -> None:
        self._by_key: dict[str, list[Reading]] = defaultdict(list)
        self._by_code: dict[str, Reading] = {}
        self._words: list[tuple[frozenset[str], Reading]] = []
        placed = [(clinic, clinic.position) for clinic in clinics if clinic.position is not None]
        labels = clinic_labels([clinic for clinic, _ in placed])
        for (clinic, position), label in zip(placed, labels, strict=True):
            place = Place(label, clinic.clinic_code, position, "clinic", clinic.state)
            reading = Reading(place, clinic.county)
            self._by_code[clinic.clinic_code] = reading
            in_city = f"{clinic.name}, {clinic.city}, {clinic.state}"
            for key in {name_key(text) for text in (clinic.name, label, in_city, clinic.network_name, *clinic.aliases)}:
                self._by_key[key].append(reading)
            self._words.append((frozenset(name_key(f"{clinic.network_name} {clinic.name}").split()), reading))

    def readings(self, text: str) -> list[Reading]:
        """The clinic of that code, or every clinic of that name, alias or network."""
        by_code = self._by_code.get(text.strip().lower())
        return [by_code] if by_code else self._by_key.get(name_key(text), [])

    def containing(self, key: str, at_most: int) -> list[Reading]:
        """Clinics whose name holds every word of the key; short words ("in", "of") tell nothing."""
        wanted = {word for word in key.split() if len(word) >= SHORTEST_TELLING_WORD}
        return [reading for words, reading in self._words if wanted and wanted <= words][:at_most]
