"""The rows of fact that are due for another look at their source, the worst first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from clinicfinder.costs.prices import Price
from clinicfinder.coverage.rules import Rule
from clinicfinder.domain.clinics import InsuranceAcceptance
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.review_order import ReviewItem, ReviewKind, worst_first
from clinicfinder.ingest.data_tables import row_id
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.store.quote_counts import quotes_by_clinic, quotes_by_payer_and_treatment

RECENT: Final = timedelta(days=90)
"""How far back quotes count as use of a row."""


QuotesByPayer = Mapping[tuple[str | None, str], int]
"""Quotes by payer code and treatment."""


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """What is due or soon will be, in order; how many of each kind are due today; and the next day anything falls due.

    `next_due` is None when nothing is on file.
    """

    items: Sequence[ReviewItem]
    due: Mapping[ReviewKind, int]
    next_due: date | None


def review_queue(engine: Engine, catalogue: Catalogue, moment: datetime) -> ReviewQueue:
    """The queue on the day of `moment`, in UTC."""
    with engine.connect() as connection:
        by_clinic = quotes_by_clinic(connection, moment - RECENT)
        by_payer = quotes_by_payer_and_treatment(connection, moment - RECENT)
    today = moment.astimezone(UTC).date()
    items = every_item(catalogue, by_clinic, by_payer, today)
    due = Counter(item.kind for item in items if item.due_on <= today)
    coming = min((item.due_on for item in items if item.due_on > today), default=None)
    return ReviewQueue(worst_first(items, today), due, coming)


def every_item(
    catalogue: Catalogue, by_clinic: Mapping[str, int], by_payer: QuotesByPayer, today: date
) -> list[ReviewItem]:
    """Every row that can fall due: public clinics, what may be shown about insurance, and rules and prices that are
    not over. Prices come by source, since one look at a fee schedule covers all of its lines."""
    reach = _Reach(catalogue)
    return [
        *_clinic_items(catalogue, by_clinic),
        *_insurance_items(catalogue, reach),
        *(_rule_item(rule, reach, by_payer) for rule in catalogue.estimates.book.rules if not rule.ended_by(today)),
        *_price_items(catalogue.estimates.prices, reach, by_payer, today),
    ]


class _Reach:
    """How many public clinics a row speaks for, counted once per treatment, state, payer and network."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._counts: Counter[tuple[str | None, str | None, str | None]] = Counter()
        self._networks: Counter[tuple[str, str | None]] = Counter()
        for clinic in catalogue.index.clinics:
            rows = catalogue.insurance[clinic.clinic_code]
            payers = {row.payer_code for row in rows if row.acceptance != "not_accepted"}
            for state in (clinic.state, None):
                self._networks[clinic.network_code, state] += 1
                for treatment in clinic.treatments:
                    for payer in (*payers, None):
                        self._counts[payer, treatment, state] += 1

    def of(self, payer: str | None, treatments: Iterable[str], states: Sequence[str]) -> int:
        """Clinics that give one of the treatments, in the states if any, and take or list the payer if one is named.

        A clinic with several of the treatments counts for the one that most clinics give.
        """
        where: Sequence[str | None] = states or (None,)
        return max((sum(self._counts[payer, each, state] for state in where) for each in treatments), default=0)

    def of_network(self, network: str, state: str | None) -> int:
        """A network's public clinics, in a state if one is named."""
        return self._networks[network, state]


def _clinic_items(catalogue: Catalogue, by_clinic: Mapping[str, int]) -> Iterable[ReviewItem]:
    for clinic in catalogue.index.clinics:
        label = f"{clinic.name}, {clinic.city}, {clinic.state}"
        code = clinic.clinic_code
        quotes = by_clinic.get(code, 0)
        yield ReviewItem("clinic", "locations", row_id((code,)), code, label, 1, quotes, clinic.provenance)


def _insurance_items(catalogue: Catalogue, reach: _Reach) -> Iterable[ReviewItem]:
    # A network's row stands under each of its clinics; it is one row.
    rows = dict.fromkeys(row for clinic in catalogue.index.clinics for row in catalogue.insurance[clinic.clinic_code])
    for row in rows:
        where = _where(catalogue, row)
        count = 1 if row.clinic_code else reach.of_network(row.network_code, row.state)
        label = f"{row.listed_as} at {where}"
        key = row_id((row.network_code, row.clinic_code or "", row.state or "", row.payer_code))
        yield ReviewItem("insurance", "clinic_insurance", key, row.listed_as, label, count, 0, row.provenance)


def _where(catalogue: Catalogue, row: InsuranceAcceptance) -> str:
    if row.clinic_code:
        return catalogue.clinics[row.clinic_code].name
    return f"every clinic of {catalogue.networks[row.network_code].name}" + (f" in {row.state}" if row.state else "")


def _rule_item(rule: Rule, reach: _Reach, by_payer: QuotesByPayer) -> ReviewItem:
    quotes = sum(by_payer.get((rule.payer, treatment), 0) for treatment in rule.treatments)
    count = reach.of(rule.payer, rule.treatments, rule.states)
    name = rule.rule_id
    return ReviewItem("rule", "coverage_rules", row_id((name,)), name, name, count, quotes, rule.provenance)


def _price_items(prices: Iterable[Price], reach: _Reach, by_payer: QuotesByPayer, today: date) -> Iterable[ReviewItem]:
    by_source: dict[tuple[str, Provenance], list[Price]] = defaultdict(list)
    for price in prices:
        if price.use and (price.effective_to is None or today < price.effective_to):
            by_source[price.treatment, price.provenance].append(price)
    for (treatment, source), found in by_source.items():
        count = max(reach.of(None, (treatment,), (price.state,) if price.state else ()) for price in found)
        quotes = sum(quoted for (_, asked), quoted in by_payer.items() if asked == treatment)
        name = found[0].price_id
        if len(found) == 1:
            yield ReviewItem("price", "prices", row_id((name,)), name, name, count, quotes, source)
        else:
            label = f"{len(found)} prices of {treatment}, {source.source_title}"
            yield ReviewItem("price", "prices", None, source.source_title, label, count, quotes, source)
