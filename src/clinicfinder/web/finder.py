"""The public search: one form, one results region, whole pages and fragments from the same templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.domain.crisis import mentions_crisis
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.places import Approximate, Found, Resolution
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.usecases.resolve_place import resolve_place
from clinicfinder.web.current import address_lookup, catalogue
from clinicfinder.web.form_options import form_options
from clinicfinder.web.forms import PAGE_SIZE, SearchForm, read_located_form, read_search_form
from clinicfinder.web.fragments import vary_by_htmx, wants_fragment
from clinicfinder.web.languages import also_found_at
from clinicfinder.web.links import search_url
from clinicfinder.web.outcomes import STATUS, TEMPLATES, outcome_view
from clinicfinder.web.translation import gettext
from clinicfinder.web.view_models import results_view

finder = Blueprint("finder", __name__)


@finder.get("/")
def home() -> str:
    """The search box, and what the site is."""
    form = read_search_form(request.args, catalogue())
    return render_template("pages/home.html", form=form, options=form_options(catalogue(), form.filters))


@finder.get("/clinics")
def search() -> Response:
    """The nearest clinics to a typed place, as a page or, for a swap, as the results region."""
    form = read_search_form(request.args, catalogue())
    return _search(form, catalogue().gazetteer.resolve(form.near))


@finder.post("/clinics")
def search_posted() -> AnyResponse:
    """The same for what the form sends: a place of any kind, a street address or where a device is among them.

    What can stand in an address is sent on to it, so that it can be shared; what must not is answered here. A place
    typed comes before a device's, so the form of a located search can be used for any next search.
    """
    form = read_located_form(request.form, catalogue())
    outcome = _located(form.point) if form.point else resolve_place(catalogue().gazetteer, address_lookup(), form.near)
    stays_here = bool(form.problems) or wants_fragment()
    if isinstance(outcome, Found | Approximate) and not outcome.place.is_private and not stays_here:
        return redirect(search_url(outcome.place.near, form.filters, form.radius, form.page), 303)
    return _search(form, outcome)


def _search(form: SearchForm, outcome: Resolution) -> Response:
    if form.problems:
        return _answer("partials/outcomes/bad_form.html", 422, form, view=None, canonical=None)
    if not isinstance(outcome, Found | Approximate):
        view = outcome_view(outcome, form.filters, form.radius)
        return _answer(TEMPLATES[type(outcome)], STATUS[type(outcome)], form, view, canonical=None)
    place = outcome.place
    moment = datetime.now(UTC)
    page = find_clinics(
        catalogue(), place, form.filters, moment=moment, radius=form.radius, offset=form.offset, limit=PAGE_SIZE
    )
    canonical = None if place.is_private else search_url(place.near, form.filters, form.radius, form.page)
    if canonical:
        also_found_at(canonical)
    view_found = results_view(catalogue(), page, outcome, moment)
    return _answer("partials/outcomes/found.html", 200, form, view_found, canonical)


def _located(point: LatLng) -> Resolution:
    """The outcome for a device's point, named without its figures."""
    outcome = catalogue().gazetteer.point_outcome(*point, gettext("Your location"))
    if not isinstance(outcome, Found):
        return outcome
    here = replace(outcome.place, label=gettext("your location"), near="", precision="rounded", is_private=True)
    return Found(here)


def _answer(outcome: str, status: int, form: SearchForm, view: object, canonical: str | None) -> Response:
    fragment = wants_fragment()
    response = make_response(
        render_template(
            "partials/results.html" if fragment else "pages/results.html",
            outcome=outcome,
            view=view,
            form=form,
            options=None if fragment else form_options(catalogue(), form.filters),
            fragment=fragment,
            canonical=canonical,
            crisis_first=mentions_crisis(form.near),
        ),
        status,
    )
    # What is near a person is nobody else's to keep: not a proxy's, not a shared computer's.
    response.headers["Cache-Control"] = "no-store"
    if fragment:
        # A place that was not understood stays out of the address bar; the last good address stays in it.
        response.headers["HX-Push-Url"] = canonical or "false"
    return vary_by_htmx(response)
