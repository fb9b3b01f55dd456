"""The page of one clinic: what the template receives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import url_for

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.hours import DayHours, week_of_hours
from clinicfinder.domain.places import Place
from clinicfinder.domain.reference import Treatment
from clinicfinder.domain.search import Filters
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.store.catalogue import Catalogue, city_slug
from clinicfinder.usecases.find_clinics import find_clinics, state_of
from clinicfinder.web.clinic_words import acceptance_words, evidence_words
from clinicfinder.web.jsonld import clinic_jsonld
from clinicfinder.web.links import (
    Link,
    clinic_url,
    directions_url,
    estimate_url,
    nearby_clinic_url,
    phone_url,
    search_url,
)
from clinicfinder.web.map_view import MapView, clinic_map
from clinicfinder.web.translation import gettext
from clinicfinder.web.wording import day_words, miles_words, open_words, phone_words, time_words, weekday_words


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
    """Everything the page of a clinic shows."""

    clinic: Clinic
    trail: tuple[Link, ...]
    address: tuple[str, str]
    phone: Link | None
    open_words: str
    closed_notice: str | None
    elsewhere: tuple[Link, ...]
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
    jsonld: str
    near_url: str
    map: MapView


def clinic_view(catalogue: Catalogue, clinic: Clinic, moment: datetime, site: str) -> ClinicView:
    """The view of one clinic at a moment. `site` is the scheme and host that canonical addresses begin with."""
    local = moment.astimezone(ZoneInfo(clinic.timezone))
    week = week_of_hours(clinic.hours, clinic.timezone, local.date())
    closed = clinic.status == "permanently_closed"
    # A clinic that is not in operation keeps no hours, whatever its row says.
    open_week = week if clinic.status == "open" else ()
    state = clinic.state.lower()
    source = clinic.provenance
    dated = day_words(source.source_date) if source.source_date else gettext("undated")
    return ClinicView(
        clinic=clinic,
        trail=(
            Link(gettext("All clinics"), url_for("pages.states")),
            Link(STATE_NAMES[clinic.state], url_for("pages.state", state=state)),
            Link(clinic.city, url_for("pages.city", state=state, city=city_slug(clinic.city))),
        )
        if not closed
        else (),
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
        days=tuple(_day_row(day, is_today=day.day == local.date()) for day in open_week),
        timezone_note=gettext("Times are local to %(city)s.", city=clinic.city),
        treatments=tuple(catalogue.treatments[code] for code in clinic.treatments),
        treatments_note=evidence_words(clinic),
        insurance=tuple(
            InsuranceRow(catalogue.payers[row.payer_code].name, acceptance_words(row), row.notes)
            for row in catalogue.insurance[clinic.clinic_code]
        ),
        directions_url=directions_url(clinic),
        estimate_url=estimate_url(clinic),
        position_note=gettext("We place this clinic by its ZIP code, so distances to it are rough.")
        if clinic.geo_precision == "zip"
        else None,
        listed_from=gettext("%(source)s, %(dated)s", source=source.source_title, dated=dated),
        checked_on=day_words(source.reviewed_on),
        canonical=site + clinic_url(clinic),
        jsonld=clinic_jsonld(clinic, open_week, site),
        near_url=search_url(clinic.zip, Filters(), None),
        map=clinic_map(catalogue, clinic),
    )


def _day_row(day: DayHours, *, is_today: bool) -> DayRow:
    spans = [
        gettext("open 24 hours")
        if opens == closes
        else gettext(
            "%(opens)s to %(closes)s",
            opens=time_words(datetime.combine(day.day, opens)),
            closes=time_words(datetime.combine(day.day, closes)),
        )
        for opens, closes in day.spans
    ]
    return DayRow(weekday_words(day.day), ", ".join(spans) or gettext("closed"), is_today)


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
