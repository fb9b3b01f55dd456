"""From what a person typed to one of a closed set of answers, with local data only. It never guesses.

The order is the feature: ZIP code, coordinates, ZIP beside a name, city or county (with or without a state),
clinic, and only then "not found". A street address is for the network geocoders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from clinicfinder.domain.clinics import PUBLIC_STATUSES, Clinic
from clinicfinder.domain.geo import EARTH_MILES, LatLng, unit_vector
from clinicfinder.domain.names import name_key
from clinicfinder.domain.places import (
    Ambiguous,
    Approximate,
    Choice,
    Found,
    InvalidPlace,
    MilitaryAddress,
    NotFound,
    OutsideArea,
    Place,
    Resolution,
    Suggestion,
    ZipRecord,
)
from clinicfinder.domain.states import (
    ASSOCIATED_STATES,
    MILITARY_STATES,
    STATE_NAMES,
    WORDLIKE_CODES,
    state_code,
)
from clinicfinder.geocoding.readings import ClinicNames, NameTable, Reading, county_key
from clinicfinder.geocoding.typed_place import (
    LONGEST_PLACE,
    NameAndState,
    coordinates,
    has_house_number,
    is_military,
    is_on_earth,
    name_and_state,
    names_another_country,
    rounded,
    tidy,
    whole_zip,
    without_country,
    zip_beside_name,
)

MOST_SUGGESTIONS: Final = 8
SHORTEST_FOR_SUGGESTIONS: Final = 4
NEAR_A_CHOICE_MILES: Final = 50.0


class Gazetteer:
    """The local place resolver. Built once per load of the data; safe to share between threads."""

    def __init__(
        self,
        records: Iterable[ZipRecord],
        clinics: Iterable[Clinic],
        state_at: Callable[[LatLng], str | None],
    ) -> None:
        self._zips = {record.zip: record for record in records}
        public = [clinic for clinic in clinics if clinic.status in PUBLIC_STATUSES]
        self._names = NameTable(self._zips.values())
        self._clinics = ClinicNames(public)
        self._state_at = state_at
        self._clinic_vectors = _vectors(public)
        self._clinic_cities = sorted({(clinic.state, clinic.city) for clinic in public})

    def counting(self, clinics: Iterable[Clinic]) -> Gazetteer:
        """The same tables; the places to choose from are counted with these clinics alone."""
        other = copy(self)
        other._clinic_vectors = _vectors(clinics)  # noqa: SLF001 - one of its own kind.
        return other

    def zip_record(self, zip_code: str) -> ZipRecord | None:
        """The row of one five-digit ZIP code, or None if there is no such ZIP."""
        return self._zips.get(zip_code)

    def resolve(self, typed: str) -> Resolution:
        """What the typed text means.

        Args: typed: anything a person or a program may send as a place.
        Returns: exactly one of the outcomes of `domain.places`; never raises for any text.
        """
        text = without_country(tidy(typed))
        if not text:
            return InvalidPlace(typed, "blank")
        if len(text) > LONGEST_PLACE:
            return InvalidPlace(typed, "too_long")
        if not any(char.isalnum() for char in text):
            return InvalidPlace(typed, "no_letters_or_digits")
        if pair := coordinates(text):
            return self._resolve_coordinates(typed, *pair)
        if zip_code := whole_zip(text):
            return self._resolve_zip(typed, zip_code)
        if text.replace("-", "").replace(" ", "").isdigit():
            return self._wrong_length(typed, text)
        return self._resolve_words(typed, text)

    def point_outcome(self, lat: float, lng: float, typed: str) -> Resolution:
        """The outcome for an exact point, as a program or a device gives it: kept as it is, never rounded here."""
        if not is_on_earth(lat, lng):
            return InvalidPlace(typed, "bad_coordinates")
        state = self._state_at(LatLng(lat, lng))
        if state is None:
            return OutsideArea(typed)
        label = f"{lat:.2f}, {lng:.2f}"
        return Found(Place(label, f"{lat:.2f},{lng:.2f}", LatLng(lat, lng), "coordinate", state))

    def _resolve_coordinates(self, typed: str, lat: float, lng: float) -> Resolution:
        if not is_on_earth(lat, lng):
            return InvalidPlace(typed, "bad_coordinates")
        return self.point_outcome(*rounded(lat, lng), typed)

    def _resolve_zip(self, typed: str, zip_code: str) -> Resolution:
        record = self._zips.get(zip_code)
        if record is None:
            return NotFound(typed, "unknown_zip")
        if record.kind == "MILITARY" or record.state in MILITARY_STATES:
            return MilitaryAddress(typed)
        if record.state in ASSOCIATED_STATES:
            return OutsideArea(typed)
        if record.point is None:
            return NotFound(typed, "no_point")
        label = f"{record.city}, {record.state} {record.zip}"
        match record.point_source, record.kind:
            case ("city" | "county") as source, _:
                place = Place(label, record.zip, record.point, source, record.state)
                return Approximate(place, "city_point" if source == "city" else "county_point")
        place = Place(label, record.zip, record.point, "zip", record.state)
        match record.kind, record.point_source:
            case "PO BOX", _:
                return Approximate(place, "po_box")
            case "UNIQUE", _:
                return Approximate(place, "unique_zip")
            case _, "zipcodes":
                return Approximate(place, "estimated_point")
        return Found(place)

    def _wrong_length(self, typed: str, digits: str) -> Resolution:
        padded = self._zips.get("0" + digits) if len(digits) == 4 else None
        offered = (Suggestion(f"{padded.city}, {padded.state} {padded.zip}", padded.zip),) if padded else ()
        return InvalidPlace(typed, "not_five_digits", offered)

    def _resolve_words(self, typed: str, text: str) -> Resolution:
        if is_military(text):
            return MilitaryAddress(typed)
        readings = self._readings(text)
        # "Mexico" alone may be Mexico, Missouri, and is then listed; "Portland, ON" can only be elsewhere.
        if names_another_country(text) and not readings:
            return OutsideArea(typed)
        if not readings and (beside := zip_beside_name(text)):
            return self._resolve_name_with_zip(typed, *beside)
        # "or" alone names no state, but "LA" is Louisiana as well as Los Angeles.
        state = state_code(text) if readings or text.lower() not in WORDLIKE_CODES else None
        if state and any(reading.place.state != state for reading in readings):
            return self._ambiguous(typed, readings, also_state=STATE_NAMES[state])
        if readings:
            return self._one_or_ambiguous(typed, readings)
        if state:
            return self._whole_state(typed, state)
        if has_house_number(text):
            return InvalidPlace(typed, "street_address")
        return self._not_found(typed, text)

    def _resolve_name_with_zip(self, typed: str, name: str, zip_code: str) -> Resolution:
        by_zip = self._resolve_zip(typed, zip_code)
        if has_house_number(name):
            return InvalidPlace(typed, "street_address", self._zip_suggestion(by_zip))
        record = self._zips.get(zip_code)
        if record is None or not isinstance(by_zip, Found | Approximate):
            return by_zip
        states = {state} if (state := state_code(name)) else {reading.state for reading in name_and_state(name)}
        readings = [] if state_code(name) else self._readings(name)
        city_fits = name_key(name) in {name_key(city) for city in (record.city, *record.other_cities)} or any(
            name_key(split.name) in {name_key(city) for city in (record.city, *record.other_cities)}
            for split in name_and_state(name)
        )
        state_fits = record.state in states if states else city_fits or not readings
        # A ZIP code is exact and says its state. A city name that mail does not list there ("Ahwatukee") is no
        # contradiction, but another state or another known city is: then the person chooses.
        if state_fits and (city_fits or not readings):
            return by_zip
        others = [reading for reading in readings if reading.place.near != by_zip.place.near]
        return self._ambiguous(typed, [Reading(by_zip.place, record.county), *others])

    @staticmethod
    def _zip_suggestion(outcome: Resolution) -> tuple[Suggestion, ...]:
        if isinstance(outcome, Found | Approximate):
            return (Suggestion(outcome.place.label, outcome.place.near),)
        return ()

    def _readings(self, text: str) -> list[Reading]:
        readings: list[Reading] = []
        for split in name_and_state(text):
            readings += self._in_state(split)
        if "," not in text:
            readings += self._names.cities(name_key(text))
            if county := county_key(text):
                readings += self._names.counties(county)
        return _distinct(readings) or self._clinics.readings(text)

    def _in_state(self, split: NameAndState) -> list[Reading]:
        cities = self._names.cities(name_key(split.name), split.state)
        if split.county:
            wanted = county_key(split.county) or name_key(split.county)
            return [
                city for city in cities if city.county and wanted == (county_key(city.county) or name_key(city.county))
            ]
        county = county_key(split.name)
        return cities or (self._names.counties(county, split.state) if county else [])

    def _whole_state(self, typed: str, state: str) -> InvalidPlace:
        cities = [city for code, city in self._clinic_cities if code == state][:MOST_SUGGESTIONS]
        return InvalidPlace(
            typed, "whole_state", tuple(Suggestion(f"{city}, {state}", f"{city}, {state}") for city in cities)
        )

    def _one_or_ambiguous(self, typed: str, readings: Sequence[Reading]) -> Found | Ambiguous:
        return Found(readings[0].place) if len(readings) == 1 else self._ambiguous(typed, readings)

    def _ambiguous(self, typed: str, readings: Sequence[Reading], also_state: str | None = None) -> Ambiguous:
        counts = self.clinics_near([reading.place.point for reading in readings])
        choices = [Choice(r.place, r.county, n) for r, n in zip(readings, counts, strict=True)]
        return Ambiguous(typed, tuple(choices), also_state)

    def clinics_near(self, points: Sequence[LatLng]) -> list[int]:
        """How many public clinics lie within 50 miles of each point, on the sphere (off by at most 0.3 mile)."""
        dots = np.array([unit_vector(point) for point in points]) @ self._clinic_vectors.T
        counted: list[int] = (dots >= np.cos(NEAR_A_CHOICE_MILES / EARTH_MILES)).sum(axis=1).tolist()
        return counted

    def _not_found(self, typed: str, text: str) -> NotFound:
        splits = name_and_state(text)
        near_keys = self._one_edit_away(name_key(splits[0].name if splits else text))
        in_state = [reading for s in splits[:1] for k in near_keys for reading in self._names.cities(k, s.state)]
        by_name = [_place_or_name(self._names.cities(k)) for k in near_keys] if not in_state else []
        clinics = self._clinics.containing(name_key(text), MOST_SUGGESTIONS)
        offered = [Suggestion(r.place.label, r.place.near) for r in _distinct([*in_state, *clinics])]
        offered = [*offered[: len(in_state)], *by_name, *offered[len(in_state) :]][:MOST_SUGGESTIONS]
        # "Come on in" ends in a state code and names no state.
        names_state = bool(splits) and ("," in text or text.rpartition(" ")[2].lower() not in WORDLIKE_CODES)
        return NotFound(typed, "not_in_state" if names_state else "unknown_name", tuple(offered))

    def _one_edit_away(self, key: str) -> list[str]:
        """City names one letter added, dropped, changed or swapped away; none for very short texts, which fit all."""
        if len(key) < SHORTEST_FOR_SUGGESTIONS:
            return []
        hits = extract(key, self._names.city_keys, scorer=OSA.distance, score_cutoff=1, limit=MOST_SUGGESTIONS)
        return [match for match, _, _ in hits]


def _place_or_name(readings: Sequence[Reading]) -> Suggestion:
    """One place by its full label, several of one name by the bare name, which then lists them all."""
    if len(readings) == 1:
        return Suggestion(readings[0].place.label, readings[0].place.near)
    name = readings[0].place.near.partition(",")[0]
    return Suggestion(name, name)


def _distinct(readings: Iterable[Reading]) -> list[Reading]:
    return list({reading.place.near: reading for reading in readings}.values())


def _vectors(clinics: Iterable[Clinic]) -> NDArray[np.float64]:
    """One unit vector a row for each clinic that has a point."""
    placed = [unit_vector(clinic.position) for clinic in clinics if clinic.position is not None]
    return np.array(placed, dtype=float).reshape(-1, 3)
