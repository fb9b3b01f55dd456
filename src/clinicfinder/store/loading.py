"""Load the data folder into the database: all of it in one transaction, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from clinicfinder.domain.clinics import PUBLIC_STATUSES, Clinic
from clinicfinder.domain.provenance import Provenance
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.data_set import DATA_FILES, DataSet, read_data
from clinicfinder.ingest.zip_rows import SourcedZip
from clinicfinder.models import (
    ClinicInsuranceRow,
    ClinicRow,
    DataVersionRow,
    NetworkRow,
    PayerRow,
    SourceRow,
    TreatmentRow,
    ZipCodeRow,
)
from clinicfinder.store.engine import schema_version
from clinicfinder.store.reading import columns_of, data_version, read_clinics

Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. `loaded` False: the database held this version already and nothing was touched.

    `clinics_vanished` stand in the database and no longer in the file. They are kept, because pages and old
    estimates point to them: give such a clinic a status in the file instead of deleting its row.
    """

    version: str
    loaded: bool
    zips: int = 0
    clinics: int = 0
    public_clinics: int = 0
    insurance: int = 0
    insurance_withheld: int = 0
    clinics_added: tuple[str, ...] = ()
    clinics_changed: tuple[str, ...] = ()
    clinics_vanished: tuple[str, ...] = ()


def _say_nothing(_: str) -> None:
    """The default for `progress`."""


def version_of_files(data_dir: Path) -> str:
    """A name for exactly these files under this schema: equal if and only if a load would change nothing.

    Raises: DataFault if one of the files is missing.
    """
    digest = hashlib.sha256(schema_version().encode())
    for name in DATA_FILES:
        try:
            content = (data_dir / name).read_bytes()
        except FileNotFoundError as error:
            raise DataFault([RowFault(name, 0, "", "", f"Put the file into {data_dir}.")]) from error
        digest.update(f"\n{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def load_data(engine: Engine, data_dir: Path, progress: Callable[[str], None] = _say_nothing) -> LoadReport:
    """Check the files and bring the database to what they say. Loading the same files again does nothing.

    Args: engine: a migrated database. data_dir: the data folder. progress: told of each long step.
    Raises: DataFault with every fault of every file; the database is then as it was.
    """
    version = version_of_files(data_dir)
    with engine.connect() as connection:
        if data_version(connection) == version:
            return LoadReport(version, loaded=False)
    progress("Checking the data files")
    data = read_data(data_dir)
    progress(f"Storing {len(data.zips):,} ZIP codes and {len(data.clinics):,} clinics")
    with engine.begin() as connection:
        return _store(connection, data, version)


def _store(connection: Connection, data: DataSet, version: str) -> LoadReport:
    """Write everything. The first statement is a write, so that SQLite takes the lock before it reads."""
    _upsert(connection, SourceRow, [{"source": key, **_flat(where)} for key, where in data.sources.items()])
    before = {clinic.clinic_code: clinic for clinic in read_clinics(connection)}
    after = {clinic.clinic_code: clinic for clinic in data.clinics}
    _refuse_moved_pages(before, after)
    public = [row for row in data.insurance if row.provenance.confidence != "low"]

    _replace(connection, ZipCodeRow, [_zip_cells(zip_code) for zip_code in data.zips])
    _upsert(connection, NetworkRow, [_cells(network) for network in data.networks])
    _upsert(connection, TreatmentRow, [_cells(treatment) for treatment in data.treatments])
    _upsert(connection, PayerRow, [{**_cells(p), "aliases": ";".join(p.aliases)} for p in data.payers])
    _upsert(connection, ClinicRow, [_clinic_cells(clinic) for clinic in data.clinics])
    _replace(connection, ClinicInsuranceRow, [_cells(row) | {"row_number": n} for n, row in enumerate(public)])
    _drop_vanished(connection, data)
    _upsert(connection, DataVersionRow, [{"only_row": 1, "version": version}])

    return LoadReport(
        version,
        loaded=True,
        zips=len(data.zips),
        clinics=len(data.clinics),
        public_clinics=sum(clinic.status in PUBLIC_STATUSES for clinic in data.clinics),
        insurance=len(public),
        insurance_withheld=len(data.insurance) - len(public),
        clinics_added=tuple(sorted(after.keys() - before.keys())),
        clinics_changed=tuple(sorted(code for code in after.keys() & before if after[code] != before[code])),
        clinics_vanished=tuple(sorted(before.keys() - after.keys())),
    )


def _refuse_moved_pages(before: Mapping[str, Clinic], after: Mapping[str, Clinic]) -> None:
    """A clinic's slug never changes, and the page of a clinic that left the file is never given to another.

    Raises: DataFault naming each slug at fault.
    """
    pages = {(old.state, old.city, old.slug): code for code, old in before.items()}
    faults = []
    for code, new in after.items():
        if code in before and before[code].slug != new.slug:
            cure = f"The slug of {code} was {before[code].slug} and must stay: other sites link to it."
            faults.append(RowFault("locations.csv", 0, "slug", f"{code}: {new.slug}", cure))
        elif pages.get((new.state, new.city, new.slug), code) != code:
            owner = pages[new.state, new.city, new.slug]
            cure = f"This page belongs to {owner}, which is kept. Choose another slug."
            faults.append(RowFault("locations.csv", 0, "slug", f"{code}: {new.slug}", cure))
    if faults:
        raise DataFault(faults)


def _drop_vanished(connection: Connection, data: DataSet) -> None:
    """Remove what left the short tables, unless a clinic that is kept still needs it."""
    in_use = set(connection.execute(select(columns_of(ClinicRow).c.network_code)).scalars())
    kept: dict[type[SQLModel], set[str]] = {
        SourceRow: set(data.sources),
        NetworkRow: {network.code for network in data.networks} | in_use,
        TreatmentRow: {treatment.code for treatment in data.treatments},
        PayerRow: {payer.code for payer in data.payers},
    }
    for model, codes in kept.items():
        table: Table = columns_of(model)
        (key,) = table.primary_key
        connection.execute(delete(table).where(key.not_in(codes)))


def _upsert(connection: Connection, model: type[SQLModel], rows: Sequence[Cells]) -> None:
    """Add the rows, or change those whose key is there already."""
    if not rows:
        return
    table: Table = columns_of(model)
    keys = [column.name for column in table.primary_key]
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    new = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=new), list(rows))


def _replace(connection: Connection, model: type[SQLModel], rows: Sequence[Cells]) -> None:
    """Empty the table and fill it anew: for tables that nothing else points to."""
    table: Table = columns_of(model)
    connection.execute(delete(table))
    if rows:
        connection.execute(table.insert(), list(rows))


def _flat(provenance: Provenance) -> Cells:
    return asdict(provenance)


def _cells(value: Any) -> Cells:
    """The fields of a value whose names are the column names, with its provenance spread out."""
    cells = {name: getattr(value, name) for name in value.__dataclass_fields__ if name != "provenance"}
    return cells | _flat(value.provenance)


def _clinic_cells(clinic: Clinic) -> Cells:
    cells = _cells(clinic)
    del cells["network_name"], cells["position"]
    return cells | {
        "treatments": ";".join(clinic.treatments),
        "aliases": ";".join(clinic.aliases),
        "latitude": clinic.position.lat if clinic.position else None,
        "longitude": clinic.position.lng if clinic.position else None,
    }


def _zip_cells(zip_code: SourcedZip) -> Cells:
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
