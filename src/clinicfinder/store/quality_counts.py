"""Daily counts of how good the data is, in the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from clinicfinder.models import QualityCountRow
from clinicfinder.store.reading import columns_of
from clinicfinder.store.writing import upsert


@dataclass(frozen=True, slots=True)
class QualityCount:
    """How many rows have a trait, of how many. `measure` is a name of usecases.data_quality."""

    measure: str
    count: int
    total: int


def store_quality_counts(connection: Connection, day: date, counts: Sequence[QualityCount]) -> None:
    """Keep a day's counts; counts of the same day give way to them."""
    rows = [{"day": day, "measure": each.measure, "found": each.count, "total": each.total} for each in counts]
    upsert(connection, QualityCountRow, rows)


def has_quality_counts(connection: Connection, day: date) -> bool:
    """Whether the counts of a day are kept."""
    table = columns_of(QualityCountRow)
    return connection.execute(select(table.c.measure).where(table.c.day == day).limit(1)).first() is not None


def read_quality_counts(connection: Connection, since: date) -> list[tuple[date, QualityCount]]:
    """The counts of every day from `since`, in order of days."""
    table = columns_of(QualityCountRow)
    query = select(table).where(table.c.day >= since).order_by(table.c.day, table.c.measure)
    return [(row.day, QualityCount(row.measure, row.found, row.total)) for row in connection.execute(query)]
