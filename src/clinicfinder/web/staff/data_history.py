"""What was published: the list, one publication cell by cell, and undoing it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.errors import BadForm
from clinicfinder.usecases.publication_history import list_publications, show_publication
from clinicfinder.usecases.publish import NotPublished, review_undo, undo_publication
from clinicfinder.web.current import engine, settings
from clinicfinder.web.staff.access import for_role
from clinicfinder.web.staff.data_blueprint import data_pages
from clinicfinder.web.staff.data_drafts import confirmation
from clinicfinder.web.staff.data_review import history_tables, review_view

DONE = {"published": "It is published. Every worker takes it within seconds.", "undone": "It is undone."}


@data_pages.get("/history")
@for_role("supervisor")
def history() -> str:
    """Publications, newest first."""
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    found, more = list_publications(engine(), page)
    return render_template("pages/staff/data_history.html", publications=found, page=page, more=more)


@data_pages.get("/history/<int:number>")
@for_role("supervisor")
def publication(number: int) -> str:
    """One publication, cell by cell."""
    found, changes = show_publication(engine(), number)
    done = DONE.get(request.args.get("done", ""))
    return render_template(
        "pages/staff/data_publication.html", publication=found, tables=history_tables(changes), done=done
    )


@data_pages.get("/history/<int:number>/undo")
@for_role("supervisor")
def undo_form(number: int) -> Response:
    """What undoing it would do."""
    return _page(number, None, 200)


@data_pages.post("/history/<int:number>/undo")
@for_role("supervisor")
def undo(number: int) -> AnyResponse:
    """Undo it."""
    try:
        done = undo_publication(engine(), settings().data_dir, number, confirmation(), datetime.now(UTC))
    except BadForm as error:
        return _page(number, str(error.problems[0].message), 422)
    if isinstance(done, NotPublished):
        return _page(number, done.why, 422)
    return redirect(url_for("staff_data.publication", number=done.number, done="undone"), 303)


def _page(number: int, problem: str | None, status: int) -> Response:
    found, _ = show_publication(engine(), number)
    review = review_undo(engine(), settings().data_dir, number, datetime.now(UTC))
    note = request.form.get("note", "")
    page = render_template(
        "pages/staff/data_undo.html", publication=found, view=review_view(review), problem=problem, note=note
    )
    return make_response(page, status)
