"""The holidays of the federal government, which most clinics keep at least in part. Pure.

They are offered to staff when holiday hours are set; no clinic is taken to be closed on any of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_FIXED: Final = (
    (1, 1, "New Year's Day"),
    (6, 19, "Juneteenth"),
    (7, 4, "Independence Day"),
    (11, 11, "Veterans Day"),
    (12, 25, "Christmas Day"),
)
_MONDAY, _THURSDAY = 0, 3
_BY_WEEK: Final = (
    (1, _MONDAY, 3, "Martin Luther King Jr. Day"),
    (2, _MONDAY, 3, "Presidents' Day"),
    (9, _MONDAY, 1, "Labor Day"),
    (10, _MONDAY, 2, "Columbus Day"),
    (11, _THURSDAY, 4, "Thanksgiving Day"),
)


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of one year, on its own day, not the one it is observed on."""

    day: date
    name: str


def next_holidays(today: date, count: int) -> tuple[Holiday, ...]:
    """The next few holidays, today's included.

    Source: 5 U.S.C. 6103(a).

    >>> [f"{each.day} {each.name}" for each in next_holidays(date(2026, 11, 22), 2)]
    ['2026-11-26 Thanksgiving Day', '2026-12-25 Christmas Day']
    """
    both_years = [*_holidays_of(today.year), *_holidays_of(today.year + 1)]
    coming = sorted((each for each in both_years if each.day >= today), key=lambda each: each.day)
    return tuple(coming[:count])


def _holidays_of(year: int) -> list[Holiday]:
    fixed = [Holiday(date(year, month, day), name) for month, day, name in _FIXED]
    by_week = [Holiday(_weekday_of(year, month, weekday, place), name) for month, weekday, place, name in _BY_WEEK]
    last_of_may = date(year, 5, 31)
    memorial = Holiday(last_of_may - timedelta(days=last_of_may.weekday()), "Memorial Day")
    return [*fixed, *by_week, memorial]


def _weekday_of(year: int, month: int, weekday: int, place: int) -> date:
    """The `place`-th Monday (0) to Sunday (6) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (place - 1))
