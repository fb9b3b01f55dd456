"""The answer to a search: which template shows it, with what. The site and the partners' frames both ask here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from flask import Response, make_response, render_template

from clinicfinder.domain.crisis import mentions_crisis
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.places import Approximate, Found, Resolution
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.usecases.resolve_place import resolve_place
from clinicfinder.web.current import address_lookup, catalogue
from clinicfinder.web.form_options import FormOptions
from clinicfinder.web.forms import SearchForm
from clinicfinder.web.fragments import vary_by_htmx, wants_fragment
from clinicfinder.web.links import canonical_search_url
from clinicfinder.web.outcomes import STATUS, TEMPLATES, OutcomeView, outcome_view
from clinicfinder.web.translation import gettext
from clinicfinder.web.view_models import ResultsView, results_view


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """One answer. `view` is None for a form that cannot be used; `canonical` where the place is private or unknown."""

    outcome: str
    status: int
    view: ResultsView | OutcomeView | None
    canonical: str | None


def posted_outcome(form: SearchForm) -> Resolution:
    """What a posted search starts from: where a device is, or a text of any kind, street addresses among them."""
    if form.point:
        return _located(form.point)
    return resolve_place(catalogue().gazetteer, address_lookup(), form.near)


def answer_search(form: SearchForm, outcome: Resolution) -> SearchAnswer:
    """The nearest clinics to a place, or what to say where there is none."""
    if form.problems:
        return SearchAnswer("partials/outcomes/bad_form.html", 422, None, None)
    if not isinstance(outcome, Found | Approximate):
        view = outcome_view(outcome, form.filters, form.radius)
        return SearchAnswer(TEMPLATES[type(outcome)], STATUS[type(outcome)], view, None)
    place = outcome.place
    moment = datetime.now(UTC)
    page = find_clinics(
        catalogue(), place, form.filters, moment=moment, radius=form.radius, offset=form.offset, limit=form.page_size
    )
    canonical = None if place.is_private else canonical_search_url(place.near, form.filters, form.radius, form.page)
    return SearchAnswer(
        "partials/outcomes/found.html", 200, results_view(catalogue(), page, outcome, moment), canonical
    )


def show_search(
    page: str,
    form: SearchForm,
    answer: SearchAnswer,
    options: FormOptions | None,
    more: Mapping[str, object] = MappingProxyType({}),
) -> Response:
    """The answer as a page or, for a swap, as the results region.

    Args: page: the template of the whole page. options: None where the page is not asked for. more: what else that
        template receives.
    """
    fragment = wants_fragment()
    response = make_response(
        render_template(
            "partials/results.html" if fragment else page,
            outcome=answer.outcome,
            view=answer.view,
            form=form,
            options=options,
            fragment=fragment,
            canonical=answer.canonical,
            crisis_first=mentions_crisis(form.near),
            **more,
        ),
        answer.status,
    )
    # What is near a person is nobody else's to keep: not a proxy's, not a shared computer's.
    response.headers["Cache-Control"] = "no-store"
    return vary_by_htmx(response)


def _located(point: LatLng) -> Resolution:
    """The outcome for a device's point, named without its figures."""
    outcome = catalogue().gazetteer.point_outcome(*point, gettext("Your location"))
    if not isinstance(outcome, Found):
        return outcome
    here = replace(outcome.place, label=gettext("your location"), near="", precision="rounded", is_private=True)
    return Found(here)
