"""Read call_scripts.csv."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from clinicfinder.domain.call_scripts import BLOCKS, ScriptBlock, unknown_variables
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import Cells, note_repeats
from clinicfinder.ingest.rows import Row

SCRIPT_FILE: Final = "call_scripts.csv"
SCRIPT_COLUMNS: Final = ("block", "version", "effective_from", "text")


def scripts_of(rows: Sequence[Row], faults: list[RowFault]) -> tuple[ScriptBlock, ...]:
    """Every version of every block, in the order of the rows."""
    blocks = [_block(row, faults) for row in rows]
    note_repeats([(row, f"{row.cells['block']} {row.cells['version']}") for row in rows], "version", faults)
    _note_order(rows, blocks, faults)
    cure = "The call screen needs this block. Add a row for it."
    given = {one.block for one in blocks}
    faults.extend(RowFault(SCRIPT_FILE, 0, "block", block, cure) for block in BLOCKS if block not in given)
    return tuple(blocks)


def _block(row: Row, faults: list[RowFault]) -> ScriptBlock:
    cells = Cells(row, faults)
    text = cells.text("text")
    if unknown := unknown_variables(text):
        cells.refuse("text", f"There is no variable {', '.join(unknown)}. docs/data.md lists those there are.")
    effective_from = cells.day("effective_from")
    if not row.cells["effective_from"]:
        cells.refuse("effective_from", "Say from which day on it is read, as YYYY-MM-DD.")
    return ScriptBlock(cells.one_of("block", BLOCKS), cells.whole_number("version"), effective_from or date.min, text)


def _note_order(rows: Sequence[Row], blocks: Sequence[ScriptBlock], faults: list[RowFault]) -> None:
    """A higher version must not begin before a lower one, or an old text would come back by its number."""
    for row, one in zip(rows, blocks, strict=True):
        older = [other for other in blocks if other.block == one.block and other.version < one.version]
        if any(other.effective_from > one.effective_from for other in older):
            faults.append(row.fault("effective_from", "An earlier version begins later. Write a later day."))
