"""All the tables an estimate rests on, typed and ready. Read-only; safe to share between threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinicfinder.costs.bills import BillingCode
from clinicfinder.costs.courses import CourseRow
from clinicfinder.costs.estimate import CostTables
from clinicfinder.costs.parameters import Parameter
from clinicfinder.costs.presets import PlanPreset
from clinicfinder.costs.prices import Price
from clinicfinder.coverage.book import RuleBook
from clinicfinder.coverage.laws import StateLaw
from clinicfinder.coverage.payers import Payer


@dataclass(frozen=True, slots=True)
class Locality:
    """A Medicare payment locality. `counties` are those its own name gives; `whole_state` needs none."""

    code: str
    state: str
    whole_state: bool
    counties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EstimateTables:
    """Rules, laws, payers, prices, courses, parameters and presets of one version of the data."""

    book: RuleBook
    payers: Sequence[Payer]
    laws: Sequence[StateLaw]
    costs: CostTables
    prices: Sequence[Price]
    codes: Mapping[str, BillingCode]
    courses: Mapping[str, tuple[CourseRow, ...]]
    parameters: Sequence[Parameter]
    presets: Sequence[PlanPreset]
    localities: Sequence[Locality]

    def locality_of(self, state: str | None, county: str | None) -> str | None:
        """The Medicare locality of a place, or None where no source says which it is.

        Args: county: with or without the word County.
        """
        own_name = (county or "").removesuffix(" County").removesuffix(" city")
        here = [locality for locality in self.localities if locality.state == state]
        whole = [locality for locality in here if locality.whole_state]
        by_county = [locality for locality in here if own_name in locality.counties]
        found = whole or by_county
        return found[0].code if len(found) == 1 else None
