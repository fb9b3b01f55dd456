"""What people and programs see when something is not there, not allowed, or our fault."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import Final

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from clinicfinder.errors import NotOnFile
from clinicfinder.web.api.problems import API_PREFIX, problem_for_status
from clinicfinder.web.fragments import vary_by_htmx, wants_fragment
from clinicfinder.web.framing import in_frame
from clinicfinder.web.translation import gettext

log: Final = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Answer every refusal and failure with words, in the shape that was asked for."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NotOnFile, _not_on_file)
    app.register_error_handler(Exception, _our_failure)
    # Flask logs a failure of an error handler itself by this, with the message and all.
    app.log_exception = _log_exception  # type: ignore[method-assign]  # Flask offers no other way in.


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    answer = _message(status)
    if "Allow" in (error.get_headers() and dict(error.get_headers())):
        answer.headers["Allow"] = dict(error.get_headers())["Allow"]
    return answer


def _not_on_file(_: NotOnFile) -> Response:
    return _message(404)


def _our_failure(error: Exception) -> Response:
    log_without_values(error)
    return _message(500)


def _log_exception(
    exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
) -> None:
    if exc_info[1] is not None:
        log_without_values(exc_info[1])


def log_without_values(error: BaseException) -> None:
    """Log where a failure happened and of what kind. Its message stays out: it may hold what a person typed."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("unhandled %s in %s\n%s", type(error).__name__, request.endpoint, frames)


def _message(status: int) -> Response:
    if request.path.startswith(API_PREFIX):
        return problem_for_status(status)
    heading, message = _words(status)
    page = "pages/embed/message.html" if in_frame() else "pages/message.html"
    template = "partials/message.html" if wants_fragment() else page
    return vary_by_htmx(make_response(render_template(template, heading=heading, message=message), status))


def _words(status: int) -> tuple[str, str]:
    match status:
        case 404:
            return gettext("There is no such page."), gettext("It may have moved. Search for a clinic instead.")
        case 403 if in_frame():
            return gettext("That cannot be sent from here."), gettext(
                "The page around this search keeps it apart from its own site. Search by ZIP code or city, or open the "
                "full site."
            )
        case 403:
            return gettext("That was refused."), gettext("The request came from another site. Start from our own page.")
        case 405:
            return gettext("That does not work here."), gettext("Go back and try again from the page itself.")
        case 413:
            return gettext("That is too much at once."), gettext("Send less text, and try again.")
        case 429:
            return gettext("That was too fast."), gettext("Wait a minute, then try again.")
        case 500:
            return gettext("Something went wrong on our side."), gettext(
                "It is not your doing. Try again in a minute; if you need help now, the numbers on this page work."
            )
    return gettext("That did not work."), gettext("Try again, or start from the first page.")
