"""The dashboard: quotes per day, outcomes, and payers asked for without a rule of their own."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template, request

from clinicfinder.usecases.quote_dashboard import quote_dashboard
from clinicfinder.web.current import engine, today
from clinicfinder.web.staff.access import for_role
from clinicfinder.web.staff.dashboard_view import LENGTHS, USUAL_LENGTH, dashboard_view

dashboard: Final = Blueprint("staff_dashboard", __name__, url_prefix="/staff/dashboard")


@dashboard.get("")
@for_role("supervisor")
def page() -> str:
    """Counts of the last days."""
    asked = request.args.get("days", USUAL_LENGTH, type=int)
    length = asked if asked in LENGTHS else USUAL_LENGTH
    view = dashboard_view(quote_dashboard(engine(), today(), length), length)
    return render_template("pages/staff/dashboard.html", view=view)
