"""The closed set of answers to a street address, and what a geocoder says before we check it.

No kind of answer carries words for the visitor: the web layer has one template per type. What was typed rides along
so that the page can show it again; it is never stored and never logged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from clinicfinder.domain.geo import LatLng

AddressPrecision = Literal["rooftop", "street", "road", "city"]
"""How exact a point is, best first.

rooftop = the building itself; street = the house number's place along its block (the Census estimates it from
the range of numbers); road = somewhere on the street, the number was not found; city = only the town or ZIP.
"""

RefusalReason = Literal["other_state", "outside_area", "state_unknown"]
"""Why a geocoder's answer is not taken.

other_state = it lies in another state than the one typed; outside_area = not in the United States or its
territories; state_unknown = the answer does not say which state it lies in, so nothing could be compared.
"""

DownReason = Literal["offline", "unavailable"]
"""offline = this installation names no geocoder on purpose; unavailable = those named did not answer."""

PRECISION_ORDER: tuple[AddressPrecision, ...] = ("rooftop", "street", "road", "city")


def is_exact(precision: AddressPrecision) -> bool:
    """Whether a point stands for the house itself, so that distances from it need no "about".

    >>> is_exact("street"), is_exact("road")
    (True, False)
    """
    return precision in {"rooftop", "street"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place a geocoder offers, not yet checked.

    `label` is the geocoder's own wording. `state` is a USPS code, or None when the answer does not say;
    `in_area` is False only when the answer names a country that is not ours. `raw` is the geocoder's own answer, kept
    in memory only while somebody looks at it: it repeats the address, so it is not part of what the value shows.
    """

    point: LatLng
    label: str
    precision: AddressPrecision
    house_number: str | None
    city: str | None
    state: str | None
    zip: str | None
    in_area: bool = True
    raw: object = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AddressFound:
    """One place, checked. `place` names town, state and ZIP; the street stays with what was typed."""

    typed: str
    point: LatLng
    precision: AddressPrecision
    city: str | None
    state: str
    zip: str | None
    provider: str

    @property
    def place(self) -> str:
        """The town as we say it back, so that a visitor sees where the search starts."""
        return place_line(self.city, self.state, self.zip)


@dataclass(frozen=True, slots=True)
class AddressChoice:
    """One reading of an address that has several. `label` is the geocoder's full wording."""

    label: str
    point: LatLng
    precision: AddressPrecision
    city: str | None
    state: str
    zip: str | None


@dataclass(frozen=True, slots=True)
class AddressChoices:
    """Several places fit. The visitor chooses; nothing is picked for them."""

    typed: str
    choices: tuple[AddressChoice, ...]
    provider: str


@dataclass(frozen=True, slots=True)
class AddressNotFound:
    """Every geocoder answered and none knows it. `zip` is the ZIP found in the text, to search by."""

    typed: str
    zip: str | None


@dataclass(frozen=True, slots=True)
class AddressRefused:
    """A geocoder offered a place that we do not take. `typed_state` and `found_state` are USPS codes."""

    typed: str
    reason: RefusalReason
    typed_state: str | None
    found_state: str | None
    zip: str | None


@dataclass(frozen=True, slots=True)
class GeocoderDown:
    """Street addresses cannot be looked up right now. ZIP and city search still work."""

    typed: str
    zip: str | None
    reason: DownReason


AddressAnswer = AddressFound | AddressChoices | AddressNotFound | AddressRefused | GeocoderDown


def place_line(city: str | None, state: str, zip_code: str | None) -> str:
    """Town, state and ZIP as one line, leaving out what is not known.

    >>> place_line("Washington", "DC", "20233")
    'Washington, DC 20233'
    >>> place_line(None, "PR", None)
    'PR'
    """
    region = " ".join(part for part in (state, zip_code) if part)
    return f"{city}, {region}" if city else region
