"""Write what an operator imports: all of it in one short transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Engine, select

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.models import ClinicInsuranceRow, ClinicRow, DataVersionRow
from clinicfinder.store.keeping import insurance_key
from clinicfinder.store.reading import StoredVersion, columns_of
from clinicfinder.store.writing import clinic_values, insurance_values, upsert

ROWS_PER_STATEMENT = 1_000

Progress = Callable[[int, int], None]
"""Told how many rows of how many are done."""


def write_clinics(engine: Engine, read_at: StoredVersion, clinics: Sequence[Clinic], progress: Progress) -> bool:
    """Add or change clinics, if the data is still as it was when they were checked.

    Args: read_at: the version that was read before checking.
    Returns: False if somebody changed the data since; nothing is written then.
    """
    with engine.begin() as connection:
        if not take_next_version(connection, read_at):
            return False
        for start in range(0, len(clinics), ROWS_PER_STATEMENT):
            batch = clinics[start : start + ROWS_PER_STATEMENT]
            upsert(connection, ClinicRow, [clinic_values(clinic, by_operator=True) for clinic in batch])
            progress(start + len(batch), len(clinics))
    return True


def write_insurance(
    engine: Engine, read_at: StoredVersion, rows: Sequence[InsuranceAcceptance], progress: Progress
) -> bool:
    """Add or change statements; new ones come last. Arguments and result as for `write_clinics`."""
    with engine.begin() as connection:
        if not take_next_version(connection, read_at):
            return False
        table = columns_of(ClinicInsuranceRow).c
        stored = connection.execute(
            select(table.network_code, table.clinic_code, table.state, table.payer_code, table.row_number)
        )
        numbers = {tuple(row[:4]): row.row_number for row in stored}
        after_last = max(numbers.values(), default=-1) + 1
        new = [key for row in rows if (key := insurance_key(row)) not in numbers]
        numbers |= {key: after_last + place for place, key in enumerate(new)}
        for start in range(0, len(rows), ROWS_PER_STATEMENT):
            batch = rows[start : start + ROWS_PER_STATEMENT]
            values = [insurance_values(row, numbers[insurance_key(row)], by_operator=True) for row in batch]
            upsert(connection, ClinicInsuranceRow, values)
            progress(start + len(batch), len(rows))
    return True


def take_next_version(connection: Connection, read_at: StoredVersion) -> bool:
    """Count one more change, if nobody else has since `read_at`. Must be the transaction's first statement.

    It locks the one row, so that of two imports at once the second sees the first and is checked anew. Checking
    a long file takes many seconds; doing it outside the transaction leaves SQLite's only writer free meanwhile.
    """
    table = columns_of(DataVersionRow)
    unchanged = (table.c.files_version == read_at.files, table.c.operator_changes == read_at.operator_changes)
    taken = connection.execute(table.update().where(*unchanged).values(operator_changes=table.c.operator_changes + 1))
    return taken.rowcount == 1
