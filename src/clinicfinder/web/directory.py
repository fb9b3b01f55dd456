"""The lists of clinics by place: all states, one state, one city. A place without a clinic has no page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import url_for

from clinicfinder.domain.clinics import Clinic
from clinicfinder.errors import NotOnFile
from clinicfinder.store.catalogue import Catalogue, city_slug
from clinicfinder.web.data_words import state_words, treatment_words
from clinicfinder.web.links import Link, clinic_url
from clinicfinder.web.translation import gettext, ngettext


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """One line of a list."""

    link: Link
    note: str


@dataclass(frozen=True, slots=True)
class DirectoryView:
    """One list with its way back up."""

    title: str
    intro: str
    trail: tuple[Link, ...]
    rows: tuple[DirectoryRow, ...]


def directory_of_states(catalogue: Catalogue) -> DirectoryView:
    """Every state with a clinic, by name."""
    counts = Counter(clinic.state for clinic in catalogue.index.clinics)
    rows = tuple(DirectoryRow(_state_link(code), _count(counts[code])) for code in sorted(counts, key=state_words))
    return DirectoryView(gettext("All clinics by state"), gettext("States that have a clinic on our list."), (), rows)


def directory_of_state(catalogue: Catalogue, state: str) -> DirectoryView:
    """Every city of a state with a clinic, by name.

    Raises: NotOnFile if there is none.
    """
    clinics = [clinic for clinic in catalogue.index.clinics if clinic.state == state]
    if not clinics:
        raise NotOnFile("state page", state)
    counts = Counter(clinic.city for clinic in clinics)
    rows = tuple(DirectoryRow(_city_link(state, city), _count(counts[city])) for city in sorted(counts))
    name = state_words(state)
    return DirectoryView(
        gettext("Ketamine, Spravato and TMS clinics in %(state)s", state=name),
        ngettext(
            "%(num)d clinic on our list is in %(state)s.",
            "%(num)d clinics on our list are in %(state)s.",
            len(clinics),
            state=name,
        ),
        (_all_link(),),
        rows,
    )


def directory_of_city(catalogue: Catalogue, state: str, slug: str) -> DirectoryView:
    """Every clinic of a city, by name.

    Raises: NotOnFile if there is none.
    """
    clinics = [c for c in catalogue.index.clinics if c.state == state and city_slug(c.city) == slug]
    if not clinics:
        raise NotOnFile("city page", slug)
    city = clinics[0].city
    rows = tuple(
        DirectoryRow(Link(clinic.name, clinic_url(clinic)), _about(catalogue, clinic))
        for clinic in sorted(clinics, key=lambda clinic: (clinic.name, clinic.clinic_code))
    )
    return DirectoryView(
        gettext("Ketamine, Spravato and TMS clinics in %(city)s, %(state)s", city=city, state=state),
        ngettext(
            "%(num)d clinic on our list is in %(city)s.",
            "%(num)d clinics on our list are in %(city)s.",
            len(clinics),
            city=city,
        ),
        (_all_link(), _state_link(state)),
        rows,
    )


def _count(number: int) -> str:
    return ngettext("%(num)d clinic", "%(num)d clinics", number)


def _about(catalogue: Catalogue, clinic: Clinic) -> str:
    treatments = ", ".join(treatment_words(catalogue.treatments[code]).short_label for code in clinic.treatments)
    return f"{clinic.street} · {treatments}"


def _all_link() -> Link:
    return Link(gettext("All clinics"), url_for("pages.states"))


def _state_link(state: str) -> Link:
    return Link(state_words(state), url_for("pages.state", state=state.lower()))


def _city_link(state: str, city: str) -> Link:
    return Link(city, url_for("pages.city", state=state.lower(), city=city_slug(city)))
