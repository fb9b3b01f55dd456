"""Temporary closures and holiday hours: two clicks from the clinic's page of the console."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.errors import BadForm
from clinicfinder.usecases.set_hours import (
    end_early,
    exceptions_on_file,
    hours_of_clinic,
    read_override,
    set_override,
)
from clinicfinder.web.current import catalogue, engine
from clinicfinder.web.staff.access import current_member, for_role
from clinicfinder.web.staff.hours_view import hours_list, hours_page

hours: Final = Blueprint("staff_hours", __name__, url_prefix="/staff/hours")


@hours.get("")
@for_role("supervisor")
def every() -> str:
    """Every closure and special hours ahead, and a way to any clinic."""
    found = exceptions_on_file(engine(), catalogue(), datetime.now(UTC))
    view = hours_list(catalogue(), found, request.args.get("clinic", ""))
    return render_template("pages/staff/hours.html", view=view)


@hours.get("/<clinic_code>")
@for_role("supervisor")
def clinic(clinic_code: str) -> Response:
    """One clinic's hours as the public sees them now, and the forms that change them."""
    return _page(clinic_code, None, 200)


@hours.post("/<clinic_code>")
@for_role("supervisor")
def change(clinic_code: str) -> AnyResponse:
    """Close the clinic for a time, or give it special hours."""
    found, moment = hours_of_clinic(engine(), catalogue(), clinic_code).clinic, datetime.now(UTC)
    try:
        new = read_override(found, _typed(), moment)
    except BadForm as error:
        return _page(clinic_code, error, 422)
    set_override(engine(), new, current_member().username, moment)
    return redirect(url_for("staff_hours.clinic", clinic_code=clinic_code, done="set"), 303)


@hours.post("/<clinic_code>/<int:number>/end")
@for_role("supervisor")
def end(clinic_code: str, number: int) -> AnyResponse:
    """End one early: the usual hours count again."""
    end_early(engine(), clinic_code, number, current_member().username, datetime.now(UTC))
    return redirect(url_for("staff_hours.clinic", clinic_code=clinic_code, done="ended"), 303)


def _typed() -> dict[str, str]:
    """The form as sent. A button that names its own last day goes before the field."""
    typed = request.form.to_dict()
    return typed | {"through": typed["through_button"]} if typed.get("through_button") else typed


def _page(clinic_code: str, error: BadForm | None, status: int) -> Response:
    found = hours_of_clinic(engine(), catalogue(), clinic_code)
    view = hours_page(found, datetime.now(UTC), error, _typed(), request.args.get("done", ""))
    return make_response(render_template("pages/staff/clinic_hours.html", view=view), status)
