"""Counts over all quotes, for the dashboard and the review queue. No single quote leaves here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from clinicfinder.models import QuoteOutcomeRow, QuoteRow
from clinicfinder.store.reading import columns_of

_QUOTES = columns_of(QuoteRow)
_OUTCOMES = columns_of(QuoteOutcomeRow)


@dataclass(frozen=True, slots=True)
class PayerCount:
    """How many quotes asked for a payer that has no rule of its own for the treatment. None: not on file at all."""

    payer_code: str | None
    payer_name: str
    quotes: int


def quotes_by_day(connection: Connection, since: datetime, until: datetime) -> Mapping[date, int]:
    """How many quotes were made on each day of the server's own calendar, corrections too. Empty days are left out.

    Args: since, until: aware; the second no longer included.
    """
    made = connection.execute(_in_time(select(_QUOTES.c.made_at), since, until)).scalars()
    return Counter(at.astimezone().date() for at in made)


def newest_outcomes(connection: Connection, since: datetime, until: datetime) -> Mapping[str | None, int]:
    """The newest outcome of each quote made in a time, counted; None for quotes that have none. Corrected quotes
    are left out, since the call went on with the quote that corrects them."""
    newest = (
        select(_OUTCOMES.c.reference, func.max(_OUTCOMES.c.entry_number).label("entry"))
        .where(_OUTCOMES.c.outcome.is_not(None))
        .group_by(_OUTCOMES.c.reference)
        .subquery()
    )
    corrected = select(_QUOTES.c.supersedes).where(_QUOTES.c.supersedes.is_not(None))
    query = (
        _in_time(select(_OUTCOMES.c.outcome, func.count().label("quotes")), since, until)
        .select_from(_QUOTES)
        .outerjoin(newest, newest.c.reference == _QUOTES.c.reference)
        .outerjoin(_OUTCOMES, _OUTCOMES.c.entry_number == newest.c.entry)
        .where(_QUOTES.c.reference.not_in(corrected))
        .group_by(_OUTCOMES.c.outcome)
    )
    return {row.outcome: row.quotes for row in connection.execute(query)}


def payers_without_rule(connection: Connection, since: datetime, until: datetime) -> list[PayerCount]:
    """The payers that quotes asked for and that have no rule of their own, the most asked for first."""
    name = func.max(_QUOTES.c.payer_name)
    query = (
        _in_time(select(_QUOTES.c.payer_code, name, func.count().label("quotes")), since, until)
        .where(_QUOTES.c.has_own_rule.is_(False), _QUOTES.c.payer_name.is_not(None))
        # A payer that is not on file has no code: then its name is what tells it from others.
        .group_by(_QUOTES.c.payer_code, func.coalesce(_QUOTES.c.payer_code, _QUOTES.c.payer_name))
    )
    counts = [PayerCount(code, shown, quotes) for code, shown, quotes in connection.execute(query)]
    return sorted(counts, key=lambda each: (-each.quotes, each.payer_name))


def quotes_by_clinic(connection: Connection, since: datetime) -> Mapping[str, int]:
    """How many quotes were made for each clinic since a moment."""
    query = select(_QUOTES.c.clinic_code, func.count().label("quotes")).where(_QUOTES.c.made_at >= since)
    return {row.clinic_code: row.quotes for row in connection.execute(query.group_by(_QUOTES.c.clinic_code))}


def quotes_by_payer_and_treatment(connection: Connection, since: datetime) -> Mapping[tuple[str | None, str], int]:
    """How many quotes were made for each payer and treatment since a moment. None: no payer, or one not on file."""
    query = select(_QUOTES.c.payer_code, _QUOTES.c.treatment, func.count()).where(_QUOTES.c.made_at >= since)
    rows = connection.execute(query.group_by(_QUOTES.c.payer_code, _QUOTES.c.treatment))
    return {(payer, treatment): count for payer, treatment, count in rows}


def _in_time(query: Select[Any], since: datetime, until: datetime) -> Select[Any]:
    return query.where(_QUOTES.c.made_at >= since, _QUOTES.c.made_at < until)
