"""The cost of a course for one person: sessions, bills, prices, the plan at both ends, and what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinicfinder.costs.assistance import Barred, Offered, Programme, check_programmes
from clinicfinder.costs.bills import BillingCode, BillingTerms, BillLine, bill_session
from clinicfinder.costs.courses import Session
from clinicfinder.costs.plan_answers import PlanAnswers, bracket_plan
from clinicfinder.costs.price_book import PriceBook
from clinicfinder.costs.prices import PayerClass, PriceFound, PriceQuery, PriceUnknown, Setting
from clinicfinder.costs.ranges import CostRange, PricedLine, run_range
from clinicfinder.units import Cents


@dataclass(frozen=True, slots=True)
class CostTables:
    """The tables an estimate rests on."""

    codes: Sequence[BillingCode]
    prices: PriceBook
    programmes: Sequence[Programme]


@dataclass(frozen=True, slots=True)
class CostQuestion:
    """One person's question. `plan_types` are those of every plan they have, the first paying first.

    `oop_bound` is the law's highest yearly maximum over the years of the course, or None. `met_on` is the day
    on which what is met was read; None: it belongs to the plan year of the first session.
    """

    treatment: str
    sessions: Sequence[Session]
    terms: BillingTerms
    payer_class: PayerClass
    plan_types: tuple[str, ...]
    answers: PlanAnswers
    setting: Setting | None = None
    state: str | None = None
    locality: str | None = None
    oop_bound: Cents | None = None
    met_on: date | None = None


@dataclass(frozen=True, slots=True)
class EstimatedLine:
    """One line of one session, at the lower and the higher dose where the dose is open.

    `allowed` is the low and high amount in cents, or None where no price is on file.
    """

    session: int
    low_bill: BillLine
    high_bill: BillLine
    low_price: PriceFound | PriceUnknown
    high_price: PriceFound | PriceUnknown
    allowed: tuple[Cents, Cents] | None


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """What a course may cost.

    `is_known` is False if any line has no price: `cost` then covers the other lines alone, and must be said to
    be only a part. `cost` None: no line has one. `with_help` is the same course while the programmes that are
    offered last; None: none pays a line of it. `assumptions` are keys the page puts into words. The lines of
    both ranges are those of `lines` that have a price, in that order.
    """

    lines: tuple[EstimatedLine, ...]
    is_known: bool
    cost: CostRange | None
    with_help: CostRange | None
    programmes: tuple[Offered | Barred, ...]
    assumptions: tuple[str, ...]


def estimate_cost(tables: CostTables, question: CostQuestion) -> CostEstimate:
    """Work a course out from its sessions to a range, leaving open what no source gives.

    Raises: CodeNotInForce if a session lies on a day on which its code may not be billed.
    """
    lines = _price_lines(tables, question)
    priced = [_priced_line(line, line.allowed) for line in lines if line.allowed is not None]
    programmes = check_programmes(tables.programmes, question.treatment, question.plan_types, question.state)
    is_known = len(priced) == len(lines)
    if not priced:
        return CostEstimate(lines, is_known, None, None, programmes, _said_of_prices(lines))
    course = Cents(sum(line.allowed_high for line in priced))
    plans = bracket_plan(question.answers, course, question.oop_bound)
    offered = _paying(programmes, priced)
    return CostEstimate(
        lines=lines,
        is_known=is_known,
        cost=run_range(plans, priced, met_on=question.met_on),
        with_help=run_range(plans, priced, offered, question.met_on) if offered else None,
        programmes=programmes,
        # No programme's yearly limit is known, so that its range holds only until the help runs out.
        assumptions=(*plans.assumptions, *_said_of_prices(lines), *(("help_may_run_out",) if offered else ())),
    )


def _paying(programmes: Sequence[Offered | Barred], priced: Sequence[PricedLine]) -> list[Programme]:
    """The programmes that are offered and pay a line of this bill; a bundle is neither drug nor observation."""
    kinds = {line.line_kind for line in priced}
    offered = [answer.programme for answer in programmes if isinstance(answer, Offered)]
    return [programme for programme in offered if programme.pays_line in kinds]


def _price_lines(tables: CostTables, question: CostQuestion) -> tuple[EstimatedLine, ...]:
    bills = [
        (session.number, low, high)
        for session in question.sessions
        for low, high in zip(
            bill_session(question.treatment, session, session.dose_low_mg, question.terms, tables.codes),
            bill_session(question.treatment, session, session.dose_high_mg, question.terms, tables.codes),
            strict=True,
        )
    ]
    prices = tables.prices.find_each([_query(question, bill) for _, low, high in bills for bill in (low, high)])
    return tuple(
        EstimatedLine(number, low, high, at_low, at_high, _allowed(low, high, at_low, at_high))
        for (number, low, high), at_low, at_high in zip(bills, prices[::2], prices[1::2], strict=True)
    )


def _query(question: CostQuestion, bill: BillLine) -> PriceQuery:
    return PriceQuery(
        treatment=question.treatment,
        line_kind=bill.line_kind,
        codes=bill.codes,
        unit=bill.unit,
        on=bill.on,
        payer_class=question.payer_class,
        setting=question.setting,
        state=question.state,
        locality=question.locality,
    )


def _allowed(
    low: BillLine, high: BillLine, at_low: PriceFound | PriceUnknown, at_high: PriceFound | PriceUnknown
) -> tuple[Cents, Cents] | None:
    if isinstance(at_low, PriceUnknown) or isinstance(at_high, PriceUnknown):
        return None
    amounts = (*at_low.times(low.quantity), *at_high.times(high.quantity))
    return min(amounts), max(amounts)


def _priced_line(line: EstimatedLine, allowed: tuple[Cents, Cents]) -> PricedLine:
    bill = line.high_bill
    return PricedLine(bill.on, bill.label_key, bill.code, bill.line_kind, bill.benefit, *allowed)


def _said_of_prices(lines: Sequence[EstimatedLine]) -> tuple[str, ...]:
    """Keys of what must be said of the prices used, each once."""
    keys: list[str] = []
    if any(line.high_bill.line_kind == "observation" for line in lines):
        # Payers differ in how the two hours are billed beyond the visit; only the visit has prices on file.
        keys.append("observation_time_not_priced")
    prices = [price for line in lines for price in (line.low_price, line.high_price)]
    known = [price for price in prices if isinstance(price, PriceFound)]
    keys += _sorts("of", [price.scope for price in known])
    keys += _sorts("are", [kind for price in known for kind in price.kinds])
    for price in prices:
        if isinstance(price, PriceUnknown):
            keys.append(f"price_unknown_{price.reason}")
            continue
        keys.extend(f"{part}_not_known" for part in price.missing_parts)
        if price.is_older:
            keys.append("prices_are_older")
        if price.conflicts:
            keys.append("prices_in_dispute")
    return tuple(dict.fromkeys(keys))


def _sorts(relation: str, found: Sequence[str]) -> list[str]:
    """A key for each sort of price: "prices_of_state", or "some_prices_of_state" where others are from elsewhere."""
    sorts = dict.fromkeys(found)
    prices = "prices" if len(sorts) == 1 else "some_prices"
    return [f"{prices}_{relation}_{sort}" for sort in sorts]
