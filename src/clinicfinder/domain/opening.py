"""When a clinic is open: status, hours and dated exceptions together. Everything that shows hours asks here."""

from __future__ import annotations

from datetime import date, datetime

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.hours import DayHours, OpenState, open_state, week_of_hours


def state_of(clinic: Clinic, moment: datetime) -> OpenState:
    """Open, closed or unknown now. A clinic that is not in operation is closed whatever its hours say."""
    if clinic.status != "open":
        return OpenState("closed")
    return open_state(clinic.hours, clinic.timezone, moment, clinic.overrides)


def week_of(clinic: Clinic, first_day: date) -> tuple[DayHours, ...]:
    """The seven days from `first_day`; empty if nothing is known of them. A clinic not in operation keeps no hours."""
    if clinic.status != "open":
        return ()
    return week_of_hours(clinic.hours, clinic.timezone, first_day, clinic.overrides)
