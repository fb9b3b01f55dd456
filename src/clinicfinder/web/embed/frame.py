"""A partner's frame: search, results, clinics and a short estimate, within another site's page.

No cookies, nothing kept, no history of its own. Searching is GET; what is personal is posted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.domain.partners import Partner
from clinicfinder.domain.places import Approximate, Found, InvalidPlace, Resolution
from clinicfinder.errors import NotOnFile
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.clinic_view import clinic_view
from clinicfinder.web.clinic_words import coverage_words
from clinicfinder.web.current import catalogue, today
from clinicfinder.web.embed.frame_view import shown_form, shown_options
from clinicfinder.web.embed.theme import theme_css
from clinicfinder.web.estimate_fields import form_view
from clinicfinder.web.estimate_form import EstimateForm, estimate_for, read_estimate_form
from clinicfinder.web.estimate_view import carried, estimate_view
from clinicfinder.web.estimates import CARRIED_BY_LINK
from clinicfinder.web.form_options import form_options
from clinicfinder.web.forms import SearchForm, read_located_form, read_search_form
from clinicfinder.web.fragments import vary_by_htmx, wants_fragment
from clinicfinder.web.framing import frame_partner
from clinicfinder.web.links import search_url
from clinicfinder.web.search_answer import SearchAnswer, answer_search, posted_outcome, show_search
from clinicfinder.web.translation import gettext

embed: Final = Blueprint("embed", __name__, url_prefix="/embed/<partner>")

PAGE: Final = "pages/embed/search.html"

CLINICS_PER_PAGE: Final = 5
"""Half of the site's: ten cards at 320 pixels would be taller than any frame may grow."""


@embed.url_value_preprocessor
def _forget_slug(_: str | None, values: dict[str, Any] | None) -> None:
    """The partner was found before any view (web.framing)."""
    if values:
        values.pop("partner", None)


@embed.before_request
def _refuse_unknown() -> Response | None:
    """A plain page in place of a frame that nobody set up, or that was switched off."""
    partner = frame_partner()
    if partner is not None and partner.enabled:
        return None
    if partner is None:
        heading = gettext("This search is not set up.")
        message = gettext(
            "We do not know its name. If this is your page, compare the name in it with the one we gave you."
        )
    else:
        heading = gettext("This search is switched off here.")
        message = gettext("It is still there on our own site.")
    return make_response(render_template("pages/embed/message.html", heading=heading, message=message), 404)


@embed.after_request
def _keep_private(response: Response) -> Response:
    """No cache keeps a search, no engine lists a frame, and the visitor's Back button stays the partner's."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["HX-Push-Url"] = "false"
    return response


def partner_at_hand() -> Partner:
    """The partner of this frame, which `_refuse_unknown` has made sure of."""
    partner = frame_partner()
    if partner is None:
        raise NotOnFile("partner", "")
    return partner


@embed.get("", strict_slashes=False)
def home() -> Response:
    """The search box; with a default place, the clinics nearest to it as well."""
    form = _brief(read_search_form(request.args, catalogue()))
    place = form.near or partner_at_hand().default_place
    if place is None:
        return _show(form, None)
    form = replace(form, near=place)
    return _show(form, answer_search(form, catalogue().gazetteer.resolve(place)))


@embed.get("/clinics")
def search() -> Response:
    """The nearest clinics to a typed place. A street address is asked for again, by a form that posts it."""
    form = _brief(read_search_form(request.args, catalogue()))
    outcome = catalogue().gazetteer.resolve(form.near)
    return _show(form, answer_search(form, outcome), outcome)


@embed.post("/clinics")
def search_posted() -> AnyResponse:
    """The same for a street address or a device's place, which must not stand in an address."""
    form = _brief(read_located_form(request.form, catalogue()))
    outcome = posted_outcome(form)
    if isinstance(outcome, Found | Approximate) and not outcome.place.is_private and not form.problems:
        return redirect(search_url(outcome.place.near, form.filters, form.radius, form.page), 303)
    return _show(form, answer_search(form, outcome), outcome)


@embed.get("/clinics/<state>/<city>/<slug>")
def clinic(state: str, city: str, slug: str) -> Response:
    """One clinic that the partner shows: how to reach it, when it is open, what it gives and takes."""
    found = catalogue().by_page.get((state.lower(), city.lower(), slug.lower()))
    partner = partner_at_hand()
    if found is None or not partner.shows(found):
        raise NotOnFile("clinic page", slug)
    view = clinic_view(catalogue(), found, datetime.now(UTC))
    shown = tuple(code for code in found.treatments if not partner.treatments or code in partner.treatments)
    coverage = coverage_words(catalogue(), shown)
    return make_response(render_template("pages/embed/clinic.html", view=view, coverage=coverage))


@embed.get("/estimate")
def estimate() -> Response:
    """The short form, with the treatment and the clinic that a link brought and nothing else."""
    brought = MultiDict({name: request.args[name] for name in CARRIED_BY_LINK if request.args.get(name)})
    form = replace(read_estimate_form(brought, catalogue(), today()), problems=())
    return _show_estimate(form, None, 200)


@embed.post("/estimate")
def estimate_posted() -> Response:
    """The outlook and what it may cost, in short. Its working stands on the full site."""
    form = read_estimate_form(request.form, catalogue(), today())
    if form.question is None:
        return _show_estimate(form, None, 422)
    return _show_estimate(form, estimate_for(catalogue(), form.question), 200)


@embed.get("/theme.css")
def theme() -> Response:
    """The partner's tokens. Its address names its content, so that a change is seen at once."""
    response = Response(theme_css(partner_at_hand().theme), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _brief(form: SearchForm) -> SearchForm:
    return replace(form, page_size=CLINICS_PER_PAGE)


def _show(form: SearchForm, answer: SearchAnswer | None, outcome: Resolution | None = None) -> Response:
    if answer and wants_fragment():
        return show_search(PAGE, form, answer, None)
    options = shown_options(form_options(catalogue(), form.filters), partner_at_hand())
    is_address = isinstance(outcome, InvalidPlace) and outcome.reason == "street_address"
    more = {"answered": answer is not None, "is_address": is_address, "posted": request.method == "POST"}
    if answer:
        return show_search(PAGE, form, answer, options, more)
    return vary_by_htmx(make_response(render_template(PAGE, form=form, options=options, canonical=None, **more)))


def _show_estimate(form: EstimateForm, care: CareEstimate | None, status: int) -> Response:
    page = render_template(
        "pages/embed/estimate.html",
        form=shown_form(form_view(catalogue(), form, care), partner_at_hand()),
        view=estimate_view(catalogue(), form, care) if care else None,
        refused=status == 422,
        sent=carried(form),
        treatment=form.value("treatment"),
    )
    return vary_by_htmx(make_response(page, status))
