"""The page for people who write programs: the API's own document, as a table of what is sent and answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from shlex import quote
from typing import Any, Final

from flask import Blueprint, Response, make_response, render_template

from clinicfinder.web.api.documentation import openapi_document
from clinicfinder.web.api.examples import Example, example_answers, examples_of
from clinicfinder.web.current import settings
from clinicfinder.web.public_address import site as public_site

api_reference: Final = Blueprint("api_reference", __name__)

_REF: Final = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be: some words, and a type that is described further down, if it is one."""

    words: str
    type_name: str | None = None


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One parameter, or one member of an object."""

    name: str
    kinds: tuple[Kind, ...]
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One status: what it means, and the types of its media types."""

    status: str
    meaning: str
    forms: tuple[tuple[str, Kind], ...]


@dataclass(frozen=True, slots=True)
class ShownExample:
    """One request as a command, and its answer."""

    summary: str
    command: str
    status: int
    answer: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """One method of one path."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[FieldRow, ...]
    body: Kind | None
    answers: tuple[AnswerRow, ...]
    examples: tuple[ShownExample, ...]


@dataclass(frozen=True, slots=True)
class TypeView:
    """One object that is sent or answered."""

    name: str
    description: str
    fields: tuple[FieldRow, ...]


@api_reference.get("/api")
def page() -> Response:
    """The reference."""
    return make_response(
        render_template(
            "pages/api_reference.html",
            operations=operation_views(public_site()),
            types=type_views(),
            per_minute=settings().rate_limit,
        )
    )


def operation_views(at: str) -> tuple[OperationView, ...]:
    """Every operation. `at`: the address that commands are shown with."""
    paths: dict[str, dict[str, Any]] = openapi_document()["paths"]
    return tuple(
        _operation(path, method, described, at)
        for path, methods in paths.items()
        for method, described in methods.items()
    )


@cache
def type_views() -> tuple[TypeView, ...]:
    """Every type, by name."""
    schemas: dict[str, dict[str, Any]] = openapi_document()["components"]["schemas"]
    return tuple(TypeView(name, _plain(schema), _members(schema)) for name, schema in sorted(schemas.items()))


def _operation(path: str, method: str, described: Mapping[str, Any], site: str) -> OperationView:
    body = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return OperationView(
        anchor=described["operationId"],
        method=method.upper(),
        path=f"/api/v1{path}",
        summary=described["summary"],
        description=_plain(described),
        parameters=tuple(
            FieldRow(each["name"], kinds_of(each["schema"]), each["required"], _plain(each))
            for each in described["parameters"]
        ),
        body=kinds_of(body)[0] if body else None,
        answers=tuple(AnswerRow(status, _plain(each), _forms(each)) for status, each in described["responses"].items()),
        examples=tuple(_shown(each, site) for each in examples_of(described["operationId"])),
    )


def _forms(answer: Mapping[str, Any]) -> tuple[tuple[str, Kind], ...]:
    content: dict[str, Any] = answer.get("content", {})
    return tuple((media_type, kinds_of(form["schema"])[0]) for media_type, form in content.items())


def _members(schema: Mapping[str, Any]) -> tuple[FieldRow, ...]:
    required = schema.get("required", [])
    return tuple(
        FieldRow(name, kinds_of(member), name in required, _plain(member))
        for name, member in schema.get("properties", {}).items()
    )


def _plain(described: Mapping[str, Any]) -> str:
    """The description on one line, without the marks of Markdown."""
    return " ".join(described.get("description", "").replace("`", "").split())


def kinds_of(schema: Mapping[str, Any]) -> tuple[Kind, ...]:
    """What a JSON schema allows, in words.

    >>> kinds_of({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]})
    (Kind(words='integer, at least 1', type_name=None), Kind(words='null', type_name=None))
    """
    if "anyOf" in schema:
        return tuple(kind for option in schema["anyOf"] for kind in kinds_of(option))
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REF)
        return (Kind(name, name),)
    if "const" in schema:
        return (Kind(json.dumps(schema["const"])),)
    if "enum" in schema:
        return (Kind(" | ".join(json.dumps(value) for value in schema["enum"])),)
    if schema.get("type") == "array":
        return tuple(Kind(f"list of {kind.words}", kind.type_name) for kind in kinds_of(schema.get("items", {})))
    return (Kind(", ".join([schema.get("format") or schema.get("type", "any value"), *_bounds(schema)])),)


def _bounds(schema: Mapping[str, Any]) -> list[str]:
    words = {
        "minimum": "at least",
        "exclusiveMinimum": "above",
        "maximum": "at most",
        "maxLength": "characters at most",
        "pattern": "like",
    }
    found = [f"{word} {schema[name]}" for name, word in words.items() if name in schema]
    return found + ([f"default {json.dumps(schema['default'])}"] if schema.get("default") is not None else [])


def _shown(example: Example, site: str) -> ShownExample:
    parts = ["curl", quote(f"{site}/api/v1{example.address}")]
    if example.accept:
        parts += ["-H", quote(f"Accept: {example.accept}")]
    if example.body is not None:
        parts += ["-H", quote("Content-Type: application/json"), "-d", quote(json.dumps(example.body))]
    answer = example_answers()[example.name]
    text = answer if isinstance(answer, str) else json.dumps(answer, indent=2, ensure_ascii=False)
    return ShownExample(example.summary, " ".join(parts), example.status, text)
