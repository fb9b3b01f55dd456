"""Quotes as a spreadsheet, without anything of the callers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine

from clinicfinder.domain.quote_outcomes import OUTCOMES
from clinicfinder.domain.quote_reference import shown_reference
from clinicfinder.domain.staff import StaffMember
from clinicfinder.store.audit import AuditEntry, append_entry
from clinicfinder.store.quotes import QuoteLine, QuoteSearch, find_quotes
from clinicfinder.usecases.csv_text import csv_line

MOST_LINES: Final = 50_000

HEADER: Final = (
    "reference", "made_at_utc", "agent", "clinic_code", "clinic", "treatment", "payer", "coverage", "low_dollars",
    "high_dollars", "valid_through", "superseded_by", "outcome",
)  # fmt: skip


def export_quotes(engine: Engine, search: QuoteSearch, member: StaffMember, moment: datetime) -> Iterator[str]:
    """The quotes that fit as lines of CSV, a header first, the newest first. That they were taken out is noted."""
    with engine.begin() as connection:
        entry = AuditEntry(member.username, "quote.exported", "quote", "search", new=_words(search))
        append_entry(connection, entry, moment)
        quotes = find_quotes(connection, search, limit=MOST_LINES)
    return itertools.chain([csv_line(HEADER)], (csv_line(_cells(quote)) for quote in quotes))


def _words(search: QuoteSearch) -> str:
    """What was asked for, so that the log says which quotes were taken out."""
    asked = ((name, getattr(search, name)) for name in QuoteSearch.__dataclass_fields__)
    return ", ".join(f"{name} {value}" for name, value in asked if value is not None) or "everything"


def _cells(quote: QuoteLine) -> list[str]:
    return [
        shown_reference(quote.reference),
        quote.made_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M"),
        quote.made_by,
        quote.clinic_code,
        quote.clinic_name,
        quote.treatment,
        quote.payer_name or "",
        quote.coverage_status,
        _dollars(quote.low_cents),
        _dollars(quote.high_cents),
        quote.valid_through.isoformat(),
        shown_reference(quote.superseded_by) if quote.superseded_by else "",
        _outcome(quote.outcome),
    ]


def _outcome(code: str | None) -> str:
    known = OUTCOMES.get(code or "")
    return known.label if known else code or ""


def _dollars(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"
