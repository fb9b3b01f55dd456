"""Dated exceptions to a clinic's opening hours: a temporary closure, or the hours of a holiday. Pure values.

An exception holds for whole days of the clinic's own calendar, both ends included, and ends by itself: whoever asks
names the moment, and nothing has to be run on the last day (docs/decisions/034-exceptions-and-oversight.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Final, Literal

OverrideKind = Literal["closure", "special_hours"]

Spans = tuple[tuple[time, time], ...]

_SPAN: Final = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Override:
    """One exception, from `from_day` through `through_day`.

    `spans` are the only times the clinic opens on each of those days; none means closed all day. 24:00 is written
    as 00:00, and a span that ends before it begins ends on the next day. `reason` is the sentence the public reads.
    """

    number: int
    kind: OverrideKind
    from_day: date
    through_day: date
    spans: Spans
    reason: str

    def holds_on(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.from_day <= day <= self.through_day

    def touches(self, first: date, last: date) -> bool:
        """Whether any of the days from `first` through `last` is one of its days."""
        return self.from_day <= last and first <= self.through_day


def override_on(overrides: Iterable[Override], day: date) -> Override | None:
    """The one exception that counts on a day: a closure before special hours, and of two alike the newer one."""
    holding = [override for override in overrides if override.holds_on(day)]
    return max(holding, key=lambda each: (each.kind == "closure", each.number), default=None)


def read_spans(text: str) -> Spans | None:
    """Opening times as an operator types them, in order, or None if they cannot be read or run into one another.

    >>> read_spans("09:00-12:00, 13:00-17:30")
    ((datetime.time(9, 0), datetime.time(12, 0)), (datetime.time(13, 0), datetime.time(17, 30)))
    >>> read_spans("9-5"), read_spans("13:00-17:00, 09:00-14:00"), read_spans("25:00-26:00")
    (None, None, None)
    """
    matches = [_SPAN.fullmatch(part.strip()) for part in text.split(",")]
    spans: list[tuple[time, time]] = []
    last_end = -1
    for match in matches:
        if match is None:
            return None
        opens, closes = _minutes(match[1], match[2]), _minutes(match[3], match[4])
        # Only the last span may run past midnight, and none may start at the day's end.
        if opens is None or closes is None or opens >= 24 * 60 or opens <= last_end or opens == closes:
            return None
        last_end = closes if closes > opens else 48 * 60
        spans.append((_clock(opens), _clock(closes)))
    return tuple(spans)


def _minutes(hours: str, minutes: str) -> int | None:
    total = int(hours) * 60 + int(minutes)
    return total if int(minutes) < 60 and total <= 24 * 60 else None


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def written_spans(spans: Spans) -> str:
    """The spans as `read_spans` reads them; empty for a day that is closed.

    >>> written_spans(((time(9), time(12)), (time(20), time())))
    '09:00-12:00,20:00-24:00'
    """
    return ",".join(f"{opens:%H:%M}-{'24:00' if closes == time() else f'{closes:%H:%M}'}" for opens, closes in spans)
