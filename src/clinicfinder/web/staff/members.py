"""Everybody's accounts, for admins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.domain.staff import ROLES, tidy_username
from clinicfinder.errors import BadForm
from clinicfinder.usecases.staff_accounts import (
    create_account,
    list_accounts,
    make_password,
    reset_password,
    set_disabled,
    set_role,
)
from clinicfinder.web.current import engine
from clinicfinder.web.staff.access import current_member, for_role

members: Final = Blueprint("staff_members", __name__, url_prefix="/staff/members")


@members.get("")
@for_role("admin")
def every() -> Response:
    """All accounts, and a form for a new one."""
    return _page(None, 200)


@members.post("")
@for_role("admin")
def create() -> Response:
    """Make an account with a password of ours, which is shown this once."""
    password, form = make_password(), request.form
    name, shown, role = form.get("username", ""), form.get("display_name", ""), form.get("role", "")
    try:
        create_account(engine(), name, shown, role, password, actor=current_member().username, moment=datetime.now(UTC))
    except BadForm as error:
        return _page(error, 422)
    return _password_page(tidy_username(name), password)


@members.post("/<username>/password")
@for_role("admin")
def new_password(username: str) -> Response:
    """Set a new password of ours, which is shown this once."""
    password = make_password()
    reset_password(engine(), username, password, actor=current_member().username, moment=datetime.now(UTC))
    return _password_page(username, password)


@members.post("/<username>/disabled")
@for_role("admin")
def disable(username: str) -> AnyResponse:
    """Disable an account, or let it in again."""
    disabled = request.form.get("disabled") == "true"
    try:
        set_disabled(engine(), username, disabled=disabled, actor=current_member().username, moment=datetime.now(UTC))
    except BadForm as error:
        return _page(error, 422)
    return redirect(url_for("staff_members.every"), 303)


@members.post("/<username>/role")
@for_role("admin")
def role(username: str) -> AnyResponse:
    """Give an account another role."""
    wanted = request.form.get("role", "")
    try:
        set_role(engine(), username, wanted, actor=current_member().username, moment=datetime.now(UTC))
    except BadForm as error:
        return _page(error, 422)
    return redirect(url_for("staff_members.every"), 303)


def _page(error: BadForm | None, status: int) -> Response:
    said = {problem.field: problem.message for problem in error.problems} if error else {}
    accounts = list_accounts(engine())
    page = render_template("pages/staff/members.html", accounts=accounts, roles=ROLES, problems=said, sent=request.form)
    return make_response(page, status)


def _password_page(username: str, password: str) -> Response:
    return make_response(render_template("pages/staff/new_password.html", username=username, password=password))
