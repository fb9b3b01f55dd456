"""The two scenarios of a course, laid side by side: by session, by running total, by plan year and line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from clinicfinder.costs.estimate import EstimatedLine
from clinicfinder.costs.lines import Ledger, ResetLine, ServiceLine
from clinicfinder.costs.ranges import CostRange
from clinicfinder.units import Cents

Span = tuple[Cents, Cents]


@dataclass(frozen=True, slots=True)
class SessionCost:
    """What one session may cost, and all sessions up to and with it; low and high in cents."""

    number: int
    on: date
    cost: Span
    so_far: Span


@dataclass(frozen=True, slots=True)
class YearCost:
    """One plan year of a course. `sessions` counts those that have a price."""

    starts_on: date
    ends_before: date
    sessions: int
    cost: Span


@dataclass(frozen=True, slots=True)
class LineCost:
    """One billed line in both scenarios."""

    line: EstimatedLine
    low: ServiceLine
    high: ServiceLine


def session_costs(lines: Sequence[EstimatedLine], cost: CostRange) -> tuple[SessionCost, ...]:
    """Each session that has a price. One session may cost less in the dearer scenario, so ends are compared."""
    priced = [line for line in lines if line.allowed is not None]
    low, high = _by_session(priced, cost.low), _by_session(priced, cost.high)
    days = {line.session: line.high_bill.on for line in priced}
    running = zip(accumulate(low.values()), accumulate(high.values()), strict=True)
    return tuple(
        SessionCost(number, days[number], _span(low[number], high[number]), _span(*so_far))
        for number, so_far in zip(low, running, strict=True)
    )


def year_costs(cost: CostRange) -> tuple[YearCost, ...]:
    """Each plan year of the course; both scenarios have the same ones."""
    return tuple(
        YearCost(
            low.starts_on,
            low.ends_before,
            len({line.service.on for line in low.lines}),
            _span(low.totals.patient - low.totals.help, high.totals.patient - high.totals.help),
        )
        for low, high in zip(cost.low.plan_years, cost.high.plan_years, strict=True)
    )


def line_costs(lines: Sequence[EstimatedLine], cost: CostRange) -> Iterator[LineCost | ResetLine]:
    """Every priced line in order of date, with the days on which the limits start again."""
    priced = [line for line in lines if line.allowed is not None]
    high = {line.position: line for line in cost.high.lines}
    for step in cost.low.steps:
        if isinstance(step, ResetLine):
            yield step
        else:
            yield LineCost(priced[step.position], step, high[step.position])


def _by_session(priced: Sequence[EstimatedLine], ledger: Ledger) -> dict[int, int]:
    sums: dict[int, int] = defaultdict(int)
    for line in ledger.lines:
        sums[priced[line.position].session] += line.patient - line.help
    return dict(sorted(sums.items()))


def _span(one: int, other: int) -> Span:
    return Cents(min(one, other)), Cents(max(one, other))
