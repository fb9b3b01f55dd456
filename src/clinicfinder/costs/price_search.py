"""Choosing a price on file: the place and setting asked, the newest year, or an honest "not known"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from clinicfinder.costs.prices import (
    BillPart,
    Price,
    PriceFound,
    PriceQuery,
    PriceUnknown,
    Scope,
    Setting,
    UnknownReason,
)
from clinicfinder.units import Cents

CARRIER_PRICED = frozenset({"90867", "90868", "90869"})
"""TMS: each Medicare contractor sets its own office amount, so that no national one exists.

Source: status C in the fee schedule files of 2022 to 2025.
"""

SAME_DRUG = ({"S0013", "J0013"},)
"""Codes of one drug by mg: S0013 ended with 2025, and hospital files of 2026 still list it."""


def find_price(prices: Sequence[Price], query: PriceQuery) -> PriceFound | PriceUnknown:
    """The range of the prices that answer a question, at the nearest scope that has any.

    Medicare by locality ends with the newest year published by locality. Where a newer national amount is on
    file the range spans both, since neither is the person's own amount of today.
    """
    asked = [price for price in prices if _answers(price, query)]
    known = [price for price in asked if price.year is None or price.year <= query.on.year]
    settings: tuple[Setting, ...] = ("office", "hospital") if query.setting is None else (query.setting,)
    found = [_in_setting([p for p in known if p.setting == setting], query) for setting in settings]
    best = [answer for answer in found if answer is not None]
    if not best:
        return PriceUnknown(query, _why_unknown(asked, query))
    rows = tuple(row for answer in best for row in answer.rows)
    return replace(_span(best), conflicts=_conflicts_of(rows, prices))


def _answers(price: Price, query: PriceQuery) -> bool:
    kind = {"medicare": "medicare_rate", "self_pay": "self_pay"}.get(query.payer_class, "allowed")
    if not price.use or price.kind != kind or price.payer_class != query.payer_class:
        return False
    if query.setting not in (None, price.setting):
        return False
    if price.unit != query.unit or (query.sessions is not None and price.sessions != query.sessions):
        return False
    if not query.codes:
        return price.code is None and (price.treatment, price.line_kind) == (query.treatment, query.line_kind)
    return price.code in same_codes(query.codes)


def same_codes(codes: Iterable[str]) -> set[str]:
    """The codes themselves and those under which the same drug is listed.

    >>> sorted(same_codes(["J0013"]))
    ['J0013', 'S0013']
    """
    wanted = set(codes)
    for same in SAME_DRUG:
        if wanted & same:
            wanted |= same
    return wanted


def _why_unknown(asked: Sequence[Price], query: PriceQuery) -> UnknownReason:
    if query.payer_class == "medicare" and CARRIER_PRICED.intersection(query.codes):
        return "carrier_priced"
    return "only_later_years" if asked else "none_listed"


def _in_setting(prices: Sequence[Price], query: PriceQuery) -> PriceFound | None:
    """The answer within one setting: the nearest scope, and in it the newest year."""
    for scope, rows in _scopes(prices, query):
        if rows:
            newest = _newest(rows, query.on)
            if query.payer_class == "medicare" and scope != "country":
                national = _newest([p for p in prices if p.state is None and p.locality is None], query.on)
                if national and (national[0].year or 0) > (newest[0].year or 0):
                    return _span([_add_parts(newest, scope, query), _add_parts(national, scope, query)])
            return _add_parts(newest, scope, query)
    return None


def _scopes(prices: Sequence[Price], query: PriceQuery) -> list[tuple[Scope, list[Price]]]:
    here = [p for p in prices if query.locality is not None and p.locality == query.locality]
    state = [p for p in prices if query.state is not None and p.state == query.state]
    national = [p for p in prices if p.state is None and p.locality is None]
    if query.payer_class == "medicare" and national:
        # A national Medicare amount is a figure of its own, not one of the places to take a range over.
        return [("locality", here), ("state", state), ("country", national)]
    return [("locality", here), ("state", state), ("country", list(prices))]


def _newest(prices: Sequence[Price], on: date) -> list[Price]:
    """Rows that show no year, and those of the newest year that has the most parts of the bill."""
    dated = sorted({price.year for price in prices if price.year is not None}, reverse=True)
    undated = [price for price in prices if price.year is None]
    if not dated:
        return undated
    by_year = {year: [price for price in prices if price.year == year] for year in dated}
    most = max(len({price.bill_part for price in rows}) for rows in by_year.values())
    year = next(year for year in dated if len({price.bill_part for price in by_year[year]}) == most)
    return [*_in_force(by_year[year], on), *undated]


def _in_force(prices: list[Price], on: date) -> list[Price]:
    """Of one year's rows those of the day asked; for an older year those in force at its end.

    Medicare's factor changed on 9 March 2024: that year has two amounts for each code.
    """
    of_the_day = [p for p in prices if p.effective_from is None or p.effective_from <= on]
    standing = [p for p in of_the_day if p.effective_to is None or on < p.effective_to]
    if standing:
        return standing
    ends = max((p.effective_to for p in of_the_day if p.effective_to is not None), default=None)
    return [p for p in of_the_day if p.effective_to == ends]


def _add_parts(rows: Sequence[Price], scope: Scope, query: PriceQuery) -> PriceFound:
    """The range of each bill part, added up: a hospital's bill and the clinician's both come."""
    low = high = 0
    parts = {price.bill_part for price in rows}
    for part in parts:
        amounts = [price for price in rows if price.bill_part == part]
        low += min(price.low for price in amounts)
        high += max(price.high for price in amounts)
    both: tuple[BillPart, ...] = ("hospital_fee", "professional_fee")
    missing = () if "whole" in parts else tuple(part for part in both if part not in parts)
    years = sorted({price.year for price in rows if price.year is not None})
    return PriceFound(
        low=Cents(low),
        high=Cents(high),
        unit=query.unit,
        scope=scope,
        years=tuple(years),
        is_older=bool(years) and years[-1] < query.on.year,
        kinds=tuple(sorted({price.kind for price in rows})),
        settings=tuple(sorted({price.setting for price in rows}, reverse=True)),
        missing_parts=missing,
        rows=tuple(rows),
        conflicts=(),
    )


def _span(answers: Sequence[PriceFound]) -> PriceFound:
    """One range over several answers, with all their labels; the widest scope is the one that is said."""
    if len(answers) == 1:
        return answers[0]
    widest: Scope = max((answer.scope for answer in answers), key=("locality", "state", "country").index)
    years = sorted({year for answer in answers for year in answer.years})
    return replace(
        answers[0],
        low=min(answer.low for answer in answers),
        high=max(answer.high for answer in answers),
        scope=widest,
        years=tuple(years),
        is_older=all(answer.is_older for answer in answers),
        kinds=tuple(sorted({kind for answer in answers for kind in answer.kinds})),
        settings=tuple(dict.fromkeys(setting for answer in answers for setting in answer.settings)),
        missing_parts=tuple(dict.fromkeys(part for answer in answers for part in answer.missing_parts)),
        rows=tuple(row for answer in answers for row in answer.rows),
    )


def _conflicts_of(rows: Sequence[Price], prices: Iterable[Price]) -> tuple[Price, ...]:
    """The rows on file that dispute one of these, in either direction."""
    chosen = {row.price_id for row in rows}
    disputed = {other for row in rows for other in row.conflicts_with}
    return tuple(
        price
        for price in prices
        if price.price_id not in chosen and (price.price_id in disputed or chosen.intersection(price.conflicts_with))
    )
