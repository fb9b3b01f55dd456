"""What a search asks for and what it answers. The order is by distance alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.hours import OpenState
from clinicfinder.domain.places import Place
from clinicfinder.units import Miles

RADII: Final[tuple[int, ...]] = (10, 25, 50, 100)
"""Miles a visitor can choose; no choice means any distance."""

FilterName = Literal["treatment", "payer", "open_now", "telehealth", "network"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which clinics a search wants. All groups must hold; a clinic must list every treatment asked for.

    `payer` keeps the clinics that take it or list it ("call to confirm"). `open_now` and `telehealth` keep
    those known to be open, or known to offer it, when True; False and None do not filter.
    """

    treatments: tuple[str, ...] = ()
    payer: str | None = None
    network: str | None = None
    open_now: bool | None = None
    telehealth: bool | None = None

    def without(self, name: FilterName) -> Filters:
        """The same filters less one."""
        match name:
            case "treatment":
                return replace(self, treatments=())
            case "payer":
                return replace(self, payer=None)
            case "network":
                return replace(self, network=None)
            case "open_now":
                return replace(self, open_now=None)
            case "telehealth":
                return replace(self, telehealth=None)

    def active(self) -> tuple[FilterName, ...]:
        """The filters that are set, in the order the form shows them."""
        names: tuple[FilterName, ...] = ("treatment", "payer", "open_now", "telehealth", "network")
        return tuple(name for name in names if self.without(name) != self)


@dataclass(frozen=True, slots=True)
class Hit:
    """One clinic of an answer. `approximate` is True when either end of the distance is not an exact point."""

    clinic: Clinic
    miles: Miles
    approximate: bool
    within_radius: bool
    open_state: OpenState


@dataclass(frozen=True, slots=True)
class WiderSearch:
    """What leaving one filter out would bring: how many clinics within the radius, and how near the nearest is."""

    without: FilterName
    filters: Filters
    clinics_within_radius: int
    nearest: Miles


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of an answer.

    `total` counts all clinics that fit the filters, `within_radius` those of them within the radius (None when
    no radius was asked for); the radius never removes a clinic. `nearest` is the distance of the nearest of all.
    """

    origin: Place
    filters: Filters
    radius: float | None
    hits: tuple[Hit, ...]
    total: int
    within_radius: int | None
    nearest: Miles | None
    offset: int
    limit: int
    widen: WiderSearch | None

    @property
    def none_within_radius(self) -> bool:
        """Whether a radius was asked for and nothing lies within it."""
        return self.within_radius == 0
