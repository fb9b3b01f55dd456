"""One's draft: review it, publish it, forget it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.errors import BadForm
from clinicfinder.usecases.edit_rows import forget_draft
from clinicfinder.usecases.publish import Confirmation, NotPublished, publish_draft, review_draft
from clinicfinder.web.current import engine, settings
from clinicfinder.web.staff.access import current_member, for_role
from clinicfinder.web.staff.data_blueprint import data_pages
from clinicfinder.web.staff.data_review import review_view


@data_pages.get("/draft")
@for_role("supervisor")
def draft() -> Response:
    """What publishing one's draft would do."""
    return _page(None, 200)


@data_pages.post("/draft/publish")
@for_role("supervisor")
def publish() -> AnyResponse:
    """Publish one's draft."""
    try:
        done = publish_draft(engine(), settings().data_dir, confirmation(), datetime.now(UTC))
    except BadForm as error:
        return _page(str(error.problems[0].message), 422)
    if isinstance(done, NotPublished):
        return _page(done.why, 422)
    return redirect(url_for("staff_data.publication", number=done.number, done="published"), 303)


@data_pages.post("/draft/forget")
@for_role("supervisor")
def forget_all() -> AnyResponse:
    """Forget one's draft."""
    forget_draft(engine(), current_member().username)
    return redirect(url_for("staff_data.tables"), 303)


def confirmation() -> Confirmation:
    """What the form for publishing or undoing says."""
    form = request.form
    return Confirmation(
        current_member().username, form.get("note", ""), form.get("seen", ""), acknowledged="acknowledged" in form
    )


def _page(problem: str | None, status: int) -> Response:
    review = review_draft(engine(), settings().data_dir, current_member().username, datetime.now(UTC))
    page = render_template(
        "pages/staff/data_draft.html", view=review_view(review), problem=problem, note=request.form.get("note", "")
    )
    return make_response(page, status)
