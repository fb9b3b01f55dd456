"""Problems as programs read them: application/problem+json (RFC 9457), every problem at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from flask import Response

from clinicfinder.domain.places import (
    Ambiguous,
    GeocoderUnavailable,
    InvalidPlace,
    MilitaryAddress,
    NotFound,
    OutsideArea,
)
from clinicfinder.errors import FieldProblem
from clinicfinder.web.outcomes import Unplaced, outcome_words

API_PREFIX: Final = "/api/"
PROBLEM_TYPE: Final = "application/problem+json"

_PLACE_PROBLEMS: Final[dict[type[Unplaced], tuple[int, str]]] = {
    InvalidPlace: (400, "invalid_place"),
    NotFound: (404, "place_not_found"),
    Ambiguous: (409, "ambiguous_place"),
    MilitaryAddress: (422, "military_address"),
    OutsideArea: (422, "outside_area"),
    GeocoderUnavailable: (503, "geocoder_unavailable"),
}

_STATUS_CODES: Final[dict[int, tuple[str, str]]] = {
    400: ("invalid_request", "The request could not be read."),
    401: (
        "invalid_api_key",
        "The key that was sent is unknown or revoked. Ask for another, or send none: the API works without.",
    ),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not take this method; the Allow header says which it takes."),
    406: ("not_acceptable", "Nothing in the Accept header is a form that this address answers in."),
    413: ("too_large", "The request is too large."),
    415: ("unsupported_media_type", "Send the body as application/json, and not compressed."),
    429: ("rate_limited", "Too many requests. Wait, then try again."),
    500: ("our_failure", "Something failed on our side. Try again in a minute."),
}


def problem(status: int, title: str, errors: Sequence[FieldProblem], **members: Any) -> Response:
    """One problem answer. Its code is the first error's; `members` are added where they are not None."""
    first = errors[0]
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": " ".join(error.message for error in errors),
        "code": first.code,
        "errors": [
            {"field": error.field, "code": error.code, "message": error.message, "value": error.value}
            for error in errors
        ],
        **{name: value for name, value in members.items() if value is not None},
    }
    return Response(json.dumps(body), status, content_type=PROBLEM_TYPE)


def bad_request(problems: Sequence[FieldProblem]) -> Response:
    """The answer to parameters that cannot be used: 400 with all of them."""
    return problem(400, "Some of the parameters cannot be used.", problems)


def unplaced(outcome: Unplaced, field: str, value: str, where_to_go: str | None = None) -> Response:
    """The answer to a place without a point, in the same words as the page's."""
    status, code = _PLACE_PROBLEMS[type(outcome)]
    title, message = outcome_words(outcome)
    error = FieldProblem(field, f"{message} {where_to_go}" if where_to_go else message, code, value)
    choices = (
        [{"label": choice.place.label, "near": choice.place.near} for choice in outcome.choices]
        if isinstance(outcome, Ambiguous)
        else None
    )
    suggestions = [{"label": s.label, "near": s.near} for s in getattr(outcome, "suggestions", ())] or None
    return problem(status, title, [error], choices=choices, suggestions=suggestions)


def not_on_file(kind: str, key: str) -> Response:
    """The answer to an id that names nothing."""
    message = f"There is no {kind} {key!r}."
    return problem(404, message, [FieldProblem("id", message, "not_found", key)])


def problem_for_status(status: int) -> Response:
    """The answer to a refusal that comes from the server itself."""
    code, message = _STATUS_CODES.get(status, ("refused", "The request was refused."))
    return problem(status, message, [FieldProblem("", message, code)])
