"""The OpenAPI 3.1 document, made from the very types that validate requests.

Why not flask-openapi3 or spectree: docs/decisions/003-api-types.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from clinicfinder.web.api.cost_share_schemas import CostSharesAnswer, CostSharesBody
from clinicfinder.web.api.estimate_answer_schemas import EstimateAnswer
from clinicfinder.web.api.estimate_schemas import EstimateBody
from clinicfinder.web.api.problems import PROBLEM_TYPE
from clinicfinder.web.api.schemas import (
    ClinicDetail,
    NoQuery,
    PayersAnswer,
    PayersQuery,
    Problem,
    SearchAnswer,
    SearchBody,
    SearchQuery,
    TreatmentsAnswer,
)

_PLACE_STATUSES: Final = {
    400: "invalid_place or invalid_parameter: every problem at once.",
    404: "place_not_found, with suggestions one letter away.",
    409: "ambiguous_place: `choices` lists all readings.",
    422: "military_address or outside_area.",
    503: "geocoder_unavailable: ZIP codes and cities still work.",
}


_BODY_REFUSALS: Final = ((400, "invalid_parameter: every problem at once."), (413, "too_large."))


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `refusals` maps a status to what it means here."""

    method: str
    path: str
    summary: str
    answer: type[BaseModel]
    query: type[BaseModel] = NoQuery
    body: type[BaseModel] | None = None
    refusals: tuple[tuple[int, str], ...] = ((400, "invalid_parameter: every problem at once."),)


OPERATIONS: Final = (
    Operation("get", "/clinics", "Nearest clinics", SearchAnswer, SearchQuery, None, tuple(_PLACE_STATUSES.items())),
    Operation(
        "post",
        "/clinics/search",
        "Nearest clinics, with the place in the body",
        SearchAnswer,
        NoQuery,
        SearchBody,
        (*_PLACE_STATUSES.items(), (413, "too_large.")),
    ),
    Operation(
        "get",
        "/clinics/{id}",
        "One clinic",
        ClinicDetail,
        refusals=((400, "invalid_parameter."), (404, "not_found.")),
    ),
    Operation("get", "/treatments", "All treatments", TreatmentsAnswer),
    Operation(
        "post", "/estimates", "Estimate coverage and cost", EstimateAnswer, NoQuery, EstimateBody, _BODY_REFUSALS
    ),
    Operation(
        "post",
        "/cost-shares",
        "Walk services through a plan",
        CostSharesAnswer,
        NoQuery,
        CostSharesBody,
        _BODY_REFUSALS,
    ),
    Operation("get", "/payers", "Payers by any name", PayersAnswer, PayersQuery),
)


@cache
def openapi_document() -> dict[str, Any]:
    """The whole document. Made once per process."""
    models: set[type[BaseModel]] = {Problem}
    for operation in OPERATIONS:
        models |= {operation.answer, operation.query} | ({operation.body} if operation.body else set())
    ordered = sorted(models, key=lambda model: model.__name__)
    answers = {operation.answer for operation in OPERATIONS} | {Problem}
    _, schema = models_json_schema(
        [(model, "serialization" if model in answers else "validation") for model in ordered],
        ref_template="#/components/schemas/{model}",
    )
    definitions: dict[str, Any] = schema["$defs"]
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, definitions)
    for query in {operation.query.__name__ for operation in OPERATIONS}:
        del definitions[query]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "clinicfinder",
            "version": "1",
            "description": "Clinics that give ketamine, Spravato and TMS, nearest first. Reads only; no key needed.",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {"schemas": definitions},
    }


def _operation(operation: Operation, definitions: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": f"{operation.method}{''.join(part.strip('{}').title() for part in operation.path.split('/'))}",
        "parameters": [*_path_parameters(operation.path), *_query_parameters(definitions[operation.query.__name__])],
        "responses": {
            "200": _content("Found.", "application/json", operation.answer),
            **{str(status): _content(meaning, PROBLEM_TYPE, Problem) for status, meaning in operation.refusals},
        },
    }
    if operation.body:
        described["requestBody"] = {"required": True, **_content("", "application/json", operation.body)}
        del described["requestBody"]["description"]
    return described


def _content(description: str, content_type: str, model: type[BaseModel]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"description": description, "content": {content_type: {"schema": schema}}}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(schema: dict[str, Any]) -> list[dict[str, Any]]:
    parameters = []
    for name, raw in schema.get("properties", {}).items():
        described = dict(raw)
        # An absent parameter is simply left out; a query string has no null.
        options = [option for option in described.pop("anyOf", []) if option != {"type": "null"}]
        if options:
            described |= options[0]
        if described.get("default", ...) is None:
            del described["default"]
        parameters.append(
            {
                "name": name,
                "in": "query",
                "required": name in schema.get("required", []),
                "description": described.pop("description", ""),
                "schema": described,
            }
        )
    return parameters
