"""Whether a clinic is open at a moment, in its own time zone. One function for card, filter, page and JSON-LD.

Hours are OSM opening_hours expressions (https://wiki.openstreetmap.org/wiki/Key:opening_hours), read by the
opening-hours library. Unknown hours stay unknown: they are never shown as closed. Dated exceptions come first: on
their days the expression counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours

from clinicfinder.domain.overrides import Override, override_on

OpenKind = Literal["open", "closed", "unknown"]

LONGEST_LOOK_AHEAD: Final = timedelta(days=8)
"""How far ahead "opens Monday" is worth saying; later changes are left out of the words."""


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open, closed or unknown at one moment. `changes_at` is the next change in the clinic's zone, None if far.

    `override` is the dated exception that holds on this day of the clinic's calendar.
    """

    kind: OpenKind
    changes_at: datetime | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day's opening spans, in the clinic's zone. No spans: closed that day. 24:00 is written as 00:00.

    `override` is the exception these spans come from. `known` is False for a day without any among exceptions to
    hours that nobody lists.
    """

    day: date
    spans: tuple[tuple[time, time], ...]
    override: Override | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A time during which a clinic is open, or may be. Both ends in UTC, so that they compare across clock changes."""

    start: datetime
    stop: datetime
    kind: Literal["open", "unknown"]


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


def open_state(hours: str | None, timezone: str, moment: datetime, overrides: Sequence[Override] = ()) -> OpenState:
    """Whether a place with these hours is open.

    Args: hours: an OSM expression that passed ingest, or None for unknown. timezone: IANA name.
        moment: any aware time. overrides: dated exceptions, in any order, past ones too.
    Returns: the state and when it next changes (None if unknown or beyond eight days).

    >>> from datetime import UTC
    >>> open_state("Mo-Fr 06:00-20:00", "America/Phoenix", datetime(2026, 11, 23, 14, tzinfo=UTC)).kind
    'open'
    """
    local = moment.astimezone(ZoneInfo(timezone))
    today = local.date()
    near = _near(overrides, today - timedelta(days=1), today + LONGEST_LOOK_AHEAD)
    if near:
        return _state_among(_stretches(hours, timezone, today, near), local, override_on(near, today))
    if not hours:
        return OpenState("unknown")
    parsed = _parsed(hours, timezone)
    _, comment = parsed.state(local)
    # A comment such as "by appointment" means that the door is not simply open.
    if comment or parsed.is_unknown(local):
        return OpenState("unknown")
    change = parsed.next_change(local)
    soon = change if change is not None and change - local <= LONGEST_LOOK_AHEAD else None
    return OpenState("open" if parsed.is_open(local) else "closed", soon)


def week_of_hours(
    hours: str | None, timezone: str, first_day: date, overrides: Sequence[Override] = ()
) -> tuple[DayHours, ...]:
    """The seven days from `first_day`, each with its opening spans; empty if nothing is known of any of them.

    A span past midnight is listed under the day it begins on.
    """
    days = [first_day + timedelta(days=offset) for offset in range(7)]
    near = _near(overrides, days[0] - timedelta(days=1), days[-1] + timedelta(days=1))
    if not hours and not any(override_on(near, day) for day in days):
        return ()
    spans: dict[date, list[tuple[time, time]]] = {day: [] for day in days}
    zone = ZoneInfo(timezone)
    for stretch in _stretches(hours, timezone, first_day, near):
        if stretch.kind == "open":
            for day, opens, closes in _per_day(stretch.start.astimezone(zone), stretch.stop.astimezone(zone)):
                if day in spans:
                    spans[day].append((opens, closes))
    return tuple(
        DayHours(day, tuple(spans[day]), counting, known=bool(hours) or counting is not None)
        for day in days
        for counting in [override_on(near, day)]
    )


def _near(overrides: Sequence[Override], first: date, last: date) -> tuple[Override, ...]:
    return tuple(override for override in overrides if override.touches(first, last))


def _state_among(stretches: Sequence[_Stretch], local: datetime, override: Override | None) -> OpenState:
    """The state at `local` among stretches in order of time."""
    here = next((each for each in stretches if each.start <= local < each.stop), None)
    change: datetime | None = None
    if here and here.kind == "unknown":
        return OpenState("unknown", None, override)
    if here:
        change = here.stop
        for later in stretches:
            # Midnight between two days that are both open is no change.
            if later.kind == "open" and later.start <= change < later.stop:
                change = later.stop
    else:
        coming = next((each for each in stretches if each.start > local), None)
        change = coming.start if coming and coming.kind == "open" else None
    if change is None or change - local > LONGEST_LOOK_AHEAD:
        return OpenState("open" if here else "closed", None, override)
    return OpenState("open" if here else "closed", change.astimezone(local.tzinfo), override)


def _stretches(hours: str | None, timezone: str, around: date, overrides: Sequence[Override]) -> list[_Stretch]:
    """When a clinic is open, or may be, from the day before `around` to nine days after it, in order of time.

    On a day with an exception nothing counts but the exception's own spans: what the evening before runs over
    midnight is cut off there, and a usual night that would begin on it does not happen. A span of special hours may
    run over midnight, but not into a day that is closed.
    """
    zone = ZoneInfo(timezone)
    days = [around + timedelta(days=offset) for offset in range(-1, 10)]
    by_day = {day: found for day in days if (found := override_on(overrides, day))}
    begin, end = _midnight(days[0], zone), _midnight(days[-1] + timedelta(days=1), zone)
    usual = [each for each in _usual(hours, timezone, begin, end) if each.start.astimezone(zone).date() not in by_day]
    special = [
        _Stretch(_at(day, opens, zone), _at(day if closes > opens else day + timedelta(days=1), closes, zone), "open")
        for day, override in by_day.items()
        for opens, closes in override.spans
    ]
    closed = [day for day, override in by_day.items() if not override.spans]
    return sorted(
        _without_days(usual, by_day, zone) + _without_days(special, closed, zone), key=lambda stretch: stretch.start
    )


def _usual(hours: str | None, timezone: str, begin: datetime, end: datetime) -> list[_Stretch]:
    """What the expression says between two moments: days that run on are split at midnight, a night stays whole.

    Hours that nobody lists may be open all the time.
    """
    zone = ZoneInfo(timezone)
    begin, end = begin.astimezone(zone), end.astimezone(zone)
    found: Iterable[tuple[datetime, datetime, object, str]] = (
        _parsed(hours, timezone).intervals(begin, end) if hours else [(begin, end, "unknown", "")]
    )
    return [
        # A comment such as "by appointment" means that the door is not simply open.
        _Stretch(first.astimezone(UTC), last.astimezone(UTC), "unknown" if comment or str(state) != "open" else "open")
        for start, stop, state, comment in found
        if str(state) != "closed"
        for first, last in _split(start.astimezone(zone), stop.astimezone(zone))
    ]


def _without_days(stretches: Iterable[_Stretch], days: Iterable[date], zone: ZoneInfo) -> list[_Stretch]:
    """The stretches less some days, midnight to midnight in `zone`."""
    left = list(stretches)
    for day in days:
        begins, ends = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
        pieces = []
        for each in left:
            if each.start < min(each.stop, begins):
                pieces.append(_Stretch(each.start, min(each.stop, begins), each.kind))
            if max(each.start, ends) < each.stop:
                pieces.append(_Stretch(max(each.start, ends), each.stop, each.kind))
        left = pieces
    return left


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return _at(day, time(), zone)


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A time of day in UTC. Of a time that comes twice the first is taken; one left out counts as if it came."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _per_day(start: datetime, stop: datetime) -> list[tuple[date, time, time]]:
    """The days a time of opening is listed under, each with its begin and end on the clock."""
    return [(first.date(), first.time(), last.time()) for first, last in _split(start, stop)]


def _split(start: datetime, stop: datetime) -> list[tuple[datetime, datetime]]:
    """Split a time of more than a day at midnights; a night shift stays whole. Both in the clinic's zone."""
    if stop - start < timedelta(days=1):
        return [(start, stop)]
    pieces = []
    while start < stop:
        midnight = datetime.combine(start.date() + timedelta(days=1), time(), start.tzinfo)
        pieces.append((start, min(midnight, stop)))
        start = midnight
    return pieces
