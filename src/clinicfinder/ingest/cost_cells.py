"""Reading one row of a cost table cell by cell; every fault is kept with its file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import cast

from clinicfinder.domain.provenance import Confidence, Provenance
from clinicfinder.errors import RowFault

SOURCE_COLUMNS = ("source_title", "source_url", "source_date", "reviewed_on", "confidence")
CONFIDENCES = ("high", "medium", "typical")
"""Low-confidence rows are not entered, save as the other side of a conflict: they never decide."""


class Cells:
    """The cells of one row. A method returns None (or a harmless value) for a cell that cannot be used."""

    def __init__(self, file: str, line: int, row: dict[str, str], faults: list[RowFault]) -> None:
        self.file = file
        self.line = line
        self.row = row
        self.faults = faults

    def fault(self, column: str, cure: str) -> None:
        """Keep a fault of one cell."""
        self.faults.append(RowFault(self.file, self.line, column, self.row.get(column, ""), cure))

    def text(self, column: str, required: bool = False) -> str:
        """The cell without blanks around it."""
        value = self.row.get(column, "").strip()
        if required and not value:
            self.fault(column, "Fill this cell.")
        return value

    def optional(self, column: str) -> str | None:
        """The cell, or None if it is empty."""
        return self.text(column) or None

    def choice(self, column: str, choices: Collection[str]) -> str:
        """One of a closed list of words."""
        value = self.text(column)
        if value not in choices:
            self.fault(column, f"Use one of: {', '.join(choices)}.")
        return value

    def number(self, column: str, required: bool = True, least: int = 0) -> int | None:
        """A whole number of at least `least`."""
        value = self.text(column)
        if not value and not required:
            return None
        if not value.isdecimal() or int(value) < least:
            self.fault(column, f"Use a whole number of {least} or more.")
            return None
        return int(value)

    def day(self, column: str, required: bool = False) -> date | None:
        """A date YYYY-MM-DD, or None if the cell is empty."""
        value = self.text(column)
        if not value and not required:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fault(column, "Use a date written YYYY-MM-DD.")
            return None

    def flag(self, column: str) -> bool:
        """yes or no."""
        return self.choice(column, ("yes", "no")) == "yes"

    def words(self, column: str) -> tuple[str, ...]:
        """Several words separated by semicolons."""
        return tuple(word.strip() for word in self.text(column).split(";") if word.strip())

    def provenance(self, may_be_low: bool = False) -> Provenance:
        """Where the row comes from, and when it was last compared with that."""
        confidences = (*CONFIDENCES, "low") if may_be_low else CONFIDENCES
        return Provenance(
            source_title=self.text("source_title", required=True),
            source_url=self.text("source_url"),
            source_date=self.day("source_date"),
            reviewed_on=self.day("reviewed_on", required=True) or date.min,
            confidence=cast("Confidence", self.choice("confidence", confidences)),
        )


def read_cells(path: Path, columns: Collection[str], faults: list[RowFault]) -> Iterator[Cells]:
    """The rows of a table, after a check that it has just the columns we know.

    A column we do not know would be ignored in silence, and a fact with it.
    """
    expected = [*columns, *SOURCE_COLUMNS]
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="", restval="")
        found = reader.fieldnames or []
        for column in sorted(set(expected) ^ set(found)):
            cure = "Add this column." if column in expected else "Remove this column, or teach the reader."
            faults.append(RowFault(path.name, 1, column, "", cure))
        for row in reader:
            if "" in row:
                faults.append(RowFault(path.name, reader.line_num, "", "", "This row has too many cells."))
                continue
            yield Cells(path.name, reader.line_num, row, faults)
