"""Places a person can type, and the closed set of answers to what they typed.

Nothing here guesses. Each kind of answer is one type; the web shows each with one template, and the
API answers each with one status and code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clinicfinder.domain.geo import LatLng

ZipKind = Literal["STANDARD", "PO BOX", "UNIQUE", "MILITARY"]
PointSource = Literal["census", "zipcodes", "city", "county", "none"]
Precision = Literal["zip", "city", "county", "clinic", "coordinate", "rounded", "street"]
"""`rounded` is where a device says it is, cut to two decimals: known to about half a mile."""


@dataclass(frozen=True, slots=True)
class ZipRecord:
    """One row of zip_codes.csv.

    `zip` is text, always five digits. `other_cities` are further names that mail accepts.
    `point` is None where no package gives a usable one; `point_source` says where it comes from:
    census = Census ZCTA point, zipcodes = the second package's own point, city / county = that Census point of
    the same city / county which is nearest to all the others together, none = no point.
    """

    zip: str
    city: str
    other_cities: tuple[str, ...]
    state: str
    county: str | None
    kind: ZipKind
    timezone: str | None
    point: LatLng | None
    point_source: PointSource


@dataclass(frozen=True, slots=True)
class Place:
    """Where a search starts: what we call it, where it stands, how exact that is, and the text that finds it again.

    `is_private`: a street address or a device's point. It stands in no address, only in what a form posts.
    `credit` names whose data says where it is, where that must be shown.
    """

    label: str
    near: str
    point: LatLng
    precision: Precision
    state: str | None
    is_private: bool = False
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of an ambiguous text. `place.near` resolves to this reading alone."""

    place: Place
    county: str | None
    clinics_within_50_miles: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text close to what was typed, offered as a link and never taken silently."""

    label: str
    near: str


@dataclass(frozen=True, slots=True)
class Found:
    """One place, as exact as what was typed."""

    place: Place


@dataclass(frozen=True, slots=True)
class Approximate:
    """One place, but its point stands for something else: a PO box, a single mailer's ZIP, a city's middle."""

    place: Place
    why: Literal["po_box", "unique_zip", "estimated_point", "city_point", "county_point", "road_point", "town_point"]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """More than one reading. The visitor chooses; nothing is picked for them."""

    typed: str
    choices: tuple[Choice, ...]
    also_state: str | None = None
    """The whole state that the text names as well ("Indiana"): a search needs a point inside it."""


@dataclass(frozen=True, slots=True)
class MilitaryAddress:
    """An APO, FPO or DPO mail address: it stands for no place."""

    typed: str


@dataclass(frozen=True, slots=True)
class OutsideArea:
    """A real place that is not in the United States or its territories."""

    typed: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """We do not know this place. `suggestions` are one edit away."""

    typed: str
    reason: Literal["unknown_zip", "unknown_name", "not_in_state", "no_point", "unknown_address", "address_elsewhere"]
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class GeocoderUnavailable:
    """Street addresses cannot be looked up right now. ZIP and city search still work."""

    typed: str
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class InvalidPlace:
    """What was typed cannot name a place."""

    typed: str
    reason: Literal[
        "blank",
        "too_long",
        "no_letters_or_digits",
        "not_five_digits",
        "street_address",
        "whole_state",
        "bad_coordinates",
    ]
    suggestions: tuple[Suggestion, ...] = ()


Resolution = (
    Found | Approximate | Ambiguous | MilitaryAddress | OutsideArea | NotFound | GeocoderUnavailable | InvalidPlace
)
