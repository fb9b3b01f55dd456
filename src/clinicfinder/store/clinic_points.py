"""What became of looking up clinics' addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from clinicfinder.domain.clinics import GeoPrecision
from clinicfinder.domain.geo import LatLng
from clinicfinder.models import ClinicPointRow, DataVersionRow
from clinicfinder.store.reading import columns_of
from clinicfinder.store.writing import upsert

FOUND = "found"


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The outcome for one clinic's address. `outcome` is FOUND, or the reason why `point` is None."""

    clinic_code: str
    address_hash: str
    outcome: str
    point: LatLng | None
    precision: GeoPrecision | None
    provider: str | None
    at: datetime


def read_outcomes(connection: Connection) -> dict[tuple[str, str], str]:
    """The outcome of every address looked up last, by clinic code and address hash."""
    points = columns_of(ClinicPointRow).c
    query = select(points.clinic_code, points.address_hash, points.outcome)
    return {(row.clinic_code, row.address_hash): row.outcome for row in connection.execute(query)}


def store_outcomes(engine: Engine, outcomes: Sequence[LookedUp]) -> None:
    """Store some outcomes at once. New points are a change of the data that every worker is to notice."""
    with engine.begin() as connection:
        if any(each.point for each in outcomes):
            version = columns_of(DataVersionRow)
            connection.execute(version.update().values(operator_changes=version.c.operator_changes + 1))
        upsert(
            connection,
            ClinicPointRow,
            [
                {
                    "clinic_code": each.clinic_code,
                    "address_hash": each.address_hash,
                    "outcome": each.outcome,
                    "latitude": each.point.lat if each.point else None,
                    "longitude": each.point.lng if each.point else None,
                    "geo_precision": each.precision,
                    "provider": each.provider,
                    "geocoded_at": each.at,
                }
                for each in outcomes
            ],
        )
