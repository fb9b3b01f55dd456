"""Explain this place: how a typed place is resolved, by whom, and with what raw answer.

The place is posted, so that it stands in no address and no log, and nothing of it is kept.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from clinicfinder.usecases.explain_place import explain_place
from clinicfinder.web.current import address_lookup, catalogue
from clinicfinder.web.staff.access import for_role
from clinicfinder.web.staff.place_view import PlaceView, place_view

places: Final = Blueprint("staff_places", __name__, url_prefix="/staff/places")


@places.get("")
@for_role("agent")
def form() -> Response:
    """The empty form."""
    return _page("", None, None, 200)


@places.post("")
@for_role("agent")
def explain() -> Response:
    """One place, step by step."""
    typed, ask_anew = request.form.get("near", "")[:1000], "ask_anew" in request.form
    if not typed.strip():
        return _page("", None, "Type a place: a ZIP code, a city with its state, or a street address.", 422)
    explained = explain_place(catalogue(), address_lookup(), typed, ask_anew=ask_anew, moment=datetime.now(UTC))
    return _page(typed, place_view(explained), None, 200)


def _page(typed: str, view: PlaceView | None, problem: str | None, status: int) -> Response:
    page = render_template("pages/staff/places.html", typed=typed, view=view, problem=problem)
    return make_response(page, status)
