"""Hold an operator's spreadsheet against what is stored: what it adds, changes, leaves, does not name, gets wrong.

Pure: nothing is written. The two kinds of spreadsheet (clinics, insurance) bring their own checks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from clinicfinder.errors import RowFault
from clinicfinder.ingest.row_text import TextCells, differing_columns
from clinicfinder.ingest.rows import Row
from clinicfinder.ingest.sheet_cells import damage, day_text, is_clear, unguarded
from clinicfinder.ingest.spreadsheet import Sheet

Value = TypeVar("Value")
Key = tuple[str, ...]

DATE_COLUMNS = frozenset({"source_date", "reviewed_on"})


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that gets another text."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something done or left to do that is no fault: a ZIP that got its zero back, a point to look at again."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Added(Generic[Value]):
    """A row that is new."""

    line: int
    key: str
    value: Value


@dataclass(frozen=True, slots=True)
class Changed(Generic[Value]):
    """A row of which some cells change."""

    line: int
    key: str
    value: Value
    cells: tuple[CellChange, ...]


@dataclass(frozen=True, slots=True)
class Plan(Generic[Value]):
    """What a spreadsheet asks for. `missing` are stored rows that it does not name: they stay.

    `refused` holds every fault; the rows at fault are in none of the other lists.
    """

    added: tuple[Added[Value], ...] = ()
    changed: tuple[Changed[Value], ...] = ()
    unchanged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    refused: tuple[RowFault, ...] = ()
    notes: tuple[RowNote, ...] = ()

    @property
    def values(self) -> list[Value]:
        """What there is to write."""
        return [*(row.value for row in self.added), *(row.value for row in self.changed)]


class RowKind(Protocol[Value]):
    """What one kind of spreadsheet knows of its rows."""

    columns: tuple[str, ...]
    key_columns: tuple[str, ...]
    required: Collection[str]

    def amend(self, row: Row, cells: TextCells, stored: TextCells | None, notes: list[RowNote]) -> TextCells:
        """The cells after what only this kind of row needs. `row` is as the file has it."""

    def check(self, row: Row, stored: TextCells | None, faults: list[RowFault]) -> Value:
        """The value in the cells. If it added faults, what it returns is not used."""

    def text(self, value: Value) -> TextCells:
        """The cells that say this value."""


def key_words(key: Key) -> str:
    """A key in words; a blank part stands for all.

    >>> key_words(("serenity", "", "AZ", "aetna"))
    'serenity/all/AZ/aetna'
    """
    return "/".join(part or "all" for part in key)


def plan_changes(
    sheet: Sheet, stored: Mapping[Key, TextCells], kind: RowKind[Value], progress: Callable[[int, int], None]
) -> Plan[Value]:
    """What importing the sheet would do.

    Args: stored: the cells of every stored row by its key. progress: told how many rows of how many are checked.
    """
    found: _Found[Value] = _Found(faults=list(sheet.faults))
    seen: dict[Key, int] = {}
    for number, row in enumerate(sheet.rows):
        if number % _ROWS_PER_REPORT == 0:
            progress(number, len(sheet.rows))
        key = tuple(unguarded(row.cells[column].strip()) for column in kind.key_columns)
        if key in seen:
            cure = f"Line {seen[key]} is about {key_words(key)} already. Each may stand only once."
            found.faults.append(row.fault(kind.key_columns[-1], cure))
            continue
        seen[key] = row.line
        _sort_row(row, key_words(key), stored.get(key), kind, found)
    progress(len(sheet.rows), len(sheet.rows))
    return Plan(
        added=tuple(found.added),
        changed=tuple(found.changed),
        unchanged=tuple(found.unchanged),
        missing=tuple(key_words(key) for key in stored if key not in seen),
        refused=tuple(sorted(found.faults, key=lambda fault: fault.line)),
        notes=tuple(found.notes),
    )


_ROWS_PER_REPORT = 500


@dataclass(slots=True)
class _Found(Generic[Value]):
    """What has been found so far."""

    faults: list[RowFault]
    added: list[Added[Value]] = field(default_factory=list)
    changed: list[Changed[Value]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    notes: list[RowNote] = field(default_factory=list)


def _sort_row(row: Row, key: str, before: TextCells | None, kind: RowKind[Value], found: _Found[Value]) -> None:
    """Put one row where it belongs."""
    merged = _merged(row, before, kind, found.faults)
    if merged is None:
        return
    notes: list[RowNote] = []
    cells = kind.amend(row, merged, before, notes)
    if cells == before:
        found.unchanged.append(key)
        return
    faults = _lacking(row, cells, before, kind)
    value = None if faults else kind.check(Row(row.file, row.line, cells), before, faults)
    if faults or value is None:
        found.faults += faults
        return
    found.notes += notes
    if before is None:
        found.added.append(Added(row.line, key, value))
        return
    after = kind.text(value)
    changes = tuple(CellChange(column, before[column], after[column]) for column in differing_columns(before, after))
    if changes:
        found.changed.append(Changed(row.line, key, value, changes))
    else:
        found.unchanged.append(key)


def _merged(row: Row, stored: TextCells | None, kind: RowKind[Value], faults: list[RowFault]) -> TextCells | None:
    """The row's cells over the stored ones: blank leaves, (clear) clears. None if a spreadsheet damaged one."""
    cells: TextCells = {}
    sound = True
    for column in kind.columns:
        raw = row.cells.get(column, "").strip()
        before = stored[column] if stored else ""
        if column not in kind.key_columns and (not raw or is_clear(raw)):
            cells[column] = "" if raw else before
            continue
        if raw == before and not raw.startswith("'"):
            cells[column] = before  # Most cells of most imports; judging them anew would double the time.
            continue
        cell = unguarded(raw)
        cure = damage(column, cell)
        if cure:
            faults.append(row.fault(column, cure))
            sound = False
        cells[column] = day_text(cell, before) if column in DATE_COLUMNS else cell
    return cells if sound else None


def _lacking(row: Row, cells: TextCells, stored: TextCells | None, kind: RowKind[Value]) -> list[RowFault]:
    """The one fault of a new row without the cells it needs: more likely a mistyped key than a new row."""
    lacking = [column for column in kind.columns if column in kind.required and not cells[column]]
    if stored is not None or not lacking:
        return []
    parts = tuple(cells[column] for column in kind.key_columns)
    if not any(parts):
        return [
            row.fault(kind.key_columns[0], f"Fill in {' and '.join(kind.key_columns)}: it says which row is meant.")
        ]
    key = key_words(parts)
    cure = f"{key} is not on file. Correct the key; or, for a new row, fill in {', '.join(lacking)}."
    return [row.fault(kind.key_columns[0], cure)]
