"""What the templates receive: finished words and addresses, so that a template decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clinicfinder.domain.places import Approximate, Found
from clinicfinder.domain.search import FilterName, SearchPage
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.cards import ClinicCard, clinic_cards
from clinicfinder.web.data_words import treatment_words
from clinicfinder.web.links import Link, search_link
from clinicfinder.web.map_view import MapView, results_map
from clinicfinder.web.translation import data_text, gettext, ngettext
from clinicfinder.web.wording import approximate_words, day_words, miles_words


@dataclass(frozen=True, slots=True)
class CoverageNotice:
    """The coverage line with its source and dates, shown once above the list."""

    heading: str
    wording: str
    source_title: str
    source_url: str
    dates: str


@dataclass(frozen=True, slots=True)
class ResultsView:
    """A found place and its nearest clinics."""

    heading: str
    announcement: str
    place_note: str | None
    radius_note: str | None
    divider: str | None
    widen: Link | None
    silent_payers: str | None
    cards: tuple[ClinicCard, ...]
    coverage: tuple[CoverageNotice, ...]
    previous: Link | None
    following: Link | None
    first_page: Link | None
    map: MapView
    credit: str | None
    is_error: bool = False


def coverage_notices(catalogue: Catalogue, treatments: tuple[str, ...]) -> tuple[CoverageNotice, ...]:
    """The full coverage lines of the chosen treatments."""
    notices = []
    for code in treatments:
        line = catalogue.coverage_line(code)
        if line is None:
            continue
        source = line.provenance
        dated = day_words(source.source_date) if source.source_date else gettext("undated")
        notices.append(
            CoverageNotice(
                heading=gettext("What insurance usually does: %(treatment)s", treatment=_label(catalogue, code)),
                wording=data_text(line.wording),
                source_title=source.source_title,
                source_url=source.source_url,
                dates=gettext("%(dated)s; checked %(checked)s", dated=dated, checked=day_words(source.reviewed_on)),
            )
        )
    return tuple(notices)


def results_view(catalogue: Catalogue, page: SearchPage, outcome: Found | Approximate, moment: datetime) -> ResultsView:
    """Everything the results region shows for a found place."""
    filters = page.filters
    cards = clinic_cards(
        catalogue,
        page.hits,
        moment,
        first_number=page.offset + 1,
        payer=filters.payer,
        chosen=filters.treatments,
    )
    return ResultsView(
        credit=data_text(page.origin.credit),
        heading=gettext("Clinics near %(place)s", place=page.origin.label),
        announcement=_announcement(page),
        place_note=approximate_words(outcome) if isinstance(outcome, Approximate) else None,
        radius_note=_radius_note(page),
        divider=_divider(page),
        widen=_widen_link(catalogue, page),
        silent_payers=_silent_payers(catalogue, page),
        cards=cards,
        coverage=coverage_notices(catalogue, filters.treatments),
        previous=_page_link(page, -1),
        following=_page_link(page, +1),
        first_page=search_link(gettext("Back to the nearest ones"), page.origin, filters, page.radius)
        if page.total and not cards
        else None,
        map=results_map(catalogue, page),
    )


def _label(catalogue: Catalogue, code: str) -> str:
    return treatment_words(catalogue.treatments[code]).short_label


def _announcement(page: SearchPage) -> str:
    if page.nearest is None:
        return gettext("No clinic on our list fits all of that.")
    nearest = miles_words(page.nearest, approximate=any(hit.approximate for hit in page.hits) or not page.hits)
    if page.none_within_radius:
        return gettext(
            "None within %(radius)g miles. The closest is %(distance)s away.",
            radius=page.radius,
            distance=nearest,
        )
    if page.within_radius is not None and page.radius is not None:
        return ngettext(
            "%(num)d clinic within %(radius)g miles. The closest is %(distance)s away.",
            "%(num)d clinics within %(radius)g miles. The closest is %(distance)s away.",
            page.within_radius,
            radius=page.radius,
            distance=nearest,
        )
    return ngettext(
        "%(num)d clinic. The closest is %(distance)s away.",
        "%(num)d clinics. The closest is %(distance)s away.",
        page.total,
        distance=nearest,
    )


def _radius_note(page: SearchPage) -> str | None:
    if page.none_within_radius and page.nearest is not None:
        return gettext("These are the nearest ones, with your filters kept.")
    return None


def _divider(page: SearchPage) -> str | None:
    """The line between clinics within the radius and beyond it, if this page crosses it."""
    kinds = {hit.within_radius for hit in page.hits}
    return gettext("Beyond %(radius)g miles", radius=page.radius) if len(kinds) == 2 else None


def _widen_link(catalogue: Catalogue, page: SearchPage) -> Link | None:
    if page.widen is None:
        return None
    wide = page.widen
    distance = miles_words(wide.nearest, approximate=True)
    without = _filter_label(catalogue, page, wide.without)
    if wide.clinics_within_radius:
        text = ngettext(
            "Without %(filter)s: %(num)d clinic within %(radius)g miles, the closest %(distance)s away",
            "Without %(filter)s: %(num)d clinics within %(radius)g miles, the closest %(distance)s away",
            wide.clinics_within_radius,
            filter=without,
            radius=page.radius,
            distance=distance,
        )
    else:
        text = gettext("Without %(filter)s: the closest is %(distance)s away", filter=without, distance=distance)
    return search_link(text, page.origin, wide.filters, page.radius)


def _filter_label(catalogue: Catalogue, page: SearchPage, name: FilterName) -> str:
    filters = page.filters
    match name:
        case "treatment":
            return " + ".join(_label(catalogue, code) for code in filters.treatments)
        case "payer":
            return data_text(catalogue.payers[filters.payer].name) if filters.payer else ""
        case "network":
            return catalogue.networks[filters.network].name if filters.network else ""
        case "open_now":
            return gettext("“open now”")
        case "telehealth":
            return gettext("“online visits”")


def _silent_payers(catalogue: Catalogue, page: SearchPage) -> str | None:
    """Clinics that say nothing about insurance are left out by the filter; that is said, never done silently."""
    if page.filters.payer is None:
        return None
    silent = sum(1 for clinic in catalogue.index.clinics if not catalogue.insurance[clinic.clinic_code])
    return ngettext(
        "%(num)d clinic on our list does not say which insurance it takes and is left out here.",
        "%(num)d clinics on our list do not say which insurance they take and are left out here.",
        silent,
    )


def _page_link(page: SearchPage, step: int) -> Link | None:
    number = page.offset // page.limit + 1 + step
    if number < 1 or (number - 1) * page.limit >= page.total:
        return None
    text = gettext("Nearer clinics") if step < 0 else gettext("Next clinics, further away")
    return search_link(text, page.origin, page.filters, page.radius, number)
