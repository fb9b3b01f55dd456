"""Quotes in the database: added, found, and never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, desc, exists, false, func, or_, select

from clinicfinder.domain.quotes import Snapshot, fingerprint, pack, unpack
from clinicfinder.models import QuoteOutcomeRow, QuoteRow
from clinicfinder.store.reading import columns_of

_QUOTES = columns_of(QuoteRow)
_OUTCOMES = columns_of(QuoteOutcomeRow)


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """A quote as stored. `superseded_by` is the reference of the quote that corrects it, if any."""

    reference: str
    snapshot: Snapshot
    sha256: str
    supersedes: str | None
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A quote in a list: what is needed to tell it from the others. `outcome` is the newest one recorded."""

    reference: str
    made_at: datetime
    made_by: str
    made_by_name: str
    clinic_code: str
    clinic_name: str
    treatment: str
    payer_name: str | None
    coverage_status: str
    low_cents: int | None
    high_cents: int | None
    valid_through: date
    time_zone: str
    superseded_by: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class QuoteSearch:
    """What to look for; None means any.

    `made_by` is an agent's username or name, in any case. `made_from` and `made_until` are the first and the last day,
    by the calendar of each quote's clinic: the day that stands on the quote.
    """

    clinic_code: str | None = None
    made_by: str | None = None
    made_from: date | None = None
    made_until: date | None = None
    outcome: str | None = None
    payer_code: str | None = None


def insert_quote(
    connection: Connection, reference: str, saving_key: str, supersedes: str | None, snapshot: Snapshot
) -> None:
    """Add one quote.

    Raises: sqlalchemy.exc.IntegrityError if the reference is taken, the key was used, or `supersedes` is no quote or
        was corrected before.
    """
    text, sha256 = pack(snapshot)
    connection.execute(
        _QUOTES.insert(),
        {
            "reference": reference,
            "saving_key": saving_key,
            "made_at": snapshot.made_at,
            "made_by": snapshot.agent.username,
            "made_by_name": snapshot.agent.name,
            "clinic_code": snapshot.clinic.code,
            "clinic_name": snapshot.clinic.name,
            "state": snapshot.clinic.state,
            "treatment": snapshot.treatment,
            "payer_code": snapshot.payer_code,
            "payer_name": snapshot.payer_name and snapshot.payer_name.replace("\0", ""),
            "coverage_status": snapshot.coverage.status,
            "has_own_rule": snapshot.coverage.own_rule,
            "low_cents": snapshot.low_cents,
            "high_cents": snapshot.high_cents,
            "valid_through": snapshot.valid_through,
            "time_zone": snapshot.clinic.time_zone,
            "data_version": snapshot.versions.data,
            "script_version": snapshot.versions.script,
            "supersedes": supersedes,
            "snapshot_format": snapshot.format,
            "snapshot": text,
            "snapshot_sha256": sha256,
        },
    )


def reference_of_key(connection: Connection, made_by: str, saving_key: str) -> str | None:
    """The quote that this agent saved under this key, or None."""
    c = _QUOTES.c
    found = select(c.reference).where(c.made_by == made_by, c.saving_key == saving_key)
    reference: str | None = connection.execute(found).scalar_one_or_none()
    return reference


def is_taken(connection: Connection, reference: str) -> bool:
    """Whether there is a quote of this reference."""
    return bool(connection.execute(select(exists().where(_QUOTES.c.reference == reference))).scalar_one())


def corrected_by(connection: Connection, reference: str) -> str | None:
    """The quote that supersedes this one, or None."""
    found: str | None = connection.execute(
        select(_QUOTES.c.reference).where(_QUOTES.c.supersedes == reference)
    ).scalar_one_or_none()
    return found


def read_quote(connection: Connection, reference: str) -> StoredQuote | None:
    """The quote of this reference, just as it was stored, or None.

    Raises: QuoteAltered if what is stored is not what was stored.
    """
    c = _QUOTES.c
    row = connection.execute(
        select(c.snapshot, c.snapshot_sha256, c.supersedes).where(c.reference == reference)
    ).one_or_none()
    if row is None:
        return None
    snapshot = unpack(row.snapshot, row.snapshot_sha256)
    return StoredQuote(reference, snapshot, row.snapshot_sha256, row.supersedes, corrected_by(connection, reference))


def chain_of(connection: Connection, reference: str) -> list[str]:
    """This quote with all that it corrects and all that correct it, the oldest first; empty if there is none."""
    if not is_taken(connection, reference):
        return []
    chain = [reference]
    while earlier := _corrects(connection, chain[0]):
        chain.insert(0, earlier)
    while later := corrected_by(connection, chain[-1]):
        chain.append(later)
    return chain


def _corrects(connection: Connection, reference: str) -> str | None:
    c = _QUOTES.c
    found: str | None = connection.execute(select(c.supersedes).where(c.reference == reference)).scalar_one()
    return found


def fingerprints(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every reference with the SHA-256 of the snapshot as it is stored now, whatever the row says of it."""
    statement = select(_QUOTES.c.reference, _QUOTES.c.snapshot).execution_options(yield_per=500)
    for row in connection.execute(statement):
        yield row.reference, fingerprint(row.snapshot)


def find_quotes(connection: Connection, search: QuoteSearch, *, limit: int, offset: int = 0) -> list[QuoteLine]:
    """The quotes that fit, the newest first."""
    c = _QUOTES.c
    later = _QUOTES.alias("later")
    newest = _newest_outcome()
    statement = (
        select(
            *(c[name] for name in QuoteLine.__dataclass_fields__ if name not in ("superseded_by", "outcome")),
            later.c.reference.label("superseded_by"),
            newest.label("outcome"),
        )
        .outerjoin(later, later.c.supersedes == c.reference)
        .order_by(desc(c.made_at), c.reference)
        .limit(limit)
        .offset(offset)
    )
    return [_quote_line(row) for row in connection.execute(_narrowed(connection, statement, search))]


def count_quotes(connection: Connection, search: QuoteSearch) -> int:
    """How many quotes fit."""
    statement = _narrowed(connection, select(func.count()).select_from(_QUOTES), search)
    return int(connection.execute(statement).scalar_one())


def _newest_outcome() -> Any:
    """The newest outcome of a quote; notes alone leave it as it is."""
    o = _OUTCOMES.c
    return (
        select(o.outcome)
        .where(o.reference == _QUOTES.c.reference, o.outcome.is_not(None))
        .order_by(desc(o.entry_number))
        .limit(1)
        .correlate(_QUOTES)
        .scalar_subquery()
    )


def _narrowed(connection: Connection, statement: Select[Any], search: QuoteSearch) -> Select[Any]:
    c = _QUOTES.c
    # A comparison with None is an error, so each is made only where something is asked for.
    if search.clinic_code is not None:
        statement = statement.where(c.clinic_code == search.clinic_code)
    if search.made_by is not None:
        # SQLite knows no small letters beyond a to z, so the name as typed is asked for as well.
        name, small = search.made_by, search.made_by.lower()
        statement = statement.where(
            or_(c.made_by == small, c.made_by_name == name, func.lower(c.made_by_name) == small)
        )
    if search.payer_code is not None:
        statement = statement.where(c.payer_code == search.payer_code)
    if search.made_from is not None:
        statement = statement.where(_made_since(connection, search.made_from))
    if search.made_until is not None:
        statement = statement.where(~_made_since(connection, search.made_until + timedelta(days=1)))
    if search.outcome is not None:
        statement = statement.where(_newest_outcome() == search.outcome)
    return statement


def _made_since(connection: Connection, day: date) -> ColumnElement[bool]:
    """Whether a quote was made on this day or later, where its clinic is."""
    c = _QUOTES.c
    zones = connection.execute(select(c.time_zone).distinct()).scalars()
    begins = ((zone, datetime.combine(day, time(), ZoneInfo(zone))) for zone in zones)
    return or_(false(), *((c.time_zone == zone) & (c.made_at >= begin) for zone, begin in begins))


def _quote_line(row: Row[Any]) -> QuoteLine:
    return QuoteLine(**row._mapping)  # noqa: SLF001  # SQLAlchemy's documented name of a row's columns.
