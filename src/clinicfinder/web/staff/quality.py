"""The data-quality page: what is missing, unsure or old, and whether that gets better."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, render_template

from clinicfinder.usecases.data_quality import quality_report
from clinicfinder.web.current import catalogue, engine
from clinicfinder.web.staff.access import for_role
from clinicfinder.web.staff.quality_view import quality_view

quality: Final = Blueprint("staff_quality", __name__, url_prefix="/staff/quality")


@quality.get("")
@for_role("supervisor")
def page() -> str:
    """Today's counts with their trends."""
    report = quality_report(engine(), catalogue(), datetime.now(UTC))
    return render_template("pages/staff/quality.html", view=quality_view(report))
