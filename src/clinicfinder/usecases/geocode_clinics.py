"""Move clinics from the point of their ZIP to that of their street address, as far as geocoders can tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.clinic_points import point_problem
from clinicfinder.domain.clinics import Clinic, GeoPrecision
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.places import ZipRecord
from clinicfinder.geocoding.answers import (
    AddressAnswer,
    AddressChoices,
    AddressFound,
    AddressNotFound,
    AddressPrecision,
    AddressRefused,
)
from clinicfinder.geocoding.clinic_address import address_hash, address_line
from clinicfinder.geocoding.lookup import AddressLookup
from clinicfinder.store.clinic_points import FOUND, LookedUp, read_outcomes, store_outcomes
from clinicfinder.store.reading import read_clinics_as_said

STORE_EVERY: Final = 20
"""Addresses looked up between two short writes: after a break that many are asked again, out of the cache."""

GIVE_UP_AFTER: Final = 3
"""Addresses in a row that no geocoder answered. The rest would fare no better and only be slow."""

DECIMALS: Final = 6
"""Of a degree: about 4 inches, and few enough that a spreadsheet keeps them all."""

_EXACT: Final[Mapping[AddressPrecision, GeoPrecision]] = {"rooftop": "rooftop", "street": "street"}


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A clinic that stays at its ZIP's point, and why: the outcome as it is stored."""

    clinic_code: str
    address: str
    outcome: str


@dataclass(frozen=True, slots=True)
class GeocodeReport:
    """What a run did.

    `placed`: codes of clinics that now stand at their address. `known`: clinics whose address was looked up
    before and has not changed. `left`: clinics not reached, because of the limit or because geocoders are silent.
    """

    placed: tuple[str, ...]
    unresolved: tuple[Unresolved, ...]
    known: int
    left: int
    silent: bool


def geocode_clinics(
    engine: Engine,
    lookup: AddressLookup,
    areas: StateAreas,
    zips: Mapping[str, ZipRecord],
    *,
    now: Callable[[], datetime],
    progress: Callable[[int, int], None],
    limit: int | None = None,
    again: bool = False,
) -> GeocodeReport:
    """Look up the addresses of clinics that stand at their ZIP's point. Pins and given coordinates never move.

    Resumable: what was found is stored every few addresses, and an address that has not changed is not asked again.

    Args: now: aware. limit: addresses at most; None for all. again: ask again for those that did not resolve.
    """
    with engine.connect() as connection:
        outcomes = read_outcomes(connection)
        clinics = [c for c in read_clinics_as_said(connection) if _may_move(c)]
    known = [c for c in clinics if _is_known(outcomes.get((c.clinic_code, address_hash(c))), again=again)]
    known_codes = {clinic.clinic_code for clinic in known}
    to_ask = [clinic for clinic in clinics if clinic.clinic_code not in known_codes]
    results, silences = _ask(
        to_ask[:limit],
        lambda clinic: _outcome(clinic, lookup.find(address_line(clinic)), areas, zips, now()),
        lambda found: store_outcomes(engine, found),
        progress,
    )
    return _report(to_ask, results, known=len(known), silent=silences > 0)


def _ask(
    clinics: Sequence[Clinic],
    outcome_of: Callable[[Clinic], LookedUp | None],
    store: Callable[[Sequence[LookedUp]], None],
    progress: Callable[[int, int], None],
) -> tuple[list[LookedUp], int]:
    """What came of each address, stored every few, and for how many there was no answer."""
    results: list[LookedUp] = []
    stored = silences = silent_in_a_row = 0
    for done, clinic in enumerate(clinics):
        progress(done, len(clinics))
        result = outcome_of(clinic)
        if result is None:
            silences += 1
            silent_in_a_row += 1
            if silent_in_a_row == GIVE_UP_AFTER:
                break
            continue
        silent_in_a_row = 0
        results.append(result)
        if len(results) - stored == STORE_EVERY:
            store(results[stored:])
            stored = len(results)
    if results[stored:]:
        store(results[stored:])
    progress(len(results), len(clinics))
    return results, silences


def _may_move(clinic: Clinic) -> bool:
    return clinic.geo_precision == "zip" and clinic.status != "permanently_closed"


def _is_known(outcome: str | None, *, again: bool) -> bool:
    return outcome == FOUND or (outcome is not None and not again)


def _report(asked: list[Clinic], results: list[LookedUp], *, known: int, silent: bool) -> GeocodeReport:
    addresses = {clinic.clinic_code: address_line(clinic) for clinic in asked}
    return GeocodeReport(
        placed=tuple(each.clinic_code for each in results if each.point),
        unresolved=tuple(
            Unresolved(each.clinic_code, addresses[each.clinic_code], each.outcome)
            for each in results
            if each.point is None
        ),
        known=known,
        left=len(asked) - len(results),
        silent=silent,
    )


def _outcome(
    clinic: Clinic, answer: AddressAnswer, areas: StateAreas, zips: Mapping[str, ZipRecord], at: datetime
) -> LookedUp | None:
    """What one answer amounts to; None if no geocoder answered, which says nothing about the address."""
    digest = address_hash(clinic)

    def unresolved(outcome: str) -> LookedUp:
        return LookedUp(clinic.clinic_code, digest, outcome, None, None, None, at)

    match answer:
        case AddressFound():
            point = LatLng(round(answer.point.lat, DECIMALS), round(answer.point.lng, DECIMALS))
            precision = _EXACT.get(answer.precision)
            record = zips.get(clinic.zip)
            problem = point_problem(point, clinic.state, record.point if record else None, areas)
            if precision is None or problem:
                return unresolved(problem or "not_exact")
            return LookedUp(clinic.clinic_code, digest, FOUND, point, precision, answer.provider, at)
        case AddressChoices():
            return unresolved("several_places")
        case AddressNotFound():
            return unresolved("not_found")
        case AddressRefused():
            return unresolved(answer.reason)
    return None
