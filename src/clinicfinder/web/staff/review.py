"""The review queue: rows of fact that are due for another look at their source, the worst first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, render_template, request

from clinicfinder.usecases.review_queue import review_queue
from clinicfinder.web.current import catalogue, engine
from clinicfinder.web.staff.access import for_role
from clinicfinder.web.staff.review_view import review_view

review: Final = Blueprint("staff_review", __name__, url_prefix="/staff/review")


@review.get("")
@for_role("supervisor")
def queue() -> str:
    """One page of the queue."""
    moment = datetime.now(UTC)
    found = review_queue(engine(), catalogue(), moment)
    kind, page = request.args.get("kind", ""), request.args.get("page", 1, type=int)
    return render_template("pages/staff/review.html", view=review_view(found, moment.date(), kind, page))
