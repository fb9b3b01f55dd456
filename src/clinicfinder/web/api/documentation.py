"""The OpenAPI 3.1 document, made from the very types that validate requests.

Why not flask-openapi3 or spectree: docs/decisions/003-api-types.md.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from clinicfinder.web.api.blueprint import JSON
from clinicfinder.web.api.examples import example_answers, examples_of
from clinicfinder.web.api.operations import EVERYWHERE, OPERATIONS, Operation
from clinicfinder.web.api.problems import PROBLEM_TYPE
from clinicfinder.web.api.schemas import Problem

_DESCRIPTION: Final = (
    "Clinics that give ketamine, Spravato and TMS, nearest first; what coverage rules say; estimates. It reads only "
    "and needs no key."
)


_SECURITY: Final = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "Raises the limit; not needed."},
    "bearer": {"type": "http", "scheme": "bearer", "description": "The same key as Authorization: Bearer."},
}

_LIMITS: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")

_HEADERS: Final = {
    name: {"description": description, "schema": schema}
    for name, description, schema in (
        (
            "RateLimit-Limit",
            "Requests that may be made in a minute. Absent where no limit is set.",
            {"type": "integer"},
        ),
        ("RateLimit-Remaining", "How many of them are left.", {"type": "integer"}),
        ("RateLimit-Reset", "Seconds until all of them may be made again.", {"type": "integer"}),
        ("Retry-After", "Seconds to wait.", {"type": "integer"}),
        ("ETag", "Send it back as If-None-Match.", {"type": "string"}),
        ("Last-Modified", "Since when we say this. Absent where the answer is about this moment.", {"type": "string"}),
        ("Link", "Where the next part is, as rel=next. Absent on the last one.", {"type": "string"}),
    )
}


@cache
def openapi_document() -> dict[str, Any]:
    """The whole document. Made once per process."""
    definitions = _definitions()
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, definitions)
    for query in {operation.query.__name__ for operation in OPERATIONS}:
        del definitions[query]
    return {
        "openapi": "3.1.0",
        "info": {"title": "clinicfinder", "version": "1", "description": _DESCRIPTION},
        "servers": [{"url": "/api/v1"}],
        "security": [{}, {"key": []}, {"bearer": []}],
        "paths": paths,
        "components": {"schemas": definitions, "headers": _HEADERS, "securitySchemes": _SECURITY},
    }


def _definitions() -> dict[str, Any]:
    """The schemas of all types, by name."""
    answers: set[type[BaseModel]] = {Problem}
    requests: set[type[BaseModel]] = set()
    for operation in OPERATIONS:
        answers |= {model for _, model in _forms(operation) if model}
        requests |= {operation.query} | ({operation.body} if operation.body else set())
    ordered = sorted(answers | requests, key=lambda model: model.__name__)
    _, schema = models_json_schema(
        [(model, "serialization" if model in answers else "validation") for model in ordered],
        ref_template="#/components/schemas/{model}",
    )
    definitions: dict[str, Any] = schema["$defs"]
    return definitions


def _forms(operation: Operation) -> list[tuple[str, type[BaseModel] | None]]:
    """The media types of an answer, each with its type."""
    return [*([(JSON, operation.answer)] if operation.answer else []), *operation.others]


def _operation(operation: Operation, definitions: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": operation.summary,
        "operationId": operation.name,
        "parameters": _parameters(operation, definitions),
        "responses": _responses(operation),
    }
    if operation.description:
        described["description"] = operation.description
    if operation.body:
        media_type, body = _content((JSON, operation.body))
        body["examples"] = {
            each.name: {"summary": each.summary, "value": each.body} for each in examples_of(operation.name)
        }
        described["requestBody"] = {"required": True, "content": {media_type: body}}
    return described


def _responses(operation: Operation) -> dict[str, Any]:
    kept = ["ETag", "Last-Modified"] if operation.is_kept else []
    found: dict[str, Any] = {"description": "Found.", "content": dict(map(_content, _forms(operation)))}
    responses: dict[str, Any] = {"200": found | _with_headers(*_LIMITS, *kept, *operation.headers)}
    if operation.is_kept:
        responses["304"] = {"description": "What the caller holds is what would be sent."} | _with_headers(*kept)
    for status, meaning in sorted((*operation.refusals, *EVERYWHERE)):
        refusal = {"description": meaning, "content": dict([_content((PROBLEM_TYPE, Problem))])}
        responses[str(status)] = refusal | _with_headers(*(("Retry-After",) if status == 429 else ()))
    for each in examples_of(operation.name):
        content = responses[str(each.status)]["content"]
        form = each.accept or next(iter(content))
        shown = {"summary": each.summary, "value": example_answers()[each.name]}
        content[form].setdefault("examples", {})[each.name] = shown
    return responses


def _parameters(operation: Operation, definitions: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters with the values of the examples, under the examples' names as in the answers."""
    found = [*_path_parameters(operation.path), *_query_parameters(definitions[operation.query.__name__])]
    for each in examples_of(operation.name):
        given = dict(each.query)
        if "{id}" in operation.path:
            given["id"] = each.path.rpartition("/")[2]
        for parameter in found:
            if parameter["name"] in given:
                value = _typed(given[parameter["name"]], parameter["schema"])
                parameter.setdefault("examples", {})[each.name] = {"summary": each.summary, "value": value}
    return found


def _typed(text: str, schema: dict[str, Any]) -> Any:
    """The value of a query string as its schema has it."""
    kind = schema.get("type")
    return int(text) if kind == "integer" else [text] if kind == "array" else text


def _with_headers(*names: str) -> dict[str, Any]:
    return {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}} if names else {}


def _content(form: tuple[str, type[BaseModel] | None]) -> tuple[str, dict[str, Any]]:
    media_type, model = form
    reference = {"$ref": f"#/components/schemas/{model.__name__}"} if model else {"type": "string"}
    return media_type, {"schema": reference}


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
