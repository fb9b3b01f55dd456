"""The tables of the API: clinics to keep or to draw, treatments, payers, networks, rules; and what a place means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from flask import Response, request, url_for

from clinicfinder.coverage.payers import search_payers
from clinicfinder.domain.places import InvalidPlace
from clinicfinder.errors import BadForm, FieldProblem
from clinicfinder.usecases.list_clinics import ClinicList, SheetRow, clinics_sheet, list_clinics
from clinicfinder.web.api.answers import network_answer, payer_answer, treatment_answer
from clinicfinder.web.api.blueprint import CSV, GEOJSON, api_blueprint, json_answer, not_kept, of_this_moment
from clinicfinder.web.api.documentation import openapi_document
from clinicfinder.web.api.geojson import listed_features
from clinicfinder.web.api.list_schemas import ListingQuery, PlacesQuery
from clinicfinder.web.api.place_answers import places_answer
from clinicfinder.web.api.problems import unplaced
from clinicfinder.web.api.requests import ApiSearch, read_model, read_query, read_search
from clinicfinder.web.api.routes import WHERE_TO_GO, search_answer_in, typed_outcome
from clinicfinder.web.api.rule_answers import rule_detail, rules_answer, unknown_rule_codes
from clinicfinder.web.api.rule_schemas import RulesQuery
from clinicfinder.web.api.schemas import NoQuery, PayersQuery
from clinicfinder.web.current import catalogue
from clinicfinder.web.links import clinic_url

lists: Final = api_blueprint("api_lists")


@lists.get("/clinics.geojson")
def clinics_geojson() -> Response:
    """The clinics that fit as GeoJSON: all by id, or those of a search."""
    search = _listing()
    if search.has_place:
        return search_answer_in(GEOJSON, search, typed_outcome(search))
    found = _listed(search)
    return _with_next(json_answer(listed_features(found.clinics, found.total), GEOJSON), search, found)


@lists.get("/clinics.csv")
def clinics_csv() -> Response:
    """The clinics that fit as CSV: all by id, or those of a search."""
    search = _listing()
    if search.has_place:
        return search_answer_in(CSV, search, typed_outcome(search))
    found = _listed(search)
    sheet = clinics_sheet([SheetRow(clinic, clinic_url(clinic)) for clinic in found.clinics])
    return _with_next(Response(sheet, content_type=f"{CSV}; charset=utf-8"), search, found)


@lists.get("/treatments")
def treatments() -> Response:
    """Every treatment, in the order it is shown."""
    read_model(request, NoQuery)
    ordered = sorted(catalogue().treatments.values(), key=lambda treatment: treatment.sort_order)
    return json_answer({"treatments": [treatment_answer(treatment) for treatment in ordered]})


@lists.get("/payers")
def payers() -> Response:
    """Payers by any name people say for them."""
    query = read_model(request, PayersQuery)
    found = search_payers(catalogue().estimates.payers, query.q or "")
    return json_answer({"payers": [payer_answer(payer) for payer in found]})


@lists.get("/networks")
def networks() -> Response:
    """Every network, with how many clinics of it a search can show."""
    read_model(request, NoQuery)
    counts = Counter(clinic.network_code for clinic in catalogue().index.clinics)
    ordered = sorted(catalogue().networks.values(), key=lambda network: network.code)
    return json_answer({"networks": [network_answer(network, counts[network.code]) for network in ordered]})


@lists.get("/rules")
def rules() -> Response:
    """The coverage rules that fit."""
    query = read_model(request, RulesQuery)
    if problems := unknown_rule_codes(query, catalogue()):
        raise BadForm(problems)
    return json_answer(rules_answer(catalogue().estimates.book, query))


@lists.get("/rules/<rule_id>")
def one_rule(rule_id: str) -> Response:
    """One rule with its criteria and what it said before."""
    read_model(request, NoQuery)
    return json_answer(rule_detail(catalogue().estimates.book, rule_id))


@lists.get("/places")
def places() -> Response:
    """What a typed place means, and what it may be the beginning of."""
    typed = read_model(request, PlacesQuery).q
    outcome = catalogue().gazetteer.resolve(typed)
    if isinstance(outcome, InvalidPlace) and outcome.reason == "street_address":
        return not_kept(unplaced(outcome, "q", typed[:120], WHERE_TO_GO))
    return not_kept(json_answer(places_answer(outcome, catalogue().suggestions.completions(typed))))


@lists.get("/openapi.json")
def openapi() -> Response:
    """This API, described."""
    return json_answer(openapi_document())


def _listing() -> ApiSearch:
    problems: list[FieldProblem] = []
    values = read_query(request, ListingQuery, problems)
    return read_search(values, ListingQuery, catalogue(), problems, place_required=False)


def _listed(search: ApiSearch) -> ClinicList:
    moment = datetime.now(UTC)
    return list_clinics(catalogue(), search.filters, moment=moment, offset=search.offset, limit=search.limit)


def _with_next(response: Response, search: ApiSearch, found: ClinicList) -> Response:
    """The address of the next part in a Link header (RFC 8288), where there is one."""
    after = search.offset + len(found.clinics)
    if found.clinics and after < found.total:
        query: dict[str, str | Sequence[str]] = {**request.args.to_dict(flat=False), "offset": str(after)}
        response.headers["Link"] = f'<{url_for(request.endpoint or "", **query)}>; rel="next"'  # type: ignore[arg-type]  # A list repeats the parameter.
    return of_this_moment(response) if search.filters.open_now else response
