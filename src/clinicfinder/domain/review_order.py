"""Which rows of fact to look at again first. Pure: the rows and the day in, an order out.

A row is due some time after it was last compared with its source, well before readers see it marked as old. The worst
comes first: how many days overdue, times how far the row reaches, times how much its source leaves in doubt
(docs/decisions/034-exceptions-and-oversight.md says why).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from clinicfinder.domain.provenance import Confidence, Provenance

ReviewKind = Literal["insurance", "rule", "price", "clinic"]

REVIEW_AFTER: Final[Mapping[ReviewKind, timedelta]] = {
    "insurance": timedelta(days=90),
    "rule": timedelta(days=180),
    "price": timedelta(days=180),
    "clinic": timedelta(days=180),
}
"""What clinics say about insurance changes most often. The rest is due at half the year after which it is marked."""

SOON: Final = timedelta(days=30)
"""How far ahead a row is listed before it is due."""

DOUBT: Final[Mapping[Confidence, float]] = {"high": 1.0, "typical": 1.5, "medium": 1.5, "low": 2.0}
"""How many times sooner a row of each confidence is worth a look."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One row, or several that one look at their source covers.

    `reach` is how many public clinics it speaks for; `quotes` how many recent quotes rest on it. `words` find it among
    the rows of its `table`; `row` is its name in addresses there, None for several.
    """

    kind: ReviewKind
    table: str
    row: str | None
    words: str
    label: str
    reach: int
    quotes: int
    provenance: Provenance

    @property
    def due_on(self) -> date:
        """The first day on which it is due."""
        return self.provenance.reviewed_on + REVIEW_AFTER[self.kind]

    def days_overdue(self, today: date) -> int:
        """Days since it fell due; below zero while it is not due yet."""
        return (today - self.due_on).days


def urgency(item: ReviewItem, today: date) -> float:
    """How much a look at this row is worth on a day; 0 while it is not due.

    Reach counts by doublings: a rule for 500 clinics goes before a clinic's own row, but not 500 times before it, or
    no clinic would ever be looked at.
    """
    overdue = item.days_overdue(today)
    if overdue < 0:
        return 0.0
    return (1 + overdue) * (1 + math.log2(1 + item.reach + item.quotes)) * DOUBT[item.provenance.confidence]


def worst_first(items: list[ReviewItem], today: date) -> list[ReviewItem]:
    """The rows that are due or soon will be, the worst first; then by due day and label: the order is stable."""
    listed = [item for item in items if item.due_on <= today + SOON]
    return sorted(listed, key=lambda item: (-urgency(item, today), item.due_on, item.kind, item.label))
