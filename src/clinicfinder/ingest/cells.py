"""Turn the text cells of one row into values, noting every fault instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from datetime import date
from typing import TypeVar

from clinicfinder.domain.provenance import Confidence, Provenance
from clinicfinder.errors import RowFault
from clinicfinder.ingest.rows import Row

PROVENANCE_COLUMNS = ("source_title", "source_url", "source_date", "reviewed_on", "confidence")
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low", "typical")

_URL = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")

OneOf = TypeVar("OneOf", bound=str)


class Cells:
    """Reads the cells of one row. After a fault the value handed back is a stand-in: check `sound` first."""

    def __init__(self, row: Row, faults: list[RowFault]) -> None:
        self._row = row
        self._faults = faults
        self.sound = True

    def refuse(self, column: str, cure: str) -> None:
        """Note that this cell cannot be used, and what to do about it."""
        self.sound = False
        self._faults.append(self._row.fault(column, cure))

    def optional(self, column: str) -> str | None:
        """The text, or None if the cell is empty."""
        return self._row.cells[column] or None

    def text(self, column: str) -> str:
        """The text of a cell that must not be empty."""
        text = self._row.cells[column]
        if not text:
            self.refuse(column, "This cell must not be empty.")
        return text

    def matching(self, column: str, pattern: re.Pattern[str], rule: str) -> str:
        """The text of a cell that must match the whole pattern; `rule` says in words what it asks."""
        text = self.text(column)
        if text and not pattern.fullmatch(text):
            self.refuse(column, rule)
        return text

    def known(self, column: str, codes: Container[str], file: str) -> str:
        """A code that must stand in another file."""
        text = self.text(column)
        if text and text not in codes:
            self.refuse(column, f"There is no such code in {file}. Correct it or add it there first.")
        return text

    def one_of(self, column: str, allowed: Sequence[OneOf]) -> OneOf:
        """One of a short list of words."""
        text = self._row.cells[column]
        for word in allowed:
            if text == word:
                return word
        self.refuse(column, f"Write one of: {', '.join(allowed)}.")
        return allowed[0]

    def optional_one_of(self, column: str, allowed: Sequence[OneOf]) -> OneOf | None:
        """One of a short list of words, or None if the cell is empty."""
        return self.one_of(column, allowed) if self._row.cells[column] else None

    def several(self, column: str, separator: str = ";") -> tuple[str, ...]:
        """The parts of a cell that holds a list. Empty means none."""
        text = self._row.cells[column]
        if not text:
            return ()
        parts = tuple(part.strip() for part in text.split(separator))
        if not all(parts):
            self.refuse(column, f"There is an empty part beside a {separator!r}. Remove it.")
        if len(set(parts)) < len(parts):
            self.refuse(column, "A part stands there twice. Remove one.")
        return parts

    def several_of(self, column: str, allowed: Container[str], separator: str, rule: str) -> tuple[str, ...]:
        """The parts of a cell that holds a list, each one of `allowed`; `rule` says in words what to write."""
        parts = self.several(column, separator)
        if any(part and part not in allowed for part in parts):
            self.refuse(column, rule)
        return parts

    def flag(self, column: str) -> bool:
        """A cell that says yes or no."""
        return self.one_of(column, ("yes", "no")) == "yes"

    def optional_flag(self, column: str) -> bool | None:
        """A cell that says yes or no; empty means that the source does not say."""
        return self.flag(column) if self._row.cells[column] else None

    def whole_number(self, column: str) -> int:
        """A whole number of 0 or more."""
        text = self.text(column)
        if text and not (text.isascii() and text.isdigit()):
            self.refuse(column, "Write a whole number, such as 10.")
            return 0
        return int(text or 0)

    def optional_number(self, column: str) -> int | None:
        """A whole number of 0 or more, or None if the cell is empty."""
        return self.whole_number(column) if self._row.cells[column] else None

    def decimal(self, column: str) -> float | None:
        """A decimal number of degrees, or None if the cell is empty."""
        text = self._row.cells[column]
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", text):
            self.refuse(column, "Write decimal degrees, such as 33.4484 or -112.0740.")
            return None
        return float(text)

    def url(self, column: str) -> str | None:
        """An address on the web, or None if the cell is empty."""
        text = self._row.cells[column]
        if text and not _URL.fullmatch(text):
            self.refuse(column, "Write a whole address that begins with https:// or http://, without spaces.")
        return text or None

    def day(self, column: str) -> date | None:
        """A date as YYYY-MM-DD, or None if the cell is empty."""
        text = self._row.cells[column]
        if not text:
            return None
        try:
            if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
                return date.fromisoformat(text)
        except ValueError:
            pass  # The shape is right but the day does not exist; the cure is the same.
        self.refuse(column, "Write a date that exists as YYYY-MM-DD. A spreadsheet may have changed it.")
        return None

    def period(self, begins: str, ends: str) -> tuple[date | None, date | None]:
        """First day and first day after; None leaves a side open. It is a fault to end before beginning."""
        first, after = self.day(begins), self.day(ends)
        if first is not None and after is not None and first >= after:
            self.refuse(ends, f"Write a day after {begins}: the first on which the row no longer holds.")
        return first, after

    def provenance(self, *, needs_address: bool = False) -> Provenance:
        """Where the row comes from.

        Args: needs_address: False lets the address be empty: some sources, such as an article, have none.
        """
        if needs_address:
            self.text("source_url")
        reviewed_on = self.day("reviewed_on")
        source_date = self.day("source_date")
        if not self._row.cells["reviewed_on"]:
            self.refuse("reviewed_on", "Say when the row was last compared with its source, as YYYY-MM-DD.")
        if reviewed_on and source_date and source_date > reviewed_on:
            self.refuse("source_date", f"The source cannot be newer than the review of {reviewed_on}.")
        return Provenance(
            source_title=self.text("source_title"),
            source_url=self.url("source_url") or "",
            source_date=source_date,
            reviewed_on=reviewed_on or date.min,
            confidence=self.one_of("confidence", CONFIDENCES),
        )


def note_repeats(rows: Sequence[tuple[Row, str]], column: str, faults: list[RowFault]) -> None:
    """Add a fault for each value that an earlier row has already taken.

    Args: rows: each row with the value that must be unique.
    """
    first: dict[str, int] = {}
    for row, value in rows:
        if value in first:
            faults.append(row.fault(column, f"Line {first[value]} has it already. Each may stand only once."))
        first.setdefault(value, row.line)
