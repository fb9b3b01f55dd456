"""Spreadsheets: send one, look at what it would do, take it into the draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.errors import DataFault, RowFault
from clinicfinder.usecases.data_tables import columns_and_key
from clinicfinder.usecases.upload_rows import (
    LONGEST_UPLOAD,
    UploadReview,
    forget_upload,
    receive_upload,
    review_upload,
    take_upload,
)
from clinicfinder.web.current import engine, settings
from clinicfinder.web.staff.access import current_member, for_role
from clinicfinder.web.staff.data_blueprint import data_pages
from clinicfinder.web.staff.data_review import upload_view


@data_pages.get("/tables/<table>/upload")
@for_role("supervisor")
def upload_form(table: str) -> Response:
    """Choose a file."""
    return _form(table, [], 200)


@data_pages.post("/tables/<table>/upload")
@for_role("supervisor")
def upload(table: str) -> AnyResponse:
    """Keep a file and show what it would do."""
    columns_and_key(table)
    sent = request.files.get("file")
    content = _content(sent)
    problem = _unusable(sent.filename if sent else None, content)
    if problem or sent is None:
        return _form(table, [problem or "Choose a CSV file first."], 422)
    name = sent.filename or "upload.csv"
    try:
        token = receive_upload(engine(), current_member().username, table, name, content, datetime.now(UTC))
    except DataFault as error:
        return _form(table, [_fault_words(one) for one in error.faults], 422)
    return redirect(url_for("staff_data.uploaded", token=token), 303)


@data_pages.get("/uploads/<token>")
@for_role("supervisor")
def uploaded(token: str) -> Response:
    """What it would do."""
    author = current_member().username
    return _page(review_upload(engine(), settings().data_dir, author, token, datetime.now(UTC)), None, 200)


@data_pages.post("/uploads/<token>/take")
@for_role("supervisor")
def take(token: str) -> AnyResponse:
    """Take it into the draft."""
    author, leave_out = current_member().username, "leave_out" in request.form
    refused = take_upload(engine(), settings().data_dir, author, token, datetime.now(UTC), leave_out=leave_out)
    if refused is not None:
        return _page(refused, "Nothing was taken: correct the refused rows, or choose to leave them out.", 422)
    return redirect(url_for("staff_data.draft"), 303)


@data_pages.post("/uploads/<token>/forget")
@for_role("supervisor")
def forget_file(token: str) -> AnyResponse:
    """Forget it."""
    forget_upload(engine(), current_member().username, token)
    return redirect(url_for("staff_data.tables"), 303)


def _content(sent: FileStorage | None) -> bytes:
    if sent is None:
        return b""
    with sent.stream:
        content: bytes = sent.read()
        return content


def _unusable(name: str | None, content: bytes) -> str | None:
    """Why a file cannot be read at all, or None."""
    if not name:
        return "Choose a CSV file first."
    if len(content) > LONGEST_UPLOAD:
        size = f"{len(content) / 1024 / 1024:.1f}"
        return f"{name} has {size} MB; 8 MB is the most. Send it in parts, or import it at the command line."
    return None if content else f"{name} is empty. Choose the file that you mean."


def _fault_words(fault: RowFault) -> str:
    return f"Line {fault.line}{f', column “{fault.column}”' if fault.column else ''}: {fault.cure}"


def _form(table: str, problems: Sequence[str], status: int) -> Response:
    found = columns_and_key(table)
    return make_response(render_template("pages/staff/data_upload.html", table=found, problems=problems), status)


def _page(review: UploadReview, problem: str | None, status: int) -> Response:
    page = render_template("pages/staff/data_uploaded.html", view=upload_view(review), problem=problem)
    return make_response(page, status)
