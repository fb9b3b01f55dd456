"""What a supervisor means to publish, row by row, and spreadsheets that were sent to be looked at."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Table, delete, select

from clinicfinder.errors import NotOnFile
from clinicfinder.ingest.changes import Key
from clinicfinder.ingest.data_tables import TABLE_OF, key_from_text, key_text
from clinicfinder.ingest.row_changes import RowChange
from clinicfinder.models import DraftChangeRow, UploadRow
from clinicfinder.store.publications import cells_of_text, cells_text
from clinicfinder.store.reading import columns_of
from clinicfinder.store.writing import upsert

UPLOADS_KEPT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """A spreadsheet as it was sent."""

    token: str
    file: str
    filename: str
    content: bytes


def read_draft(connection: Connection, author: str) -> list[RowChange]:
    """The changes somebody is working on, in the order of the tables; `before` is what each was made from."""
    table = columns_of(DraftChangeRow)
    query = select(table).where(table.c.author == author).order_by(table.c.saved_at, table.c.row_key)
    changes = [
        RowChange(row.file, key_from_text(row.row_key), cells_of_text(row.base), cells_of_text(row.cells))
        for row in connection.execute(query)
        if row.file in TABLE_OF
    ]
    order = list(TABLE_OF)
    return sorted(changes, key=lambda change: order.index(change.file))


def save_draft(connection: Connection, author: str, changes: Sequence[RowChange], moment: datetime) -> None:
    """Put these rows into the draft, in the place of what it said of them. One that changes nothing is taken out."""
    for change in changes:
        if change.before == change.after:
            drop_draft(connection, author, change.file, change.key)
    rows = [
        {
            "author": author,
            "file": change.file,
            "row_key": key_text(change.key),
            "base": cells_text(change.before),
            "cells": cells_text(change.after),
            "saved_at": moment,
        }
        for change in changes
        if change.before != change.after
    ]
    upsert(connection, DraftChangeRow, rows)


def drop_draft(connection: Connection, author: str, file: str | None = None, key: Key | None = None) -> None:
    """Forget the draft, or one row of it."""
    table: Table = columns_of(DraftChangeRow)
    statement = delete(table).where(table.c.author == author)
    if file is not None:
        statement = statement.where(table.c.file == file)
    if key is not None:
        statement = statement.where(table.c.row_key == key_text(key))
    connection.execute(statement)


def save_upload(connection: Connection, author: str, file: str, filename: str, content: bytes, moment: datetime) -> str:
    """Keep a spreadsheet until it is taken or a day has passed.

    Returns: the token by which its sender finds it again.
    """
    table: Table = columns_of(UploadRow)
    connection.execute(delete(table).where(table.c.uploaded_at < moment - UPLOADS_KEPT))
    token = secrets.token_urlsafe(18)
    connection.execute(
        table.insert(),
        {
            "token": token,
            "author": author,
            "file": file,
            "filename": filename[:200],
            "content": content,
            "uploaded_at": moment,
        },
    )
    return token


def read_upload(connection: Connection, author: str, token: str) -> Upload:
    """A spreadsheet that this person sent.

    Raises: NotOnFile, also for what somebody else sent.
    """
    table = columns_of(UploadRow)
    query = select(table).where(table.c.token == token, table.c.author == author)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotOnFile("upload", token)
    return Upload(row.token, row.file, row.filename, bytes(row.content))


def drop_upload(connection: Connection, author: str, token: str) -> None:
    """Forget a spreadsheet."""
    table: Table = columns_of(UploadRow)
    connection.execute(delete(table).where(table.c.token == token, table.c.author == author))
