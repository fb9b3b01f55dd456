"""The public API, version 1. Reads only: it needs no key, sets no cookie and changes nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from flask import Blueprint, Response, request

from clinicfinder.costs.cost_share_request import read_request as read_cost_shares
from clinicfinder.coverage.payers import search_payers
from clinicfinder.domain.places import Approximate, Found, InvalidPlace, Resolution
from clinicfinder.errors import BadForm, FieldProblem, NotOnFile
from clinicfinder.usecases.estimate_care import estimate_care
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.usecases.resolve_place import resolve_place
from clinicfinder.web.api.answers import clinic_detail, payer_answer, search_answer, treatment_answer
from clinicfinder.web.api.documentation import openapi_document
from clinicfinder.web.api.estimate_answers import cost_shares_answer, estimate_answer
from clinicfinder.web.api.estimate_requests import read_estimate
from clinicfinder.web.api.problems import bad_request, not_on_file, unplaced
from clinicfinder.web.api.requests import ApiSearch, read_body, read_model, read_query, read_search
from clinicfinder.web.api.schemas import NoQuery, PayersQuery, SearchBody, SearchQuery
from clinicfinder.web.current import address_lookup, catalogue, today

api: Final = Blueprint("api", __name__, url_prefix="/api/v1")


@api.errorhandler(BadForm)
def _bad_form(error: BadForm) -> Response:
    return bad_request(error.problems)


@api.errorhandler(NotOnFile)
def _not_on_file(error: NotOnFile) -> Response:
    return not_on_file(error.kind, error.key)


@api.get("/clinics")
def search_clinics() -> Response:
    """The nearest clinics that fit, by a place in the query string."""
    problems: list[FieldProblem] = []
    values = read_query(request, SearchQuery, problems)
    search = read_search(values, SearchQuery, catalogue(), problems)
    near = search.near or ""
    return _search(search, None if search.has_point else catalogue().gazetteer.resolve(near))


@api.post("/clinics/search")
def search_clinics_by_body() -> Response:
    """The nearest clinics that fit, by a place in the body: nothing personal stands in an address."""
    search = read_search(read_body(request), SearchBody, catalogue())
    near = search.near or ""
    return _search(search, None if search.has_point else resolve_place(catalogue().gazetteer, address_lookup(), near))


@api.get("/clinics/<clinic_code>")
def one_clinic(clinic_code: str) -> Response:
    """One clinic by its id."""
    read_model(request, NoQuery)
    clinic = catalogue().public_clinic(clinic_code)
    return _json(clinic_detail(clinic, datetime.now(UTC), catalogue().insurance[clinic_code]))


@api.get("/treatments")
def treatments() -> Response:
    """Every treatment, in the order it is shown."""
    read_model(request, NoQuery)
    ordered = sorted(catalogue().treatments.values(), key=lambda treatment: treatment.sort_order)
    return _json({"treatments": [treatment_answer(treatment) for treatment in ordered]})


@api.get("/payers")
def payers() -> Response:
    """Payers by any name people say for them."""
    query = read_model(request, PayersQuery)
    found = search_payers(catalogue().estimates.payers, query.q or "")
    return _json({"payers": [payer_answer(payer) for payer in found]})


@api.post("/estimates")
def estimates() -> Response:
    """Coverage and cost of one treatment for one person. Nothing of it is stored or logged."""
    question = read_estimate(read_body(request), catalogue(), today())
    return _not_kept(estimate_answer(estimate_care(catalogue().estimates, question), catalogue().version))


@api.post("/cost-shares")
def cost_shares() -> Response:
    """The bare ledger: a plan and dated services in, who pays what out."""
    return _not_kept(cost_shares_answer(read_cost_shares(read_body(request))))


@api.get("/openapi.json")
def openapi() -> Response:
    """This API, described."""
    return _json(openapi_document())


_WHERE_TO_GO: Final = "Street addresses are only taken by POST /api/v1/clinics/search."


def _search(search: ApiSearch, outcome: Resolution | None) -> Response:
    """Answer a search. `outcome` None: it gives a point and no place."""
    if outcome is None:
        value = f"{search.lat:.2f}, {search.lng:.2f}"
        outcome, field = catalogue().gazetteer.point_outcome(search.lat or 0.0, search.lng or 0.0, value), "lat"
    else:
        value, field = (search.near or "")[:120], "near"
    if not isinstance(outcome, Found | Approximate):
        is_street = isinstance(outcome, InvalidPlace) and outcome.reason == "street_address"
        return unplaced(outcome, field, value, _WHERE_TO_GO if is_street else None)
    page = find_clinics(
        catalogue(),
        outcome.place,
        search.filters,
        moment=datetime.now(UTC),
        radius=search.radius,
        offset=search.offset,
        limit=search.limit,
    )
    return _not_kept(search_answer(page))


def _not_kept(body: dict[str, Any]) -> Response:
    """An answer about one person, which no cache may keep."""
    response = _json(body)
    response.headers["Cache-Control"] = "no-store"
    return response


def _json(body: dict[str, Any]) -> Response:
    return Response(json.dumps(body, ensure_ascii=False, separators=(",", ":")), content_type="application/json")
