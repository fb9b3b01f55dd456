"""The tables, the rows of one, and the form of one row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.errors import BadForm, NotOnFile
from clinicfinder.usecases.data_tables import RowToEdit, find_row, list_rows, list_tables
from clinicfinder.usecases.edit_rows import (
    ChangedMeanwhile,
    Refused,
    Saved,
    TypedRow,
    forget_row,
    new_version,
    remove_row,
    save_row,
)
from clinicfinder.usecases.export_rows import export_table
from clinicfinder.web.current import engine, settings
from clinicfinder.web.staff.access import current_member, for_role
from clinicfinder.web.staff.data_blueprint import data_pages
from clinicfinder.web.staff.data_controls import CellTexts, cells_sent
from clinicfinder.web.staff.data_views import form_page, form_texts, row_list_view, table_columns


@data_pages.get("")
@for_role("supervisor")
def tables() -> str:
    """Every table, one's draft, and what was published last."""
    every, newest = list_tables(engine(), current_member().username)
    return render_template("pages/staff/data.html", tables=every, newest=newest)


@data_pages.get("/tables/<table>")
@for_role("supervisor")
def rows(table: str) -> str:
    """One page of a table, searched and sorted."""
    search, sort = request.args.get("q", "")[:200], request.args.get("sort", "")
    page = request.args.get("page", 1, type=int)
    found = list_rows(engine(), current_member().username, table, search=search, sort=sort, page=page)
    return render_template("pages/staff/data_rows.html", view=row_list_view(found, search, sort))


@data_pages.get("/tables/<table>/download.csv")
@for_role("supervisor")
def download(table: str) -> Response:
    """All rows as a spreadsheet."""
    answer = Response(export_table(engine(), table).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={table}.csv"
    return answer


@data_pages.get("/tables/<table>/new")
@for_role("supervisor")
def new(table: str) -> Response:
    """An empty form."""
    empty = dict.fromkeys(table_columns(table), "")
    return form_page(table, None, CellTexts(empty, empty, empty))


@data_pages.post("/tables/<table>/new")
@for_role("supervisor")
def create(table: str) -> AnyResponse:
    """Put a new row into the draft."""
    return _save(table, None)


@data_pages.get("/tables/<table>/rows/<row>")
@for_role("supervisor")
def edit(table: str, row: str) -> Response:
    """The form of one row, as one's draft has it. If the row changed since it was drafted, that is shown."""
    found = find_row(engine(), current_member().username, table, row)
    overtaken = found.draft is not None and found.draft.before != found.stored
    return form_page(table, found, form_texts(found), by=found.by if overtaken else None, overtaken=overtaken)


@data_pages.post("/tables/<table>/rows/<row>")
@for_role("supervisor")
def save(table: str, row: str) -> AnyResponse:
    """Put the row into the draft."""
    return _save(table, row)


@data_pages.post("/tables/<table>/rows/<row>/remove")
@for_role("supervisor")
def remove(table: str, row: str) -> AnyResponse:
    """Put the removal of the row into the draft."""
    try:
        remove_row(engine(), current_member().username, table, row, datetime.now(UTC))
    except BadForm as error:
        return _again(table, row, error)
    return redirect(url_for("staff_data.draft"), 303)


@data_pages.post("/tables/<table>/rows/<row>/forget")
@for_role("supervisor")
def forget(table: str, row: str) -> AnyResponse:
    """Take the row out of the draft."""
    forget_row(engine(), current_member().username, table, row)
    return redirect(url_for("staff_data.draft"), 303)


@data_pages.post("/rules/<row>/version")
@for_role("supervisor")
def version(row: str) -> AnyResponse:
    """End a rule and begin its next version, in the draft."""
    try:
        begun = new_version(engine(), current_member().username, row, request.form.get("day", ""), datetime.now(UTC))
    except BadForm as error:
        return _again("coverage_rules", row, error)
    return redirect(url_for("staff_data.edit", table="coverage_rules", row=begun), 303)


def _save(table: str, row: str | None) -> AnyResponse:
    columns = table_columns(table)
    was = cells_sent(table, columns, request.form, before="was-")
    typed = cells_sent(table, columns, request.form)
    sent = TypedRow(current_member().username, table, row, typed, request.form.get("base", ""))
    match save_row(engine(), settings().data_dir, sent, datetime.now(UTC)):
        case Saved(row_id, changes):
            return redirect(url_for("staff_data.draft", saved=row_id) if changes else _home(table), 303)
        case Refused(problems):
            return form_page(table, _found(table, row), CellTexts(was, typed, was), problems=problems, status=422)
        case ChangedMeanwhile(now, by):
            texts = CellTexts(was, typed, now or dict.fromkeys(columns, ""))
            return form_page(table, _found(table, row), texts, by=by, overtaken=True, status=409)


def _found(table: str, row: str | None) -> RowToEdit | None:
    """The row, or None for a new one and for one that is gone: what was typed can then be added as a new row."""
    try:
        return find_row(engine(), current_member().username, table, row) if row else None
    except NotOnFile:
        return None


def _again(table: str, row: str, error: BadForm) -> Response:
    """The form again, with what was wrong beside it."""
    problems: Mapping[str, str] = {problem.field: problem.message for problem in error.problems}
    found = find_row(engine(), current_member().username, table, row)
    answer = form_page(table, found, form_texts(found), problems=problems, status=422)
    return make_response(answer)


def _home(table: str) -> str:
    return url_for("staff_data.rows", table=table)
