"""data/courses.csv as typed rows."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from clinicfinder.costs.courses import CourseRow, Phase
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.cost_cells import Cells, read_cells

COURSE_COLUMNS = (
    "course_code",
    "treatment",
    "phase",
    "session_from",
    "session_to",
    "per_week",
    "interval_days",
    "dose",
    "note_key",
)


def read_courses(path: Path) -> dict[str, tuple[CourseRow, ...]]:
    """The rows of each course by its code, in file order.

    Raises: DataFault with every fault: bad cells, gaps or overlaps between the numbered sessions of a course,
        a stretch without a pace or with two.
    """
    faults: list[RowFault] = []
    courses: dict[str, list[CourseRow]] = {}
    for cells in read_cells(path, COURSE_COLUMNS, faults):
        row = _read_row(cells)
        earlier = courses.setdefault(row.course_code, [])
        _check_row(cells, row, earlier)
        earlier.append(row)
    if faults:
        raise DataFault(faults)
    return {code: tuple(rows) for code, rows in courses.items()}


def _read_row(cells: Cells) -> CourseRow:
    low, high = _dose(cells)
    return CourseRow(
        course_code=cells.text("course_code", required=True),
        treatment=cells.text("treatment", required=True),
        phase=cast("Phase", cells.choice("phase", get_args(Phase))),
        session_from=cells.number("session_from", least=1) or 1,
        session_to=cells.number("session_to", required=False, least=1),
        per_week=cells.number("per_week", required=False, least=1),
        interval_days=cells.number("interval_days", required=False, least=1),
        dose_low_mg=low,
        dose_high_mg=high,
        note_key=cells.text("note_key"),
        provenance=cells.provenance(),
    )


def _dose(cells: Cells) -> tuple[int | None, int | None]:
    """Read "84" or "56-84" mg; empty where the dose does not set the price."""
    text = cells.text("dose")
    if not text:
        return None, None
    low, _, high = text.partition("-")
    if not low.isdecimal() or (high and not high.isdecimal()):
        cells.fault("dose", "Use mg as one number or as low-high, such as 84 or 56-84.")
        return None, None
    return int(low), int(high or low)


def _check_row(cells: Cells, row: CourseRow, earlier: list[CourseRow]) -> None:
    if row.per_week is not None and row.per_week > 5:
        cells.fault("per_week", "Use 1 to 5: sessions are laid on Monday to Friday.")
    if row.phase == "maintenance":
        if row.session_to is not None or row.per_week is not None:
            cells.fault("session_to", "Maintenance has no last session and no per_week, only interval_days.")
        return
    if row.session_to is None or row.session_to < row.session_from:
        cells.fault("session_to", "Give the last session of this stretch, not before its first.")
    if (row.per_week is None) == (row.interval_days is None):
        cells.fault("per_week", "Give either per_week or interval_days, not both and not neither.")
    last = max((other.session_to or 0 for other in earlier), default=0)
    if row.session_from != last + 1:
        cells.fault("session_from", f"The session after {last} is {last + 1}: leave no gap and no overlap.")
