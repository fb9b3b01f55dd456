"""Who may open what in the console. One guard stands before every address under /staff.

A view says with `for_role` who may use it. One that says nothing is open to nobody, so a forgotten line shows at once.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from flask import Flask, Response, abort, current_app, g, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.domain.staff import Role, StaffMember, may
from clinicfinder.usecases.sign_in import Session, session_of
from clinicfinder.web.current import engine, key
from clinicfinder.web.fragments import htmx
from clinicfinder.web.staff.navigation import navigation
from clinicfinder.web.staff.signed_out import signed_out_page

PREFIX: Final = "/staff"
COOKIE: Final = "clinicfinder_staff"
CSRF_FIELD: Final = "csrf_token"
CSRF_HEADER: Final = "X-CSRF-Token"
_ROLE: Final = "_lowest_role"
_ANYBODY: Final = "anybody"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

View = TypeVar("View", bound=Callable[..., Any])


def for_role(role: Role) -> Callable[[View], View]:
    """Mark a view with the lowest role that may use it. Write it under the route, next to the function."""

    def mark(view: View) -> View:
        setattr(view, _ROLE, role)
        return view

    return mark


def for_anybody(view: View) -> View:
    """Mark a view that people who are signed out may use: the sign-in itself."""
    setattr(view, _ROLE, _ANYBODY)
    return view


def init_app(app: Flask) -> None:
    """Put the guard before every view of the console, and what it knows into its templates."""
    app.before_request(_guard)
    app.after_request(_keep_private)
    app.context_processor(_for_templates)


def current_session() -> Session:
    """The sign-in of this request. Only behind the guard."""
    session: Session | None = g.get("staff_session")
    if session is None:
        abort(403)
    return session


def current_member() -> StaffMember:
    """Who is signed in. Only behind the guard."""
    return current_session().member


def resume(token: str | None) -> None:
    """Take the sign-in of a cookie's token for this request."""
    g.staff_session = session_of(engine(), token, datetime.now(UTC)) if token else None


def csrf_token() -> str:
    """The token that every form of the console carries. It outlives a sign-in, so that a form does too."""
    return _token_of(current_session())


def is_private_cookie() -> bool:
    """Whether the cookie goes over TLS only: everywhere but on this very machine."""
    host = request.host.rpartition(":")[0] if request.host.count(":") == 1 else request.host
    return request.is_secure or host.strip("[]").partition("]")[0] not in _LOOPBACK


def _guard() -> AnyResponse | None:
    if not _is_console():
        return None
    resume(request.cookies.get(COOKIE))
    if request.endpoint is None:
        return None
    lowest = getattr(current_app.view_functions[request.endpoint], _ROLE, None)
    if lowest == _ANYBODY:
        return None
    if g.staff_session is None:
        return signed_out_page()
    if lowest is None or not may(g.staff_session.member.role, lowest):
        return refusal("Your account may not open this.", "Ask a supervisor or an admin if you need it.", 403)
    return _check_token() if request.method not in ("GET", "HEAD", "OPTIONS") else None


def _check_token() -> Response | None:
    sent = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    if hmac.compare_digest(sent.encode(), csrf_token().encode()):
        return None
    heading = "This form is from another sign-in."
    return refusal(heading, "Nothing was changed. Go back, copy what you typed, load the page again and send it.", 403)


def _token_of(session: Session) -> str:
    """Bound to the member and their password, not to one sign-in."""
    text = f"{session.member.username}|{session.stamp}"
    return hmac.new(key("staff csrf"), text.encode(), hashlib.sha256).hexdigest()


def refusal(heading: str, message: str, status: int) -> Response:
    """What the console says instead of what was asked for: as a page, or as the fragment of a swap."""
    template = "partials/staff/message.html" if htmx else "pages/staff/message.html"
    return make_response(render_template(template, heading=heading, message=message), status)


def _keep_private(response: Response) -> Response:
    if _is_console():
        response.headers["Cache-Control"] = "no-store"
    return response


def _is_console() -> bool:
    return request.path == PREFIX or request.path.startswith(PREFIX + "/")


def _for_templates() -> dict[str, Any]:
    session: Session | None = g.get("staff_session")
    if session is None:
        return {"staff": None, "staff_home": PREFIX}
    return {
        "staff": session.member,
        "staff_home": PREFIX,
        "csrf_token": csrf_token,
        "staff_navigation": navigation(session.member.role),
    }
