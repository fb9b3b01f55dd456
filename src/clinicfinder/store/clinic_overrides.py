"""Dated exceptions to clinics' hours in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.overrides import Override, OverrideKind, Spans, read_spans, written_spans
from clinicfinder.models import ClinicOverrideRow, DataVersionRow
from clinicfinder.store.reading import columns_of


@dataclass(frozen=True, slots=True)
class NewOverride:
    """An exception that was checked and has no number yet. The fields are those of `domain.overrides.Override`."""

    clinic_code: str
    kind: OverrideKind
    from_day: date
    through_day: date
    spans: Spans
    reason: str


@dataclass(frozen=True, slots=True)
class KeptOverride:
    """An exception with who set it and who ended it early, if anybody did. Times in UTC."""

    clinic_code: str
    override: Override
    made_by: str
    made_at: datetime
    ended_by: str | None
    ended_at: datetime | None


def with_overrides(clinics: Iterable[Clinic], overrides: Mapping[str, tuple[Override, ...]]) -> list[Clinic]:
    """The clinics, each with its exceptions."""
    return [
        replace(clinic, overrides=overrides[clinic.clinic_code]) if clinic.clinic_code in overrides else clinic
        for clinic in clinics
    ]


def read_overrides(connection: Connection) -> dict[str, tuple[Override, ...]]:
    """Every exception that nobody ended, by clinic code: past ones too, since the moment decides which count."""
    found: dict[str, list[Override]] = defaultdict(list)
    for kept in read_kept_overrides(connection):
        if kept.ended_at is None:
            found[kept.clinic_code].append(kept.override)
    return {code: tuple(overrides) for code, overrides in found.items()}


def read_kept_overrides(connection: Connection, clinic_code: str | None = None) -> list[KeptOverride]:
    """The exceptions of one clinic or of all, in the order they were set, ended ones too."""
    table = columns_of(ClinicOverrideRow)
    query = select(table).order_by(table.c.number)
    if clinic_code is not None:
        query = query.where(table.c.clinic_code == clinic_code)
    return [_kept(row) for row in connection.execute(query)]


def _kept(row: Row[Any]) -> KeptOverride:
    spans = (read_spans(row.hours) or ()) if row.hours else ()
    override = Override(row.number, row.kind, row.from_date, row.through_date, spans, row.reason)
    return KeptOverride(row.clinic_code, override, row.made_by, row.made_at, row.ended_by, row.ended_at)


def add_override(connection: Connection, new: NewOverride, made_by: str, made_at: datetime) -> int:
    """Store an exception in the caller's transaction, and tell every worker. Returns its number."""
    table = columns_of(ClinicOverrideRow)
    number: int = connection.execute(
        table.insert()
        .values(
            clinic_code=new.clinic_code,
            kind=new.kind,
            from_date=new.from_day,
            through_date=new.through_day,
            hours=written_spans(new.spans) or None,
            reason=new.reason,
            made_by=made_by,
            made_at=made_at,
        )
        .returning(table.c.number)
    ).scalar_one()
    _count_change(connection)
    return number


def end_override(connection: Connection, number: int, ended_by: str, ended_at: datetime) -> bool:
    """End an exception in the caller's transaction, and tell every worker. Returns False if it was ended before."""
    table = columns_of(ClinicOverrideRow)
    ended = connection.execute(
        table.update()
        .where(table.c.number == number, table.c.ended_at.is_(None))
        .values(ended_by=ended_by, ended_at=ended_at)
    )
    if ended.rowcount == 0:
        return False
    _count_change(connection)
    return True


def _count_change(connection: Connection) -> None:
    """Make it another version of the data, so that every worker takes it."""
    version = columns_of(DataVersionRow)
    connection.execute(version.update().values(operator_changes=version.c.operator_changes + 1))
