"""The pages that explain: each treatment, and how our estimates are made."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, render_template

from clinicfinder.web.current import catalogue
from clinicfinder.web.estimate_questions import about_estimates_view
from clinicfinder.web.treatment_view import treatment_view, treatments_in_order

treatments: Final = Blueprint("treatments", __name__)


@treatments.get("/treatments")
def every() -> str:
    """All treatments, each with its page."""
    return render_template("pages/treatments.html", treatments=treatments_in_order(catalogue()))


@treatments.get("/treatments/<code>")
def treatment(code: str) -> str:
    """One treatment: what it is, its safety, its sources."""
    return render_template("pages/treatment.html", view=treatment_view(catalogue(), code))


@treatments.get("/about-estimates")
def about_estimates() -> str:
    """The method, the data and the limits of our estimates."""
    return render_template("pages/about_estimates.html", view=about_estimates_view(catalogue()))
