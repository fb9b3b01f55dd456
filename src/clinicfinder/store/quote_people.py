"""The rows that say whom a quote was for: the only ones beside a quote that are ever deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from clinicfinder.models import QuotePersonRow
from clinicfinder.store.caller_details import CallerDetails, CallerSeal
from clinicfinder.store.reading import columns_of

_PEOPLE = columns_of(QuotePersonRow)


@dataclass(frozen=True, slots=True)
class HeldCaller:
    """What is held of a caller. `is_sealed`: something is held that no key of ours opens."""

    details: CallerDetails
    kept_since: datetime
    is_sealed: bool


def keep_caller(connection: Connection, reference: str, details: CallerDetails, seal: CallerSeal, at: datetime) -> None:
    """Keep what a caller gave, sealed; nothing is written if they gave nothing."""
    if not details.given:
        return
    connection.execute(
        _PEOPLE.insert(),
        {
            "reference": reference,
            "sealed_name": seal.seal(details.name),
            "sealed_phone": seal.seal(details.phone),
            "kept_since": at,
        },
    )


def read_caller(connection: Connection, reference: str, seal: CallerSeal) -> HeldCaller | None:
    """What is held of the caller of a quote, or None."""
    row = connection.execute(select(_PEOPLE).where(_PEOPLE.c.reference == reference)).one_or_none()
    if row is None:
        return None
    details = CallerDetails(seal.opened(row.sealed_name), seal.opened(row.sealed_phone))
    pairs = ((row.sealed_name, details.name), (row.sealed_phone, details.phone))
    is_sealed = any(sealed is not None and opened is None for sealed, opened in pairs)
    return HeldCaller(details, row.kept_since, is_sealed)


def holds_caller(connection: Connection, reference: str) -> bool:
    """Whether anything of the caller of this quote is held."""
    return connection.execute(select(_PEOPLE.c.reference).where(_PEOPLE.c.reference == reference)).first() is not None


def callers_kept_before(connection: Connection, moment: datetime) -> list[str]:
    """The references of quotes whose caller's details were kept before a moment, the oldest first."""
    c = _PEOPLE.c
    rows = connection.execute(select(c.reference).where(c.kept_since < moment).order_by(c.kept_since))
    return list(rows.scalars())


def delete_caller(connection: Connection, reference: str) -> bool:
    """Delete what is held of one caller. Returns: whether anything was."""
    return connection.execute(delete(_PEOPLE).where(_PEOPLE.c.reference == reference)).rowcount == 1


def reseal_callers(connection: Connection, seal: CallerSeal) -> int:
    """Seal every row anew under the newest key. Returns: how many rows there are."""
    rows = connection.execute(select(_PEOPLE)).all()
    for row in rows:
        connection.execute(
            _PEOPLE.update()
            .where(_PEOPLE.c.reference == row.reference)
            .values(sealed_name=seal.resealed(row.sealed_name), sealed_phone=seal.resealed(row.sealed_phone))
        )
    return len(rows)
