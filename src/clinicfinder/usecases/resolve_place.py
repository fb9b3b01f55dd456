"""From a typed place to an outcome: our own tables first, and only a street address goes on to a geocoder."""

from __future__ import annotations

from typing import Final, Literal, TypeGuard

from clinicfinder.domain.places import (
    Ambiguous,
    Approximate,
    Choice,
    Found,
    GeocoderUnavailable,
    InvalidPlace,
    NotFound,
    OutsideArea,
    Place,
    Resolution,
)
from clinicfinder.geocoding.answers import (
    AddressAnswer,
    AddressChoices,
    AddressFound,
    AddressNotFound,
    AddressPrecision,
    AddressRefused,
    GeocoderDown,
    is_exact,
)
from clinicfinder.geocoding.gazetteer import Gazetteer
from clinicfinder.geocoding.lookup import AddressLookup

_OSM_CREDIT: Final = "© OpenStreetMap contributors"
"""What the licence of OpenStreetMap's data asks to be shown (openstreetmap.org/copyright)."""


def resolve_place(gazetteer: Gazetteer, lookup: AddressLookup, near: str) -> Resolution:
    """What a submitted text means, street addresses included.

    Only to be called for what was posted: an address must never have travelled in a query string.
    """
    outcome = gazetteer.resolve(near)
    return address_outcome(lookup.find(near), near, outcome, gazetteer) if is_street_address(outcome) else outcome


def is_street_address(outcome: Resolution) -> TypeGuard[InvalidPlace]:
    """Whether our own tables leave the text to the geocoders."""
    return isinstance(outcome, InvalidPlace) and outcome.reason == "street_address"


def address_outcome(answer: AddressAnswer, near: str, outcome: InvalidPlace, gazetteer: Gazetteer) -> Resolution:
    """What an answer about a street address means for a search. `outcome` is what our own tables said."""
    match answer:
        case AddressFound() as found:
            return _found(found, near)
        case AddressChoices() as several:
            return _choices(several, gazetteer)
        case AddressNotFound():
            return NotFound(near, "unknown_address", outcome.suggestions)
        case AddressRefused(reason="outside_area"):
            return OutsideArea(near)
        case AddressRefused():
            return NotFound(near, "address_elsewhere", outcome.suggestions)
        case GeocoderDown():
            return GeocoderUnavailable(near, outcome.suggestions)


def _found(found: AddressFound, near: str) -> Found | Approximate:
    credit = _OSM_CREDIT if found.provider == "nominatim" else None
    exact = is_exact(found.precision)
    place = Place(found.place, near, found.point, "street" if exact else "city", found.state, True, credit)
    return Found(place) if exact else Approximate(place, _why(found.precision))


def _why(precision: AddressPrecision) -> Literal["road_point", "town_point"]:
    return "road_point" if precision == "road" else "town_point"


def _choices(several: AddressChoices, gazetteer: Gazetteer) -> Ambiguous:
    counts = gazetteer.clinics_near([choice.point for choice in several.choices])
    places = [Place(c.label, c.label, c.point, "street", c.state, is_private=True) for c in several.choices]
    return Ambiguous(
        several.typed, tuple(Choice(place, None, count) for place, count in zip(places, counts, strict=True))
    )
