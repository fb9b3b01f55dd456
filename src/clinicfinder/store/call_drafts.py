"""Calls that are not finished: the rows, and the form in them, sealed. Inside a caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from clinicfinder.models import CallDraftRow
from clinicfinder.store.caller_details import CallerSeal
from clinicfinder.store.reading import columns_of

Fields = tuple[tuple[str, str], ...]
"""A form as it was sent: names and texts in order, a name several times if it was."""


@dataclass(frozen=True, slots=True)
class StoredCall:
    """One call. `fields` None: it is closed, or no key of ours opens it. `reference`: of the quote that ended it."""

    call_id: str
    username: str
    started_at: datetime
    saved_at: datetime
    fields: Fields | None
    closed_at: datetime | None
    reference: str | None


def read_call(connection: Connection, call_id: str, seal: CallerSeal) -> StoredCall | None:
    """One call, whoever's it is, open or closed."""
    table = columns_of(CallDraftRow)
    row = connection.execute(select(table).where(table.c.call_id == call_id)).one_or_none()
    return _call(row, seal) if row else None


def read_open_calls(connection: Connection, username: str, seal: CallerSeal) -> Sequence[StoredCall]:
    """A member's open calls, the one saved last first."""
    table = columns_of(CallDraftRow)
    query = select(table).where(table.c.username == username, table.c.closed_at.is_(None))
    return [_call(row, seal) for row in connection.execute(query.order_by(table.c.saved_at.desc(), table.c.call_id))]


def write_call(
    connection: Connection, call_id: str, username: str, fields: Fields, moment: datetime, seal: CallerSeal
) -> bool:
    """Keep the form of an open call: a new row, or the newer text of an old one, in one statement.

    Returns: False if the call is closed or another member's; nothing is written then.
    """
    table = columns_of(CallDraftRow)
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {"saved_at": moment, "sealed_fields": seal.seal(json.dumps(fields))}
    row = {"call_id": call_id, "username": username, "started_at": moment, **values}
    statement = dialect.insert(table).values(row)
    still_open = (table.c.username == username) & table.c.closed_at.is_(None)
    kept = statement.on_conflict_do_update(index_elements=["call_id"], set_=values, where=still_open)
    # Drivers count the rows of an insert differently; what comes back is the same everywhere.
    return connection.execute(kept.returning(table.c.call_id)).one_or_none() is not None


def close_call(connection: Connection, call_id: str, moment: datetime, reference: str | None) -> None:
    """End a call: what was typed is gone, and the row stays to keep a late save out."""
    table = columns_of(CallDraftRow)
    connection.execute(
        table.update()
        .where(table.c.call_id == call_id)
        .values(closed_at=moment, sealed_fields=None, reference=reference)
    )


def drop_old_calls(connection: Connection, before: datetime) -> int:
    """Delete calls that nobody has touched since a moment, open or closed. Returns: how many."""
    table = columns_of(CallDraftRow)
    return connection.execute(delete(table).where(table.c.saved_at < before)).rowcount


def reseal_calls(connection: Connection, seal: CallerSeal) -> None:
    """Seal what is kept of open calls anew under the newest key."""
    table = columns_of(CallDraftRow)
    for row in connection.execute(select(table).where(table.c.sealed_fields.is_not(None))).all():
        resealed = seal.resealed(row.sealed_fields)
        connection.execute(table.update().where(table.c.call_id == row.call_id).values(sealed_fields=resealed))


def _call(row: Any, seal: CallerSeal) -> StoredCall:
    text = seal.opened(row.sealed_fields)
    fields = None if text is None else tuple((name, value) for name, value in json.loads(text))
    return StoredCall(row.call_id, row.username, row.started_at, row.saved_at, fields, row.closed_at, row.reference)
