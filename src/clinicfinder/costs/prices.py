"""A price on file, a question for a price, and its answer: found with its labels, or not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from clinicfinder.costs.bills import LineKind, Unit
from clinicfinder.domain.provenance import Provenance
from clinicfinder.units import Cents

Setting = Literal["office", "hospital"]
PayerClass = Literal["medicare", "medicare_advantage", "commercial", "marketplace", "medicaid", "self_pay"]
PriceKind = Literal["medicare_rate", "allowed", "self_pay", "list_price"]
BillPart = Literal["whole", "hospital_fee", "professional_fee"]
Scope = Literal["locality", "state", "country"]
UnknownReason = Literal["carrier_priced", "none_listed", "only_later_years"]


@dataclass(frozen=True, slots=True)
class Price:
    """One amount on file, low to high in cents, and who says so.

    `year` None: the source shows none. `state` and `locality` None: the whole country. `use` False: kept only
    to be shown as the other side of a conflict. `sessions` says how many a price per course covers.
    `bill_part`: in a hospital two bills come, the hospital's and the clinician's, to be added.
    """

    price_id: str
    treatment: str
    code: str | None
    line_kind: LineKind
    bill_part: BillPart
    year: int | None
    effective_from: date | None
    effective_to: date | None
    setting: Setting
    locality: str | None
    state: str | None
    payer_class: PayerClass
    kind: PriceKind
    unit: Unit
    sessions: int | None
    low: Cents
    high: Cents
    use: bool
    said_by: str
    conflicts_with: tuple[str, ...]
    notes: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class PriceQuery:
    """What is asked: a service on a day, in a setting (None: either), for a payer class, at a place.

    `codes` are those the line may carry; () asks for prices without a code, as clinics' own packages have.
    """

    treatment: str
    line_kind: LineKind
    codes: tuple[str, ...]
    unit: Unit
    on: date
    payer_class: PayerClass
    setting: Setting | None = None
    state: str | None = None
    locality: str | None = None
    sessions: int | None = None


@dataclass(frozen=True, slots=True)
class PriceFound:
    """A range in cents for one unit, and all that must be said beside it.

    `scope` says how wide we had to look; `years` the years the rows are of, newest last; `is_older` that none
    is of the year asked. `kinds` label it: a Medicare rate, a rate listed in hospitals' own files, a clinic's
    own price. `missing_parts` are bills that come as well and whose amount is not known.
    """

    low: Cents
    high: Cents
    unit: Unit
    scope: Scope
    years: tuple[int, ...]
    is_older: bool
    kinds: tuple[PriceKind, ...]
    settings: tuple[Setting, ...]
    missing_parts: tuple[BillPart, ...]
    rows: tuple[Price, ...]
    conflicts: tuple[Price, ...]

    def times(self, quantity: int) -> tuple[Cents, Cents]:
        """Low and high for so many units."""
        return Cents(self.low * quantity), Cents(self.high * quantity)


@dataclass(frozen=True, slots=True)
class PriceUnknown:
    """Nothing on file answers the question, and why. Never replaced by another setting's or class's price."""

    query: PriceQuery
    reason: UnknownReason
