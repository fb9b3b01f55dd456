"""A load of the files beside rows that supervisors published: docs/decisions/033-publishing.md.

Clinics and statements carry their mark themselves; `keeping` settles those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Table, delete, select

from clinicfinder.errors import DataFault
from clinicfinder.ingest.changes import Key, key_words
from clinicfinder.ingest.data_set import DataSet
from clinicfinder.ingest.data_tables import TABLE_OF, key_text
from clinicfinder.ingest.estimate_files import ESTIMATE_FILES
from clinicfinder.ingest.reference_rows import networks_of, payers_of, treatments_of
from clinicfinder.ingest.row_changes import StoredTable
from clinicfinder.ingest.row_text import differing_columns, network_cells, payer_cells, treatment_cells
from clinicfinder.ingest.rows import Row
from clinicfinder.ingest.table_checks import check_rows
from clinicfinder.models import OperatorRow
from clinicfinder.store.keeping import KeptRow
from clinicfinder.store.reading import columns_of
from clinicfinder.store.table_rows import read_table

_WAY_OUT = "Supervisors' rows were kept beside those of the file. Correct one of them, or run `prepare --take-files`."


@dataclass(frozen=True, slots=True)
class SettledTable:
    """The rows of one table after a load, the keys that stay an operator's, and what the file says differently."""

    rows: tuple[Row, ...]
    mine: tuple[Key, ...]
    kept: tuple[KeptRow, ...]


def settle_tables(connection: Connection, data: DataSet, *, take_files: bool) -> tuple[DataSet, tuple[KeptRow, ...]]:
    """What a load writes into the tables kept as text and the short lists; the marks are brought up to date.

    Raises: DataFault if the rows that are kept do not go together with the files'.
    """
    marked = _marked(connection)
    if not marked:
        return data, ()
    of_files = {**data.estimate_rows, **_short_rows(data)}
    settled = {
        file: settle_table(file, of_files[file], read_table(connection, file), keys, take_files=take_files)
        for file, keys in marked.items()
    }
    rows = {**of_files, **{file: table.rows for file, table in settled.items()}}
    _refuse_faults(rows)
    _write_marks(connection, settled)
    merged = replace(
        data,
        networks=tuple(networks_of(rows["networks.csv"], [])),
        treatments=tuple(treatments_of(rows["treatments.csv"], [])),
        payers=tuple(payers_of(rows["payers.csv"], [])),
        estimate_rows={file: rows[file] for file in ESTIMATE_FILES},
    )
    return merged, tuple(row for table in settled.values() for row in table.kept)


def settle_table(
    file: str, file_rows: Sequence[Row], stored: StoredTable, mine: set[str], *, take_files: bool
) -> SettledTable:
    """Hold the rows of a file against an operator's. Pure.

    Args: stored: the rows of the database. mine: the keys, as text, of the operator's; one without a row was removed.
    """
    key_of = TABLE_OF[file].key_of
    rows: list[Row] = []
    staying: list[Key] = []
    kept: list[KeptRow] = []
    seen: set[str] = set()
    for row in file_rows:
        key = key_of(row.cells)
        seen.add(key_text(key))
        held = stored.get(key)
        same = held is not None and held.cells == row.cells
        if take_files or same or key_text(key) not in mine:
            rows.append(row)
            continue
        staying.append(key)
        differing = differing_columns(held.cells, dict(row.cells)) if held else ("every column: it was removed",)
        kept.append(KeptRow(f"{file} {key_words(key)}", differing))
        if held:
            rows.append(Row(file, row.line, held.cells))
    last = max((row.line for row in rows), default=1)
    own = [key for key in stored if key_text(key) in mine - seen]
    rows += [Row(file, last + place, stored[key].cells) for place, key in enumerate(own, 1)]
    return SettledTable(tuple(rows), (*staying, *own), tuple(kept))


def _marked(connection: Connection) -> dict[str, set[str]]:
    table = columns_of(OperatorRow).c
    found: dict[str, set[str]] = {}
    for file, key in connection.execute(select(table.file, table.row_key)):
        found.setdefault(file, set()).add(key)
    return found


def _short_rows(data: DataSet) -> dict[str, Sequence[Row]]:
    cells = {
        "networks.csv": [network_cells(each) for each in data.networks],
        "treatments.csv": [treatment_cells(each) for each in data.treatments],
        "payers.csv": [payer_cells(each) for each in data.payers],
    }
    return {file: [Row(file, line, each) for line, each in enumerate(rows, 2)] for file, rows in cells.items()}


def _refuse_faults(rows: Mapping[str, Sequence[Row]]) -> None:
    faults = check_rows(rows)
    if faults:
        raise DataFault([replace(fault, cure=f"{fault.cure} {_WAY_OUT}") for fault in faults])


def _write_marks(connection: Connection, settled: Mapping[str, SettledTable]) -> None:
    table: Table = columns_of(OperatorRow)
    connection.execute(delete(table))
    rows = [
        {"file": file, "row_key": key_text(key)} for file, settled_rows in settled.items() for key in settled_rows.mine
    ]
    if rows:
        connection.execute(table.insert(), rows)
