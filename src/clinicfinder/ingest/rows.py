"""Rows of text that know where they stand, as a CSV file holds them. No meaning is given to any cell here.

The readers of single tables take such rows, whether they come from a file, the database or an upload.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clinicfinder.errors import RowFault


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its file, the line it begins on (a quoted cell may run over several), its trimmed cells."""

    file: str
    line: int
    cells: Mapping[str, str]

    def fault(self, column: str, cure: str) -> RowFault:
        """The fault in one of this row's cells, with what stands there."""
        return RowFault(self.file, self.line, column, self.cells.get(column, ""), cure)


def read_rows(path: Path, columns: Sequence[str], faults: list[RowFault]) -> list[Row]:
    """The rows of a CSV file, in its order. Blank lines are skipped.

    Args: path: UTF-8 text, with or without a byte order mark. columns: all columns the file must have, in
        any order; others are refused, because a misspelled column would silently lose what stands in it.
        faults: every fault found is added here, so that all files are read before anything is raised.
    Returns: the rows that could be read; none if the header is unusable.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(RowFault(path.name, 0, "", "", f"The file is missing. Put it into {path.parent.name}/."))
        return []
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        faults.append(RowFault(path.name, line, "", repr(error.object[error.start : error.end]), _SAVE_AS_UTF8))
        return []
    return list(_rows_of(path.name, text, columns, faults))


_SAVE_AS_UTF8 = "This is not UTF-8. Save the file as 'CSV UTF-8'."


def _rows_of(file: str, text: str, columns: Sequence[str], faults: list[RowFault]) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    header: list[str] | None = None
    try:
        for cells in lines:
            if not any(cells):
                pass
            elif header is None:
                header = [name.strip() for name in cells]
                if not _header_fits(file, header, columns, faults):
                    return
            elif len(cells) != len(header):
                cure = f"{len(cells)} cells under a header of {len(header)}. Quote cells that hold a comma."
                faults.append(RowFault(file, begins, "", cells[0], cure))
            else:
                yield Row(file, begins, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})
            begins = lines.line_num + 1
    except csv.Error as error:
        faults.append(RowFault(file, begins, "", "", f"The row cannot be read ({error}). Check its quotes."))
    if header is None:
        faults.append(RowFault(file, 1, "", "", f"The file is empty. Its columns are: {', '.join(columns)}."))


def _header_fits(file: str, header: list[str], columns: Sequence[str], faults: list[RowFault]) -> bool:
    """Whether the header has exactly the columns asked for, each once."""
    found = [RowFault(file, 1, name, "", "The column is missing. Add it.") for name in columns if name not in header]
    for place, name in enumerate(header):
        if name not in columns:
            found.append(RowFault(file, 1, name, name, f"No such column. Those we read: {', '.join(columns)}."))
        elif name in header[:place]:
            found.append(RowFault(file, 1, name, name, "The column stands there twice. Remove one."))
    faults.extend(found)
    return not found
