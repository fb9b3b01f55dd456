"""Read the audit log and prove it. Reading is open to admins; others see their own entries alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from clinicfinder.domain.staff import StaffMember, may
from clinicfinder.store.audit import (
    AuditEntry,
    AuditFilter,
    ChainReport,
    SealedEntry,
    append_entry,
    every_entry,
    read_entries,
    verify_chain,
)
from clinicfinder.store.engine import of_one_moment
from clinicfinder.store.quotes import fingerprints

PAGE_SIZE: Final = 50


def audit_page(engine: Engine, reader: StaffMember, wanted: AuditFilter, page: int) -> tuple[list[SealedEntry], bool]:
    """One page of what the reader may see, newest first, and whether there is more.

    Args: page: from 1.
    """
    with engine.connect() as connection:
        entries = read_entries(connection, _allowed(reader, wanted), offset=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE + 1)
    return entries[:PAGE_SIZE], len(entries) > PAGE_SIZE


def export_audit(engine: Engine, reader: StaffMember, wanted: AuditFilter, moment: datetime) -> Iterator[SealedEntry]:
    """Everything that fits and the reader may see, oldest first. The export itself is an entry."""
    with engine.begin() as connection:
        name = reader.username
        append_entry(connection, AuditEntry(name, "audit.exported", "audit log", "all", new=_words(wanted)), moment)
    with engine.connect() as connection:
        yield from every_entry(connection, _allowed(reader, wanted))


def verify_audit(engine: Engine, expected: str | None = None) -> ChainReport:
    """Prove that nothing was changed, left out or put in between.

    Args: expected: the hash of an earlier last entry, which proves that nothing was cut off since.
    """
    with of_one_moment(engine) as connection:
        return verify_chain(connection, expected)


def altered_quotes(engine: Engine) -> list[str]:
    """The references of quotes that are not what the log says was saved: changed, missing, or never logged."""
    with of_one_moment(engine) as connection:
        entries = every_entry(connection, AuditFilter(action="quote.saved"))
        saved = {sealed.entry.subject: json.loads(sealed.entry.new or "{}").get("sha256") for sealed in entries}
        stored = dict(fingerprints(connection))
    return sorted(one for one in saved.keys() | stored.keys() if saved.get(one) != stored.get(one))


def _allowed(reader: StaffMember, wanted: AuditFilter) -> AuditFilter:
    return wanted if may(reader.role, "admin") else replace(wanted, actor=reader.username)


def _words(wanted: AuditFilter) -> str:
    parts = ((name, getattr(wanted, name)) for name in AuditFilter.__dataclass_fields__)
    return ", ".join(f"{name} {value}" for name, value in parts if value) or "everything"
