"""What came of a quote: entries beside it, added and read, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from clinicfinder.domain.quote_outcomes import CallbackSlot, OutcomeEntry
from clinicfinder.models import QuoteOutcomeRow
from clinicfinder.store.reading import columns_of

_OUTCOMES = columns_of(QuoteOutcomeRow)


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """An entry beside a quote, and who made it when."""

    recorded_at: datetime
    recorded_by_name: str
    entry: OutcomeEntry


def insert_outcome(
    connection: Connection, reference: str, entry: OutcomeEntry, by: tuple[str, str], at: datetime
) -> None:
    """Add one entry beside a quote. Args: by: user name and display name of the agent."""
    slot = entry.callback
    connection.execute(
        _OUTCOMES.insert(),
        {
            "reference": reference,
            "entry_key": entry.entry_key,
            "recorded_at": at,
            "recorded_by": by[0],
            "recorded_by_name": by[1],
            "outcome": entry.outcome,
            "note": entry.note,
            "callback_day": slot and slot.day,
            "callback_begins": slot and slot.begins,
            "callback_ends": slot and slot.ends,
            "callback_time_zone": slot and slot.time_zone,
            "safe_to_call": entry.safe_to_call,
            "voicemail_ok": entry.voicemail_ok,
            "do_not_call_until": entry.do_not_call_until,
        },
    )


def is_recorded(connection: Connection, recorded_by: str, entry_key: str) -> bool:
    """Whether this agent has recorded an entry under this key."""
    c = _OUTCOMES.c
    found = exists().where(c.recorded_by == recorded_by, c.entry_key == entry_key)
    return bool(connection.execute(select(found)).scalar_one())


def read_outcomes(connection: Connection, reference: str) -> Sequence[RecordedOutcome]:
    """Everything recorded beside a quote, the oldest first."""
    c = _OUTCOMES.c
    rows = connection.execute(select(_OUTCOMES).where(c.reference == reference).order_by(c.entry_number))
    return tuple(_recorded(row) for row in rows)


def _recorded(row: Row[Any]) -> RecordedOutcome:
    has_slot = row.callback_day is not None
    entry = OutcomeEntry(
        outcome=row.outcome,
        note=row.note,
        callback=CallbackSlot(row.callback_day, row.callback_begins, row.callback_ends, row.callback_time_zone)
        if has_slot
        else None,
        safe_to_call=row.safe_to_call,
        voicemail_ok=row.voicemail_ok,
        do_not_call_until=row.do_not_call_until,
        entry_key=row.entry_key,
    )
    return RecordedOutcome(row.recorded_at, row.recorded_by_name, entry)
