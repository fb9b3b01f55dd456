"""The audit log: append one entry, read some, prove that the chain is whole.

Every entry holds the hash of the one before, so that none can be changed, left out or put in between without
every later hash being wrong. Writers take turns by the one row that says where the log ends.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from clinicfinder.domain.quote_reference import parse_reference
from clinicfinder.errors import BadForm
from clinicfinder.models import AuditEntryRow, AuditHeadRow
from clinicfinder.store.reading import columns_of

NO_HASH: Final = "0" * 64
"""What the first entry holds as the hash of the one before."""

_READ_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing done: who, what, to which subject, the old and the new value as text, and why.

    `action` is dotted, as in quote.saved. `actor` is a username, or `command line`.
    """

    actor: str
    action: str
    subject_kind: str
    subject: str
    old: str | None = None
    new: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry as it stands in the log. `at` is UTC in the exact text that was hashed."""

    number: int
    at: str
    entry: AuditEntry
    previous_hash: str
    entry_hash: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What the proof found. `fault` None: the chain is whole; `head` is worth keeping elsewhere to compare later."""

    entries: int
    head: str
    fault: str | None


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries to show; None for any. `day` is a day in UTC as YYYY-MM-DD."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    day: str | None = None


def append_entry(connection: Connection, entry: AuditEntry, at: datetime) -> None:
    """Append one entry, in the transaction that makes the change it speaks of.

    Call it before anything is read that the change depends on: its first statement takes the one writer's turn.

    Args: at: aware.
    """
    head = columns_of(AuditHeadRow)
    turn = head.update().values(number=head.c.number + 1).returning(head.c.number, head.c.entry_hash)
    number, previous = connection.execute(turn).one()
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    seal = hash_of(number, moment, entry, previous)
    row = {name: getattr(entry, name) for name in AuditEntry.__dataclass_fields__}
    row |= {"number": number, "at": moment, "previous_hash": previous, "entry_hash": seal}
    connection.execute(columns_of(AuditEntryRow).insert(), row)
    connection.execute(head.update().values(entry_hash=seal))


def hash_of(number: int, at: str, entry: AuditEntry, previous: str) -> str:
    """The seal of an entry: SHA-256 over its number, moment, content and the seal before, as one JSON list."""
    content = json.dumps([number, at, *astuple(entry), previous], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def read_entries(connection: Connection, wanted: AuditFilter, *, offset: int, limit: int) -> list[SealedEntry]:
    """Some entries, newest first."""
    table = columns_of(AuditEntryRow)
    query = _filtered(select(table), wanted).order_by(table.c.number.desc()).offset(offset).limit(limit)
    return [_sealed(row) for row in connection.execute(query)]


def every_entry(connection: Connection, wanted: AuditFilter) -> Iterator[SealedEntry]:
    """All entries that fit, oldest first, a thousand at a time."""
    table, last = columns_of(AuditEntryRow), 0
    while True:
        query = _filtered(select(table), wanted).where(table.c.number > last)
        rows = connection.execute(query.order_by(table.c.number).limit(_READ_AT_ONCE)).all()
        yield from (_sealed(row) for row in rows)
        if len(rows) < _READ_AT_ONCE:
            return
        last = rows[-1].number


def verify_chain(connection: Connection, expected: str | None = None) -> ChainReport:
    """Prove the whole log: numbers without a gap, every seal right, and the end where the head says it is.

    Args: expected: a hash that must stand somewhere in the log, from an earlier proof.
    """
    head = connection.execute(select(columns_of(AuditHeadRow))).one()
    number, previous, met = 0, NO_HASH, expected in (None, NO_HASH)
    for sealed in every_entry(connection, AuditFilter()):
        number += 1
        if sealed.number != number:
            return ChainReport(number - 1, previous, f"Entry {number} is missing.")
        if sealed.previous_hash != previous:
            return ChainReport(number - 1, previous, f"Entry {number} does not follow the one before.")
        if hash_of(number, sealed.at, sealed.entry, previous) != sealed.entry_hash:
            return ChainReport(number - 1, previous, f"Entry {number} has been changed.")
        previous = sealed.entry_hash
        met = met or previous == expected
    if not met:
        return ChainReport(number, previous, "The expected entry is not in the log: it was cut off or made anew.")
    if (head.number, head.entry_hash) != (number, previous):
        return ChainReport(number, previous, f"The log ends at entry {number}; it should end at {head.number}.")
    return ChainReport(number, previous, None)


def _filtered(query: Any, wanted: AuditFilter) -> Any:
    table = columns_of(AuditEntryRow).c
    for column, value in ((table.actor, wanted.actor), (table.action, wanted.action)):
        if value:
            query = query.where(column == value)
    if wanted.subject:
        query = query.where(table.subject.in_(_spellings(wanted.subject)))
    return query.where(table.at.startswith(wanted.day, autoescape=True)) if wanted.day else query


def _spellings(subject: str) -> set[str]:
    """A subject as typed and, should it be a reference, as the log writes references: in capitals, without the dash."""
    try:
        return {subject, parse_reference(subject)}
    except BadForm:
        return {subject}


def _sealed(row: Any) -> SealedEntry:
    entry = AuditEntry(row.actor, row.action, row.subject_kind, row.subject, row.old, row.new, row.reason)
    return SealedEntry(row.number, row.at, entry, row.previous_hash, row.entry_hash)
