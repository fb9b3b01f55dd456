"""How long a quote holds: some days, and never past a day on which we know that it will not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Because = Literal["days", "rule_changes", "prices_end"]


@dataclass(frozen=True, slots=True)
class KnownEnd:
    """The last day on which a rule or a price that the quote rests on is known to hold."""

    last_day: date
    because: Because


def valid_through(made_on: date, days: int, ends: Sequence[KnownEnd]) -> KnownEnd:
    """The last day of a quote: so many days from the day it was made, or the first known end if that is sooner.

    Args: made_on: by the clinic's calendar. days: 0 or more; 0 means the day itself. An end that was past when
        the quote was made says nothing: what it rests on was used all the same, as the newest there is.

    >>> valid_through(date(2026, 12, 20), 30, [KnownEnd(date(2026, 12, 31), "prices_end")]).last_day
    datetime.date(2026, 12, 31)
    """
    ahead = [end for end in ends if end.last_day >= made_on]
    return min((KnownEnd(made_on + timedelta(days=days), "days"), *ahead), key=lambda end: end.last_day)
