"""What a health plan asks of its member: limits of the plan year and terms of each benefit.

The words for how a charge is shared are those of the federal plan template and of HL7's Da Vinci formulary
guide, so that a figure read off a plan document has one obvious place here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from clinicfinder.units import WHOLE, BasisPoints, Cents

Benefit = Literal["medical", "pharmacy", "behavioral"]
Network = Literal["in", "out"]
FamilyRule = Literal["embedded", "aggregate"]
CostShareOption = Literal[
    "after-deductible",
    "before-deductible",
    "deductible-waived",
    "charge",
    "no-charge",
    "no-charge-after-deductible",
]

NOTHING = Cents(0)
NO_SHARE = BasisPoints(0)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """The day of the year on which the yearly limits start again. It need not be the day the coverage renews.

    Three plan documents of 2025-26 cover 1 December to 30 November and still count by the calendar year.

    Raises: ValueError for a day that some year lacks (29 February included).

    >>> MonthDay(7, 1).year_start(date(2026, 6, 30))
    datetime.date(2025, 7, 1)
    """

    month: int
    day: int

    def __post_init__(self) -> None:
        # 2001 has no leap day: a reset on 29 February would be missing in three years of four.
        date(2001, self.month, self.day)

    def year_start(self, on: date) -> date:
        """The first day of the plan year that holds `on`."""
        this_year = date(on.year, self.month, self.day)
        return this_year if on >= this_year else date(on.year - 1, self.month, self.day)

    def next_after(self, on: date) -> date:
        """The first reset later than `on`."""
        start = self.year_start(on)
        return date(start.year + 1, self.month, self.day)


NEW_YEAR = MonthDay(1, 1)


@dataclass(frozen=True, slots=True)
class YearLimit:
    """A yearly amount that fills up: a deductible or an out-of-pocket maximum, alone or inside a family.

    `individual` and `family` are limits in cents; None means that there is no such limit.
    `individual_met` and `family_met` are what has filled so far, and may exceed the limit: real payer answers
    do. `rule` says how a member inside a family counts: embedded = whichever limit is reached first;
    aggregate = the family's limit alone, whatever the member's own payments.

    Source: the payer answer that shows 3,025.90 on a limit of 3,000 is in the TigerShark sample messages;
    embedded and aggregate as employer plan guides describe them (myussbenefits.com, lumity.com).
    """

    individual: Cents | None = None
    individual_met: Cents = NOTHING
    family: Cents | None = None
    family_met: Cents = NOTHING
    rule: FamilyRule = "embedded"

    def __post_init__(self) -> None:
        amounts = (self.individual, self.individual_met, self.family, self.family_met)
        if any(amount is not None and amount < 0 for amount in amounts):
            raise ValueError(f"a limit and what is met of it must be 0 or more, got {amounts}")
        if self.rule == "aggregate" and self.family is None:
            raise ValueError("an aggregate limit needs the family's limit")

    def remaining(self) -> Cents | None:
        """What is left to fill this plan year; never negative. None: there is no limit.

        >>> YearLimit(Cents(3_000_00), individual_met=Cents(3_025_90)).remaining()
        0
        >>> YearLimit(Cents(1_000_00), family=Cents(2_000_00), family_met=Cents(1_500_00)).remaining()
        50000
        """
        own = None if self.individual is None else max(0, self.individual - self.individual_met)
        shared = None if self.family is None else max(0, self.family - self.family_met)
        if self.rule == "aggregate":
            own = None
        known = [left for left in (own, shared) if left is not None]
        return Cents(min(known)) if known else None

    def in_a_new_year(self) -> YearLimit:
        """The same limit with nothing met yet."""
        return YearLimit(individual=self.individual, family=self.family, rule=self.rule)


NO_LIMIT = YearLimit()


@dataclass(frozen=True, slots=True)
class FirstVisits:
    """Easier terms for the first visits of a plan year under one benefit; a visit is a day with a service.

    `option` is "deductible-waived" where the copay alone is asked, "no-charge" where the visits are free.
    Source: Healthfirst Bronze (three visits before the deductible) and Covered California Bronze 60 of 2025
    (three visits at the copay, later ones in full until the deductible).
    """

    count: int
    option: CostShareOption
    used: int = 0


@dataclass(frozen=True, slots=True)
class CostShare:
    """What one benefit asks for a service.

    `copay` cents a service; `coinsurance` the patient's share in basis points. After the deductible both are
    asked; with the deductible waived a copay stands in place of the coinsurance (0: there is none).
    `max_coinsurance` caps the coinsurance of one service, `max_coinsurance_30_days` that of thirty days
    (a fill of a specialty drug); None means no cap. `counts_to_oop` is False where the plan document leaves
    this benefit out of the yearly maximum, as some of 2012-15 did for drugs and mental health.

    Raises: ValueError for a negative amount or a share above the whole.
    """

    option: CostShareOption = "after-deductible"
    copay: Cents = NOTHING
    coinsurance: BasisPoints = NO_SHARE
    max_coinsurance: Cents | None = None
    max_coinsurance_30_days: Cents | None = None
    first_visits: FirstVisits | None = None
    counts_to_oop: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.coinsurance <= WHOLE:
            raise ValueError(f"coinsurance must be 0 to {WHOLE} basis points, got {self.coinsurance}")
        amounts = (self.copay, self.max_coinsurance, self.max_coinsurance_30_days)
        if any(amount is not None and amount < 0 for amount in amounts):
            raise ValueError(f"a copay and the caps on coinsurance must be 0 or more, got {amounts}")


@dataclass(frozen=True, slots=True)
class PlanDesign:
    """One plan, on one network, as far as the ledger needs it.

    `pharmacy` and `behavioral` None: the terms of `medical` hold there too. `drug_deductible` None: pharmacy
    lines fill the same deductible as the rest. `network` names the network whose terms these are; out of
    network the clinic may bill above the allowed amount, in network it may not.
    """

    deductible: YearLimit = NO_LIMIT
    oop_max: YearLimit = NO_LIMIT
    medical: CostShare = CostShare()
    pharmacy: CostShare | None = None
    behavioral: CostShare | None = None
    drug_deductible: YearLimit | None = None
    reset: MonthDay = NEW_YEAR
    network: Network = "in"

    def share_for(self, benefit: Benefit) -> CostShare:
        """The terms that hold for a service billed under `benefit`."""
        if benefit == "pharmacy" and self.pharmacy is not None:
            return self.pharmacy
        if benefit == "behavioral" and self.behavioral is not None:
            return self.behavioral
        return self.medical

    def in_a_new_year(self) -> PlanDesign:
        """The same plan on the day after its limits start again: nothing met, no visit used."""
        return PlanDesign(
            deductible=self.deductible.in_a_new_year(),
            oop_max=self.oop_max.in_a_new_year(),
            medical=_unused(self.medical),
            pharmacy=None if self.pharmacy is None else _unused(self.pharmacy),
            behavioral=None if self.behavioral is None else _unused(self.behavioral),
            drug_deductible=None if self.drug_deductible is None else self.drug_deductible.in_a_new_year(),
            reset=self.reset,
            network=self.network,
        )


def _unused(share: CostShare) -> CostShare:
    if share.first_visits is None or share.first_visits.used == 0:
        return share
    return replace(share, first_visits=replace(share.first_visits, used=0))
