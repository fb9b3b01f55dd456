"""Load the data folder into the database: all of it in one transaction, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, Table, delete, select
from sqlmodel import SQLModel

from clinicfinder.domain.clinics import PUBLIC_STATUSES, Clinic
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.data_set import DATA_FILES, DataSet, read_data
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
from clinicfinder.store.estimate_rows import write_estimate_rows
from clinicfinder.store.keeping import KeptRow, Settled, settle
from clinicfinder.store.kept_rows import settle_tables
from clinicfinder.store.partners import codes_in_use, load_partners
from clinicfinder.store.reading import (
    StoredVersion,
    columns_of,
    read_clinics_as_said,
    read_codes_of_operator,
    read_insurance_as_said,
    stored_version,
)
from clinicfinder.store.table_rows import short_values
from clinicfinder.store.writing import (
    clinic_values,
    insurance_values,
    plain_values,
    provenance_values,
    replace_all,
    upsert,
    zip_values,
)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. `loaded` False: the database held this version already and nothing was touched.

    `clinics_vanished` stand in the database and no longer in the file. They are kept, because pages and old
    estimates point to them: give such a clinic a status in the file instead of deleting its row.
    `kept` are rows that an operator has changed and that the file says differently: they stay the operator's.
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
    kept: tuple[KeptRow, ...] = ()


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


def load_data(
    engine: Engine, data_dir: Path, progress: Callable[[str], None] = _say_nothing, *, take_files: bool = False
) -> LoadReport:
    """Check the files and bring the database to what they say. Loading the same files again does nothing.

    Rows that an operator has changed since are kept and reported (docs/decisions/005-operator-data.md).

    Args: engine: a migrated database. data_dir: the data folder. progress: told of each long step.
        take_files: prefer the files to an operator's changes, and load them even if they are loaded already.
    Raises: DataFault with every fault of every file; the database is then as it was.
    """
    files = version_of_files(data_dir)
    with engine.connect() as connection:
        held = stored_version(connection)
        if held and held.files == files and not take_files:
            return LoadReport(held.name, loaded=False)
    progress("Checking the data files")
    data = read_data(data_dir)
    progress(f"Storing {len(data.zips):,} ZIP codes and {len(data.clinics):,} clinics")
    with engine.begin() as connection:
        return _store(connection, data, files, take_files=take_files)


def _store(connection: Connection, data: DataSet, files: str, *, take_files: bool) -> LoadReport:
    """Write everything. The first statement is a write, so that the lock is taken before anything is read."""
    version = _write_version(connection, files, take_files=take_files)
    data, kept_rows = settle_tables(connection, data, take_files=take_files)
    before = {clinic.clinic_code: clinic for clinic in read_clinics_as_said(connection)}
    operator_codes = read_codes_of_operator(connection)
    settled = settle(
        file_clinics=data.clinics,
        stored=before,
        operator_codes=operator_codes,
        file_insurance=data.insurance,
        operator_insurance=read_insurance_as_said(connection, changed_by_operator=True),
        zips={zip_code.record.zip: zip_code.record for zip_code in data.zips},
        take_files=take_files,
    )
    after = {clinic.clinic_code: clinic for clinic in settled.clinics}
    _refuse_moved_pages(before, after)
    kept_partners = load_partners(connection, data.partners, take_files=take_files)
    _write_tables(connection, data, settled)
    in_files = {clinic.clinic_code for clinic in data.clinics}
    public = sum(row.provenance.confidence != "low" for row, _ in settled.insurance)
    return LoadReport(
        version.name,
        loaded=True,
        zips=len(data.zips),
        clinics=len(data.clinics),
        public_clinics=sum(clinic.status in PUBLIC_STATUSES for clinic in data.clinics),
        insurance=public,
        insurance_withheld=len(settled.insurance) - public,
        clinics_added=tuple(sorted(after.keys() - before.keys())),
        clinics_changed=tuple(sorted(code for code in after.keys() & before if after[code] != before[code])),
        clinics_vanished=tuple(sorted(before.keys() - in_files - operator_codes)),
        kept=(*settled.kept, *kept_rows, *kept_partners),
    )


def _write_version(connection: Connection, files: str, *, take_files: bool) -> StoredVersion:
    """Say which files are loaded. Taking them over an operator's changes is itself such a change."""
    upsert(connection, DataVersionRow, [{"only_row": 1, "files_version": files}])
    table = columns_of(DataVersionRow)
    if take_files:
        connection.execute(table.update().values(operator_changes=table.c.operator_changes + 1))
    return StoredVersion(files, connection.execute(select(table.c.operator_changes)).scalar_one())


def _write_tables(connection: Connection, data: DataSet, settled: Settled) -> None:
    upsert(connection, SourceRow, [{"source": key, **provenance_values(where)} for key, where in data.sources.items()])
    replace_all(connection, ZipCodeRow, [zip_values(zip_code) for zip_code in data.zips])
    upsert(connection, NetworkRow, [plain_values(network) for network in data.networks])
    upsert(connection, TreatmentRow, [plain_values(treatment) for treatment in data.treatments])
    upsert(connection, PayerRow, [short_values(payer) for payer in data.payers])
    upsert(connection, ClinicRow, [clinic_values(clinic, by_operator=False) for clinic in settled.clinics])
    upsert(connection, ClinicRow, [clinic_values(clinic, by_operator=True) for clinic in settled.moved])
    statements = enumerate(settled.insurance)
    replace_all(
        connection, ClinicInsuranceRow, [insurance_values(row, n, by_operator=mine) for n, (row, mine) in statements]
    )
    write_estimate_rows(connection, data.estimate_rows)
    _drop_vanished(connection, data)


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
    """Remove what left the short tables, unless a row that is kept still needs it."""
    clinics, insurance = columns_of(ClinicRow).c, columns_of(ClinicInsuranceRow).c

    def in_use(column: Column[str]) -> set[str]:
        return set(connection.execute(select(column).distinct()).scalars())

    given = {code for cell in in_use(clinics.treatments) for code in cell.split(";")}
    kept: dict[type[SQLModel], set[str]] = {
        SourceRow: set(data.sources),
        NetworkRow: {each.code for each in data.networks}
        | in_use(clinics.network_code)
        | in_use(insurance.network_code)
        | codes_in_use(connection, "networks"),
        TreatmentRow: {each.code for each in data.treatments} | given | codes_in_use(connection, "treatments"),
        PayerRow: {each.code for each in data.payers} | in_use(insurance.payer_code),
    }
    for model, codes in kept.items():
        table: Table = columns_of(model)
        (key,) = table.primary_key
        connection.execute(delete(table).where(key.not_in(codes)))
