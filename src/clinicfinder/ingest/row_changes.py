"""Changes of rows, cell by cell, of any table. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from clinicfinder.ingest.changes import CellChange, Key, key_words
from clinicfinder.ingest.data_tables import row_id
from clinicfinder.ingest.row_text import TextCells
from clinicfinder.ingest.rows import Row

Kind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as it stands, and its place among the rows of its table."""

    line: int
    cells: TextCells


StoredTable = Mapping[Key, StoredRow]


@dataclass(frozen=True, slots=True)
class RowChange:
    """What becomes of one row. `before` None: it is new. `after` None: it goes. Both are whole rows.

    `line`: the place a row that comes back had; None puts a new row last.
    """

    file: str
    key: Key
    before: TextCells | None
    after: TextCells | None
    line: int | None = None

    @property
    def kind(self) -> Kind:
        """What happens to the row."""
        if self.before is None:
            return "added"
        return "changed" if self.after is not None else "removed"

    @property
    def words(self) -> str:
        """The key as people read it."""
        return key_words(self.key)

    @property
    def row_id(self) -> str:
        """The row's name in addresses."""
        return row_id(self.key)

    @property
    def cells(self) -> tuple[CellChange, ...]:
        """The cells that differ, in the order of the table."""
        before, after = self.before or {}, self.after or {}
        columns = after or before
        return tuple(
            CellChange(column, before.get(column, ""), after.get(column, ""))
            for column in columns
            if before.get(column, "") != after.get(column, "")
        )

    @property
    def inverse(self) -> RowChange:
        """What undoes it."""
        return RowChange(self.file, self.key, self.after, self.before, self.line)


def cells_hash(cells: TextCells | None) -> str:
    """A name for exactly these cells; a row that does not exist has one too."""
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()[:20]


def by_file(changes: Iterable[RowChange]) -> dict[str, dict[Key, RowChange]]:
    """The changes of each file by key."""
    found: dict[str, dict[Key, RowChange]] = {}
    for change in changes:
        found.setdefault(change.file, {})[change.key] = change
    return found


def changed_rows(file: str, stored: StoredTable, changes: Mapping[Key, RowChange]) -> list[Row]:
    """The rows of a table as they would stand after the changes; new ones come last, unless they had a place."""
    rows = [
        Row(file, row.line, changes[key].after or {} if key in changes else row.cells)
        for key, row in stored.items()
        if key not in changes or changes[key].after is not None
    ]
    new = [change for key, change in changes.items() if key not in stored and change.after is not None]
    taken = {row.line for row in rows}
    for change, line in zip(new, new_lines(taken, [change.line for change in new]), strict=True):
        rows.append(Row(file, line, change.after or {}))
    return sorted(rows, key=lambda row: row.line)


def new_lines(taken: set[int], wished: Sequence[int | None]) -> list[int]:
    """A line for each new row: the one it wishes for if that is free, else one after all others."""
    after_last = max((*taken, *(line for line in wished if line is not None), 1)) + 1
    given: list[int] = []
    for wish in wished:
        line = wish if wish is not None and wish not in taken and wish not in given else after_last
        after_last += line == after_last
        given.append(line)
    return given
