"""What the dashboard shows: every chart beside a table with the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from clinicfinder.domain.quote_outcomes import OUTCOMES
from clinicfinder.usecases.quote_dashboard import QuoteDashboard
from clinicfinder.web.staff.bar_chart import ColumnChart, bar_width, column_chart
from clinicfinder.web.staff.data_links import edit_url
from clinicfinder.web.wording import short_day_words, weekday_words

LENGTHS: Final = (7, 30, 90)
USUAL_LENGTH: Final = 30
BAR: Final = 240
"""How long the longest lying bar is."""


@dataclass(frozen=True, slots=True)
class BarRow:
    """One count with its lying bar. `url` None: there is nothing to open."""

    label: str
    url: str | None
    count: int
    share: str
    width: float


@dataclass(frozen=True, slots=True)
class LengthLink:
    """Another stretch of days to look at."""

    text: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class DashboardView:
    """The whole page."""

    lengths: tuple[LengthLink, ...]
    total: int
    summary: str
    chart: ColumnChart
    first_day: str
    last_day: str
    days: tuple[tuple[str, int], ...]
    outcomes: tuple[BarRow, ...]
    payers: tuple[BarRow, ...]
    bar: int


def dashboard_view(found: QuoteDashboard, length: int) -> DashboardView:
    """The page for a stretch of days."""
    counts = [count for _, count in found.days]
    total = sum(counts)
    busiest = max(found.days, key=lambda pair: pair[1])
    summary = f"{total:,} {'quote' if total == 1 else 'quotes'} in {length} days"
    summary += f", {total / length:.1f} a day." if total >= length else "."
    if total:
        summary += f" The most, {busiest[1]:,}, on {weekday_words(busiest[0])}, {short_day_words(busiest[0])}."
    return DashboardView(
        lengths=tuple(LengthLink(f"{n} days", url_for("staff_dashboard.page", days=n), n == length) for n in LENGTHS),
        total=total,
        summary=summary,
        chart=column_chart(counts),
        first_day=short_day_words(found.days[0][0]),
        last_day=short_day_words(found.days[-1][0]),
        days=tuple((f"{weekday_words(day)}, {short_day_words(day)}", count) for day, count in reversed(found.days)),
        outcomes=_outcome_rows(found),
        payers=_payer_rows(found),
        bar=BAR,
    )


def _outcome_rows(found: QuoteDashboard) -> tuple[BarRow, ...]:
    """In the order of the wrap-up, with those that nobody recorded last. A code we no longer know keeps its name."""
    known = [(outcome.label.partition(" (")[0], found.outcomes.get(code, 0)) for code, outcome in OUTCOMES.items()]
    others = [(code, count) for code, count in found.outcomes.items() if code is not None and code not in OUTCOMES]
    none = [("No outcome recorded", found.outcomes.get(None, 0))]
    return _bars([(label, None, count) for label, count in (*known, *others, *none)])


def _payer_rows(found: QuoteDashboard) -> tuple[BarRow, ...]:
    rows: list[tuple[str, str | None, int]] = []
    for each in found.payers:
        label = each.payer_name if each.payer_code else f"{each.payer_name} (not on our list)"
        rows.append(
            (label, edit_url("coverage_rules", None, each.payer_code) if each.payer_code else None, each.quotes)
        )
    if found.unlisted:
        rows.append(("Other names that are not on our list", None, found.unlisted))
    return _bars(rows)


def _bars(rows: Sequence[tuple[str, str | None, int]]) -> tuple[BarRow, ...]:
    total, highest = sum(count for _, _, count in rows), max((count for _, _, count in rows), default=0)
    return tuple(
        BarRow(label, url, count, f"{count / total:.0%}" if total else "", bar_width(count, highest, BAR))
        for label, url, count in rows
    )
