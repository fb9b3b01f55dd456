"""The public API, version 1: searches and estimates. It needs no key, sets no cookie and changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from clinicfinder.costs.cost_share_request import read_request as read_cost_shares
from clinicfinder.domain.opening import state_of
from clinicfinder.domain.places import Approximate, Found, InvalidPlace, Resolution
from clinicfinder.domain.search import SearchPage
from clinicfinder.errors import FieldProblem
from clinicfinder.usecases.estimate_care import estimate_care
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.usecases.list_clinics import SheetRow, clinics_sheet
from clinicfinder.usecases.resolve_place import resolve_place
from clinicfinder.web.api.answers import clinic_detail, search_answer
from clinicfinder.web.api.blueprint import (
    CSV,
    GEOJSON,
    JSON,
    api_blueprint,
    json_answer,
    not_kept,
    of_this_moment,
    wanted_form,
)
from clinicfinder.web.api.estimate_answers import cost_shares_answer, estimate_answer
from clinicfinder.web.api.estimate_requests import read_estimate
from clinicfinder.web.api.geojson import feature, search_features
from clinicfinder.web.api.problems import unplaced
from clinicfinder.web.api.requests import ApiSearch, read_body, read_model, read_query, read_search
from clinicfinder.web.api.schemas import NoQuery, SearchBody, SearchQuery
from clinicfinder.web.current import address_lookup, catalogue, today
from clinicfinder.web.links import clinic_url

api: Final = api_blueprint("api")


class ClinicCode(BaseConverter):
    """Any clinic's code: no path that is taken by a route of its own, which takes other methods."""

    part_isolating = True
    regex = r"(?!search\Z)[^/]+"


@api.record
def _know_clinic_codes(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["clinic_code"] = ClinicCode


WHERE_TO_GO: Final = "Street addresses are only taken by POST /api/v1/clinics/search."


@api.get("/clinics")
def search_clinics() -> Response:
    """The nearest clinics that fit, by a place in the query string."""
    form = wanted_form(JSON, GEOJSON)
    problems: list[FieldProblem] = []
    values = read_query(request, SearchQuery, problems)
    search = read_search(values, SearchQuery, catalogue(), problems)
    return search_answer_in(form, search, typed_outcome(search))


@api.post("/clinics/search")
def search_clinics_by_body() -> Response:
    """The nearest clinics that fit, by a place in the body: nothing personal stands in an address."""
    form = wanted_form(JSON, GEOJSON)
    search = read_search(read_body(request), SearchBody, catalogue())
    if search.has_point:
        return search_answer_in(form, search, typed_outcome(search))
    outcome = resolve_place(catalogue().gazetteer, address_lookup(), search.near or "")
    return search_answer_in(form, search, outcome)


@api.get("/clinics/<clinic_code:clinic_code>")
def one_clinic(clinic_code: str) -> Response:
    """One clinic by its id."""
    form = wanted_form(JSON, GEOJSON)
    read_model(request, NoQuery)
    clinic = catalogue().public_clinic(clinic_code)
    now = datetime.now(UTC)
    if form == GEOJSON:
        return of_this_moment(json_answer(feature(clinic, state_of(clinic, now)), GEOJSON))
    return of_this_moment(json_answer(clinic_detail(clinic, now, catalogue().insurance[clinic_code]), form))


@api.post("/estimates")
def estimates() -> Response:
    """Coverage and cost of one treatment for one person. Nothing of it is stored or logged."""
    question = read_estimate(read_body(request), catalogue(), today())
    answer = estimate_answer(estimate_care(catalogue().estimates, question), catalogue().version)
    return not_kept(json_answer(answer))


@api.post("/cost-shares")
def cost_shares() -> Response:
    """The bare ledger: a plan and dated services in, who pays what out."""
    # As many services as the document allows are more text than any other request needs.
    request.max_content_length = 2 * 1024 * 1024
    return not_kept(json_answer(cost_shares_answer(read_cost_shares(read_body(request)))))


def typed_outcome(search: ApiSearch) -> Resolution:
    """What the place of a query string means, by our own tables alone."""
    if search.has_point:
        value = f"{search.lat:.2f}, {search.lng:.2f}"
        return catalogue().gazetteer.point_outcome(search.lat or 0.0, search.lng or 0.0, value)
    return catalogue().gazetteer.resolve(search.near or "")


def search_answer_in(form: str, search: ApiSearch, outcome: Resolution) -> Response:
    """Answer a search in one of our media types."""
    if not isinstance(outcome, Found | Approximate):
        is_street = isinstance(outcome, InvalidPlace) and outcome.reason == "street_address"
        point = f"{search.lat:.2f}, {search.lng:.2f}" if search.has_point else None
        field, value = ("lat", point) if point else ("near", (search.near or "")[:120])
        return not_kept(unplaced(outcome, field, value, WHERE_TO_GO if is_street else None))
    page = find_clinics(
        catalogue(),
        outcome.place,
        search.filters,
        moment=datetime.now(UTC),
        radius=search.radius,
        offset=search.offset,
        limit=search.limit,
    )
    return not_kept(_page_in(form, page))


def _page_in(form: str, page: SearchPage) -> Response:
    if form == CSV:
        rows = [SheetRow(hit.clinic, clinic_url(hit.clinic), hit.miles) for hit in page.hits]
        return Response(clinics_sheet(rows), content_type=f"{CSV}; charset=utf-8")
    if form == GEOJSON:
        return json_answer(search_features(page), GEOJSON)
    return json_answer(search_answer(page), JSON)
