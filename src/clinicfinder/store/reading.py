"""Read whole tables back as the plain values of `domain`. Rows are read through Core, never as ORM objects:
42,789 ZIP codes take a fifth of the time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlmodel import SQLModel

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.places import ZipRecord
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.reference import Network, Payer, Treatment
from clinicfinder.geocoding.clinic_address import address_hash
from clinicfinder.models import (
    ClinicInsuranceRow,
    ClinicPointRow,
    ClinicRow,
    DataVersionRow,
    NetworkRow,
    PayerRow,
    SourceRow,
    TreatmentRow,
    ZipCodeRow,
)


def columns_of(model: type[SQLModel]) -> Any:
    """The Core table of a table class; SQLModel does not declare the attribute for type checkers."""
    return model.__table__  # type: ignore[attr-defined]  # set by SQLModel's metaclass


_VERSION = select(columns_of(DataVersionRow).c.files_version, columns_of(DataVersionRow).c.operator_changes)
_ZIPS = columns_of(ZipCodeRow).c
_ZIP_RECORDS = select(
    _ZIPS.zip,
    _ZIPS.city,
    _ZIPS.other_cities,
    _ZIPS.state,
    _ZIPS.county,
    _ZIPS.kind,
    _ZIPS.timezone,
    _ZIPS.latitude,
    _ZIPS.longitude,
    _ZIPS.point_source,
).order_by(_ZIPS.zip)


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """Which data the database holds: the files loaded last, and how often an operator changed data since the start."""

    files: str
    operator_changes: int

    @property
    def name(self) -> str:
        """The version as one text. While no operator has changed anything it is the files' own."""
        return f"{self.files}+{self.operator_changes}" if self.operator_changes else self.files


def stored_version(connection: Connection) -> StoredVersion | None:
    """The version of the data in the database, or None before the first load."""
    row = connection.execute(_VERSION).one_or_none()
    return None if row is None else StoredVersion(row.files_version, row.operator_changes)


def data_version(connection: Connection) -> str | None:
    """The version's name, or None before the first load. Cheap enough to ask often."""
    version = stored_version(connection)
    return version.name if version else None


def read_zip_records(connection: Connection) -> list[ZipRecord]:
    """All ZIP codes, in their order."""
    return [
        ZipRecord(
            zip_code,
            city,
            tuple(others.split(";")) if others else (),
            state,
            county,
            kind,
            timezone,
            None if lat is None else LatLng(lat, lng),
            point_source,
        )
        for (
            zip_code, city, others, state, county, kind, timezone, lat, lng, point_source,
        ) in connection.execute(_ZIP_RECORDS)
    ]  # fmt: skip


def read_clinics(connection: Connection) -> list[Clinic]:
    """All clinics, public or not, by clinic code, each at the best point known for its address."""
    points = columns_of(ClinicPointRow)
    found = {row.clinic_code: row for row in connection.execute(select(points).where(points.c.latitude.is_not(None)))}
    return [_at_its_point(clinic, found.get(clinic.clinic_code)) for clinic in read_clinics_as_said(connection)]


def _at_its_point(clinic: Clinic, found: Row[Any] | None) -> Clinic:
    """The clinic at the point that was looked up, if it says `zip` and still has the address that was asked for."""
    if found is None or clinic.geo_precision != "zip" or found.address_hash != address_hash(clinic):
        return clinic
    return replace(clinic, position=LatLng(found.latitude, found.longitude), geo_precision=found.geo_precision)


def read_clinics_as_said(connection: Connection) -> list[Clinic]:
    """All clinics by clinic code, as the files or an operator say, without looked-up points."""
    clinics, networks = columns_of(ClinicRow), columns_of(NetworkRow)
    query = (
        select(clinics, networks.c.name.label("network_name"))
        .join(networks, networks.c.code == clinics.c.network_code)
        .order_by(clinics.c.clinic_code)
    )
    return [_clinic(row) for row in connection.execute(query)]


def _clinic(row: Row[Any]) -> Clinic:
    return Clinic(
        clinic_code=row.clinic_code,
        network_code=row.network_code,
        network_name=row.network_name,
        name=row.name,
        status=row.status,
        street=row.street,
        unit=row.unit,
        city=row.city,
        state=row.state,
        zip=row.zip,
        county=row.county,
        phone=row.phone,
        position=None if row.latitude is None else LatLng(row.latitude, row.longitude),
        geo_precision=row.geo_precision,
        timezone=row.timezone,
        hours=row.hours,
        treatments=_parts(row.treatments),
        treatments_evidence=row.treatments_evidence,
        telehealth=row.telehealth,
        website=row.website,
        slug=row.slug,
        aliases=_parts(row.aliases),
        notes=row.notes,
        provenance=_provenance(row),
    )


def read_networks(connection: Connection) -> list[Network]:
    """All networks, by name."""
    table = columns_of(NetworkRow)
    return [
        Network(row.code, row.name, row.website, row.gives_ketamine, row.summary, _provenance(row))
        for row in connection.execute(select(table).order_by(table.c.name, table.c.code))
    ]


def read_treatments(connection: Connection) -> list[Treatment]:
    """All treatments, in the order they are shown."""
    table = columns_of(TreatmentRow)
    return [
        Treatment(
            code=row.code,
            label=row.label,
            short_label=row.short_label,
            summary=row.summary,
            fda_status=row.fda_status,
            session_length=row.session_length,
            first_course=row.first_course,
            driving_home=row.driving_home,
            in_person_only=row.in_person_only,
            sort_order=row.sort_order,
            provenance=_provenance(row),
        )
        for row in connection.execute(select(table).order_by(table.c.sort_order, table.c.code))
    ]


def read_payers(connection: Connection) -> list[Payer]:
    """All payers, by code."""
    table = columns_of(PayerRow)
    return [
        Payer(row.code, row.name, _parts(row.aliases), _provenance(row))
        for row in connection.execute(select(table).order_by(table.c.code))
    ]


def read_codes_of_operator(connection: Connection) -> set[str]:
    """The codes of the clinics whose row an operator changed last."""
    clinics = columns_of(ClinicRow).c
    return set(connection.execute(select(clinics.clinic_code).where(clinics.changed_by_operator)).scalars())


def read_insurance(connection: Connection) -> list[InsuranceAcceptance]:
    """What may be shown about payers at clinics, in the order of the file. Low confidence never is."""
    return [row for row in read_insurance_as_said(connection) if row.provenance.confidence != "low"]


def read_insurance_as_said(
    connection: Connection, *, changed_by_operator: bool | None = None
) -> list[InsuranceAcceptance]:
    """All that sources say about payers at clinics, in the order of the file, of any confidence.

    Args: changed_by_operator: only the rows an operator changed last, or only the others; None for all.
    """
    table = columns_of(ClinicInsuranceRow)
    query = select(table).order_by(table.c.row_number)
    if changed_by_operator is not None:
        query = query.where(table.c.changed_by_operator.is_(changed_by_operator))
    return [
        InsuranceAcceptance(
            network_code=row.network_code,
            clinic_code=row.clinic_code,
            state=row.state,
            payer_code=row.payer_code,
            listed_as=row.listed_as,
            acceptance=row.acceptance,
            basis=row.basis,
            scope=row.scope,
            notes=row.notes,
            provenance=_provenance(row),
        )
        for row in connection.execute(query)
    ]


def read_sources(connection: Connection) -> dict[str, Provenance]:
    """The sources that ZIP codes name, by key."""
    table = columns_of(SourceRow)
    query = select(table).order_by(table.c.source)
    return {row.source: _provenance(row) for row in connection.execute(query)}


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


def _provenance(row: Row[Any]) -> Provenance:
    return Provenance(row.source_title, row.source_url, row.source_date, row.reviewed_on, row.confidence)
