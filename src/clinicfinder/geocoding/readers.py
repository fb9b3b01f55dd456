"""What each geocoder's answer means: its own fields turned into a Candidate. Pure.

The Census and Nominatim name state, ZIP and house number in fields. The keyed services geopy knows each do it
another way, but all write the address out in the U.S. order, so for them the written address is read by the
same function that reads what people type. Whatever it does not show stays unknown, and unknown is not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from geopy.location import Location

from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.states import STATE_NAMES, state_code
from clinicfinder.geocoding.addresses import house_number_in, state_in, town_in, zip_in
from clinicfinder.geocoding.answers import AddressPrecision, Candidate

Reader = Callable[[Location], Candidate]

COUNTRY_CODES: Final = ("us", "pr", "vi", "gu", "as", "mp")
"""Territories have country codes of their own: asking for "us" alone would lose San Juan."""

_TOWN_FIELDS: Final = ("city", "town", "village", "municipality", "hamlet", "suburb", "county")


def read_census(location: Location) -> Candidate:
    """A match of the Census geocoder. Its points lie along the block's range of numbers: street, never rooftop."""
    parts = location.raw["addressComponents"]
    return Candidate(
        point=_point(location),
        label=location.address,
        precision="street",
        house_number=location.address.split(" ", 1)[0],
        city=str(parts["city"]).title() or None,
        state=_known_state(str(parts["state"])),
        zip=zip_in(str(parts["zip"])),
    )


def read_nominatim(location: Location) -> Candidate:
    """A result of Nominatim with address details; also of the services that run it under their own name."""
    address: Mapping[str, Any] = location.raw.get("address", {})
    country = str(address.get("country_code", "")).lower()
    house = address.get("house_number")
    precision: AddressPrecision = "rooftop" if house else "road" if "road" in address else "city"
    return Candidate(
        point=_point(location),
        label=location.address,
        precision=precision,
        house_number=str(house) if house else None,
        city=next((str(address[name]) for name in _TOWN_FIELDS if address.get(name)), None),
        state=_nominatim_state(address, country),
        zip=zip_in(str(address.get("postcode", ""))),
        in_area=country in COUNTRY_CODES,
    )


def read_written_address(location: Location) -> Candidate:
    """A result of any other service, from the address it writes out."""
    label = str(location.address or "")
    house = house_number_in(label)
    return Candidate(
        point=_point(location),
        label=label,
        precision="street" if house else "city",
        house_number=house,
        city=town_in(label),
        state=state_in(label),
        zip=zip_in(label),
    )


def _point(location: Location) -> LatLng:
    return LatLng(float(location.latitude), float(location.longitude))


def _known_state(code: str) -> str | None:
    return code if code in STATE_NAMES else None


def _nominatim_state(address: Mapping[str, Any], country: str) -> str | None:
    subdivision = str(address.get("ISO3166-2-lvl4", ""))
    if subdivision.startswith("US-"):
        return _known_state(subdivision.removeprefix("US-"))
    if country != "us" and country in COUNTRY_CODES:
        return country.upper()
    return state_code(str(address.get("state", ""))) if country == "us" else None
