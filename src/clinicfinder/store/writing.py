"""Turn the plain values of `domain` into table rows and write many at once, through Core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.domain.provenance import Provenance
from clinicfinder.ingest.zip_rows import SourcedZip
from clinicfinder.store.reading import columns_of

ColumnValues = dict[str, Any]


def upsert(connection: Connection, model: type[SQLModel], rows: Sequence[ColumnValues]) -> None:
    """Add the rows, or change those whose key is there already."""
    if not rows:
        return
    table: Table = columns_of(model)
    keys = [column.name for column in table.primary_key]
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    new = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), list(rows))


def replace_all(connection: Connection, model: type[SQLModel], rows: Sequence[ColumnValues]) -> None:
    """Empty the table and fill it anew: for tables that nothing else points to."""
    table: Table = columns_of(model)
    connection.execute(delete(table))
    if rows:
        connection.execute(table.insert(), list(rows))


def plain_values(value: Any) -> ColumnValues:
    """The fields of a value whose names are the column names, with its provenance spread out."""
    values = {name: getattr(value, name) for name in value.__dataclass_fields__ if name != "provenance"}
    return values | provenance_values(value.provenance)


def provenance_values(provenance: Provenance) -> ColumnValues:
    """The five source columns."""
    return {
        "source_title": provenance.source_title,
        "source_url": provenance.source_url,
        "source_date": provenance.source_date,
        "reviewed_on": provenance.reviewed_on,
        "confidence": provenance.confidence,
    }


def clinic_values(clinic: Clinic, *, by_operator: bool) -> ColumnValues:
    """A row of the clinics table."""
    values = plain_values(clinic)
    del values["network_name"], values["position"], values["overrides"]
    return values | {
        "treatments": ";".join(clinic.treatments),
        "aliases": ";".join(clinic.aliases),
        "latitude": clinic.position.lat if clinic.position else None,
        "longitude": clinic.position.lng if clinic.position else None,
        "changed_by_operator": by_operator,
    }


def insurance_values(row: InsuranceAcceptance, row_number: int, *, by_operator: bool) -> ColumnValues:
    """A row of the clinic_insurance table."""
    return plain_values(row) | {"row_number": row_number, "changed_by_operator": by_operator}


def zip_values(zip_code: SourcedZip) -> ColumnValues:
    """A row of the zip_codes table."""
    record = zip_code.record
    return {
        "zip": record.zip,
        "city": record.city,
        "other_cities": ";".join(record.other_cities),
        "state": record.state,
        "county": record.county,
        "kind": record.kind,
        "timezone": record.timezone,
        "latitude": record.point.lat if record.point else None,
        "longitude": record.point.lng if record.point else None,
        "point_source": record.point_source,
        "source": zip_code.source,
    }
