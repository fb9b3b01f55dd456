"""What a supervisor sees of the tables: all of them, the rows of one, one row to edit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine

from clinicfinder.errors import NotOnFile
from clinicfinder.ingest.changes import Key, key_words
from clinicfinder.ingest.data_tables import TABLE_OF, TABLES, DataTable, key_text, row_id, table_named
from clinicfinder.ingest.row_changes import RowChange, StoredTable, cells_hash
from clinicfinder.ingest.row_text import TextCells
from clinicfinder.store.drafts import read_draft
from clinicfinder.store.publications import Publication, last_publication_of, read_publications
from clinicfinder.store.table_rows import count_rows, read_operator_keys, read_table

ROWS_PER_PAGE: Final = 50

_PHONE: Final = re.compile(r"(?<!\S)(?:\+?1[ .-]?)?\(?(\d{3})\)?[ .-]?(\d{3})[ .-]?(\d{4})(?!\S)")
"""A phone number as people write it. On file it stands as 480-956-5710."""

ReviewedChange = RowChange
"""One row that changes, for those who show it."""


@dataclass(frozen=True, slots=True)
class TableSummary:
    """One line of the list of tables. `mine`: rows that the files no longer decide. `drafted`: in one's draft."""

    table: DataTable
    rows: int
    mine: int
    drafted: int


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of a list: what it says or, with `draft`, what one's draft makes of it."""

    row_id: str
    words: str
    cells: TextCells
    by_operator: bool
    draft: str | None


@dataclass(frozen=True, slots=True)
class RowList:
    """One page of a table. `found` rows fit the search, of `of_all`."""

    table: DataTable
    rows: tuple[ListedRow, ...]
    found: int
    of_all: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class RowToEdit:
    """One row. `stored` None: it is new in the draft. `draft` None: the draft leaves it alone."""

    table: DataTable
    key: Key
    stored: TextCells | None
    draft: RowChange | None
    by: Publication | None

    @property
    def words(self) -> str:
        """The key as people read it."""
        return key_words(self.key)

    @property
    def row_id(self) -> str:
        """The row's name in addresses."""
        return row_id(self.key)


def list_tables(engine: Engine, author: str) -> tuple[list[TableSummary], list[Publication]]:
    """Every table, and the newest publications."""
    with engine.connect() as connection:
        draft = read_draft(connection, author)
        tables = [
            TableSummary(
                table,
                count_rows(connection, table.file),
                len(read_operator_keys(connection, table.file)),
                sum(change.file == table.file for change in draft),
            )
            for table in TABLES.values()
        ]
        return tables, read_publications(connection, limit=5)


def list_rows(engine: Engine, author: str, name: str, *, search: str, sort: str, page: int) -> RowList:
    """One page of the rows that hold every word of the search, those of one's draft as the draft has them.

    Args: sort: a column, with a minus before it for falling order; anything else keeps the order of the table.
    Raises: NotOnFile for a table that does not exist.
    """
    table = table_named(name)
    with engine.connect() as connection:
        stored = read_table(connection, table.file)
        mine = read_operator_keys(connection, table.file)
        draft = {change.key: change for change in read_draft(connection, author) if change.file == table.file}
    words = _PHONE.sub(r"\1-\2-\3", search).casefold().split()
    rows = [
        row
        for row in _listed(stored, mine, draft)
        if all(word in "\n".join(row.cells.values()).casefold() for word in words)
    ]
    column = sort.removeprefix("-")
    if column in table.columns:
        rows.sort(key=lambda row: _order(row.cells[column]), reverse=sort.startswith("-"))
    pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
    page = max(1, min(page, pages))
    shown = rows[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    return RowList(table, tuple(shown), len(rows), len(stored), page, pages)


def find_row(engine: Engine, author: str, name: str, wanted: str) -> RowToEdit:
    """One row, with what one's draft makes of it.

    Raises: NotOnFile.
    """
    with engine.connect() as connection:
        return row_to_edit(connection, author, table_named(name), wanted)


def row_to_edit(connection: Connection, author: str, table: DataTable, wanted: str) -> RowToEdit:
    """As `find_row`, within a transaction."""
    stored = read_table(connection, table.file)
    draft = {change.key: change for change in read_draft(connection, author) if change.file == table.file}
    for key in (*stored, *draft):
        if row_id(key) == wanted:
            cells = stored[key].cells if key in stored else None
            by = last_publication_of(connection, table.file, key, cells)
            return RowToEdit(table, key, cells, draft.get(key), by)
    raise NotOnFile(f"row of {table.name}", wanted)


def _listed(stored: StoredTable, mine: set[str], draft: dict[Key, RowChange]) -> Iterator[ListedRow]:
    for key, change in draft.items():
        if key not in stored and change.after is not None:
            yield ListedRow(row_id(key), key_words(key), change.after, False, "added")
    for key, row in stored.items():
        drafted = draft.get(key)
        cells = drafted.after if drafted and drafted.after is not None else row.cells
        by_operator = key_text(key) in mine
        yield ListedRow(row_id(key), key_words(key), cells, by_operator, drafted.kind if drafted else None)


def _order(cell: str) -> tuple[int, int, str]:
    """Numbers by their value before texts; blanks last."""
    if not cell:
        return 2, 0, ""
    return (0, int(cell), "") if cell.isascii() and cell.isdigit() else (1, 0, cell.casefold())


def columns_and_key(name: str) -> DataTable:
    """The table of that name.

    Raises: NotOnFile.
    """
    return table_named(name)


def stored_hash(cells: TextCells | None) -> str:
    """What a form carries of the cells it was made from."""
    return cells_hash(cells)


def table_label(file: str) -> str:
    """What people call a table."""
    return TABLE_OF[file].label
