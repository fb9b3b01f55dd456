"""The public search: one form, one results region, whole pages and fragments from the same templates."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.domain.places import Approximate, Found, Resolution
from clinicfinder.web.current import catalogue
from clinicfinder.web.form_options import form_options
from clinicfinder.web.forms import SearchForm, read_located_form, read_search_form
from clinicfinder.web.fragments import wants_fragment
from clinicfinder.web.languages import also_found_at
from clinicfinder.web.links import search_url
from clinicfinder.web.search_answer import answer_search, posted_outcome, show_search

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
    outcome = posted_outcome(form)
    stays_here = bool(form.problems) or wants_fragment()
    if isinstance(outcome, Found | Approximate) and not outcome.place.is_private and not stays_here:
        return redirect(search_url(outcome.place.near, form.filters, form.radius, form.page), 303)
    return _search(form, outcome)


def _search(form: SearchForm, outcome: Resolution) -> Response:
    answer = answer_search(form, outcome)
    if answer.canonical:
        also_found_at(answer.canonical)
    fragment = wants_fragment()
    options = None if fragment else form_options(catalogue(), form.filters)
    response = show_search("pages/results.html", form, answer, options)
    if fragment:
        # A place that was not understood stays out of the address bar; the last good address stays in it.
        response.headers["HX-Push-Url"] = answer.canonical or "false"
    return response
