"""From a query string or a JSON body to a checked search, or to every problem at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_origin

from flask import Request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from clinicfinder.domain.search import Filters
from clinicfinder.errors import BadForm, FieldProblem
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.api.schemas import SearchBody, SearchQuery

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ApiSearch:
    """A checked search. Either `near` or both `lat` and `lng` are given; in a list, perhaps neither."""

    near: str | None
    lat: float | None
    lng: float | None
    filters: Filters
    radius: float | None
    limit: int
    offset: int

    @property
    def has_point(self) -> bool:
        """Whether a point is given in place of a place."""
        return self.lat is not None

    @property
    def has_place(self) -> bool:
        """Whether it says where to measure from."""
        return self.near is not None or self.has_point


def read_query(request: Request, model: type[BaseModel], problems: list[FieldProblem]) -> Mapping[str, Any]:
    """The parameters of a query string as plain values; one that may not repeat and does is a problem."""
    values: dict[str, Any] = {}
    for name, given in request.args.lists():
        if name in model.model_fields and get_origin(model.model_fields[name].annotation) is list:
            values[name] = given
            continue
        values[name] = given[0]
        if len(given) > 1:
            problems.append(FieldProblem(name, f"{name} was given {len(given)} times. Give it once.", value=given[1]))
    return values


def read_model(request: Request, model: type[Model]) -> Model:
    """The parameters of a query string as one of our types.

    Raises: BadForm with every problem.
    """
    problems: list[FieldProblem] = []
    values = read_query(request, model, problems)
    try:
        parsed = model.model_validate(values)
    except ValidationError as error:
        raise BadForm([*problems, *field_problems(error)]) from error
    if problems:
        raise BadForm(problems)
    return parsed


def read_body(request: Request) -> Mapping[str, Any]:
    """The JSON object of a body.

    Raises: BadForm if the body is not one, is nested beyond reading, or holds text that is not Unicode;
        UnsupportedMediaType if it is compressed.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType
    try:
        body = request.get_json()
        json.dumps(body, ensure_ascii=False).encode()
    except (BadRequest, UnsupportedMediaType, RecursionError, UnicodeEncodeError) as error:
        message = "The body is not JSON that can be read. Send an object as application/json, in UTF-8."
        raise BadForm([FieldProblem("", message)]) from error
    if not isinstance(body, dict):
        raise BadForm([FieldProblem("", "The body must be a JSON object.", value=str(body)[:60])])
    return body


def read_search(
    values: Mapping[str, Any],
    model: type[SearchQuery | SearchBody],
    catalogue: Catalogue,
    found: Sequence[FieldProblem] = (),
    *,
    place_required: bool = True,
) -> ApiSearch:
    """Check the values of a search. `found` are problems of the reading itself.

    Args: place_required: False for a list, which may do without a place (`ApiSearch.has_place`).

    Raises: BadForm with every problem, in the order of the fields.
    """
    problems = [*found, *place_problems(values, required=place_required)]
    parsed: SearchQuery | SearchBody | None = None
    try:
        parsed = model.model_validate(values)
    except ValidationError as error:
        problems += field_problems(error)
    problems += _unknown_codes(values, catalogue)
    if problems or parsed is None:
        raise BadForm(_in_field_order(problems, model))
    filters = Filters(
        treatments=tuple(dict.fromkeys(parsed.treatment or [])),
        payer=parsed.payer,
        network=parsed.network,
        open_now=parsed.open_now,
        telehealth=parsed.telehealth,
    )
    limit = parsed.limit if parsed.limit is not None else 20
    return ApiSearch(parsed.near, parsed.lat, parsed.lng, filters, parsed.radius, limit, parsed.offset or 0)


def field_problems(error: ValidationError) -> list[FieldProblem]:
    """One problem per field from pydantic's account, naming the value that was sent."""
    found: dict[str, FieldProblem] = {}
    for item in error.errors():
        # The place in a list says less than the list's own name, which is the parameter that was sent.
        inner = item["loc"][:-1] if item["loc"] and isinstance(item["loc"][-1], int) else item["loc"]
        field = ".".join(str(part) for part in inner)
        value = item["input"] if isinstance(item["input"], str | int | float | bool) else None
        text = None if value is None else str(value)[:120]
        if item["type"] == "extra_forbidden":
            message = f"There is no parameter {field!r}."
        else:
            message = f"{field} cannot be {text!r}: {item['msg'].lower()}." if text is not None else f"{item['msg']}."
        found.setdefault(field, FieldProblem(field, message, value=text))
    return list(found.values())


def place_problems(values: Mapping[str, Any], *, required: bool = True) -> list[FieldProblem]:
    """What is wrong with the choice between `near` and `lat` with `lng`."""
    near, lat, lng = values.get("near"), values.get("lat"), values.get("lng")
    if near is not None and (lat is not None or lng is not None):
        return [FieldProblem("near", "Give near, or lat and lng, not both.", value=str(near)[:120])]
    if near is None and lat is None and lng is None:
        if not required:
            needless = values.get("radius")
            message = "radius needs a place to measure from: near, or lat and lng."
            return [] if needless is None else [FieldProblem("radius", message, value=str(needless)[:120])]
        return [FieldProblem("near", "Give near (a ZIP code, or a city and state), or lat and lng.", "invalid_place")]
    if near is None and (lat is None or lng is None):
        missing = "lat" if lat is None else "lng"
        return [FieldProblem(missing, f"{missing} is missing: a point needs lat and lng.")]
    return []


def _unknown_codes(values: Mapping[str, Any], catalogue: Catalogue) -> list[FieldProblem]:
    known = {"treatment": catalogue.treatments, "payer": catalogue.payers, "network": catalogue.networks}
    problems = []
    for field, codes in known.items():
        given = values.get(field)
        for code in given if isinstance(given, list) else [given]:
            if isinstance(code, str) and code and code not in codes:
                message = f"There is no {field} {code[:60]!r}. {_where(field)}"
                problems.append(FieldProblem(field, message, value=code[:120]))
    return problems


def _where(field: str) -> str:
    return {
        "treatment": "GET /api/v1/treatments lists them.",
        "payer": "GET /api/v1/payers?q= finds the code.",
        "network": "GET /api/v1/networks lists them.",
    }[field]


def _in_field_order(problems: Sequence[FieldProblem], model: type[BaseModel]) -> list[FieldProblem]:
    order = {name: position for position, name in enumerate(model.model_fields)}
    return sorted(problems, key=lambda problem: order.get(problem.field.partition(".")[0], len(order)))
