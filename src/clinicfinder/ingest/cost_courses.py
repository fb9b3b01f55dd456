"""Rows of courses.csv, typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from clinicfinder.costs.courses import CourseRow, Phase
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells
from clinicfinder.ingest.rows import Row

COURSE_COLUMNS = (
    "course_code", "treatment", "phase", "session_from", "session_to", "per_week", "interval_days", "dose",
    "note_key", *PROVENANCE_COLUMNS,
)  # fmt: skip

_PHASES: tuple[Phase, ...] = get_args(Phase)
_DOSE = re.compile(r"([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?")


def courses_of(rows: Sequence[Row], faults: list[RowFault]) -> dict[str, tuple[CourseRow, ...]]:
    """The rows of each course by its code, in their order. Sessions follow each other without gap or overlap."""
    courses: dict[str, list[CourseRow]] = {}
    # A stretch that was added later stands last, wherever in the course it belongs.
    for row in sorted(rows, key=_first_session):
        cells = Cells(row, faults)
        made = _row(cells)
        earlier = courses.setdefault(made.course_code, [])
        _check_row(cells, made, earlier)
        earlier.append(made)
    return {code: tuple(course) for code, course in courses.items()}


def _first_session(row: Row) -> int:
    """By which stretches follow each other; what is no number is refused where it is read."""
    text = row.cells["session_from"]
    return int(text) if text.isascii() and text.isdigit() else 0


def _row(cells: Cells) -> CourseRow:
    low, high = _dose(cells)
    return CourseRow(
        course_code=cells.text("course_code"),
        treatment=cells.text("treatment"),
        phase=cells.one_of("phase", _PHASES),
        session_from=cells.whole_number("session_from"),
        session_to=cells.optional_number("session_to"),
        per_week=cells.optional_number("per_week"),
        interval_days=cells.optional_number("interval_days"),
        dose_low_mg=low,
        dose_high_mg=high,
        note_key=cells.optional("note_key") or "",
        provenance=cells.provenance(),
    )


def _dose(cells: Cells) -> tuple[int | None, int | None]:
    """Read "84" or "56-84" mg; empty where the dose does not set the price."""
    text = cells.optional("dose")
    if text is None:
        return None, None
    found = _DOSE.fullmatch(text)
    if found is None:
        cells.refuse("dose", "Write mg as one number or as low-high, such as 84 or 56-84.")
        return None, None
    return int(found[1]), int(found[2] or found[1])


def _check_row(cells: Cells, row: CourseRow, earlier: list[CourseRow]) -> None:
    if row.per_week is not None and not 1 <= row.per_week <= 5:
        cells.refuse("per_week", "Write 1 to 5: sessions are laid on Monday to Friday.")
    if row.interval_days == 0:
        cells.refuse("interval_days", "Write 1 or more days.")
    last = max((other.session_to or 0 for other in earlier), default=0)
    if row.session_from != last + 1:
        cells.refuse("session_from", f"The session after {last} is {last + 1}: leave no gap and no overlap.")
    if row.phase == "maintenance":
        if row.session_to is not None or row.per_week is not None:
            cells.refuse("session_to", "Maintenance has no last session and no per_week, only interval_days.")
        return
    if row.session_to is None or row.session_to < row.session_from:
        cells.refuse("session_to", "Give the last session of this stretch, not before its first.")
    if (row.per_week is None) == (row.interval_days is None):
        cells.refuse("per_week", "Give either per_week or interval_days, not both and not neither.")
