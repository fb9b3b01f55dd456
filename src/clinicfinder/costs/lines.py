"""What goes into the ledger and what comes out of it: services, lines, plan years, sums. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clinicfinder.costs.plans import Benefit, CostShare
from clinicfinder.units import Cents


@dataclass(frozen=True, slots=True)
class Help:
    """A savings programme that leaves the patient at most `patient_pays` of one service.

    `counts` says whether what the programme pays fills the deductible and the yearly maximum.
    """

    patient_pays: Cents
    counts: bool


@dataclass(frozen=True, slots=True)
class Service:
    """One line that a clinic bills on one day.

    `allowed` is the plan's price in cents, never the list price. `share` replaces the plan's terms for this
    service alone. `covered` False: the patient pays all of it and no limit fills. `billed` is the clinic's
    own charge, used only out of network, where the part above `allowed` may be billed to the patient.
    """

    on: date
    allowed: Cents
    label: str = ""
    code: str | None = None
    benefit: Benefit = "medical"
    share: CostShare | None = None
    covered: bool = True
    billed: Cents | None = None
    help: Help | None = None

    def __post_init__(self) -> None:
        if self.allowed < 0:
            raise ValueError(f"the allowed amount must be 0 or more, got {self.allowed}")


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """What one service comes to. `patient` = deductible + copay + coinsurance + not_covered <= allowed.

    `position` is the service's place in what was asked; `help` is the part of `patient` that a savings
    programme pays; `balance_bill` may come on top and never fills a limit. `deductible_left` and `oop_left`
    are what remains after this line (None: there is no yearly maximum).
    """

    position: int
    service: Service
    deductible: Cents
    copay: Cents
    coinsurance: Cents
    not_covered: Cents
    patient: Cents
    plan: Cents
    help: Cents
    balance_bill: Cents
    deductible_left: Cents
    oop_left: Cents | None


@dataclass(frozen=True, slots=True)
class ResetLine:
    """The yearly limits start again on this day, before the service that follows."""

    on: date


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over lines, each exact to the cent."""

    allowed: Cents
    deductible: Cents
    copay: Cents
    coinsurance: Cents
    not_covered: Cents
    patient: Cents
    plan: Cents
    help: Cents
    balance_bill: Cents


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One plan year of the ledger: its first day, the day after its last, its lines and their sums."""

    starts_on: date
    ends_before: date
    lines: tuple[ServiceLine, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every line in order of date, with the resets between them, by plan year and in all."""

    steps: tuple[ServiceLine | ResetLine, ...]
    plan_years: tuple[PlanYear, ...]
    totals: Totals

    @property
    def lines(self) -> tuple[ServiceLine, ...]:
        """The service lines in order of date."""
        return tuple(line for year in self.plan_years for line in year.lines)

    def in_order_asked(self) -> tuple[ServiceLine, ...]:
        """The service lines in the order in which the services were given."""
        return tuple(sorted(self.lines, key=lambda line: line.position))


def total(lines: Iterable[ServiceLine]) -> Totals:
    """The sums of lines, exact because every line is whole cents already."""
    allowed = deductible = copay = coinsurance = not_covered = patient = plan = helped = balance = 0
    for line in lines:
        allowed += line.service.allowed
        deductible += line.deductible
        copay += line.copay
        coinsurance += line.coinsurance
        not_covered += line.not_covered
        patient += line.patient
        plan += line.plan
        helped += line.help
        balance += line.balance_bill
    sums = (allowed, deductible, copay, coinsurance, not_covered, patient, plan, helped, balance)
    return Totals(*(Cents(amount) for amount in sums))
