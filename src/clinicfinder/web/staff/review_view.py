"""What the review queue shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import url_for

from clinicfinder.domain.review_order import REVIEW_AFTER, SOON, ReviewItem, ReviewKind, urgency
from clinicfinder.usecases.review_queue import ReviewQueue
from clinicfinder.web.links import Link
from clinicfinder.web.source_view import SourceView, source_view
from clinicfinder.web.staff.data_links import edit_url
from clinicfinder.web.wording import day_words

PAGE_SIZE: Final = 50
KINDS: Final[Mapping[ReviewKind, str]] = {
    "insurance": "Insurance",
    "rule": "Coverage rules",
    "price": "Prices",
    "clinic": "Clinics",
}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row of the queue."""

    place: int
    kind: str
    label: str
    edit_url: str
    source: SourceView
    due: str
    why: str
    confidence: str


@dataclass(frozen=True, slots=True)
class KindLink:
    """A kind with the number of rows due, as a filter."""

    text: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One page of the queue. `total` counts what is listed, of the chosen kind."""

    rows: tuple[ReviewRow, ...]
    kinds: tuple[KindLink, ...]
    total: int
    due: int
    nothing: str
    intervals: str
    soon_days: int
    newer: Link | None
    older: Link | None


def review_view(queue: ReviewQueue, today: date, kind: str, page: int) -> ReviewView:
    """One page. Args: kind: one of KINDS, anything else for all. page: from 1; another is the nearest there is."""
    chosen = [item for item in queue.items if item.kind == kind or kind not in KINDS]
    last = max(1, -(-len(chosen) // PAGE_SIZE))
    page = min(max(page, 1), last)
    first = (page - 1) * PAGE_SIZE
    shown = chosen[first : first + PAGE_SIZE]
    return ReviewView(
        rows=tuple(_row(place, item, today) for place, item in enumerate(shown, first + 1)),
        kinds=_kind_links(queue, kind),
        total=len(chosen),
        due=sum(queue.due.values()),
        nothing=f"Nothing is due. The next row falls due on {day_words(queue.next_due)}."
        if queue.next_due
        else "Nothing is on file.",
        intervals=", ".join(f"{KINDS[name].lower()} after {REVIEW_AFTER[name].days} days" for name in KINDS),
        soon_days=SOON.days,
        newer=_page_link("Worse", kind, page - 1) if page > 1 else None,
        older=_page_link("Less urgent", kind, page + 1) if page < last else None,
    )


def _kind_links(queue: ReviewQueue, kind: str) -> tuple[KindLink, ...]:
    everything = KindLink(f"All ({sum(queue.due.values()):,} due)", url_for("staff_review.queue"), kind not in KINDS)
    return (
        everything,
        *(
            KindLink(f"{text} ({queue.due.get(name, 0):,} due)", url_for("staff_review.queue", kind=name), name == kind)
            for name, text in KINDS.items()
        ),
    )


def _page_link(text: str, kind: str, page: int) -> Link:
    return Link(text, url_for("staff_review.queue", kind=kind if kind in KINDS else None, page=page))


def _row(place: int, item: ReviewItem, today: date) -> ReviewRow:
    days = item.days_overdue(today)
    if days > 0:
        due = f"{days:,} {'day' if days == 1 else 'days'} overdue"
    else:
        due = "due today" if days == 0 else f"due on {day_words(item.due_on)}"
    clinics = f"speaks for {item.reach:,} {'clinic' if item.reach == 1 else 'clinics'}"
    quotes = f", {item.quotes:,} recent {'quote' if item.quotes == 1 else 'quotes'}" if item.quotes else ""
    score = urgency(item, today)
    return ReviewRow(
        place=place,
        kind=KINDS[item.kind],
        label=item.label,
        edit_url=edit_url(item.table, item.row, item.words),
        source=source_view(item.provenance),
        due=due,
        why=f"{clinics}{quotes}{f'; urgency {score:,.0f}' if score else ''}",
        confidence=item.provenance.confidence,
    )
