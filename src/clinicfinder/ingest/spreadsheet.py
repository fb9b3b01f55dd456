"""Read a table as spreadsheets save it: whatever encoding and separator, columns in any order, some left out."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.rows import Row

SEPARATORS: Final[Mapping[str, str]] = {",": "commas", ";": "semicolons", "\t": "tabs"}

_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n")
_NOT_NAME: Final = re.compile(r"[^a-z0-9]+")
_WORKBOOK: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one file, untrimmed, and how it was read. `columns` are those the file has."""

    encoding: str
    separator: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[RowFault, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def reading(self) -> str:
        """What was detected, in words."""
        return f"{self.encoding}, separated by {self.separator}"


def read_sheet(
    file: str, content: bytes, *, columns: Sequence[str], needed: Sequence[str], aliases: Mapping[str, str]
) -> Sheet:
    """The rows of a file that a spreadsheet saved.

    Args: file: its name, for faults. columns: all that may stand there. needed: those that must.
        aliases: other names people give columns (lower case, words joined by _) -> column.
    Returns: the rows that have no more cells than the header; a row cut short has blanks at its end, because Excel
        leaves out blank cells there. The others are among `faults`.
    Raises: DataFault if the file as a whole cannot be used.
    """
    text, encoding = _decoded(file, content)
    text, separator, first_line = _separator(text, {*columns, *aliases})
    header: tuple[str, ...] = ()
    renamed: dict[str, str] = {}
    rows: list[Row] = []
    faults: list[RowFault] = []
    for line, cells in _numbered(file, text, separator, first_line):
        if not header:
            header, renamed = _header(file, line, cells, columns=columns, needed=needed, aliases=aliases)
        elif len(cells) > len(header) and any(cells[len(header) :]):
            cure = f"{len(cells)} cells under a header of {len(header)}. Quote cells that hold the separator."
            faults.append(RowFault(file, line, "", cells[0], cure))
        else:
            padded = [*cells, *[""] * (len(header) - len(cells))]
            rows.append(Row(file, line, {name: cell for name, cell in zip(header, padded, strict=False) if name}))
    if not header:
        raise DataFault([RowFault(file, 1, "", "", f"The file is empty. Its columns are: {', '.join(columns)}.")])
    columns_read = tuple(filter(None, header))
    return Sheet(encoding, SEPARATORS[separator], columns_read, tuple(rows), tuple(faults), renamed)


def _decoded(file: str, content: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding. Other encodings of the West fit CP1252, which Excel writes."""
    if content.startswith(_WORKBOOK):
        raise DataFault([RowFault(file, 1, "", "", "This is a workbook. Save it as 'CSV UTF-8' and import that.")])
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode(file, content, "utf-16"), "UTF-16"
    try:
        has_mark = content.startswith(codecs.BOM_UTF8)
        return content.decode("utf-8-sig"), "UTF-8 with byte order mark" if has_mark else "UTF-8"
    except UnicodeDecodeError:
        return _decode(file, content, "cp1252"), "Windows-1252"


def _decode(file: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        cure = "This is neither UTF-8 nor Windows-1252. Save the file as 'CSV UTF-8'."
        raise DataFault([RowFault(file, line, "", repr(content[error.start : error.end]), cure)]) from error


def _separator(text: str, names: set[str]) -> tuple[str, str, int]:
    """The text without Excel's `sep=` line, the separator, and the number of the first line.

    Without such a line it is the separator under which the header holds the most names we know.
    """
    stated = _SEPARATOR_LINE.match(text)
    if stated and stated.group(1) in SEPARATORS:
        return text[stated.end() :], stated.group(1), 2
    header = next((line for line in text.splitlines() if line.strip()), "")
    counts = {mark: sum(_plain(name) in names for name in header.split(mark)) for mark in SEPARATORS}
    return text, max(counts, key=lambda mark: counts[mark]), 1


def _numbered(file: str, text: str, separator: str, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = first_line
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            cure = f"The row cannot be read ({error}). Check its quotes."
            raise DataFault([RowFault(file, begins, "", "", cure)]) from error
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = first_line + lines.line_num


def _plain(name: str) -> str:
    """A header's name for comparing: "Clinic Code" and "clinic_code" are one.

    >>> _plain('"ZIP code"'), _plain(" geo precision ")
    ('zip_code', 'geo_precision')
    """
    return _NOT_NAME.sub("_", name.strip().lower()).strip("_")


def _header(
    file: str,
    line: int,
    cells: Sequence[str],
    *,
    columns: Sequence[str],
    needed: Sequence[str],
    aliases: Mapping[str, str],
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Our name of each column ("" for one without a name), and those that were called otherwise.

    Raises: DataFault naming every column that is unknown, missing or there twice.
    """
    names: list[str] = []
    renamed: dict[str, str] = {}
    faults: list[RowFault] = []
    for written in cells:
        plain = _plain(written)
        name = plain if plain in columns else aliases.get(plain, "")
        if plain and not name:
            told = any(fault.cure.startswith("No such column") for fault in faults)
            known = "" if told else f" Those we read: {', '.join(columns)}."
            cure = f"No such column. Rename or remove it.{known}"
            faults.append(RowFault(file, line, written.strip(), written.strip(), cure))
        elif name and name in names:
            faults.append(RowFault(file, line, name, written.strip(), f"This is a second {name}. Remove one."))
        if name and name != written.strip():
            renamed[written.strip()] = name
        names.append(name)
    missing = [column for column in needed if column not in names]
    faults += [
        RowFault(file, line, column, "", "This column is needed to tell rows apart. Add it.") for column in missing
    ]
    if faults:
        raise DataFault(faults)
    return tuple(names), renamed
