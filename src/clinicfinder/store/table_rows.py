"""The tables that supervisors edit, row by row as text, wherever and however they are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, select
from sqlmodel import SQLModel

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.domain.partners import Partner
from clinicfinder.domain.reference import Network, Payer, Treatment
from clinicfinder.ingest.changes import Key
from clinicfinder.ingest.data_tables import TABLE_OF, key_text
from clinicfinder.ingest.partner_rows import PARTNER_FILE, partner_cells
from clinicfinder.ingest.row_changes import RowChange, StoredRow, StoredTable, new_lines
from clinicfinder.ingest.row_text import (
    TextCells,
    clinic_cells,
    insurance_cells,
    network_cells,
    payer_cells,
    treatment_cells,
)
from clinicfinder.models import (
    ClinicInsuranceRow,
    ClinicPointRow,
    ClinicRow,
    NetworkRow,
    OperatorRow,
    PartnerRow,
    PayerRow,
    TreatmentRow,
)
from clinicfinder.store.estimate_rows import TABLE_OF_FILE, read_rows_of
from clinicfinder.store.partners import read_partner_cells
from clinicfinder.store.reading import (
    columns_of,
    read_clinics_as_said,
    read_insurance_as_said,
    read_networks,
    read_payers,
    read_treatments,
)
from clinicfinder.store.writing import ColumnValues, clinic_values, insurance_values, plain_values, upsert

Values = Mapping[tuple[str, Key], object]
"""The typed values of changed rows, by file and key: what the checks made of their cells."""

SHORT_LISTS: Final[Mapping[str, type[SQLModel]]] = {
    "networks.csv": NetworkRow,
    "treatments.csv": TreatmentRow,
    "payers.csv": PayerRow,
}
"""Tables with typed columns whose key is `code`."""

_READ: Final[Mapping[str, Callable[[Connection], list[dict[str, str]]]]] = {
    "networks.csv": lambda connection: [network_cells(each) for each in read_networks(connection)],
    "treatments.csv": lambda connection: [treatment_cells(each) for each in read_treatments(connection)],
    "payers.csv": lambda connection: [payer_cells(each) for each in read_payers(connection)],
    "locations.csv": lambda connection: [clinic_cells(each) for each in read_clinics_as_said(connection)],
    PARTNER_FILE: lambda connection: list(read_partner_cells(connection).values()),
    "clinic_insurance.csv": lambda connection: [insurance_cells(each) for each in read_insurance_as_said(connection)],
}

BASIC_FILES: Final = (*TABLE_OF_FILE, *SHORT_LISTS)
"""Every table but those of clinics: what each check needs."""


@dataclass(frozen=True, slots=True)
class RowWrite:
    """A change to write, and whether the row is an operator's from now on."""

    change: RowChange
    by_operator: bool


def read_table(connection: Connection, file: str) -> StoredTable:
    """The rows of a table by key, in their order."""
    key_of = TABLE_OF[file].key_of
    if file in TABLE_OF_FILE:
        return {key_of(row.cells): StoredRow(row.line, dict(row.cells)) for row in read_rows_of(connection, file)}
    return {key_of(cells): StoredRow(line, cells) for line, cells in enumerate(_READ[file](connection), 2)}


def count_rows(connection: Connection, file: str) -> int:
    """How many rows a table has."""
    models: dict[str, type[SQLModel]] = {
        **TABLE_OF_FILE,
        **SHORT_LISTS,
        "locations.csv": ClinicRow,
        "clinic_insurance.csv": ClinicInsuranceRow,
        PARTNER_FILE: PartnerRow,
    }
    return connection.execute(select(func.count()).select_from(columns_of(models[file]))).scalar_one()


def read_operator_keys(connection: Connection, file: str) -> set[str]:
    """The keys, as text, of the rows that are an operator's. Those without a row were removed by one."""
    if file == "locations.csv":
        clinics = columns_of(ClinicRow).c
        codes = connection.execute(select(clinics.clinic_code).where(clinics.changed_by_operator)).scalars()
        return {key_text((code,)) for code in codes}
    if file == "clinic_insurance.csv":
        mine = read_insurance_as_said(connection, changed_by_operator=True)
        return {key_text(TABLE_OF[file].key_of(insurance_cells(row))) for row in mine}
    if file == PARTNER_FILE:
        return {key_text((slug,)) for slug in read_partner_cells(connection, changed_by_operator=True)}
    marks = columns_of(OperatorRow).c
    return set(connection.execute(select(marks.row_key).where(marks.file == file)).scalars())


def write_rows(connection: Connection, file: str, writes: Sequence[RowWrite], values: Values) -> None:
    """Write the changes of one table. They must have been checked in this same state of the data."""
    if file in TABLE_OF_FILE:
        _write_text(connection, file, [write.change for write in writes])
    elif file in SHORT_LISTS:
        _write_short(connection, file, [write.change for write in writes], values)
    elif file == "locations.csv":
        _write_clinics(connection, writes, values)
    elif file == PARTNER_FILE:
        _write_partners(connection, writes)
    else:
        _write_statements(connection, writes, values)
    if file in BASIC_FILES:
        mark_rows(connection, file, writes)


def mark_rows(connection: Connection, file: str, writes: Sequence[RowWrite]) -> None:
    """Note which of these rows are an operator's, and which no longer."""
    table: Table = columns_of(OperatorRow)
    keys = {key_text(write.change.key): write.by_operator for write in writes}
    for key in keys:
        connection.execute(delete(table).where(table.c.file == file, table.c.row_key == key))
    mine = [{"file": file, "row_key": key} for key, by_operator in keys.items() if by_operator]
    if mine:
        connection.execute(table.insert(), mine)


def _write_text(connection: Connection, file: str, changes: Sequence[RowChange]) -> None:
    table: Table = columns_of(TABLE_OF_FILE[file])
    key_of = TABLE_OF[file].key_of
    lines = {key_of(row.cells): row.line for row in read_rows_of(connection, file)}
    gone = [lines.pop(change.key) for change in changes if change.after is None]
    for line in gone:
        connection.execute(delete(table).where(table.c.line == line))
    new = [change for change in changes if change.after is not None and change.key not in lines]
    places = new_lines(set(lines.values()), [change.line for change in new])
    lines |= {change.key: line for change, line in zip(new, places, strict=True)}
    kept = [{"line": lines[change.key], **change.after} for change in changes if change.after is not None]
    upsert(connection, TABLE_OF_FILE[file], kept)


def _write_short(connection: Connection, file: str, changes: Sequence[RowChange], values: Values) -> None:
    model = SHORT_LISTS[file]
    table: Table = columns_of(model)
    for change in changes:
        if change.after is None:
            connection.execute(delete(table).where(table.c.code == change.key[0]))
    upsert(connection, model, [short_values(values[file, one.key]) for one in changes if one.after is not None])


def cells_of_value(value: object, cells: TextCells) -> TextCells:
    """The cells that say a typed value; `cells` themselves where the table is kept as text."""
    match value:
        case Clinic():
            return clinic_cells(value)
        case InsuranceAcceptance():
            return insurance_cells(value)
        case Network():
            return network_cells(value)
        case Treatment():
            return treatment_cells(value)
        case Payer():
            return payer_cells(value)
        case Partner():
            return partner_cells(value)
    return cells


def short_values(value: object) -> ColumnValues:
    """A row of one of the short lists."""
    row = plain_values(value)
    return row | {"aliases": ";".join(value.aliases)} if isinstance(value, Payer) else row


def _write_clinics(connection: Connection, writes: Sequence[RowWrite], values: Values) -> None:
    """A clinic goes only when its addition is undone; what was looked up for it goes with it."""
    for write in writes:
        if write.change.after is None:
            for model in (ClinicPointRow, ClinicRow):
                table: Table = columns_of(model)
                connection.execute(delete(table).where(table.c.clinic_code == write.change.key[0]))
    rows = []
    for write in writes:
        clinic = values.get(("locations.csv", write.change.key))
        if write.change.after is not None and isinstance(clinic, Clinic):
            rows.append(clinic_values(clinic, by_operator=write.by_operator))
    upsert(connection, ClinicRow, rows)


def _write_partners(connection: Connection, writes: Sequence[RowWrite]) -> None:
    """A partner goes only when its addition is undone."""
    table: Table = columns_of(PartnerRow)
    for write in writes:
        if write.change.after is None:
            connection.execute(delete(table).where(table.c.slug == write.change.key[0]))
    kept = [
        {**write.change.after, "changed_by_operator": write.by_operator}
        for write in writes
        if write.change.after is not None
    ]
    upsert(connection, PartnerRow, kept)


def _write_statements(connection: Connection, writes: Sequence[RowWrite], values: Values) -> None:
    table: Table = columns_of(ClinicInsuranceRow)
    numbers = _statement_numbers(connection)
    for write in writes:
        if write.change.after is None:
            connection.execute(delete(table).where(table.c.row_number == numbers.pop(write.change.key)))
    after_last = max(numbers.values(), default=-1) + 1
    rows = []
    for write in writes:
        statement = values.get(("clinic_insurance.csv", write.change.key))
        if write.change.after is None or not isinstance(statement, InsuranceAcceptance):
            continue
        number = numbers.get(write.change.key)
        if number is None:
            number, after_last = after_last, after_last + 1
        rows.append(insurance_values(statement, number, by_operator=write.by_operator))
    upsert(connection, ClinicInsuranceRow, rows)


def _statement_numbers(connection: Connection) -> dict[Key, int]:
    """The row number of each statement by its key."""
    rows: Any = columns_of(ClinicInsuranceRow).c
    query = select(rows.network_code, rows.clinic_code, rows.state, rows.payer_code, rows.row_number)
    return {
        (network, clinic or "", state or "", payer): number
        for network, clinic, state, payer, number in connection.execute(query)
    }
