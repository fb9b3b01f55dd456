"""Paying without a plan: clinics' own prices per session and per course, and the right to an estimate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinicfinder.costs.bills import LineKind
from clinicfinder.costs.price_search import find_price
from clinicfinder.costs.prices import Price, PriceFound, PriceQuery, PriceUnknown, Setting
from clinicfinder.units import Cents

_SESSION_KINDS: tuple[LineKind, ...] = ("bundle", "procedure")


@dataclass(frozen=True, slots=True)
class GoodFaithEstimateRule:
    """The federal right of a person who pays without a plan: an estimate from the clinic, and a dispute.

    The clinic owes that estimate; nothing we compute is one.
    """

    dispute_from: Cents
    dispute_within_days: int
    dispute_fee: Cents
    help_phone: str
    source_title: str
    source_url: str


GOOD_FAITH_ESTIMATE = GoodFaithEstimateRule(
    dispute_from=Cents(400_00),
    dispute_within_days=120,
    dispute_fee=Cents(25_00),
    help_phone="1-800-985-3059",
    source_title="45 CFR 149.610 and 149.620; CMS, No Surprises for consumers",
    source_url="https://www.cms.gov/nosurprises/consumers",
)


def may_dispute(estimated: Cents, billed: Cents) -> bool:
    """True if one provider's bill is at least 400 dollars above that provider's own estimate.

    >>> may_dispute(Cents(1_000_00), Cents(1_399_99)), may_dispute(Cents(1_000_00), Cents(1_400_00))
    (False, True)
    """
    return billed - estimated >= GOOD_FAITH_ESTIMATE.dispute_from


@dataclass(frozen=True, slots=True)
class SelfPayCourse:
    """What clinics ask for one session and for the whole course, each as found or not known.

    `low` and `high` are the whole course in cents, over single sessions and packages of just that length;
    both None: nothing is on file, so "ask the clinic".
    """

    sessions: int
    per_session: PriceFound | PriceUnknown
    per_course: PriceFound | PriceUnknown
    low: Cents | None
    high: Cents | None


def price_course(
    prices: Sequence[Price],
    treatment: str,
    sessions: int,
    on: date,
    state: str | None = None,
    setting: Setting = "office",
) -> SelfPayCourse:
    """The range of clinics' own prices for a course of so many sessions.

    Args: sessions: >= 1. on: the day of the first session. state: two letters; without a price there the
        range is the country's, and says so.
    """
    single = _first_found(
        [PriceQuery(treatment, kind, (), "per_session", on, "self_pay", setting, state) for kind in _SESSION_KINDS],
        prices,
    )
    package = find_price(
        prices,
        PriceQuery(treatment, "bundle", (), "per_course", on, "self_pay", setting, state, sessions=sessions),
    )
    ranges = []
    if isinstance(single, PriceFound):
        ranges.append(single.times(sessions))
    if isinstance(package, PriceFound):
        ranges.append((package.low, package.high))
    low = min((one[0] for one in ranges), default=None)
    high = max((one[1] for one in ranges), default=None)
    return SelfPayCourse(sessions, single, package, low, high)


def _first_found(queries: Sequence[PriceQuery], prices: Sequence[Price]) -> PriceFound | PriceUnknown:
    answers = [find_price(prices, query) for query in queries]
    return next((answer for answer in answers if isinstance(answer, PriceFound)), answers[0])
