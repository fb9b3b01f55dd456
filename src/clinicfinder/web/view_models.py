"""What the templates receive: finished words and addresses, so that a template decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.domain.coverage_line import CoverageLine
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.places import Approximate, Found
from clinicfinder.domain.search import FilterName, Hit, SearchPage
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.links import Link, clinic_url, directions_url, estimate_url, phone_url, search_link
from clinicfinder.web.map_view import MapView, results_map
from clinicfinder.web.translation import gettext, ngettext
from clinicfinder.web.wording import approximate_words, day_words, miles_words, open_words, phone_words


@dataclass(frozen=True, slots=True)
class ClinicCard:
    """One clinic of a list. Every text is final; None means that there is nothing to show."""

    number: int
    code: str
    name: str
    position: LatLng | None
    position_is_rough: bool
    network: str
    url: str
    distance: str | None
    within_radius: bool
    street: str
    city_line: str
    phone: str | None
    phone_url: str | None
    treatments: tuple[str, ...]
    treatments_note: str | None
    telehealth: bool
    open_kind: str
    open_words: str
    directions_url: str
    estimate_url: str
    website: str | None
    insurance: str | None
    coverage: str | None


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
    is_error: bool = False


def clinic_card(
    catalogue: Catalogue,
    clinic: Clinic,
    moment: datetime,
    *,
    hit: Hit,
    number: int,
    payer: str | None,
    chosen: tuple[str, ...],
) -> ClinicCard:
    """The card of one hit, with what is known of the chosen payer and treatments."""
    return ClinicCard(
        number=number,
        code=clinic.clinic_code,
        name=clinic.name,
        position=clinic.position,
        position_is_rough=clinic.geo_precision == "zip",
        network=clinic.network_name,
        url=clinic_url(clinic),
        distance=miles_words(hit.miles, hit.approximate),
        within_radius=hit.within_radius,
        street=f"{clinic.street}, {clinic.unit}" if clinic.unit else clinic.street,
        city_line=f"{clinic.city}, {clinic.state} {clinic.zip}",
        phone=phone_words(clinic.phone) if clinic.phone else None,
        phone_url=phone_url(clinic.phone) if clinic.phone else None,
        treatments=tuple(catalogue.treatments[code].short_label for code in clinic.treatments),
        treatments_note=evidence_words(clinic),
        telehealth=clinic.telehealth is True,
        open_kind=hit.open_state.kind,
        open_words=open_words(clinic, hit.open_state, moment),
        directions_url=directions_url(clinic),
        estimate_url=estimate_url(clinic, chosen),
        website=clinic.website,
        insurance=insurance_words(catalogue, clinic, payer) if payer else None,
        coverage=coverage_words(catalogue, chosen),
    )


def evidence_words(clinic: Clinic) -> str | None:
    """The caveat of a treatment list that no source states for this very site."""
    match clinic.treatments_evidence:
        case "network":
            return gettext("Known for the network, not for this site: ask the clinic.")
        case "name_only":
            return gettext("Taken from the clinic's name only: ask the clinic.")
        case "listed":
            return None


def insurance_words(catalogue: Catalogue, clinic: Clinic, payer_code: str) -> str:
    """What is known of one payer at one clinic, with the date of the source."""
    payer = catalogue.payers[payer_code]
    row = catalogue.acceptance_of(clinic, payer_code)
    if row is None:
        return gettext("Does not say whether it takes %(payer)s. Ask the clinic.", payer=payer.name)
    return acceptance_words(row)


def acceptance_words(row: InsuranceAcceptance) -> str:
    """One acceptance row in words. A payer that a source merely lists is never said to be taken."""
    dated = row.provenance.source_date
    as_of = gettext("(as of %(day)s)", day=day_words(dated)) if dated else gettext("(source undated)")
    match row.acceptance:
        case "accepted":
            words = gettext("Says it takes %(payer)s. Call to confirm for your plan.", payer=row.listed_as)
        case "not_accepted":
            words = gettext("Says it does not take %(payer)s.", payer=row.listed_as)
        case "ask" if row.basis == "listed":
            words = gettext("Lists %(payer)s. Call to confirm.", payer=row.listed_as)
        case _:
            words = gettext("Unclear for %(payer)s. Ask the clinic.", payer=row.listed_as)
    return f"{words} {as_of}"


def coverage_words(catalogue: Catalogue, treatments: tuple[str, ...]) -> str | None:
    """The short coverage line of a card: the outlook of each chosen treatment, or None if none is known."""
    lines = [line for code in treatments if (line := catalogue.coverage_line(code))]
    texts = [
        gettext("%(treatment)s: %(outlook)s", treatment=_label(catalogue, line.treatment), outlook=outlook_words(line))
        for line in lines
    ]
    return " ".join(texts) or None


def outlook_words(line: CoverageLine) -> str:
    """The outlook in a sentence. "Usually" is part of every one: it is a pattern among plans, not an answer."""
    match line.outlook:
        case "usually_insured_after_prior_authorization":
            return gettext("most private plans pay for it after prior authorization.")
        case "usually_insured":
            return gettext("most private plans pay for it when their conditions are met.")
        case "usually_self_pay":
            return gettext("usually self-pay. A few plans pay for it, so ask yours.")
        case "depends_on_plan":
            return gettext("depends on the plan. Ask yours.")


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
                wording=line.wording,
                source_title=source.source_title,
                source_url=source.source_url,
                dates=gettext("%(dated)s; checked %(checked)s", dated=dated, checked=day_words(source.reviewed_on)),
            )
        )
    return tuple(notices)


def results_view(catalogue: Catalogue, page: SearchPage, outcome: Found | Approximate, moment: datetime) -> ResultsView:
    """Everything the results region shows for a found place."""
    filters = page.filters
    cards = tuple(
        clinic_card(
            catalogue, hit.clinic, moment, hit=hit, number=number, payer=filters.payer, chosen=filters.treatments
        )
        for number, hit in enumerate(page.hits, start=page.offset + 1)
    )
    return ResultsView(
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
    return catalogue.treatments[code].short_label


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
            return catalogue.payers[filters.payer].name if filters.payer else ""
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
