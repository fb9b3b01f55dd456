"""Read the cost tables as plain rows, so that these tests need nothing but the files people edit."""

from __future__ import annotations

import csv
import itertools
from datetime import date
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"
PROVENANCE = ("source_title", "source_url", "source_date", "reviewed_on", "confidence")

COLUMNS = {
    "prices": (
        "price_id treatment code line_kind bill_part year effective_from effective_to setting locality state"
        " payer_class kind unit sessions low_cents high_cents use said_by conflicts_with notes"
    ),
    "medicare_localities": "locality state name whole_state counties notes",
    "billing_codes": "code label treatment line_kind unit valid_from valid_to notes",
    "courses": ("course_code treatment phase session_from session_to per_week interval_days dose note_key"),
    "parameters": "parameter value unit effective_from effective_to notes",
    "plan_presets": "preset label year plan_type field value unit notes",
}
"""The columns of each table before its provenance, in the order of the file."""

OPEN_START = date.min
OPEN_END = date.max

Row = dict[str, str]


def read_table(name: str) -> list[Row]:
    """All rows of data/NAME.csv."""
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def header(name: str) -> list[str]:
    """The column names of data/NAME.csv as they stand in the file."""
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as lines:
        return next(csv.reader(lines))


def is_cents(text: str) -> bool:
    """Whether the text is a whole, unsigned number as a spreadsheet should keep it."""
    return text.isascii() and text.isdigit()


def period(row: Row, start: str = "effective_from", end: str = "effective_to") -> tuple[date, date]:
    """First day, and the first day no longer in it; an empty cell leaves that side open."""
    return (
        date.fromisoformat(row[start]) if row[start] else OPEN_START,
        date.fromisoformat(row[end]) if row[end] else OPEN_END,
    )


def overlapping(rows: list[Row]) -> list[tuple[Row, Row]]:
    """Pairs of neighbours in time whose periods share a day."""
    ordered = sorted(rows, key=period)
    return [(a, b) for a, b in itertools.pairwise(ordered) if period(b)[0] < period(a)[1]]
