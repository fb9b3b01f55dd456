"""What every route of the API shares: its prefix, its refusals, the form of an answer and how long it may be kept."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotAcceptable

from clinicfinder.errors import BadForm, NotOnFile
from clinicfinder.web.api.problems import bad_request, not_on_file
from clinicfinder.web.current import catalogue

JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
CSV: Final = "text/csv"

_NOT_KEPT: Final = "no-store"
_ASKED_AGAIN: Final = "no-cache"


def api_blueprint(name: str) -> Blueprint:
    """A part of the API, version 1."""
    made = Blueprint(name, __name__, url_prefix="/api/v1")
    made.register_error_handler(BadForm, _bad_form)
    made.register_error_handler(NotOnFile, _not_on_file)
    made.after_request(_let_be_kept)
    return made


def wanted_form(*offered: str) -> str:
    """The media type to answer in, by the Accept header; the first one offered where any will do.

    Raises: NotAcceptable if the caller takes none of them.
    """
    if request.headers.get("Accept") in (None, "*/*"):
        return offered[0]
    best = request.accept_mimetypes.best_match(offered)
    if best is None:
        raise NotAcceptable
    return best


def json_answer(body: dict[str, Any], content_type: str | None = None) -> Response:
    """An object as compact JSON.

    Args: content_type: already settled with the caller; None means JSON and nothing else.
    Raises: NotAcceptable if the caller does not take JSON.
    """
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type=content_type or wanted_form(JSON))


def not_kept(response: Response) -> Response:
    """An answer about one person, which no cache may keep."""
    response.headers["Cache-Control"] = _NOT_KEPT
    return response


def of_this_moment(response: Response) -> Response:
    """An answer that says who is open now: kept by its ETag alone, since it changes while the data does not."""
    response.headers["Cache-Control"] = _ASKED_AGAIN
    return response


def _let_be_kept(response: Response) -> Response:
    """Let caches keep an answer and ask again each time; send 304 where they still hold it.

    The ETag is made from the answer itself: a new release may write the same data differently.
    """
    if not request.path.endswith((".csv", ".geojson")):
        response.vary.add("Accept")
    said = response.headers.get("Cache-Control")
    if response.status_code != 200 or said == _NOT_KEPT or request.method not in ("GET", "HEAD"):
        return response
    response.headers["Cache-Control"] = _ASKED_AGAIN
    response.set_etag(hashlib.blake2b(response.get_data(), digest_size=12).hexdigest())
    if said != _ASKED_AGAIN:
        response.last_modified = catalogue().built_at
    response.make_conditional(request)
    return response


def _bad_form(error: BadForm) -> Response:
    return bad_request(error.problems)


def _not_on_file(error: NotOnFile) -> Response:
    return not_on_file(error.kind, error.key)
