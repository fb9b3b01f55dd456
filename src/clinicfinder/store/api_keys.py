"""Keys of the API: kept as hashes, and held in memory so that a request asks the database for none."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from clinicfinder.models import ApiKeyRow
from clinicfinder.store.reading import columns_of

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One key, without itself. `revoked_at` None: it is in use."""

    key_id: str
    holder: str
    per_minute: int
    created_at: datetime
    created_by: str
    revoked_at: datetime | None = None
    revoked_by: str | None = None


def hash_of_key(key: str) -> str:
    """The hash under which a key is kept: SHA-256, since nobody can try out 256 random bits."""
    return hashlib.sha256(key.encode()).hexdigest()


def insert_key(connection: Connection, key: ApiKey, key_hash: str) -> None:
    """Add a key. Its id must be free."""
    row = {name: getattr(key, name) for name in ApiKey.__dataclass_fields__}
    connection.execute(columns_of(ApiKeyRow).insert(), row | {"key_hash": key_hash})


def read_keys(connection: Connection) -> list[ApiKey]:
    """All keys, the oldest first, revoked ones among them."""
    table = columns_of(ApiKeyRow)
    return [_key(row) for row in connection.execute(select(table).order_by(table.c.created_at, table.c.key_id))]


def revoke_key(connection: Connection, key_id: str, actor: str, moment: datetime) -> ApiKey | None:
    """Revoke a key that is in use. Returns: the key as it was; None if no such key is in use."""
    table = columns_of(ApiKeyRow)
    in_use = (table.c.key_id == key_id, table.c.revoked_at.is_(None))
    row = connection.execute(select(table).where(*in_use)).one_or_none()
    if row is None:
        return None
    connection.execute(table.update().where(*in_use).values(revoked_at=moment, revoked_by=actor))
    return _key(row)


def read_keys_in_use(connection: Connection) -> dict[str, ApiKey]:
    """The keys that are not revoked, by their hash."""
    table = columns_of(ApiKeyRow)
    rows = connection.execute(select(table).where(table.c.revoked_at.is_(None)))
    return {row.key_hash: _key(row) for row in rows}


class ApiKeyKeeper:
    """Tells whose key is sent. Reads the table when a key comes, at most once per `refresh_seconds`.

    A key that was just made or revoked is noticed after that time. A database that does not answer leaves what is
    known as it is. Safe to share between threads.
    """

    def __init__(self, engine: Engine, refresh_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._refresh_seconds = refresh_seconds
        self._clock = clock
        self._reading = threading.Lock()
        self._read_at: float | None = None
        self._in_use: Mapping[str, ApiKey] = {}

    def holder_of(self, key: str) -> ApiKey | None:
        """The key on file for what was sent; None if it is unknown or revoked."""
        with self._reading:
            now = self._clock()
            if self._read_at is None or now - self._read_at >= self._refresh_seconds:
                self._read_at = now
                self._read()
            return self._in_use.get(hash_of_key(key))

    def _read(self) -> None:
        try:
            with self._engine.connect() as connection:
                self._in_use = read_keys_in_use(connection)
        except SQLAlchemyError:
            log.exception("the keys of the API could not be read")


def _key(row: Any) -> ApiKey:
    return ApiKey(**{name: getattr(row, name) for name in ApiKey.__dataclass_fields__})
