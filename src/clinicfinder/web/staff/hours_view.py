"""What the pages for closures and holiday hours show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import url_for

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.federal_holidays import next_holidays
from clinicfinder.domain.opening import state_of, week_of
from clinicfinder.domain.overrides import Override
from clinicfinder.errors import BadForm
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.store.clinic_overrides import KeptOverride
from clinicfinder.usecases.set_hours import ClinicHours
from clinicfinder.web.clinic_view import DayRow, day_row
from clinicfinder.web.links import Link, clinic_url
from clinicfinder.web.wording import day_words, near_day_words, open_words, override_words, weekday_words

MOST_FOUND: Final = 25
HOLIDAYS_OFFERED: Final = 3
USUAL_REASON: Final = "Call the clinic before you go."
"""What stands in the form at first. It says nothing that nobody told us."""

_DONE: Final[Mapping[str, str]] = {
    "set": "Set. Every page and search shows it within seconds, and it ends by itself.",
    "ended": "Ended. The usual hours count again within seconds.",
}


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """One exception of a list. `end_url` None: it is over or was ended."""

    clinic: Link | None
    words: str
    fate: str
    end_url: str | None


@dataclass(frozen=True, slots=True)
class HoursListView:
    """Every exception ahead, and the clinics that a search by name found."""

    sought: str
    found: tuple[Link, ...]
    more: bool
    exceptions: tuple[ExceptionRow, ...]


@dataclass(frozen=True, slots=True)
class DayButton:
    """A closure that one click sets: what the button says and the last day it sends."""

    text: str
    through: str


@dataclass(frozen=True, slots=True)
class HolidayButton:
    """A holiday that one click closes the clinic on."""

    text: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClinicHoursView:
    """One clinic's hours in the console. `typed` is the form as it was sent, or as it stands at first."""

    name: str
    place: str
    local_time: str
    public_url: str
    open_words: str
    days: tuple[DayRow, ...]
    current: tuple[ExceptionRow, ...]
    past: tuple[ExceptionRow, ...]
    form_url: str
    buttons: tuple[DayButton, ...]
    holidays: tuple[HolidayButton, ...]
    typed: Mapping[str, str]
    opened: str
    problems: Mapping[str, str]
    done: str | None


def hours_list(catalogue: Catalogue, exceptions: Sequence[tuple[Clinic, Override]], sought: str) -> HoursListView:
    """The first page: what is ahead, and the clinics whose name, city or code holds what is sought."""
    wanted = " ".join(sought.split()).casefold()[:100]
    fitting = [
        clinic
        for clinic in catalogue.index.clinics
        if wanted and wanted in f"{clinic.name} {clinic.city}, {clinic.state} {clinic.clinic_code}".casefold()
    ]
    found = tuple(_clinic_link(clinic) for clinic in fitting[:MOST_FOUND])
    rows = tuple(
        ExceptionRow(_clinic_link(clinic), override_words(override, override.from_day - timedelta(days=1)), "", None)
        for clinic, override in exceptions
    )
    return HoursListView(sought, found, len(fitting) > MOST_FOUND, rows)


def hours_page(
    hours: ClinicHours, moment: datetime, error: BadForm | None, sent: Mapping[str, str], done: str
) -> ClinicHoursView:
    """One clinic's page. Args: error, sent: what was refused, and the form it came from. done: what was just done."""
    clinic = hours.clinic
    local = moment.astimezone(ZoneInfo(clinic.timezone))
    today = local.date()
    rows = [(_row(clinic, each, today), each) for each in hours.kept]
    typed = {"kind": "closure", "from": today.isoformat(), "through": "", "hours": "", "reason": USUAL_REASON}
    return ClinicHoursView(
        name=clinic.name,
        place=f"{clinic.city}, {clinic.state}",
        local_time=f"{weekday_words(today)}, {day_words(today)}, {local:%H:%M} ({clinic.timezone})",
        public_url=clinic_url(clinic),
        open_words=open_words(clinic, state_of(clinic, moment), moment),
        days=tuple(day_row(day, is_today=day.day == today) for day in week_of(clinic, today)),
        current=tuple(row for row, _ in rows if row.end_url),
        past=tuple(row for row, _ in rows if not row.end_url),
        form_url=url_for("staff_hours.change", clinic_code=clinic.clinic_code),
        buttons=_buttons(today),
        holidays=_holidays(clinic, today),
        typed=typed | dict(sent) if error else typed,
        opened=sent.get("kind", "closure") if error else "",
        problems={problem.field: problem.message for problem in error.problems} if error else {},
        done=_DONE.get(done),
    )


def _clinic_link(clinic: Clinic) -> Link:
    url = url_for("staff_hours.clinic", clinic_code=clinic.clinic_code)
    return Link(f"{clinic.name}, {clinic.city}, {clinic.state}", url)


def _row(clinic: Clinic, kept: KeptOverride, today: date) -> ExceptionRow:
    override = kept.override
    is_ahead = kept.ended_at is None and override.through_day >= today
    zone = ZoneInfo(clinic.timezone)
    fate = f"Set by {kept.made_by} on {day_words(kept.made_at.astimezone(zone).date())}."
    if kept.ended_at:
        fate += f" Ended early by {kept.ended_by} on {day_words(kept.ended_at.astimezone(zone).date())}."
    elif not is_ahead:
        fate += f" Over since {day_words(override.through_day + timedelta(days=1))}."
    end_url = url_for("staff_hours.end", clinic_code=clinic.clinic_code, number=override.number) if is_ahead else None
    # A closure that runs is told with its first day too: staff need both.
    return ExceptionRow(None, override_words(override, override.from_day - timedelta(days=1)), fate, end_url)


def _buttons(today: date) -> tuple[DayButton, ...]:
    """Today, through the coming Sunday, and a week from today; each day once."""
    sunday, week = today + timedelta(days=6 - today.weekday()), today + timedelta(days=6)
    buttons = [DayButton("Close for today only", today.isoformat())]
    if today < sunday < week:
        buttons.append(DayButton(f"Close through Sunday, {near_day_words(sunday, today)}", sunday.isoformat()))
    last = f"{weekday_words(week)}, {near_day_words(week, today)}"
    return *buttons, DayButton(f"Close for seven days, through {last}", week.isoformat())


def _holidays(clinic: Clinic, today: date) -> tuple[HolidayButton, ...]:
    return tuple(
        HolidayButton(
            f"Closed on {each.name}, {weekday_words(each.day)}, {near_day_words(each.day, today)}",
            each.day.isoformat(),
            f"{each.name}.",
        )
        for each in next_holidays(today, HOLIDAYS_OFFERED)
        if not any(override.holds_on(each.day) for override in clinic.overrides)
    )
