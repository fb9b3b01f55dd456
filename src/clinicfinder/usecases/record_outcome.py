"""Record how a call about a quote ended, or a note. Entries are added beside the quote; nothing is ever changed."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from clinicfinder.domain.quote_outcomes import OutcomeEntry
from clinicfinder.domain.quote_reference import shown_reference
from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import NotOnFile
from clinicfinder.store.audit import AuditEntry, append_entry
from clinicfinder.store.quote_outcomes import insert_outcome, is_recorded
from clinicfinder.store.quotes import is_taken


class _RecordedBefore(Exception):
    """Breaks off a transaction that would record the same entry again."""


def record_outcome(engine: Engine, reference: str, entry: OutcomeEntry, member: StaffMember, moment: datetime) -> None:
    """Add one entry. The same key of the same agent is recorded once, however often it is sent.

    Raises: NotOnFile if there is no such quote.
    """
    entry = entry if entry.entry_key else replace(entry, entry_key=secrets.token_urlsafe(16))
    try:
        with engine.begin() as connection:
            append_entry(connection, _audit_entry(reference, entry, member), moment)
            if is_recorded(connection, member.username, entry.entry_key):
                raise _RecordedBefore
            if not is_taken(connection, reference):
                raise NotOnFile("quote", shown_reference(reference))
            insert_outcome(connection, reference, entry, (member.username, member.display_name), moment)
    except _RecordedBefore:
        return


def _audit_entry(reference: str, entry: OutcomeEntry, member: StaffMember) -> AuditEntry:
    """What was recorded, without the words of the note: they may name a person, and the log is never emptied."""
    content = {
        "outcome": entry.outcome,
        "note_characters": len(entry.note),
        "callback_day": entry.callback and entry.callback.day.isoformat(),
        "do_not_call_until": entry.do_not_call_until and entry.do_not_call_until.isoformat(),
    }
    return AuditEntry(member.username, "quote.outcome", "quote", reference, new=json.dumps(content, sort_keys=True))
