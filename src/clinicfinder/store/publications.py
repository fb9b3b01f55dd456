"""The record of what was published: who, when, why, and every cell before and after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select

from clinicfinder.errors import NotOnFile
from clinicfinder.ingest.changes import Key
from clinicfinder.ingest.data_tables import key_from_text, key_text
from clinicfinder.ingest.row_changes import RowChange
from clinicfinder.ingest.row_text import TextCells
from clinicfinder.models import PublicationRow, PublishedChangeRow
from clinicfinder.store.reading import columns_of


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication. `number` counts operator changes; `undoes` is the one it puts back, `undone_by` that of it."""

    number: int
    published_at: datetime
    author: str
    note: str
    files_version: str
    undoes: int | None
    acknowledged: tuple[str, ...]
    rows: int
    undone_by: int | None


@dataclass(frozen=True, slots=True)
class PublishedChange:
    """One row of a publication, and whether the row was an operator's before."""

    change: RowChange
    was_operators: bool


def record_publication(connection: Connection, publication: Publication, changes: Sequence[PublishedChange]) -> None:
    """Add one to the record."""
    connection.execute(
        columns_of(PublicationRow).insert(),
        {
            "number": publication.number,
            "published_at": publication.published_at,
            "author": publication.author,
            "note": publication.note,
            "files_version": publication.files_version,
            "undoes": publication.undoes,
            "acknowledged": json.dumps(publication.acknowledged),
        },
    )
    rows = [
        {
            "publication": publication.number,
            "position": position,
            "file": one.change.file,
            "row_key": key_text(one.change.key),
            "before": cells_text(one.change.before),
            "after": cells_text(one.change.after),
            "line": one.change.line,
            "was_operators": one.was_operators,
        }
        for position, one in enumerate(changes)
    ]
    connection.execute(columns_of(PublishedChangeRow).insert(), rows)


def read_publications(connection: Connection, *, limit: int = 100, offset: int = 0) -> list[Publication]:
    """Publications, newest first."""
    query = _publications().order_by(columns_of(PublicationRow).c.number.desc()).limit(limit).offset(offset)
    return [_publication(row) for row in connection.execute(query)]


def read_publication(connection: Connection, number: int) -> Publication:
    """One publication.

    Raises: NotOnFile.
    """
    row = connection.execute(_publications().where(columns_of(PublicationRow).c.number == number)).one_or_none()
    if row is None:
        raise NotOnFile("publication", str(number))
    return _publication(row)


def read_published_changes(connection: Connection, number: int) -> list[PublishedChange]:
    """The rows of a publication, in their order."""
    table = columns_of(PublishedChangeRow)
    query = select(table).where(table.c.publication == number).order_by(table.c.position)
    return [
        PublishedChange(
            RowChange(
                row.file, key_from_text(row.row_key), cells_of_text(row.before), cells_of_text(row.after), row.line
            ),
            row.was_operators,
        )
        for row in connection.execute(query)
    ]


def last_publication_of(connection: Connection, file: str, key: Key, now: TextCells | None) -> Publication | None:
    """The publication that made a row what it is now, or None if an import or a load did.

    Args: now: its cells; None if there is no such row.
    """
    table = columns_of(PublishedChangeRow).c
    mine = (table.file == file, table.row_key == key_text(key))
    newest = select(table.publication, table.after).where(*mine).order_by(table.publication.desc()).limit(1)
    found = connection.execute(newest).one_or_none()
    if found is None or cells_of_text(found.after) != now:
        return None
    return read_publication(connection, found.publication)


def cells_text(cells: TextCells | None) -> str | None:
    """Cells as they are stored, or None where there is no row."""
    return None if cells is None else json.dumps(cells, ensure_ascii=False)


def cells_of_text(text: str | None) -> TextCells | None:
    """The cells that `cells_text` was given."""
    return None if text is None else dict(json.loads(text))


def _publications() -> Any:
    table: Table = columns_of(PublicationRow)
    changes = columns_of(PublishedChangeRow).c
    undone = table.alias("undone")
    count = select(func.count()).where(changes.publication == table.c.number).scalar_subquery()
    by = select(func.max(undone.c.number)).where(undone.c.undoes == table.c.number).scalar_subquery()
    return select(table, count.label("rows"), by.label("undone_by"))


def _publication(row: Row[Any]) -> Publication:
    return Publication(
        row.number,
        row.published_at,
        row.author,
        row.note,
        row.files_version,
        row.undoes,
        tuple(json.loads(row.acknowledged)),
        row.rows,
        row.undone_by,
    )
