"""What an estimate shows of the cost through the plan: figures, chart, table, help, and every line of the working."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinicfinder.costs.assistance import Barred, Offered
from clinicfinder.costs.estimate import CostEstimate, EstimatedLine
from clinicfinder.costs.lines import ResetLine
from clinicfinder.costs.prices import PriceFound
from clinicfinder.costs.ranges import CostRange
from clinicfinder.domain.provenance import Provenance
from clinicfinder.units import Cents
from clinicfinder.web.cost_chart import CostChart, cost_chart
from clinicfinder.web.cost_words import line_words, programme_refusal_words
from clinicfinder.web.session_costs import LineCost, SessionCost, YearCost, line_costs, session_costs, year_costs
from clinicfinder.web.source_view import SourceView, source_view, source_views
from clinicfinder.web.translation import data_text, gettext, ngettext
from clinicfinder.web.wording import day_words, money_range_words, short_day_words


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount with what it is for."""

    label: str
    amount: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the working. `reset` holds the text of a row on which the yearly limits start again."""

    day: str
    session: str
    what: str
    amounts: tuple[str, ...]
    reset: str | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session of the table under the chart."""

    number: int
    day: str
    cost: str
    so_far: str


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A savings programme: open to this person, or why not."""

    name: str
    wording: str
    eligibility: str
    verdict: str
    offered: bool
    source: SourceView


@dataclass(frozen=True, slots=True)
class CostView:
    """The cost through the plan. `figures` is empty where no line has a price."""

    figures: tuple[Figure, ...]
    known: str
    wide: str | None
    with_help: str | None
    chart: CostChart | None
    sessions: tuple[SessionRow, ...]
    rows: tuple[LedgerRow, ...]
    unknown_lines: tuple[str, ...]
    programmes: tuple[ProgrammeView, ...]
    price_sources: tuple[SourceView, ...]


def cost_view(estimate: CostEstimate) -> CostView:
    """Put the cost of a course through a plan into words and figures."""
    cost = estimate.cost
    by_session = session_costs(estimate.lines, cost) if cost else ()
    missing = [line for line in estimate.lines if line.allowed is None]
    return CostView(
        figures=tuple(_figures(cost, by_session)) if cost else (),
        known=_known_words(estimate, len(missing)),
        wide=_wide_words(estimate),
        with_help=money_range_words(estimate.with_help.low_cents, estimate.with_help.high_cents)
        if estimate.with_help
        else None,
        chart=_chart(by_session) if len(by_session) > 1 else None,
        sessions=tuple(_session_row(session) for session in by_session),
        rows=tuple(_ledger_row(row) for row in line_costs(estimate.lines, cost)) if cost else (),
        unknown_lines=tuple(dict.fromkeys(line_words(line.high_bill.label_key) for line in missing)),
        programmes=tuple(_programme(answer) for answer in estimate.programmes),
        price_sources=source_views(_price_rows(estimate.lines)),
    )


def _figures(cost: CostRange, sessions: Sequence[SessionCost]) -> Iterator[Figure]:
    each = (min(s.cost[0] for s in sessions), max(s.cost[1] for s in sessions))
    yield Figure(gettext("Each session"), money_range_words(*each))
    yield Figure(
        ngettext("This course: %(num)d session", "This course: %(num)d sessions", len(sessions)),
        money_range_words(cost.low_cents, cost.high_cents),
        gettext("%(first)s to %(last)s", first=day_words(sessions[0].on), last=day_words(sessions[-1].on)),
    )
    years = year_costs(cost)
    for place, year in enumerate(years):
        yield _year_figure(year, is_first=place == 0)


def _year_figure(year: YearCost, *, is_first: bool) -> Figure:
    label = (
        gettext("Of that, in this plan year")
        if is_first
        else gettext("In the plan year from %(day)s", day=day_words(year.starts_on))
    )
    note = ngettext(
        "%(num)d session before the limits start again on %(day)s",
        "%(num)d sessions before the limits start again on %(day)s",
        year.sessions,
        day=day_words(year.ends_before),
    )
    return Figure(label, money_range_words(*year.cost), note)


def _known_words(estimate: CostEstimate, missing: int) -> str:
    if estimate.cost is None:
        return gettext(
            "Not known. No source we have gives a price for this, for your kind of plan, in the setting you chose. "
            "Leave the setting open to see what hospitals list."
        )
    if missing:
        return gettext(
            "If the plan pays its part. Known only in part: some lines have no price on file, so you may pay more."
        )
    return gettext("If the plan pays its part. The true amount depends on your plan's own price with the clinic.")


def _wide_words(estimate: CostEstimate) -> str | None:
    """What would make a wide range narrower, named by the figures that are missing."""
    missing = {
        "share_unknown": gettext("your copay or coinsurance"),
        "deductible_unknown": gettext("your deductible"),
        "deductible_met_unknown": gettext("how much of the deductible is met"),
        "oop_max_by_law": gettext("your yearly maximum"),
        "oop_max_unknown": gettext("your yearly maximum"),
    }
    named = list(dict.fromkeys(words for key, words in missing.items() if key in estimate.assumptions))
    if not named or estimate.cost is None:
        return None
    return gettext("To narrow the range, add under “Your plan's figures”: %(list)s.", list=", ".join(named))


def _chart(sessions: Sequence[SessionCost]) -> CostChart:
    return cost_chart(sessions, short_day_words(sessions[0].on), short_day_words(sessions[-1].on))


def _session_row(session: SessionCost) -> SessionRow:
    return SessionRow(
        session.number,
        short_day_words(session.on),
        money_range_words(*session.cost),
        money_range_words(*session.so_far),
    )


def _ledger_row(row: LineCost | ResetLine) -> LedgerRow:
    if isinstance(row, ResetLine):
        text = gettext("%(day)s: the yearly deductible and maximum start again", day=day_words(row.on))
        return LedgerRow("", "", "", (), text)
    bill = row.line.high_bill
    codes = gettext(" or ").join(dict.fromkeys((*row.line.low_bill.codes, *bill.codes)))
    what = line_words(bill.label_key)
    pairs = (
        (row.low.service.allowed, row.high.service.allowed),
        (row.low.deductible, row.high.deductible),
        (row.low.copay, row.high.copay),
        (row.low.coinsurance, row.high.coinsurance),
        (row.low.patient, row.high.patient),
    )
    return LedgerRow(
        day=short_day_words(bill.on),
        session=str(row.line.session),
        what=f"{what} ({codes})" if codes else what,
        amounts=tuple(money_range_words(Cents(min(pair)), Cents(max(pair))) for pair in pairs),
    )


def _programme(answer: Offered | Barred) -> ProgrammeView:
    programme = answer.programme
    if isinstance(answer, Barred):
        verdict = programme_refusal_words(answer.reason)
    elif answer.asks_state:
        states = ", ".join(sorted(programme.excluded_states))
        verdict = gettext("May be open to you, unless you live in %(states)s. Add your state.", states=states)
    else:
        verdict = gettext("May be open to you. Ask the clinic to sign you up before the first session.")
    counts = {
        "yes": gettext("What it pays counts to your deductible."),
        "no": gettext("What it pays does not count to your deductible."),
        "unknown": gettext("Whether what it pays counts to your deductible is up to your plan: ask."),
    }[programme.counts_toward_deductible]
    return ProgrammeView(
        data_text(programme.name),
        data_text(programme.wording),
        f"{data_text(programme.eligibility)} {counts}",
        verdict,
        isinstance(answer, Offered),
        source_view(programme.provenance),
    )


def _price_rows(lines: Sequence[EstimatedLine]) -> Iterator[Provenance]:
    # Lines of one kind share their price, and a price may rest on many rows: each is looked at once.
    prices = {id(price): price for line in lines for price in (line.low_price, line.high_price)}
    for price in prices.values():
        if isinstance(price, PriceFound):
            yield from (row.provenance for row in price.rows)
