"""Find and open quotes. Opening one that holds a caller's details is itself noted in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from clinicfinder.domain.quote_reference import shown_reference
from clinicfinder.domain.quotes import is_expired
from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import NotOnFile
from clinicfinder.store.audit import AuditEntry, append_entry
from clinicfinder.store.caller_details import CallerSeal
from clinicfinder.store.quote_outcomes import RecordedOutcome, read_outcomes
from clinicfinder.store.quote_people import HeldCaller, holds_caller, read_caller
from clinicfinder.store.quotes import (
    QuoteLine,
    QuoteSearch,
    StoredQuote,
    count_quotes,
    find_quotes,
    read_quote,
)

PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class OpenedQuote:
    """A quote with what came of it. `caller` None: nothing is held. `expired`: its last valid day is over."""

    stored: StoredQuote
    outcomes: Sequence[RecordedOutcome]
    caller: HeldCaller | None
    expired: bool


@dataclass(frozen=True, slots=True)
class QuotePage:
    """One page of a search, the newest first. `page` counts from 1 and lies within `pages`."""

    quotes: Sequence[QuoteLine]
    total: int
    page: int
    pages: int


def open_quote(engine: Engine, seal: CallerSeal, reference: str, member: StaffMember, moment: datetime) -> OpenedQuote:
    """The whole quote, with the caller's details if any are held; then the reading is noted first.

    Raises: NotOnFile; QuoteAltered if the stored quote is not what was stored.
    """
    with engine.connect() as connection:
        has_caller = holds_caller(connection, reference)
    if not has_caller:
        return _opened(engine, reference, None, moment)
    with engine.begin() as connection:
        append_entry(connection, AuditEntry(member.username, "quote.read", "quote", reference), moment)
        caller = read_caller(connection, reference, seal)
    return _opened(engine, reference, caller, moment)


def open_snapshot(engine: Engine, reference: str, moment: datetime) -> OpenedQuote:
    """The quote without the caller's details, for the printed page and the file: nobody's name stands on those.

    Raises: as open_quote.
    """
    return _opened(engine, reference, None, moment)


def _opened(engine: Engine, reference: str, caller: HeldCaller | None, moment: datetime) -> OpenedQuote:
    with engine.connect() as connection:
        stored = read_quote(connection, reference)
        outcomes = read_outcomes(connection, reference)
    if stored is None:
        raise NotOnFile("quote", shown_reference(reference))
    snapshot = stored.snapshot
    expired = is_expired(snapshot.valid_through, snapshot.clinic.time_zone, moment)
    return OpenedQuote(stored, outcomes, caller, expired)


def search_quotes(engine: Engine, search: QuoteSearch, page: int = 1) -> QuotePage:
    """One page of the quotes that fit. A page beyond the last is the last."""
    with engine.connect() as connection:
        total = count_quotes(connection, search)
        pages = max(1, -(-total // PAGE))
        page = min(max(page, 1), pages)
        quotes = find_quotes(connection, search, limit=PAGE, offset=(page - 1) * PAGE)
    return QuotePage(quotes, total, page, pages)
