"""The page of one clinic: what the template receives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import url_for

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.hours import DayHours
from clinicfinder.domain.opening import state_of, week_of
from clinicfinder.domain.overrides import override_on
from clinicfinder.domain.places import Place
from clinicfinder.domain.reference import Treatment
from clinicfinder.domain.search import Filters
from clinicfinder.store.catalogue import Catalogue, city_slug, page_key
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.web.clinic_words import acceptance_words, evidence_words
from clinicfinder.web.data_words import state_words, treatment_words
from clinicfinder.web.jsonld import JsonLd, breadcrumbs, clinic_node, graph
from clinicfinder.web.links import (
    Link,
    directions_url,
    estimate_url,
    nearby_clinic_url,
    phone_url,
    search_url,
)
from clinicfinder.web.map_view import MapView, clinic_map
from clinicfinder.web.public_address import public_url
from clinicfinder.web.translation import data_text, gettext
from clinicfinder.web.wording import (
    day_words,
    miles_words,
    month_day_words,
    open_words,
    override_words,
    phone_words,
    span_words,
    weekday_words,
)

EXCEPTIONS_AHEAD: Final = timedelta(days=45)
"""How far ahead a closure or a holiday is told: far enough for a course of treatment that is being planned."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the hours table."""

    day: str
    hours: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class InsuranceRow:
    """One line of the insurance table."""

    payer: str
    words: str
    notes: str | None


@dataclass(frozen=True, slots=True)
class ClinicView:
    """Everything the page of a clinic shows. `name`: with its street where another clinic of the city has the same."""

    clinic: Clinic
    name: str
    trail: tuple[Link, ...]
    address: tuple[str, str]
    phone: Link | None
    open_words: str
    closed_notice: str | None
    elsewhere: tuple[Link, ...]
    exceptions: tuple[str, ...]
    days: tuple[DayRow, ...]
    timezone_note: str
    treatments: tuple[Treatment, ...]
    treatments_note: str | None
    insurance: tuple[InsuranceRow, ...]
    directions_url: str
    estimate_url: str
    position_note: str | None
    listed_from: str
    checked_on: str
    canonical: str
    jsonld: JsonLd
    near_url: str
    map: MapView


def clinic_view(catalogue: Catalogue, clinic: Clinic, moment: datetime) -> ClinicView:
    """The view of one clinic at a moment."""
    local = moment.astimezone(ZoneInfo(clinic.timezone))
    week = week_of(clinic, local.date())
    closed = clinic.status == "permanently_closed"
    source = clinic.provenance
    dated = day_words(source.source_date) if source.source_date else gettext("undated")
    trail = _trail(clinic) if not closed else ()
    treatments = tuple(treatment_words(catalogue.treatments[code]) for code in clinic.treatments)
    return ClinicView(
        clinic=clinic,
        name=_own_name(catalogue, clinic),
        trail=trail,
        address=(
            ", ".join(filter(None, (clinic.street, clinic.unit))),
            f"{clinic.city}, {clinic.state} {clinic.zip}",
        ),
        phone=Link(phone_words(clinic.phone), phone_url(clinic.phone)) if clinic.phone else None,
        open_words=open_words(clinic, state_of(clinic, moment), moment),
        closed_notice=gettext("This clinic is permanently closed. These are the nearest on our list.")
        if closed
        else None,
        elsewhere=_nearest_others(catalogue, clinic, moment) if closed else (),
        exceptions=_exceptions(clinic, local.date()),
        days=tuple(day_row(day, is_today=day.day == local.date()) for day in week),
        timezone_note=gettext("Times are local to %(city)s.", city=clinic.city),
        treatments=treatments,
        treatments_note=evidence_words(clinic),
        insurance=tuple(
            InsuranceRow(data_text(catalogue.payers[row.payer_code].name), acceptance_words(row), data_text(row.notes))
            for row in catalogue.insurance[clinic.clinic_code]
        ),
        directions_url=directions_url(clinic),
        estimate_url=estimate_url(clinic),
        position_note=gettext("We place this clinic by its ZIP code, so distances to it are rough.")
        if clinic.geo_precision == "zip"
        else None,
        listed_from=gettext("%(source)s, %(dated)s", source=source.source_title, dated=dated),
        checked_on=day_words(source.reviewed_on),
        canonical=_public_url_of(clinic),
        jsonld=graph(clinic_node(clinic, _public_url_of(clinic), week, treatments), breadcrumbs(trail, clinic.name)),
        near_url=search_url(clinic.zip, Filters(), None),
        map=clinic_map(catalogue, clinic),
    )


def _own_name(catalogue: Catalogue, clinic: Clinic) -> str:
    """The name that no other page has. A network may have two sites of one name in a city."""
    same = [one for one in catalogue.index.clinics if one.name == clinic.name and one.city == clinic.city]
    if all(one.clinic_code == clinic.clinic_code for one in same):
        return clinic.name
    return ", ".join(filter(None, (clinic.name, clinic.street, clinic.unit)))


def _trail(clinic: Clinic) -> tuple[Link, ...]:
    state = clinic.state.lower()
    return (
        Link(gettext("All clinics"), url_for("pages.states")),
        Link(state_words(clinic.state), url_for("pages.state", state=state)),
        Link(clinic.city, url_for("pages.city", state=state, city=city_slug(clinic.city))),
    )


def _public_url_of(clinic: Clinic) -> str:
    state, city, slug = page_key(clinic)
    return public_url("pages.clinic", state=state, city=city, slug=slug)


def day_row(day: DayHours, *, is_today: bool) -> DayRow:
    """One day of the hours table in words."""
    if not day.known:
        return DayRow(weekday_words(day.day), gettext("not listed"), is_today)
    hours = span_words(day.day, day.spans) or gettext("closed")
    name = weekday_words(day.day)
    if day.override:
        # A weekday alone would read as if it were so every week.
        name = gettext("%(weekday)s, %(day)s", weekday=name, day=month_day_words(day.day))
    return DayRow(name, hours, is_today)


def _exceptions(clinic: Clinic, today: date) -> tuple[str, ...]:
    """The exceptions of the days ahead, soonest first. Today's own is said beside "open" or "closed"."""
    if clinic.status != "open":
        return ()
    told = override_on(clinic.overrides, today)
    coming = [each for each in clinic.overrides if each.touches(today, today + EXCEPTIONS_AHEAD) and each != told]
    return tuple(override_words(each, today) for each in sorted(coming, key=lambda each: each.from_day))


def _nearest_others(catalogue: Catalogue, clinic: Clinic, moment: datetime) -> tuple[Link, ...]:
    """The three public clinics nearest to one that has closed."""
    if clinic.position is None:
        return ()
    place = Place(clinic.name, clinic.clinic_code, clinic.position, "clinic", clinic.state)
    page = find_clinics(catalogue, place, Filters(), moment=moment, limit=3)
    return tuple(
        Link(f"{hit.clinic.name} ({miles_words(hit.miles, hit.approximate)})", nearby_clinic_url(hit.clinic))
        for hit in page.hits
    )
