"""Pages with an address of their own: clinics, the cities and states that have any, and what we are."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.errors import NotOnFile
from clinicfinder.web.clinic_view import clinic_view
from clinicfinder.web.current import catalogue
from clinicfinder.web.directory import directory_of_city, directory_of_state, directory_of_states
from clinicfinder.web.links import clinic_path, clinic_url

pages: Final = Blueprint("pages", __name__)


@pages.get("/clinics/<state>/<city>/<slug>")
def clinic(state: str, city: str, slug: str) -> AnyResponse:
    """One clinic: hours, treatments, insurance, where our facts come from."""
    found = catalogue().by_page.get((state.lower(), city.lower(), slug.lower()))
    if found is None:
        raise NotOnFile("clinic page", slug)
    if clinic_path(found) != request.path:
        return redirect(clinic_url(found), 301)
    view = clinic_view(catalogue(), found, datetime.now(UTC))
    response = make_response(render_template("pages/clinic.html", view=view))
    # "Open now" must not be frozen by a cache.
    response.headers["Cache-Control"] = "no-cache"
    return response


@pages.get("/clinics/all")
def states() -> str:
    """Every state that has a clinic."""
    return render_template("pages/directory.html", view=directory_of_states(catalogue()))


@pages.get("/clinics/<state>")
def state(state: str) -> AnyResponse | str:
    """The cities of a state that have a clinic."""
    if state != state.lower():
        return redirect(url_for("pages.state", state=state.lower()), 301)
    return render_template("pages/directory.html", view=directory_of_state(catalogue(), state.upper()))


@pages.get("/clinics/<state>/<city>")
def city(state: str, city: str) -> AnyResponse | str:
    """The clinics of a city."""
    if (state, city) != (state.lower(), city.lower()):
        return redirect(url_for("pages.city", state=state.lower(), city=city.lower()), 301)
    view = directory_of_city(catalogue(), state.upper(), city, datetime.now(UTC))
    return render_template("pages/directory.html", view=view)


@pages.get("/about")
def about() -> str:
    """What this site does and does not do, and how old its data is."""
    data = catalogue()
    dates = [c.provenance.source_date for c in data.index.clinics if c.provenance.source_date]
    return render_template(
        "pages/about.html",
        clinics=len(data.index.clinics),
        states=len({clinic.state for clinic in data.index.clinics}),
        networks=len({clinic.network_code for clinic in data.index.clinics}),
        oldest=min(dates, default=None),
        newest=max(dates, default=None),
        reviewed_on=data.reviewed_on(),
    )


@pages.get("/healthz")
def healthz() -> Response:
    """Whether this worker serves, for load balancers: no data, no cookie."""
    return Response("ok\n", content_type="text/plain")


@pages.get("/favicon.ico")
def favicon() -> AnyResponse:
    """The icon under the address that browsers try by themselves."""
    return redirect(url_for("static", filename="icon.svg"), 301)
