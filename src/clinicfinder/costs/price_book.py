"""All prices on file, laid out once so that a course of many sessions is priced quickly."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from clinicfinder.costs.price_search import find_price, same_codes
from clinicfinder.costs.prices import Price, PriceFound, PriceQuery, PriceUnknown


class PriceBook:
    """The prices, found by code; those without a code by treatment. It does not change once made."""

    def __init__(self, prices: Sequence[Price]) -> None:
        by_key: defaultdict[str, list[Price]] = defaultdict(list)
        for price in prices:
            by_key[price.code or f"without code: {price.treatment}"].append(price)
        self._by_key = dict(by_key)
        days = {day for price in prices for day in (price.effective_from, price.effective_to) if day is not None}
        self._changes = sorted(days)

    def find_each(self, queries: Sequence[PriceQuery]) -> list[PriceFound | PriceUnknown]:
        """The answer to each question, in order; questions that differ only in the day share their work.

        Two days have the same answer if they are of one year and no row begins or ends between them.
        """
        known: dict[tuple[PriceQuery, int], PriceFound | PriceUnknown] = {}
        answers = []
        for query in queries:
            key = (replace(query, on=date(query.on.year, 1, 1)), bisect_right(self._changes, query.on))
            if key not in known:
                known[key] = find_price(self._rows_for(query), query)
            answers.append(known[key])
        return answers

    def _rows_for(self, query: PriceQuery) -> list[Price]:
        keys = sorted(same_codes(query.codes)) or [f"without code: {query.treatment}"]
        return [price for key in keys for price in self._by_key.get(key, [])]
