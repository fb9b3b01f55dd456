"""The OpenAPI 3.1 document, made from the very types that validate requests.

Why not flask-openapi3 or spectree: docs/decisions/003-api-types.md.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from clinicfinder.web.api.blueprint import JSON
from clinicfinder.web.api.operations import EVERYWHERE, OPERATIONS, Operation
from clinicfinder.web.api.problems import PROBLEM_TYPE
from clinicfinder.web.api.schemas import Problem

_DESCRIPTION: Final = (
    "Clinics that give ketamine, Spravato and TMS, nearest first; what coverage rules say; estimates. It reads only "
    "and needs no key."
)


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
        "paths": paths,
        "components": {"schemas": definitions},
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
        "parameters": [*_path_parameters(operation.path), *_query_parameters(definitions[operation.query.__name__])],
        "responses": {
            "200": {"description": "Found.", "content": dict(map(_content, _forms(operation)))},
            **{
                str(status): {"description": meaning, "content": dict([_content((PROBLEM_TYPE, Problem))])}
                for status, meaning in sorted((*operation.refusals, *EVERYWHERE))
            },
        },
    }
    if operation.description:
        described["description"] = operation.description
    if operation.body:
        described["requestBody"] = {"required": True, "content": dict([_content((JSON, operation.body))])}
    return described


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
