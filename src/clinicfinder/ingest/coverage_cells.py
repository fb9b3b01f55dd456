"""Reading the coverage tables cell by cell, collecting every fault with its file, line and cure."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar, get_args

from clinicfinder.domain.provenance import Confidence, Provenance
from clinicfinder.errors import RowFault

Word = TypeVar("Word", bound=str)

SOURCE_COLUMNS = ("source_title", "source_url", "source_date", "reviewed_on", "confidence")
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)

_SOMETIME = date(1, 1, 1)
"""Stands in for a review date that could not be read; its row is refused anyway."""


@dataclass(slots=True)
class Row:
    """One line of a table. Each reader of a cell adds a fault to `faults` when it cannot be used."""

    file: str
    line: int
    cells: dict[str, str]
    faults: list[RowFault] = field(default_factory=list)

    def fault(self, column: str, cure: str) -> None:
        """Note that a cell cannot be used, and what to do."""
        self.faults.append(RowFault(self.file, self.line, column, self.cells.get(column, ""), cure))

    def text(self, column: str) -> str | None:
        """The cell's text, or None when it is empty."""
        return self.cells.get(column, "").strip() or None

    def required(self, column: str) -> str:
        """The cell's text; an empty cell is a fault."""
        found = self.text(column)
        if found is None:
            self.fault(column, "This cell must not be empty.")
        return found or ""

    def listed(self, column: str) -> tuple[str, ...]:
        """The values of a cell that may hold several, separated by `|`."""
        return tuple(part.strip() for part in (self.text(column) or "").split("|") if part.strip())

    def words(self, column: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """Several values, each one of `allowed`."""
        found = self.listed(column)
        if set(found) - set(allowed):
            self.fault(column, f"Use only: {', '.join(allowed)} (several: separate them with |).")
        return found

    def word(self, column: str, allowed: Sequence[Word]) -> Word | None:
        """One of `allowed`, or None when the cell is empty."""
        found = self.text(column)
        match = next((word for word in allowed if word == found), None)
        if found is not None and match is None:
            self.fault(column, f"Use one of: {', '.join(allowed)}.")
        return match

    def required_word(self, column: str, allowed: Sequence[Word]) -> Word:
        """One of `allowed`; an empty cell is a fault."""
        found = self.word(column, allowed)
        if found is None and self.text(column) is None:
            self.fault(column, f"This cell must hold one of: {', '.join(allowed)}.")
        return found or allowed[0]

    def whole(self, column: str) -> int | None:
        """A whole number, or None when the cell is empty."""
        found = self.text(column)
        if found is None:
            return None
        if not (found.isascii() and found.isdigit()):
            self.fault(column, "Write a whole number, 0 or more.")
            return None
        return int(found)

    def day(self, column: str) -> date | None:
        """A date written 2026-11-22, or None when the cell is empty."""
        found = self.text(column)
        if found is None:
            return None
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", found):
                return date.fromisoformat(found)
        except ValueError:
            pass  # A well-formed day that no calendar has, such as 30 February, is a fault as well.
        self.fault(column, "Write the date as YYYY-MM-DD.")
        return None

    def states(self, column: str) -> tuple[str, ...]:
        """Two-letter states, several separated by `|`."""
        found = self.listed(column)
        if any(not re.fullmatch(r"[A-Z]{2}", state) for state in found):
            self.fault(column, "Write states as two capital letters, such as TX|AZ.")
        return found

    def provenance(self) -> Provenance:
        """The row's source, without which no row may stand."""
        reviewed = self.day("reviewed_on")
        if reviewed is None and self.text("reviewed_on") is None:
            self.fault("reviewed_on", "Say when somebody last compared the row with its source.")
        return Provenance(
            self.required("source_title"),
            self.required("source_url"),
            self.day("source_date"),
            reviewed or _SOMETIME,
            self.required_word("confidence", CONFIDENCES),
        )


def read_rows(path: Path, columns: Sequence[str]) -> tuple[list[Row], list[RowFault]]:
    """The rows of a CSV file whose header holds exactly `columns`, in any order.

    Returns: the rows, and faults of the file's shape: missing and unknown columns, cells outside any column.
    A file with shape faults gives no rows, because its cells cannot be trusted to stand where they should.
    """
    name = path.name
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle, restkey="", restval="")
        header = list(reader.fieldnames or ())
        faults = [
            RowFault(name, 1, column, column, "There is no such column: remove it or correct its name.")
            for column in header
            if column not in columns
        ]
        faults += [
            RowFault(name, 1, column, "", "This column is missing: add it, empty if need be.")
            for column in columns
            if column not in header
        ]
        if faults:
            return [], faults
        rows = []
        for cells in reader:
            if cells.pop("", None):
                cure = "The line has more cells than columns: put text with commas in quotes."
                faults.append(RowFault(name, reader.line_num, "", "", cure))
            rows.append(Row(name, reader.line_num, cells))
        return rows, faults
