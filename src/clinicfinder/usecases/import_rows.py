"""Bring an operator's spreadsheet into the database: clinics, or what clinics say about payers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.errors import SettingFault
from clinicfinder.ingest.changes import Key, Plan, RowKind, plan_changes
from clinicfinder.ingest.clinic_rows import Known
from clinicfinder.ingest.clinic_sheet import CLINIC_ALIASES, ClinicSheet
from clinicfinder.ingest.data_set import read_state_areas
from clinicfinder.ingest.insurance_sheet import INSURANCE_ALIASES, InsuranceSheet
from clinicfinder.ingest.row_text import TextCells, clinic_cells, insurance_cells
from clinicfinder.ingest.spreadsheet import Sheet, read_sheet
from clinicfinder.store.operator_changes import Progress, write_clinics, write_insurance
from clinicfinder.store.reading import (
    StoredVersion,
    read_clinics,
    read_clinics_as_said,
    read_insurance_as_said,
    read_networks,
    read_payers,
    read_treatments,
    read_zip_records,
    stored_version,
)

Value = TypeVar("Value")

StepProgress = Callable[[str, int, int], None]
"""Told the step, and how many rows of how many are done."""


@dataclass(frozen=True, slots=True)
class ImportReport(Generic[Value]):
    """What an import did or would do. `stored` False: nothing was written, because nothing had to be or might be."""

    sheet: Sheet
    plan: Plan[Value]
    stored: bool


def import_locations(
    engine: Engine,
    data_dir: Path,
    file: Path,
    progress: StepProgress,
    *,
    dry_run: bool = False,
    skip_refused: bool = False,
) -> ImportReport[Clinic]:
    """Import clinics.

    One transaction: if any row is refused nothing changes, unless `skip_refused`. No row is ever deleted.

    Args: data_dir: for the states' outlines only. file: CSV as a spreadsheet saves it. dry_run: only report.
    Raises: DataFault if the file cannot be read at all; SettingFault if the database holds no data yet.
    """
    content = file.read_bytes()
    areas = read_state_areas(data_dir)

    def plan(connection: Connection) -> tuple[Sheet, Plan[Clinic]]:
        said = read_clinics_as_said(connection)
        known = Known(
            networks={network.code: network.name for network in read_networks(connection)},
            treatments=frozenset(treatment.code for treatment in read_treatments(connection)),
            zips={record.zip: record for record in read_zip_records(connection)},
            areas=areas,
        )
        kind = ClinicSheet(known, said, {clinic.clinic_code: clinic for clinic in read_clinics(connection)})
        stored: dict[Key, TextCells] = {(clinic.clinic_code,): clinic_cells(clinic) for clinic in said}
        return _plan(file.name, content, CLINIC_ALIASES, kind, stored, progress)

    return _import(engine, plan, write_clinics, progress, dry_run=dry_run, skip_refused=skip_refused)


def import_insurance(
    engine: Engine, file: Path, progress: StepProgress, *, dry_run: bool = False, skip_refused: bool = False
) -> ImportReport[InsuranceAcceptance]:
    """Import what sources say about payers at clinics. As `import_locations`."""
    content = file.read_bytes()

    def plan(connection: Connection) -> tuple[Sheet, Plan[InsuranceAcceptance]]:
        kind = InsuranceSheet(
            {network.code for network in read_networks(connection)},
            {clinic.clinic_code: clinic for clinic in read_clinics_as_said(connection)},
            {payer.code for payer in read_payers(connection)},
        )
        rows = [insurance_cells(row) for row in read_insurance_as_said(connection)]
        stored: dict[Key, TextCells] = {tuple(cells[column] for column in kind.key_columns): cells for cells in rows}
        return _plan(file.name, content, INSURANCE_ALIASES, kind, stored, progress)

    return _import(engine, plan, write_insurance, progress, dry_run=dry_run, skip_refused=skip_refused)


def _plan(
    file: str,
    content: bytes,
    aliases: Mapping[str, str],
    kind: RowKind[Value],
    stored: Mapping[Key, TextCells],
    progress: StepProgress,
) -> tuple[Sheet, Plan[Value]]:
    sheet = read_sheet(file, content, columns=kind.columns, needed=kind.key_columns, aliases=aliases)
    return sheet, plan_changes(sheet, stored, kind, lambda done, total: progress("Checking", done, total))


def _import(
    engine: Engine,
    plan: Callable[[Connection], tuple[Sheet, Plan[Value]]],
    write: Callable[[Engine, StoredVersion, Sequence[Value], Progress], bool],
    progress: StepProgress,
    *,
    dry_run: bool,
    skip_refused: bool,
) -> ImportReport[Value]:
    while True:
        with engine.connect() as connection:
            version = stored_version(connection)
            if version is None:
                raise SettingFault("The database holds no data. Run `clinicfinder prepare` first.")
            sheet, planned = plan(connection)
        if dry_run or not planned.values or (planned.refused and not skip_refused):
            return ImportReport(sheet, planned, stored=False)
        if write(engine, version, planned.values, lambda done, total: progress("Storing", done, total)):
            return ImportReport(sheet, planned, stored=True)
        # Somebody else changed the data meanwhile: what was checked may no longer hold, so it is checked again.
