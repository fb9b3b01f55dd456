"""Whether a clinic is open at a moment, in its own time zone. One function for card, filter, page and JSON-LD.

Hours are OSM opening_hours expressions (https://wiki.openstreetmap.org/wiki/Key:opening_hours), read by the
opening-hours library. Unknown hours stay unknown: they are never shown as closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours

OpenKind = Literal["open", "closed", "unknown"]

LONGEST_LOOK_AHEAD: Final = timedelta(days=8)
"""How far ahead "opens Monday" is worth saying; later changes are left out of the words."""


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open, closed or unknown at one moment. `changes_at` is the next change in the clinic's zone, None if far."""

    kind: OpenKind
    changes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day's opening spans, in the clinic's zone. No spans: closed that day. 24:00 is written as 00:00."""

    day: date
    spans: tuple[tuple[time, time], ...]


@lru_cache(maxsize=4096)
def _parsed(hours: str, timezone: str) -> OpeningHours:
    return OpeningHours(
        hours,
        timezone=ZoneInfo(timezone),
        country="US",
        auto_country=False,
        auto_timezone=False,
        max_interval_days=366,
    )


def open_state(hours: str | None, timezone: str, moment: datetime) -> OpenState:
    """Whether a place with these hours is open.

    Args: hours: an OSM expression that passed ingest, or None for unknown. timezone: IANA name.
        moment: any aware time.
    Returns: the state and when it next changes (None if unknown or beyond eight days).

    >>> from datetime import UTC
    >>> open_state("Mo-Fr 06:00-20:00", "America/Phoenix", datetime(2026, 11, 23, 14, tzinfo=UTC)).kind
    'open'
    """
    if not hours:
        return OpenState("unknown")
    local = moment.astimezone(ZoneInfo(timezone))
    parsed = _parsed(hours, timezone)
    _, comment = parsed.state(local)
    # A comment such as "by appointment" means that the door is not simply open.
    if comment or parsed.is_unknown(local):
        return OpenState("unknown")
    change = parsed.next_change(local)
    soon = change if change is not None and change - local <= LONGEST_LOOK_AHEAD else None
    return OpenState("open" if parsed.is_open(local) else "closed", soon)


def week_of_hours(hours: str | None, timezone: str, first_day: date) -> tuple[DayHours, ...]:
    """The seven days from `first_day`, each with its opening spans; empty if the hours are unknown.

    A span past midnight is listed under the day it begins on.
    """
    if not hours:
        return ()
    zone = ZoneInfo(timezone)
    parsed = _parsed(hours, timezone)
    days = [first_day + timedelta(days=offset) for offset in range(7)]
    begin = datetime.combine(days[0], time(), zone)
    end = datetime.combine(days[-1] + timedelta(days=1), time(), zone)
    spans: dict[date, list[tuple[time, time]]] = {day: [] for day in days}
    # A day more on each side, so that a night shift at an edge of the week keeps its true ends.
    for start, stop, state, _ in parsed.intervals(begin - timedelta(days=1), end + timedelta(days=1)):
        if str(state) != "open":
            continue
        for day, opens, closes in _per_day(start.astimezone(zone), stop.astimezone(zone)):
            if day in spans:
                spans[day].append((opens, closes))
    return tuple(DayHours(day, tuple(spans[day])) for day in days)


def _per_day(start: datetime, stop: datetime) -> list[tuple[date, time, time]]:
    """Split an opening of more than a day at midnights; a night shift stays whole under its first day."""
    if stop - start < timedelta(days=1):
        return [(start.date(), start.time(), stop.time())]
    pieces = []
    while start < stop:
        midnight = datetime.combine(start.date() + timedelta(days=1), time(), start.tzinfo)
        pieces.append((start.date(), start.time(), min(midnight, stop).time()))
        start = midnight
    return pieces
