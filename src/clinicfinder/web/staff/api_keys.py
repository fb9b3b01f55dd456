"""Keys of the API, for admins: made and shown once, listed, revoked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.errors import BadForm
from clinicfinder.usecases.api_keys import PER_MINUTE, create_api_key, list_api_keys, revoke_api_key
from clinicfinder.web.current import engine
from clinicfinder.web.staff.access import current_member, for_role

api_keys: Final = Blueprint("staff_api_keys", __name__, url_prefix="/staff/api-keys")


@api_keys.get("")
@for_role("admin")
def every() -> Response:
    """All keys, and a form for a new one."""
    return _page(None, 200)


@api_keys.post("")
@for_role("admin")
def create() -> Response:
    """Make a key and show it, this once."""
    holder, wanted = request.form.get("holder", ""), request.form.get("per_minute", "")
    # What is no number of at most seven digits is no number of requests either, and is refused as such.
    per_minute = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) <= 7 else 0
    try:
        made = create_api_key(
            engine(), holder, actor=current_member().username, moment=datetime.now(UTC), per_minute=per_minute
        )
    except BadForm as error:
        return _page(error, 422)
    answer = make_response(render_template("pages/staff/new_api_key.html", made=made))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@api_keys.post("/<key_id>/revoked")
@for_role("admin")
def revoke(key_id: str) -> AnyResponse:
    """Revoke a key, for good."""
    revoke_api_key(engine(), key_id, actor=current_member().username, moment=datetime.now(UTC))
    return redirect(url_for("staff_api_keys.every"), 303)


def _page(error: BadForm | None, status: int) -> Response:
    said = {problem.field: problem.message for problem in error.problems} if error else {}
    page = render_template(
        "pages/staff/api_keys.html",
        keys=list_api_keys(engine()),
        problems=said,
        sent=request.form,
        per_minute=PER_MINUTE,
    )
    return make_response(page, status)
