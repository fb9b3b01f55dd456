"""The audit log: an admin sees, filters and exports all of it; everybody else sees what they did themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request

from clinicfinder.store.audit import AuditFilter, SealedEntry
from clinicfinder.usecases.csv_text import csv_line
from clinicfinder.usecases.read_audit import audit_page, export_audit
from clinicfinder.web.current import engine
from clinicfinder.web.staff.access import current_member, for_role

audit_log: Final = Blueprint("staff_audit", __name__, url_prefix="/staff/audit")

COLUMNS: Final = ("number", "at", "actor", "action", "subject_kind", "subject", "old", "new", "reason", "entry_hash")


@audit_log.get("")
@for_role("agent")
def entries() -> Response:
    """One page of the log, newest first."""
    wanted, problem = _filter()
    page = max(1, min(request.args.get("page", 1, type=int), 1_000_000))
    found, more = audit_page(engine(), current_member(), wanted, page) if not problem else ([], False)
    shown = render_template(
        "pages/staff/audit.html", entries=found, more=more, page=page, wanted=wanted, problem=problem
    )
    return make_response(shown, 422 if problem else 200)


@audit_log.get("/export.csv")
@for_role("admin")
def export() -> Response:
    """The same as a spreadsheet, oldest first."""
    wanted, problem = _filter()
    if problem:
        return make_response(problem, 422)
    rows = export_audit(engine(), current_member(), wanted, datetime.now(UTC))
    answer = Response(_lines(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=audit.csv"
    return answer


def _filter() -> tuple[AuditFilter, str | None]:
    texts = {name: request.args.get(name, "").strip()[:200] or None for name in AuditFilter.__dataclass_fields__}
    day = texts["day"]
    try:
        texts["day"] = date.fromisoformat(day).isoformat() if day else None
    except ValueError:
        return AuditFilter(**texts), f"{day!r} is not a day. Write it as 2026-11-22."
    return AuditFilter(**texts), None


def _lines(rows: Iterator[SealedEntry]) -> Iterator[str]:
    yield csv_line(COLUMNS)
    for row in rows:
        yield csv_line([str(getattr(row.entry, name, None) or getattr(row, name, None) or "") for name in COLUMNS])
