"""The pages for signing in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.usecases.sign_in import Refused, SignedIn, TooManyTries, sign_in, sign_out
from clinicfinder.web.current import engine, key
from clinicfinder.web.staff.access import (
    COOKIE,
    PREFIX,
    current_session,
    for_anybody,
    for_role,
    is_private_cookie,
    resume,
)
from clinicfinder.web.staff.signed_out import HOME, Fields, read_kept, safe_path, sign_in_answer

sign_in_pages: Final = Blueprint("staff_sign_in", __name__, url_prefix="/staff")

_WRONG: Final = "The username and the password do not go together. Check both, or ask an admin for a new password."
_TOO_MANY: Final = "Too many tries. Wait {minutes} minutes, then try again. An admin can set a new password meanwhile."


@sign_in_pages.get("/sign-in")
@for_anybody
def form() -> Response:
    """The empty sign-in form. `next` is a path of the console."""
    return sign_in_answer(request.args.get("next", HOME), ())


@sign_in_pages.post("/sign-in")
@for_anybody
def enter() -> AnyResponse:
    """Sign in, then go where the person was going; what they had typed there goes along."""
    name, after = request.form.get("username", ""), safe_path(request.form.get("after", HOME))
    kept = read_kept(request.form.get("kept", ""))
    password, address = request.form.get("password", ""), request.remote_addr or ""
    match sign_in(engine(), key("sign-in tries"), name, password, address, datetime.now(UTC)):
        case SignedIn(token, _):
            resume(token)
            return _with_cookie(_onward(after, kept), token)
        case TooManyTries(wait):
            minutes = round(wait.total_seconds() / 60)
            answer = sign_in_answer(after, kept, problem=_TOO_MANY.format(minutes=minutes), username=name, status=429)
            answer.headers["Retry-After"] = str(round(wait.total_seconds()))
            return answer
        case Refused():
            return sign_in_answer(after, kept, problem=_WRONG, username=name, status=422)


@sign_in_pages.post("/sign-out")
@for_role("agent")
def leave() -> AnyResponse:
    """End this sign-in."""
    sign_out(engine(), current_session(), datetime.now(UTC))
    answer = redirect(url_for("staff_sign_in.form"), 303)
    answer.delete_cookie(COOKIE, path=PREFIX)
    return answer


def _onward(after: str, kept: Fields) -> AnyResponse:
    if not kept:
        return redirect(after, 303)
    return make_response(render_template("pages/staff/send_again.html", after=after, kept=kept))


def _with_cookie(answer: AnyResponse, token: str) -> AnyResponse:
    answer.set_cookie(COOKIE, token, path=PREFIX, httponly=True, secure=is_private_cookie(), samesite="Lax")
    return answer
