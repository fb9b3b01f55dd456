"""How figures and states are put into words. Whole sentences, translatable, and never more exact than the data."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from babel.dates import format_date, format_skeleton, format_time

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.hours import OpenState
from clinicfinder.domain.overrides import Override, Spans
from clinicfinder.domain.places import Approximate, Place
from clinicfinder.units import Cents
from clinicfinder.web.translation import gettext, locale


def miles_words(miles: float, approximate: bool) -> str:
    """A straight-line distance: one decimal under ten miles, else whole; "about" when an end is not exact; never 0."""
    if round(miles, 1) < 0.1:
        return gettext("under 1 mile") if approximate else gettext("under 0.1 mile")
    figure = f"{miles:.1f}" if round(miles, 1) < 10 else f"{miles:,.0f}"
    if figure == "1.0":
        return gettext("about 1 mile") if approximate else gettext("1 mile")
    if approximate:
        return gettext("about %(figure)s miles", figure=figure)
    return gettext("%(figure)s miles", figure=figure)


def open_words(clinic: Clinic, state: OpenState, moment: datetime) -> str:
    """Whether a clinic is open, in its own time zone."""
    if clinic.status == "permanently_closed":
        return gettext("Permanently closed")
    if clinic.status == "temporarily_closed":
        return gettext("Temporarily closed")
    if clinic.status == "opening_soon":
        return gettext("Not open yet")
    if state.override:
        return override_state_words(state, state.override, moment)
    return _usual_words(state, moment)


def _usual_words(state: OpenState, moment: datetime) -> str:
    if state.kind == "unknown":
        return gettext("Hours not listed. Call to ask.")
    if state.changes_at is None:
        return gettext("Open 24 hours") if state.kind == "open" else gettext("Closed now")
    at = time_words(state.changes_at)
    if state.kind == "open":
        return gettext("Open until %(time)s", time=at)
    if state.changes_at.date() == moment.astimezone(state.changes_at.tzinfo).date():
        return gettext("Closed now. Opens today at %(time)s", time=at)
    day = weekday_words(state.changes_at)
    return gettext("Closed now. Opens %(day)s at %(time)s", day=day, time=at)


def override_state_words(state: OpenState, override: Override, moment: datetime) -> str:
    """Whether a clinic is open on a day with a dated exception, and why that day is not like others."""
    if override.kind == "closure":
        return gettext(
            "Temporarily closed through %(day)s: %(reason)s",
            day=near_day_words(override.through_day, moment.date()),
            reason=override.reason,
        )
    if not override.spans:
        return gettext("Closed today: %(reason)s", reason=override.reason)
    return gettext(
        "%(state)s (special hours today: %(reason)s)", state=_usual_words(state, moment), reason=override.reason
    )


def override_words(override: Override, today: date) -> str:
    """A dated exception as a sentence for whoever plans a visit."""
    from_day, through_day = (near_day_words(day, today) for day in (override.from_day, override.through_day))
    is_one_day = override.from_day == override.through_day
    if override.kind == "closure" and override.from_day <= today:
        return gettext("Temporarily closed through %(day)s: %(reason)s", day=through_day, reason=override.reason)
    days = from_day if is_one_day else gettext("%(first)s through %(last)s", first=from_day, last=through_day)
    closed = gettext("temporarily closed") if override.kind == "closure" else gettext("closed")
    hours = span_words(override.from_day, override.spans) or closed
    return gettext("%(days)s: %(hours)s. %(reason)s", days=days, hours=hours, reason=override.reason)


def span_words(day: date, spans: Spans) -> str:
    """A day's opening times on the clinic's own clock; empty if there are none."""
    return ", ".join(
        gettext("open 24 hours")
        if opens == closes
        else gettext(
            "%(opens)s to %(closes)s",
            opens=time_words(datetime.combine(day, opens)),
            closes=time_words(datetime.combine(day, closes)),
        )
        for opens, closes in spans
    )


def near_day_words(day: date, today: date) -> str:
    """A date with its month spelled out, and with its year only where that is another one."""
    return month_day_words(day) if day.year == today.year else day_words(day)


def day_words(day: date) -> str:
    """A date with its month spelled out, so that nobody has to guess which number is the month."""
    return _day(locale(), day, "long")


def weekday_words(day: date) -> str:
    """The name of a day of the week."""
    return _day(locale(), date(day.year, day.month, day.day), "EEEE")


def time_words(moment: datetime) -> str:
    """A time of day as it stands on the clinic's own clock."""
    return _time(locale(), moment.time())


def phone_words(phone: str) -> str:
    """A United States number as people read it out.

    >>> phone_words("480-956-5710"), phone_words("+14809565710")
    ('480-956-5710', '480-956-5710')
    """
    digits = "".join(char for char in phone if char.isdigit())[-10:]
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def approximate_words(outcome: Approximate) -> str:
    """Why the point of a known place is less exact than it looks."""
    place: Place = outcome.place
    match outcome.why:
        case "po_box":
            return gettext("%(zip)s is a PO box ZIP code, so distances are from its post office.", zip=place.near)
        case "unique_zip":
            return gettext(
                "%(zip)s belongs to a single organization, so distances are from where its mail goes.", zip=place.near
            )
        case "estimated_point":
            return gettext("We know only roughly where %(zip)s lies, so distances are rough too.", zip=place.near)
        case "city_point":
            return gettext(
                "We do not know exactly where %(zip)s lies, so distances are from the middle of its city.",
                zip=place.near,
            )
        case "road_point":
            return gettext("We found the street but not the house, so distances are rough.")
        case "town_point":
            return gettext("We found the town but not the street, so distances are from there.")
        case "county_point":
            return gettext(
                "We do not know exactly where %(zip)s lies, so distances are from the middle of its county.",
                zip=place.near,
            )


def money_words(amount: Cents) -> str:
    """An amount of money to the cent, never rounded.

    >>> money_words(Cents(1_234_56)), money_words(Cents(5))
    ('$1,234.56', '$0.05')
    """
    return f"${amount // 100:,}.{amount % 100:02d}"


def money_range_words(low: Cents, high: Cents) -> str:
    """A range of money; one figure where both ends are the same."""
    if low == high:
        return money_words(low)
    return gettext("%(low)s to %(high)s", low=money_words(low), high=money_words(high))


def short_day_words(day: date) -> str:
    """A date for a narrow table, its month still in letters."""
    return _day(locale(), day, "medium")


def month_day_words(day: date) -> str:
    """A day of every year, such as January 1."""
    return _month_day(locale(), day)


# A page names the same few days again and again, and Babel works each out from its pattern.
@lru_cache(maxsize=4096)
def _day(spoken: str, day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=spoken)


@lru_cache(maxsize=1024)
def _month_day(spoken: str, day: date) -> str:
    return format_skeleton("MMMMd", day, locale=spoken)


@lru_cache(maxsize=2048)
def _time(spoken: str, at: time) -> str:
    return format_time(at, "short", locale=spoken)
