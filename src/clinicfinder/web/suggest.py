"""Suggestions while typing: the options of the search box, as a fragment, from our own data only."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request

from clinicfinder.geocoding.suggestions import Completion
from clinicfinder.web.current import catalogue
from clinicfinder.web.translation import gettext, ngettext

suggest = Blueprint("suggest", __name__)


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option: what choosing it types, and a word more for ZIP codes and clinics."""

    text: str
    note: str | None


@dataclass(frozen=True, slots=True)
class SuggestionsView:
    """The open list and the sentence that a screen reader says about it."""

    options: tuple[OptionRow, ...] = ()
    announcement: str = ""


@suggest.get("/suggest")
def options() -> Response:
    """The places that begin with the text in `q`. An empty list is an answer too: nothing fits, or little is typed."""
    found = catalogue().suggestions.completions(request.args.get("q", ""))
    response = make_response(render_template("partials/suggestions.html", view=suggestions_view(found)))
    # The address holds what a person is typing about where they are. No cache may keep it.
    response.headers["Cache-Control"] = "no-store"
    return response


def suggestions_view(completions: tuple[Completion, ...]) -> SuggestionsView:
    """The completions in words."""
    clinic = gettext("clinic")
    return SuggestionsView(
        options=tuple(OptionRow(c.text, clinic if c.kind == "clinic" else c.note) for c in completions),
        announcement=ngettext(
            "%(num)d suggestion. Use the down arrow to choose.",
            "%(num)d suggestions. Use the down arrow to choose.",
            len(completions),
        )
        if completions
        else "",
    )
