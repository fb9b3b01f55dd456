"""The quotes of the call center: found, opened, printed, and followed up. What is shown is what was saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, Literal

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.domain.quote_changes import compare_quotes
from clinicfinder.domain.quote_languages import in_language
from clinicfinder.domain.quote_outcomes import read_outcome
from clinicfinder.domain.quote_reference import parse_reference, shown_reference
from clinicfinder.errors import BadForm, FieldProblem, NotOnFile
from clinicfinder.usecases.export_quotes import export_quotes
from clinicfinder.usecases.read_quotes import OpenedQuote, open_quote, open_snapshot, search_quotes
from clinicfinder.usecases.record_outcome import record_outcome
from clinicfinder.web.current import catalogue, engine, settings, today
from clinicfinder.web.staff.access import current_member, for_role
from clinicfinder.web.staff.quote_corrections import correction_request, correction_view, first_values, is_seen
from clinicfinder.web.staff.quote_print import PrintView, print_view
from clinicfinder.web.staff.quote_saving import caller_seal, save_typed_quote
from clinicfinder.web.staff.quote_search_form import QuoteSearchForm, quote_list_view, read_quote_search
from clinicfinder.web.staff.quote_today import same_question_today
from clinicfinder.web.staff.quote_views import OutcomeFormView, outcome_form, quote_view
from clinicfinder.web.translation import use_language

quotes: Final = Blueprint("staff_quotes", __name__, url_prefix="/staff/quotes")


@quotes.get("")
@for_role("agent")
def find() -> AnyResponse:
    """Open a quote by its reference, or list quotes by what may stand in an address."""
    typed = request.args.get("reference", "").strip()
    named = {name: text for name, text in request.args.items() if name not in ("clinic", "payer")}
    if not typed:
        return _list(read_quote_search(named, catalogue()))
    try:
        reference = parse_reference(typed[:80])
        open_snapshot(engine(), reference, datetime.now(UTC))
    except BadForm as error:
        return _list(QuoteSearchForm(named, None, 1, error.problems), status=422)
    except NotOnFile as error:
        message = f"There is no quote {error.key}. It is a sound reference, so it may be from another installation."
        return _list(QuoteSearchForm(named, None, 1, (FieldProblem("reference", message),)), status=404)
    return redirect(url_for("staff_quotes.show", reference=reference), 303)


@quotes.post("/search")
@for_role("agent")
def search() -> AnyResponse:
    """The same with what may not: the clinic and the payer."""
    return _list(read_quote_search(request.form, catalogue()))


@quotes.post("/export.csv")
@for_role("supervisor")
def export() -> AnyResponse:
    """What a search finds, as a spreadsheet."""
    form = read_quote_search(request.form, catalogue())
    if form.search is None:
        return _list(form)
    lines = export_quotes(engine(), form.search, current_member(), datetime.now(UTC))
    answer = Response(lines, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=quotes.csv"
    return answer


@quotes.get("/<reference>")
@for_role("agent")
def show(reference: str) -> AnyResponse:
    """One quote, as it was saved."""
    opened = open_quote(engine(), caller_seal(), _given(reference), current_member(), datetime.now(UTC))
    return _quote_page(opened, outcome_form(required=False, time_zone=opened.stored.snapshot.clinic.time_zone))


@quotes.post("/<reference>/outcomes")
@for_role("agent")
def add_outcome(reference: str) -> AnyResponse:
    """Add an outcome or a note."""
    reference = _given(reference)
    try:
        entry = read_outcome(request.form, today(), required=False)
    except BadForm as error:
        opened = open_quote(engine(), caller_seal(), reference, current_member(), datetime.now(UTC))
        return _quote_page(opened, outcome_form(request.form, error.problems, required=False), status=422)
    record_outcome(engine(), reference, entry, current_member(), datetime.now(UTC))
    return redirect(url_for("staff_quotes.show", reference=reference, _anchor="outcomes"), 303)


@quotes.get("/<reference>/changes")
@for_role("agent")
def changes(reference: str) -> AnyResponse:
    """What would be answered differently today."""
    opened = open_snapshot(engine(), _given(reference), datetime.now(UTC))
    now = same_question_today(opened.stored.snapshot, current_member(), datetime.now(UTC))
    found = compare_quotes(opened.stored.snapshot, now) if now else None
    view = quote_view(opened, settings().caller_days)
    return make_response(render_template("pages/staff/quote_changes.html", view=view, changes=found))


@quotes.get("/<reference>/print")
@for_role("agent")
def print_page(reference: str) -> AnyResponse:
    """The quote on one sheet of paper, without the caller's name."""
    return make_response(render_template("pages/staff/quote_print.html", view=_sheet(reference)))


@quotes.get("/<reference>/quote.pdf")
@for_role("agent")
def pdf(reference: str) -> AnyResponse:
    """The same sheet as a file."""
    # Half a second of every start, for one page that few requests ask for.
    from clinicfinder.web.staff.quote_pdf import quote_pdf  # noqa: PLC0415  # As said above.

    view = _sheet(reference)
    paper: Literal["A4", "Letter"] = "A4" if request.args.get("paper") == "a4" else "Letter"
    answer = make_response(quote_pdf(view, paper, settings().static_dir / "vendor", settings().crisis))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f"inline; filename={view.file_name}"
    return answer


@quotes.get("/<reference>/correct")
@for_role("agent")
def correct_form(reference: str) -> AnyResponse:
    """The old answers, to be changed."""
    opened = open_quote(engine(), caller_seal(), _given(reference), current_member(), datetime.now(UTC))
    return _correction(opened.stored.reference, first_values(opened))


@quotes.post("/<reference>/correct")
@for_role("agent")
def correct(reference: str) -> AnyResponse:
    """Show what the changed answers give; save it once that very figure was seen."""
    reference, moment = _given(reference), datetime.now(UTC)
    open_snapshot(engine(), reference, moment)
    if request.form.get("step") != "save" or not is_seen(request.form):
        return _correction(reference, request.form)
    try:
        saved = save_typed_quote(correction_request(reference, request.form), current_member(), moment)
    except BadForm as error:
        return _correction(reference, request.form, error.problems)
    return redirect(url_for("staff_quotes.show", reference=saved.reference), 303)


def _correction(reference: str, sent: Mapping[str, str], problems: tuple[FieldProblem, ...] = ()) -> AnyResponse:
    view = correction_view(reference, sent, current_member(), datetime.now(UTC), problems)
    page = render_template("pages/staff/quote_correct.html", view=view, shown=shown_reference(reference))
    return make_response(page, 422 if view.messages else 200)


def _sheet(reference: str) -> PrintView:
    """What goes on paper, in the language asked for if the quote was kept in it. The rest of the request speaks it."""
    opened = open_snapshot(engine(), _given(reference), datetime.now(UTC))
    quote = in_language(opened.stored.snapshot, request.args.get("language", ""))
    use_language(quote.language)
    opened = replace(opened, stored=replace(opened.stored, snapshot=quote))
    return print_view(quote_view(opened, settings().caller_days), every_line="lines" in request.args)


def _given(reference: str) -> str:
    """The reference of an address. One that cannot be ours is no page of ours, and nothing is looked up."""
    try:
        return parse_reference(reference)
    except BadForm as error:
        raise NotOnFile("quote", shown_reference(reference)) from error


def _list(form: QuoteSearchForm, status: int = 200) -> AnyResponse:
    page = search_quotes(engine(), form.search, form.page) if form.search else None
    view = quote_list_view(catalogue(), form, page, datetime.now(UTC))
    refused = 422 if form.problems and status == 200 else status
    return make_response(render_template("pages/staff/quotes.html", view=view), refused)


def _quote_page(opened: OpenedQuote, form: OutcomeFormView, status: int = 200) -> AnyResponse:
    view = quote_view(opened, settings().caller_days)
    return make_response(render_template("pages/staff/quote.html", view=view, outcome_form=form), status)
