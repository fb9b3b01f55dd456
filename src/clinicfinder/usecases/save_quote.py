"""Save a quote: one new reference, the snapshot, the caller's details and the audit entry, or nothing at all."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, Engine

from clinicfinder.domain.quote_reference import RANDOM_BITS, read_aloud, reference_from, shown_reference
from clinicfinder.domain.quotes import Snapshot, pack
from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import BadForm, FieldProblem, NotOnFile
from clinicfinder.store.audit import AuditEntry, append_entry
from clinicfinder.store.caller_details import CallerDetails, CallerSeal
from clinicfinder.store.quote_people import keep_caller
from clinicfinder.store.quotes import corrected_by, insert_quote, is_taken, read_quote, reference_of_key

TRIES: Final = 5
"""References to try. With a million quotes on file one in 34,000 is taken; five in a row is a broken random source."""


@dataclass(frozen=True, slots=True)
class QuoteToSave:
    """A finished quote. `saving_key`: the same key of the same agent is saved once, however often it is sent.

    `supersedes` is the reference of the quote that this one corrects, and `reason` says why.
    """

    snapshot: Snapshot
    saving_key: str
    caller: CallerDetails
    supersedes: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SavedQuote:
    """What to tell the caller. `reference` is for addresses, `shown` for people, `read_aloud` for the phone.

    `is_new` False: this very quote was saved before, and nothing was written now.
    """

    reference: str
    shown: str
    read_aloud: str
    valid_through: date
    is_new: bool


class _SavedBefore(Exception):
    """Breaks off a transaction that would save the same quote again."""


class _Taken(Exception):
    """Breaks off a transaction whose reference another quote has."""


def save_quote(
    engine: Engine, seal: CallerSeal, quote: QuoteToSave, member: StaffMember, moment: datetime
) -> SavedQuote:
    """Save one quote under a reference of its own.

    Raises: NotOnFile if `supersedes` is no quote; BadForm if it was corrected before.
    """
    for _ in range(TRIES):
        reference = reference_from(secrets.randbits(RANDOM_BITS))
        try:
            with engine.begin() as connection:
                _save(connection, seal, reference, quote, member, moment)
        except _Taken:
            continue
        except _SavedBefore as before:
            return _saved_before(engine, str(before))
        return _saved(reference, quote.snapshot.valid_through, is_new=True)
    raise RuntimeError(f"no free reference in {TRIES} tries")


def _save(
    connection: Connection, seal: CallerSeal, reference: str, quote: QuoteToSave, member: StaffMember, moment: datetime
) -> None:
    # The entry comes first: it waits for the turn to write, so that all that is read below stays true to the end.
    append_entry(connection, _entry(reference, quote, member), moment)
    before = reference_of_key(connection, member.username, quote.saving_key)
    if before is not None:
        raise _SavedBefore(before)
    if is_taken(connection, reference):
        raise _Taken
    if quote.supersedes is not None:
        _check_superseded(connection, quote.supersedes)
    insert_quote(connection, reference, quote.saving_key, quote.supersedes, quote.snapshot)
    keep_caller(connection, reference, quote.caller, seal, moment)


def _entry(reference: str, quote: QuoteToSave, member: StaffMember) -> AuditEntry:
    """The entry seals the snapshot's fingerprint into the chain; nothing of the caller stands in it."""
    content = {
        "sha256": pack(quote.snapshot)[1],
        "clinic": quote.snapshot.clinic.code,
        "data": quote.snapshot.versions.data,
        "valid_through": quote.snapshot.valid_through.isoformat(),
    }
    return AuditEntry(
        member.username,
        "quote.saved",
        "quote",
        reference,
        old=quote.supersedes,
        new=json.dumps(content, sort_keys=True),
        reason=quote.reason,
    )


def _check_superseded(connection: Connection, reference: str) -> None:
    if not is_taken(connection, reference):
        raise NotOnFile("quote", shown_reference(reference))
    later = corrected_by(connection, reference)
    if later is not None:
        message = (
            f"{shown_reference(reference)} was corrected already, by {shown_reference(later)}. "
            f"Open {shown_reference(later)} and correct that one."
        )
        raise BadForm([FieldProblem("supersedes", message, value=reference)])


def _saved_before(engine: Engine, reference: str) -> SavedQuote:
    with engine.connect() as connection:
        stored = read_quote(connection, reference)
    if stored is None:
        raise NotOnFile("quote", shown_reference(reference))
    return _saved(reference, stored.snapshot.valid_through, is_new=False)


def _saved(reference: str, last_day: date, *, is_new: bool) -> SavedQuote:
    return SavedQuote(reference, shown_reference(reference), read_aloud(reference), last_day, is_new)
