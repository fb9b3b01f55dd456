"""The ledger run at both ends of what is known, so that a range is from a whole course to a whole course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal

from clinicfinder.costs.assistance import Programme
from clinicfinder.costs.bills import LineKind
from clinicfinder.costs.ledger import run
from clinicfinder.costs.lines import Help, Ledger, Service
from clinicfinder.costs.plan_answers import PlanRange
from clinicfinder.costs.plans import Benefit
from clinicfinder.units import Cents

End = Literal["low", "high"]


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line of a session's bill with the range of its allowed amount, in cents."""

    on: date
    label: str
    code: str | None
    line_kind: LineKind
    benefit: Benefit
    allowed_low: Cents
    allowed_high: Cents
    covered: bool = True


@dataclass(frozen=True, slots=True)
class CostRange:
    """Two complete scenarios of one course, line for line.

    `low` and `high` are the cheapest and the dearest for the person over the whole course; the lines of each
    sum exactly to its own total. One line may cost less in `high` than in `low`, because a dearer start meets
    the deductible sooner: `line_spans` gives the smaller and the larger of the two for display.
    """

    low: Ledger
    high: Ledger

    @property
    def low_cents(self) -> Cents:
        """What the person may pay at least, after any savings programme."""
        return after_help(self.low)

    @property
    def high_cents(self) -> Cents:
        """What the person may pay at most, after any savings programme."""
        return after_help(self.high)

    @property
    def line_spans(self) -> tuple[tuple[Cents, Cents], ...]:
        """Per line in the order given: the smaller and the larger of what the two scenarios ask for it."""
        pairs = zip(self.low.in_order_asked(), self.high.in_order_asked(), strict=True)
        return tuple(
            (Cents(min(paid)), Cents(max(paid)))
            for paid in ((low.patient - low.help, high.patient - high.help) for low, high in pairs)
        )


def after_help(ledger: Ledger) -> Cents:
    """What the person pays themselves: their share less what a savings programme pays of it."""
    return Cents(ledger.totals.patient - ledger.totals.help)


def run_range(
    plans: PlanRange,
    lines: Sequence[PricedLine],
    programmes: Sequence[Programme] = (),
    met_on: date | None = None,
) -> CostRange:
    """Run every end of what is not known through the ledger and keep the cheapest and the dearest course.

    Without a programme two runs are enough: a lower price and an easier plan never cost more. With one they
    are not, because help on a dearer drug may fill the deductible for the visits; so all ends are run.

    Args: programmes: those offered to the person; `counts_toward_deductible` unknown is run both ways.
        met_on: see `ledger.run`.
    """
    if not programmes:
        return CostRange(
            run(plans.low, _services(lines, "low"), met_on), run(plans.high, _services(lines, "high"), met_on)
        )
    ways = (True, False) if any(p.counts_toward_deductible == "unknown" for p in programmes) else (False,)
    ends: tuple[End, ...] = ("low", "high")
    ledgers = [
        run(plan, _services(lines, end, programmes, unknown_counts), met_on)
        for plan, end, unknown_counts in product(dict.fromkeys((plans.low, plans.high)), ends, ways)
    ]
    return CostRange(min(ledgers, key=after_help), max(ledgers, key=after_help))


def _services(
    lines: Sequence[PricedLine],
    end: End,
    programmes: Sequence[Programme] = (),
    unknown_counts: bool = False,
) -> list[Service]:
    by_kind = {programme.pays_line: programme for programme in programmes}
    return [
        Service(
            on=line.on,
            allowed=line.allowed_low if end == "low" else line.allowed_high,
            label=line.label,
            code=line.code,
            benefit=line.benefit,
            covered=line.covered,
            help=_help(by_kind.get(line.line_kind), unknown_counts),
        )
        for line in lines
    ]


def _help(programme: Programme | None, unknown_counts: bool) -> Help | None:
    if programme is None:
        return None
    counts = programme.counts_toward_deductible
    return Help(programme.patient_pays, counts == "yes" or (counts == "unknown" and unknown_counts))
