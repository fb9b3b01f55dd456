"""The estimate pages. Money and health are asked by POST alone: nothing of it enters an address, a log or a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.compare_view import compare_view
from clinicfinder.web.current import catalogue, today
from clinicfinder.web.estimate_fields import form_view
from clinicfinder.web.estimate_form import EstimateForm, estimate_for, read_estimate_form
from clinicfinder.web.estimate_view import estimate_view
from clinicfinder.web.fragments import vary_by_htmx, wants_fragment

estimates: Final = Blueprint("estimates", __name__)

CARRIED_BY_LINK: Final = ("treatment", "clinic")
"""All that a link may bring: never a plan, a state, a fact or money."""


@estimates.get("/estimate")
def ask() -> Response:
    """The empty form, with the treatment and the clinic that a link brought."""
    brought = MultiDict({name: request.args[name] for name in CARRIED_BY_LINK if request.args.get(name)})
    form = replace(read_estimate_form(brought, catalogue(), today()), problems=())
    return _private(_page(form, None, status=200))


@estimates.post("/estimate")
def answer() -> Response:
    """One estimate: the whole page for a form, the result for a swap."""
    form = read_estimate_form(request.form, catalogue(), today())
    if form.question is None:
        return _private(_page(form, None, status=422))
    return _private(_page(form, estimate_for(catalogue(), form.question), status=200))


@estimates.post("/estimate/compare")
def compare() -> Response:
    """Up to four treatments side by side, with the same answers for each."""
    form = read_estimate_form(request.form, catalogue(), today())
    if form.question is None:
        return _private(_page(form, None, status=422))
    view = compare_view(catalogue(), form, request.form.getlist("with"), datetime.now(UTC))
    return _private(make_response(render_template("pages/compare.html", view=view)))


def _page(form: EstimateForm, care: CareEstimate | None, *, status: int) -> Response:
    fields = form_view(catalogue(), form, care)
    fragment = wants_fragment()
    return make_response(
        render_template(
            "partials/estimate/result.html" if fragment else "pages/estimate.html",
            form=fields,
            view=estimate_view(catalogue(), form, care) if care else None,
            refused=status == 422,
            fragment=fragment,
            form_changed=request.form.get("shape") != fields.shape,
        ),
        status,
    )


def _private(response: Response) -> Response:
    """What a person says of health and money is nobody else's to keep, and stays out of the address bar."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["HX-Push-Url"] = "false"
    return vary_by_htmx(response)
