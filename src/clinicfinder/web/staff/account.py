"""One's own account: the password, how the call screen looks, and signing out everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.errors import BadForm, FieldProblem
from clinicfinder.usecases.staff_accounts import change_own_password, end_all_sessions, set_preferences
from clinicfinder.web.current import engine
from clinicfinder.web.staff.access import current_member, current_session, for_role

account: Final = Blueprint("staff_account", __name__, url_prefix="/staff/account")

_DONE: Final = {
    "password": "Your password is changed. Your other sign-ins have ended.",
    "preferences": "Your choices are kept.",
}


@account.get("")
@for_role("agent")
def show() -> Response:
    """The page."""
    return _page((), _DONE.get(request.args.get("done", "")), 200)


@account.post("/password")
@for_role("agent")
def password() -> AnyResponse:
    """Change one's own password."""
    current, wanted = request.form.get("current", ""), request.form.get("wanted", "")
    try:
        change_own_password(engine(), current_session(), current, wanted, datetime.now(UTC))
    except BadForm as error:
        return _page(error.problems, None, 422)
    return redirect(url_for("staff_account.show", done="password"), 303)


@account.post("/preferences")
@for_role("agent")
def preferences() -> AnyResponse:
    """Keep how the call screen looks."""
    hide, off = "hide_scripts" in request.form, "shortcuts_off" in request.form
    set_preferences(engine(), current_member().username, hide_scripts=hide, shortcuts_off=off)
    return redirect(url_for("staff_account.show", done="preferences"), 303)


@account.post("/sign-out-everywhere")
@for_role("agent")
def sign_out_everywhere() -> AnyResponse:
    """End all of one's sign-ins, this one included."""
    name = current_member().username
    end_all_sessions(engine(), name, actor=name, moment=datetime.now(UTC))
    return redirect(url_for("staff_sign_in.form"), 303)


def _page(problems: tuple[FieldProblem, ...], done: str | None, status: int) -> Response:
    said = {problem.field: problem.message for problem in problems}
    return make_response(render_template("pages/staff/account.html", problems=said, done=done), status)
