"""The ledger: dated services walked through a plan, line by line, in whole cents.

The order of operations is the one that reproduces every worked example we found with figures: choose the plan
year; take the allowed amount; deductible; copay and coinsurance on the rest; room under the yearly maximum;
then fill the limits. `docs/decisions/020-one-ledger.md` tells why, and what was left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from clinicfinder.costs.lines import Ledger, PlanYear, ResetLine, Service, ServiceLine, total
from clinicfinder.costs.plans import Benefit, CostShare, PlanDesign
from clinicfinder.units import Cents, share_of

CAP_WINDOW = timedelta(days=30)


def run(plan: PlanDesign, services: Sequence[Service], met_on: date | None = None) -> Ledger:
    """Walk services through a plan, so that each session's cost depends on what came before it.

    Args: services in any order; those of one day keep the order given. met_on: a day of the plan year to
        which the plan's met amounts belong; None means that of the first service.
    Returns: a Ledger; no services give an empty one.
    Raises: ValueError if a service is dated in a plan year before `met_on`: what was met then is not known.
    """
    ordered = sorted(enumerate(services), key=lambda pair: pair[1].on)
    if not ordered:
        return Ledger((), (), total([]))
    first = ordered[0][1].on
    year_start = plan.reset.year_start(first if met_on is None else met_on)
    if first < year_start:
        raise ValueError(f"{first} lies before the plan year that starts on {year_start}")
    next_reset = plan.reset.next_after(year_start)
    running = _RunningYear(plan)
    steps: list[ServiceLine | ResetLine] = []
    years: list[PlanYear] = []
    lines: list[ServiceLine] = []
    for position, service in ordered:
        if service.on >= next_reset:
            if lines:
                years.append(PlanYear(year_start, next_reset, tuple(lines), total(lines)))
                lines = []
            plan = plan.in_a_new_year()
            running = _RunningYear(plan)
            year_start = plan.reset.year_start(service.on)
            next_reset = plan.reset.next_after(service.on)
            steps.append(ResetLine(year_start))
        line = running.charge(position, service)
        lines.append(line)
        steps.append(line)
    years.append(PlanYear(year_start, next_reset, tuple(lines), total(lines)))
    return Ledger(tuple(steps), tuple(years), total([line for year in years for line in year.lines]))


class _RunningYear:
    """What is left of the limits while one plan year's lines go by. The only thing here that changes."""

    __slots__ = ("deductible_left", "drug_deductible_left", "oop_left", "plan", "visits", "windows")

    def __init__(self, plan: PlanDesign) -> None:
        self.plan = plan
        # No deductible is the same as one that is met; no maximum is not the same as any amount.
        self.deductible_left: int = plan.deductible.remaining() or 0
        drug = plan.drug_deductible
        self.drug_deductible_left: int | None = None if drug is None else drug.remaining() or 0
        self.oop_left: int | None = plan.oop_max.remaining()
        self.visits: dict[Benefit, tuple[int, date]] = {}
        self.windows: dict[Benefit, tuple[date, int]] = {}

    def charge(self, position: int, service: Service) -> ServiceLine:
        """Put one service through the plan and fill the limits with it."""
        if not service.covered:
            return self._line(position, service, 0, 0, 0, service.allowed)
        share = service.share or self.plan.share_for(service.benefit)
        has_drug_deductible = service.benefit == "pharmacy" and self.drug_deductible_left is not None
        left = self.drug_deductible_left if has_drug_deductible else self.deductible_left
        deductible, copay, coinsurance = split(
            share, self._option(share, service), service.allowed, left or 0, self._cap(share, service)
        )
        if share.counts_to_oop and self.oop_left is not None:
            deductible = min(deductible, self.oop_left)
            copay = min(copay, self.oop_left - deductible)
            coinsurance = min(coinsurance, self.oop_left - deductible - copay)
        line_help = 0
        if service.help is not None:
            line_help = max(0, deductible + copay + coinsurance - service.help.patient_pays)
        self._fill(share, service, has_drug_deductible, (deductible, copay, coinsurance), line_help)
        return self._line(position, service, deductible, copay, coinsurance, 0, line_help)

    def _option(self, share: CostShare, service: Service) -> str:
        """The terms in force for this visit: the first visits of a year may have easier ones."""
        if share.first_visits is None:
            return share.option
        number, last = self.visits.get(service.benefit, (share.first_visits.used, date.min))
        if service.on != last:
            number += 1
            self.visits[service.benefit] = (number, service.on)
        return share.first_visits.option if number <= share.first_visits.count else share.option

    def _cap(self, share: CostShare, service: Service) -> int | None:
        """The most that coinsurance may come to for this service, or None."""
        monthly = share.max_coinsurance_30_days
        if monthly is None:
            return share.max_coinsurance
        opened, used = self.windows.get(service.benefit, (service.on, 0))
        if service.on - opened >= CAP_WINDOW:
            opened, used = service.on, 0
        self.windows[service.benefit] = (opened, used)
        left = max(0, monthly - used)
        return left if share.max_coinsurance is None else min(left, share.max_coinsurance)

    def _fill(
        self,
        share: CostShare,
        service: Service,
        has_drug_deductible: bool,
        parts: tuple[int, int, int],
        line_help: int,
    ) -> None:
        deductible, copay, coinsurance = parts
        if share.max_coinsurance_30_days is not None:
            opened, used = self.windows[service.benefit]
            self.windows[service.benefit] = (opened, used + coinsurance)
        counted = deductible + copay + coinsurance
        if service.help is not None and not service.help.counts:
            # A copay accumulator: only the patient's own money fills the limits, the deductible first.
            counted -= line_help
            deductible = min(deductible, counted)
        if has_drug_deductible and self.drug_deductible_left is not None:
            self.drug_deductible_left -= deductible
        else:
            self.deductible_left -= deductible
        if share.counts_to_oop and self.oop_left is not None:
            self.oop_left -= counted

    def _line(
        self,
        position: int,
        service: Service,
        deductible: int,
        copay: int,
        coinsurance: int,
        not_covered: int,
        line_help: int = 0,
    ) -> ServiceLine:
        patient = deductible + copay + coinsurance + not_covered
        above = 0
        if self.plan.network == "out" and service.billed is not None:
            above = max(0, service.billed - service.allowed)
        return ServiceLine(
            position=position,
            service=service,
            deductible=Cents(deductible),
            copay=Cents(copay),
            coinsurance=Cents(coinsurance),
            not_covered=Cents(not_covered),
            patient=Cents(patient),
            plan=Cents(service.allowed - patient),
            help=Cents(line_help),
            balance_bill=Cents(above),
            deductible_left=Cents(self.deductible_left),
            oop_left=None if self.oop_left is None else Cents(self.oop_left),
        )


def split(share: CostShare, option: str, allowed: Cents, deductible_left: int, cap: int | None) -> tuple[int, int, int]:
    """The deductible, copay and coinsurance of one service before the yearly maximum is looked at.

    Args: option: the terms in force, which may differ from `share.option` for first visits. deductible_left:
        cents, >= 0. cap: the most the coinsurance may be, cents; None: no cap.
    Returns: three amounts in cents, each >= 0, whose sum is at most `allowed`.

    Where the deductible does not apply, a copay stands in place of the coinsurance: published examples with
    both on the plan pay the copay alone. After the deductible both are asked, never more than the rest.
    """
    if option == "no-charge":
        return 0, 0, 0
    if option in ("charge", "deductible-waived"):
        if share.copay:
            return 0, min(share.copay, allowed), 0
        return 0, 0, _capped(share_of(allowed, share.coinsurance), cap)
    copay = min(share.copay, allowed) if option == "before-deductible" else 0
    deductible = min(allowed - copay, deductible_left)
    rest = Cents(allowed - copay - deductible)
    if option == "no-charge-after-deductible":
        return deductible, 0, 0
    coinsurance = _capped(share_of(rest, share.coinsurance), cap)
    if option == "after-deductible":
        copay = min(share.copay, rest)
        coinsurance = min(coinsurance, rest - copay)
    return deductible, copay, coinsurance


def _capped(amount: int, cap: int | None) -> int:
    return amount if cap is None else min(amount, cap)
