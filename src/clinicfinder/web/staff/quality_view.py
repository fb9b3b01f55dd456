"""What the data-quality page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from clinicfinder.store.quality_counts import QualityCount
from clinicfinder.usecases.data_quality import QualityReport
from clinicfinder.web.staff.bar_chart import LINE_HEIGHT, LINE_WIDTH, trend_line
from clinicfinder.web.wording import day_words

_FACTS: Final[Mapping[str, str]] = {
    "medium": "from a secondary source",
    "typical": "a general pattern only",
    "low": "of low confidence, which decides nothing",
    "older_than_90": "not compared with the source for over 90 days",
    "older_than_180": "not compared for over 180 days",
    "older_than_365": "not compared for over a year, and marked as old to readers",
}

GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "Clinics": {
        "clinics.no_hours": "without hours",
        "clinics.no_phone": "without a phone number",
        "clinics.zip_point": "placed by ZIP code only, not at their street",
        "clinics.treatments_network": "whose treatments are known for the network only",
        "clinics.treatments_name_only": "whose treatments are read from the name only",
        "clinics.no_insurance": "without any statement about insurance",
        "clinics.unverified": "unverified, so not public",
    },
    "Insurance at clinics": {
        "insurance.unresolved": "statements that only say ask or call",
        "insurance.due": "statements due for review",
    },
    "Payers": {"payers.no_rule": "without a rule of their own or of a parent"},
    "Coverage rules": {f"rules.{name}": words for name, words in _FACTS.items()},
    "Prices in use": {f"prices.{name}": words for name, words in _FACTS.items()},
}
"""Every measure by group. Less is better for all of them."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure. `line` None: fewer than two days are on record."""

    words: str
    now: str
    share: str
    week_ago: str
    month_ago: str
    change: str
    line: str | None


@dataclass(frozen=True, slots=True)
class QualityView:
    """The whole page."""

    day: str
    groups: tuple[tuple[str, tuple[MeasureRow, ...]], ...]
    days_on_record: int
    line_width: int
    line_height: int


def quality_view(report: QualityReport) -> QualityView:
    """Today's counts beside those of a week and a month ago."""
    by_name = {each.measure: each for each in report.counts}
    groups = tuple(
        (
            title,
            tuple(
                _row(words, by_name[name], report.history.get(name, ()), report.today) for name, words in group.items()
            ),
        )
        for title, group in GROUPS.items()
    )
    days = max((len(days) for days in report.history.values()), default=0) + 1
    return QualityView(day_words(report.today), groups, days, LINE_WIDTH, LINE_HEIGHT)


def _row(words: str, now: QualityCount, history: Sequence[tuple[date, int]], today: date) -> MeasureRow:
    share = f"{now.count / now.total:.0%}" if now.total else "none on file"
    week = _count_on(history, today - timedelta(days=7))
    month = _count_on(history, today - timedelta(days=30))
    earlier = month if month is not None else (history[0][1] if history else None)
    return MeasureRow(
        words=words,
        now=f"{now.count:,} of {now.total:,}",
        share=share,
        week_ago="not recorded" if week is None else f"{week:,}",
        month_ago="not recorded" if month is None else f"{month:,}",
        change=_change_words(now.count, earlier),
        line=trend_line([*(count for _, count in history), now.count]),
    )


def _count_on(history: Sequence[tuple[date, int]], day: date) -> int | None:
    """The count on a day, or on the last recorded day in the week before it."""
    near = [count for recorded, count in history if day - timedelta(days=6) <= recorded <= day]
    return near[-1] if near else None


def _change_words(now: int, earlier: int | None) -> str:
    if earlier is None:
        return "no earlier day"
    if now == earlier:
        return "unchanged"
    return f"{abs(now - earlier):,} {'fewer, better' if now < earlier else 'more, worse'}"
