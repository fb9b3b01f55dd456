"""Where a fact comes from. Every row of fact we keep carries one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Confidence = Literal["high", "medium", "low", "typical"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The source of one row.

    `source_date` is when the source itself is dated (None: the source shows no date);
    `reviewed_on` is when one of us last compared the row with it.
    `confidence`: high = payer, regulator, statute, maker or the clinic's own page; medium = a named
    secondary source; low = anecdote, never decides and is never public; typical = a general pattern.
    """

    source_title: str
    source_url: str
    source_date: date | None
    reviewed_on: date
    confidence: Confidence


def review_is_overdue(reviewed_on: date, today: date) -> bool:
    """Whether a row was last reviewed more than 12 months ago. It is still used, and marked.

    The day itself, a year on, is still within; 29 February counts as 28 February.
    """
    leap_day = (reviewed_on.month, reviewed_on.day) == (2, 29)
    return today > reviewed_on.replace(year=reviewed_on.year + 1, day=28 if leap_day else reviewed_on.day)
