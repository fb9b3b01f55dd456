"""The lists of clinics by place: all states, one state, one city. A place without a clinic has no page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import url_for

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.places import Place
from clinicfinder.domain.search import Filters
from clinicfinder.errors import NotOnFile
from clinicfinder.store.catalogue import Catalogue, city_slug
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.web.clinic_words import evidence_words
from clinicfinder.web.data_words import state_words, treatment_words
from clinicfinder.web.jsonld import JsonLd, breadcrumbs, graph
from clinicfinder.web.links import Link, clinic_url, search_url
from clinicfinder.web.translation import gettext, ngettext
from clinicfinder.web.wording import miles_words

_KETAMINE: Final = frozenset({"iv_ketamine", "im_ketamine", "ketamine_unspecified", "kap"})

_NEARBY_MILES: Final = 100
_NEARBY_CITIES: Final = 6


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """One line of a list. `caveat` None: nothing to be careful about."""

    link: Link
    note: str
    caveat: str | None = None


@dataclass(frozen=True, slots=True)
class DirectoryView:
    """One list with its way back up. `nearby`: other cities, nearest first. `search`: the same place by distance."""

    title: str
    intro: str
    trail: tuple[Link, ...]
    rows: tuple[DirectoryRow, ...]
    jsonld: JsonLd
    nearby: tuple[DirectoryRow, ...] = ()
    search: Link | None = None


def directory_of_states(catalogue: Catalogue) -> DirectoryView:
    """Every state with a clinic, by name."""
    clinics = catalogue.index.clinics
    states = sorted({clinic.state for clinic in clinics}, key=state_words)
    rows = tuple(DirectoryRow(_state_link(code), _summary(clinics_of_state(catalogue, code))) for code in states)
    intro = ngettext(
        "%(num)d clinic on our list, by state and city.",
        "%(num)d clinics on our list, by state and city.",
        len(clinics),
    )
    return DirectoryView(gettext("All clinics by state"), intro, (), rows, graph())


def directory_of_state(catalogue: Catalogue, state: str) -> DirectoryView:
    """Every city of a state with a clinic, by name.

    Raises: NotOnFile if there is none.
    """
    clinics = clinics_of_state(catalogue, state)
    cities = sorted({clinic.city for clinic in clinics})
    name = state_words(state)
    intro = ngettext(
        "%(num)d clinic on our list is in %(state)s.", "%(num)d clinics on our list are in %(state)s.", len(clinics),
        state=name,
    )  # fmt: skip
    trail = (_all_link(),)
    return DirectoryView(
        title=place_title(given_at(clinics), name),
        intro=intro,
        trail=trail,
        rows=tuple(
            DirectoryRow(_city_link(state, city), _summary([one for one in clinics if one.city == city]))
            for city in cities
        ),
        jsonld=graph(breadcrumbs(trail, name)),
    )


def directory_of_city(catalogue: Catalogue, state: str, slug: str, moment: datetime) -> DirectoryView:
    """Every clinic of a city, by name, and the other cities with clinics round about.

    Raises: NotOnFile if there is none.
    """
    clinics = clinics_of_city(catalogue, state, slug)
    city = clinics[0].city
    trail = (_all_link(), _state_link(state))
    intro = ngettext(
        "%(num)d clinic on our list is in %(city)s.", "%(num)d clinics on our list are in %(city)s.", len(clinics),
        city=city,
    )  # fmt: skip
    rows = tuple(
        DirectoryRow(Link(clinic.name, clinic_url(clinic)), _about(catalogue, clinic), evidence_words(clinic))
        for clinic in sorted(clinics, key=lambda clinic: (clinic.name, clinic.clinic_code))
    )
    return DirectoryView(
        title=place_title(given_at(clinics), f"{city}, {state}"),
        intro=intro,
        trail=trail,
        rows=rows,
        jsonld=graph(breadcrumbs(trail, city)),
        nearby=_nearby(catalogue, clinics[0], moment),
        search=Link(
            gettext("Clinics by distance from %(city)s", city=city), search_url(clinics[0].zip, Filters(), None)
        ),
    )


def clinics_of_state(catalogue: Catalogue, state: str) -> Sequence[Clinic]:
    """The public clinics of a state.

    Raises: NotOnFile if there is none.
    """
    clinics = [clinic for clinic in catalogue.index.clinics if clinic.state == state]
    if not clinics:
        raise NotOnFile("state page", state)
    return clinics


def clinics_of_city(catalogue: Catalogue, state: str, slug: str) -> Sequence[Clinic]:
    """The public clinics of a city, which is named as in its page's address.

    Raises: NotOnFile if there is none.
    """
    clinics = [one for one in catalogue.index.clinics if one.state == state and city_slug(one.city) == slug]
    if not clinics:
        raise NotOnFile("city page", slug)
    return clinics


def given_at(clinics: Iterable[Clinic]) -> tuple[str, ...]:
    """Which of the three treatments that people come for are listed at these clinics, by name."""
    codes = {code for clinic in clinics for code in clinic.treatments}
    named = (
        (gettext("Ketamine"), bool(codes & _KETAMINE)),
        (gettext("Spravato"), "spravato" in codes),
        (gettext("TMS"), "tms" in codes),
    )
    return tuple(name for name, is_given in named if is_given)


def place_title(treatments: tuple[str, ...], where: str) -> str:
    """The name of a page of clinics: only what some clinic there is listed with.

    >>> place_title(("Spravato", "TMS"), "Ohio")
    'Spravato and TMS clinics in Ohio'
    """
    match treatments:
        case (only,):
            named = only
        case (first, second):
            named = gettext("%(first)s and %(second)s", first=first, second=second)
        case (first, second, third):
            named = gettext("%(first)s, %(second)s and %(third)s", first=first, second=second, third=third)
        case _:
            return gettext("Clinics in %(place)s", place=where)
    return gettext("%(treatments)s clinics in %(place)s", treatments=named, place=where)


def _summary(clinics: Sequence[Clinic]) -> str:
    count = ngettext("%(num)d clinic", "%(num)d clinics", len(clinics))
    return " · ".join((count, *given_at(clinics)))


def _about(catalogue: Catalogue, clinic: Clinic) -> str:
    treatments = ", ".join(treatment_words(catalogue.treatments[code]).short_label for code in clinic.treatments)
    return f"{clinic.street} · {treatments}"


def _nearby(catalogue: Catalogue, clinic: Clinic, moment: datetime) -> tuple[DirectoryRow, ...]:
    """The nearest other cities with clinics, measured from one clinic of this city."""
    if clinic.position is None:
        return ()
    place = Place(clinic.city, clinic.zip, clinic.position, "city", clinic.state)
    hits = find_clinics(catalogue, place, Filters(), moment=moment, limit=100).hits
    here = (clinic.state, clinic.city)
    others = [(hit, (hit.clinic.state, hit.clinic.city)) for hit in hits if hit.miles <= _NEARBY_MILES]
    nearest = {city: hit for hit, city in reversed(others) if city != here}
    counts = Counter((one.state, one.city) for one in catalogue.index.clinics)
    cities = sorted(nearest, key=lambda city: nearest[city].miles)[:_NEARBY_CITIES]
    return tuple(
        DirectoryRow(
            Link(f"{city}, {state}", _city_link(state, city).url),
            " · ".join(
                (
                    miles_words(nearest[state, city].miles, approximate=True),
                    ngettext("%(num)d clinic", "%(num)d clinics", counts[state, city]),
                )
            ),
        )
        for state, city in cities
    )


def _all_link() -> Link:
    return Link(gettext("All clinics"), url_for("pages.states"))


def _state_link(state: str) -> Link:
    return Link(state_words(state), url_for("pages.state", state=state.lower()))


def _city_link(state: str, city: str) -> Link:
    return Link(city, url_for("pages.city", state=state.lower(), city=city_slug(city)))
