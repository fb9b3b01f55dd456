"""Whether a geocoder's answer may be taken. Pure: what was typed and what was found in, one answer out.

The rule this exists for: a person who types one state must never be sent to clinics near a place in another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from clinicfinder.domain.geo import LatLng, miles_between
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.geocoding.addresses import TypedAddress
from clinicfinder.geocoding.answers import (
    PRECISION_ORDER,
    AddressChoice,
    AddressChoices,
    AddressFound,
    AddressNotFound,
    AddressRefused,
    Candidate,
    RefusalReason,
    is_exact,
)

StateOfZip = Callable[[str], str | None]
"""The state a ZIP code's mail belongs to, as a USPS code; None for a ZIP we do not have."""

SAME_PLACE_MILES: Final = 0.1
"""Answers this close are one place: both sides of a street, or several names of one building."""

MOST_CHOICES: Final = 8


class _Box(NamedTuple):
    south: float
    north: float
    west: float
    east: float


# Generous rectangles, for swapped coordinates and 0,0; they draw no border. Alaska ends at 172 degrees east.
_ALASKA: Final = (_Box(51.0, 71.6, -180.0, -129.0), _Box(51.0, 53.5, 172.0, 180.0))
_HAWAII: Final = (_Box(18.5, 28.6, -178.7, -154.5),)
_CARIBBEAN: Final = (_Box(17.4, 18.8, -68.2, -64.3),)
_MARIANAS: Final = (_Box(13.0, 20.8, 144.4, 146.3),)
_SAMOA: Final = (_Box(-14.8, -10.8, -171.3, -168.0),)
_MAINLAND: Final = (_Box(24.3, 49.5, -125.0, -66.8),)
_BOXES: Final = {
    "AK": _ALASKA, "HI": _HAWAII, "PR": _CARIBBEAN, "VI": _CARIBBEAN, "GU": _MARIANAS, "MP": _MARIANAS, "AS": _SAMOA,
}  # fmt: skip


def judge(
    typed: TypedAddress, candidates: Sequence[Candidate], *, provider: str, state_of_zip: StateOfZip
) -> AddressFound | AddressChoices | AddressRefused | AddressNotFound:
    """Check what one geocoder offers against what was typed.

    Returns: the one place left; a choice if several are left; the first refusal if all are refused; not
    found if nothing was offered.
    """
    refusals = [why_refused(typed, candidate, state_of_zip) for candidate in candidates]
    kept = [
        _said_to_be_less(typed, candidate)
        for candidate, refusal in zip(candidates, refusals, strict=True)
        if refusal is None
    ]
    if kept:
        return _one_or_choices(typed, _distinct(_best(typed, kept)), provider)
    for candidate, refusal in zip(candidates, refusals, strict=True):
        if refusal is not None:
            expected = _expected_state(typed, state_of_zip)
            return AddressRefused(typed.text, refusal, expected, candidate.state, typed.zip)
    return AddressNotFound(typed.text, typed.zip)


def why_refused(typed: TypedAddress, candidate: Candidate, state_of_zip: StateOfZip) -> RefusalReason | None:
    """Why one offered place is not taken, or None if it is.

    A ZIP that crosses a state line is no contradiction: the same ZIP typed and found needs no further proof.
    """
    if not candidate.in_area or not in_area(candidate.point, candidate.state):
        return "outside_area"
    if candidate.state is None:
        return "state_unknown"
    if typed.state is None and typed.zip is not None and typed.zip == candidate.zip:
        return None
    expected = _expected_state(typed, state_of_zip)
    return "other_state" if expected is not None and expected != candidate.state else None


def in_area(point: LatLng, state: str | None) -> bool:
    """Whether a point can lie in the United States or a territory; with a state, in its part of the world.

    >>> in_area(LatLng(18.44, -66.06), "PR"), in_area(LatLng(51.5, -0.1), None), in_area(LatLng(-76.9, 38.8), "DC")
    (True, False, False)
    """
    if state is None:
        boxes = {box for group in (*_BOXES.values(), _MAINLAND) for box in group}
    elif state in STATE_NAMES:
        boxes = set(_BOXES.get(state, _MAINLAND))
    else:
        return False
    return any(box.south <= point.lat <= box.north and box.west <= point.lng <= box.east for box in boxes)


def _expected_state(typed: TypedAddress, state_of_zip: StateOfZip) -> str | None:
    return typed.state or (state_of_zip(typed.zip) if typed.zip else None)


def _said_to_be_less(typed: TypedAddress, candidate: Candidate) -> Candidate:
    """The candidate, no longer called exact if it stands at another house number than the one typed."""
    if not is_exact(candidate.precision) or typed.house_number is None or candidate.house_number is None:
        return candidate
    same = typed.house_number.replace("-", "") == candidate.house_number.casefold().replace("-", "")
    return candidate if same else replace(candidate, precision="road")


def _best(typed: TypedAddress, kept: Sequence[Candidate]) -> list[Candidate]:
    """Those in the ZIP that was typed, if any; among them those of the best precision there is."""
    same_zip = [candidate for candidate in kept if typed.zip is not None and candidate.zip == typed.zip]
    pool = same_zip or kept
    best = min(PRECISION_ORDER.index(candidate.precision) for candidate in pool)
    return [candidate for candidate in pool if PRECISION_ORDER.index(candidate.precision) == best]


def _distinct(candidates: Sequence[Candidate]) -> list[Candidate]:
    distinct: list[Candidate] = []
    for candidate in candidates:
        if not any(_same_place(candidate, other) for other in distinct):
            distinct.append(candidate)
    return distinct


def _same_place(one: Candidate, other: Candidate) -> bool:
    """Whether two answers lead to one search: close together, or inexact and in one town (pieces of one road)."""
    if miles_between(one.point, other.point) <= SAME_PLACE_MILES:
        return True
    return not is_exact(one.precision) and (one.city, one.state) == (other.city, other.state)


def _one_or_choices(typed: TypedAddress, places: Sequence[Candidate], provider: str) -> AddressFound | AddressChoices:
    choices = [
        AddressChoice(place.label, place.point, place.precision, place.city, place.state, place.zip)
        for place in places
        if place.state is not None
    ]
    if len(choices) > 1:
        return AddressChoices(typed.text, tuple(choices[:MOST_CHOICES]), provider)
    only = choices[0]
    return AddressFound(typed.text, only.point, only.precision, only.city, only.state, only.zip, provider)
