"""What supervisors watch: how many quotes a day, how calls end, and which payers are asked for without a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Engine

from clinicfinder.store.quote_counts import PayerCount, newest_outcomes, payers_without_rule, quotes_by_day

FEWEST_SHOWN: Final = 5
"""A payer's name that is not on our list is what somebody typed. It is shown once this many quotes hold it, so that
no odd text from a single call comes up here (docs/decisions/034-exceptions-and-oversight.md)."""


@dataclass(frozen=True, slots=True)
class QuoteDashboard:
    """Counts of a stretch of days, both ends included.

    `outcomes`: the newest outcome of each quote; None for those without. `unlisted`: quotes for payers that are not on
    our list and were asked for too seldom to be named.
    """

    days: Sequence[tuple[date, int]]
    outcomes: Mapping[str | None, int]
    payers: Sequence[PayerCount]
    unlisted: int


def quote_dashboard(engine: Engine, last_day: date, length: int) -> QuoteDashboard:
    """The counts of `length` days up to and with `last_day`, by the server's own calendar."""
    first_day = last_day - timedelta(days=length - 1)
    since, until = _midnight(first_day), _midnight(last_day + timedelta(days=1))
    with engine.connect() as connection:
        by_day = quotes_by_day(connection, since, until)
        outcomes = newest_outcomes(connection, since, until)
        payers = payers_without_rule(connection, since, until)
    days = [first_day + timedelta(days=offset) for offset in range(length)]
    named = [each for each in payers if each.payer_code is not None or each.quotes >= FEWEST_SHOWN]
    unlisted = sum(each.quotes for each in payers) - sum(each.quotes for each in named)
    return QuoteDashboard([(day, by_day.get(day, 0)) for day in days], outcomes, named, unlisted)


def _midnight(day: date) -> datetime:
    """The beginning of a day where this server stands."""
    return datetime.combine(day, time()).astimezone()
