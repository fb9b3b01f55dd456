"""A course of treatment laid out in dated sessions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, get_args

from clinicfinder.domain.provenance import Provenance
from clinicfinder.errors import BadForm, FieldProblem

Phase = Literal["induction", "weekly", "maintenance", "taper"]
Maintenance = Literal["none", "weekly", "every_two_weeks", "monthly", "every_two_months", "every_three_months"]

MAINTENANCE_DAYS: dict[str, int] = {
    "weekly": 7,
    "every_two_weeks": 14,
    "monthly": 30,
    "every_two_months": 60,
    "every_three_months": 90,
}
MAINTENANCE_WORDS: tuple[str, ...] = get_args(Maintenance)

# Which of the five open days of a week hold its sessions: spread out, as twice weekly means days apart.
_OPEN_DAYS = {1: (0,), 2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 2, 3), 5: (0, 1, 2, 3, 4)}
_WEEK = 7
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One stretch of a course: sessions `session_from` to `session_to` at one pace and dose.

    `session_to` None: it goes on as long as asked (maintenance). Pace is `per_week` (1-5) or `interval_days`;
    both None: the person chooses the interval. Doses are mg; both None where dose does not set the price, and
    apart where the clinician chooses between them.
    """

    course_code: str
    treatment: str
    phase: Phase
    session_from: int
    session_to: int | None
    per_week: int | None
    interval_days: int | None
    dose_low_mg: int | None
    dose_high_mg: int | None
    note_key: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Session:
    """One dated session of a course; `number` counts from 1."""

    number: int
    on: date
    phase: Phase
    dose_low_mg: int | None
    dose_high_mg: int | None
    note_key: str


def maintenance_choices(rows: Sequence[CourseRow]) -> tuple[str, ...]:
    """The words a person may choose for what follows the first course; "none" always is one."""
    paces = [row.interval_days for row in rows if row.phase == "maintenance"]
    if None in paces:
        return MAINTENANCE_WORDS
    return tuple(word for word in MAINTENANCE_WORDS if word == "none" or MAINTENANCE_DAYS[word] in paces)


def schedule(
    rows: Sequence[CourseRow], start: date, months: int | None = None, maintenance: str = "none"
) -> tuple[Session, ...]:
    """Lay a course out in dated sessions, all on Monday to Friday.

    Args: rows: those of one course. start: the first session; a weekend moves to Monday. months: how far to
        look, a month being 364 / 12 days so that six months are 26 weeks; None: the first course alone.
        maintenance: one of `maintenance_choices(rows)`.
    Returns: sessions in order; the first is always there.
    Raises: BadForm if the maintenance is not a choice of this course; ValueError if there are no rows.
    Source: the label's twice weekly for four weeks, weekly for four, then weekly or every two weeks gives 30
        or 21 sessions in six months, as a published calculator counts too.
    """
    if not rows:
        raise ValueError("a course needs at least one row")
    choices = maintenance_choices(rows)
    if maintenance not in choices:
        message = f"Choose one of: {', '.join(choices)}."
        raise BadForm([FieldProblem("course.maintenance", message, value=maintenance)])
    first = _open_day(start)
    sessions = list(_first_course(rows, first))
    if months is None:
        return tuple(sessions)
    ends = first + timedelta(days=(364 * months + 11) // 12)
    if maintenance != "none":
        sessions.extend(_maintenance(rows, sessions, maintenance, ends))
    return tuple(session for session in sessions if session.on < ends or session.number == 1)


def _first_course(rows: Sequence[CourseRow], start: date) -> Iterator[Session]:
    fixed = sorted((row for row in rows if row.session_to is not None), key=lambda row: row.session_from)
    # Rows of one phase and pace are one stretch: a first dose of its own does not begin a new week.
    block = start
    for (_, per_week, interval), stretch in groupby(fixed, lambda r: (r.phase, r.per_week, r.interval_days)):
        planned = [(row, number) for row in stretch for number in _numbers(row)]
        for place, (row, number) in enumerate(planned):
            if per_week is not None:
                week, nth = divmod(place, per_week)
                on = _nth_open_day(block + timedelta(days=_WEEK * week), _OPEN_DAYS[per_week][nth])
            else:
                on = _open_day(block + timedelta(days=(interval or 0) * place))
            yield _session(row, number, on)
        weeks = -(-len(planned) // per_week) if per_week is not None else 0
        block += timedelta(days=_WEEK * weeks or (interval or 0) * len(planned))


def _maintenance(rows: Sequence[CourseRow], before: Sequence[Session], choice: str, ends: date) -> Iterator[Session]:
    days = MAINTENANCE_DAYS[choice]
    offered = [row for row in rows if row.phase == "maintenance" and row.interval_days in (days, None)]
    row = max(offered, key=lambda row: row.interval_days is not None)
    last = before[-1]
    number = last.number + 1
    on = last.on + timedelta(days=days)
    while on < ends:
        yield _session(row, number, _open_day(on))
        number += 1
        on += timedelta(days=days)


def _numbers(row: CourseRow) -> range:
    return range(row.session_from, (row.session_to or row.session_from) + 1)


def _session(row: CourseRow, number: int, on: date) -> Session:
    return Session(number, on, row.phase, row.dose_low_mg, row.dose_high_mg, row.note_key)


def _open_day(on: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return on if on.weekday() < _SATURDAY else on + timedelta(days=_WEEK - on.weekday())


def _nth_open_day(week_start: date, nth: int) -> date:
    """The nth Monday-to-Friday day, from 0, of the seven days that begin on `week_start`."""
    days = (week_start + timedelta(days=offset) for offset in range(_WEEK))
    return [day for day in days if day.weekday() < _SATURDAY][nth]
