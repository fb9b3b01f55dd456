"""Write a table as a spreadsheet that imports again without a change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Engine

from clinicfinder.ingest.clinic_rows import CLINIC_COLUMNS
from clinicfinder.ingest.data_tables import table_named
from clinicfinder.ingest.insurance_rows import INSURANCE_COLUMNS
from clinicfinder.ingest.row_text import TextCells, clinic_cells, insurance_cells
from clinicfinder.ingest.sheet_cells import guarded
from clinicfinder.store.reading import read_clinics, read_insurance_as_said
from clinicfinder.store.table_rows import read_table

NUMERIC_COLUMNS: Final = frozenset({"latitude", "longitude"})
"""Left alone: most longitudes begin with a minus, and guarding one would turn a number into text."""


def export_locations(engine: Engine) -> str:
    """All clinics, public or not, at the best points known. Lines end as RFC 4180 has them."""
    with engine.connect() as connection:
        return sheet_text(CLINIC_COLUMNS, map(clinic_cells, read_clinics(connection)))


def export_insurance(engine: Engine) -> str:
    """All statements about payers, of any confidence, in the order of the file."""
    with engine.connect() as connection:
        return sheet_text(INSURANCE_COLUMNS, map(insurance_cells, read_insurance_as_said(connection)))


def export_table(engine: Engine, name: str) -> str:
    """All rows of one of the tables that supervisors edit, as they are on file.

    Raises: NotOnFile for a table that does not exist.
    """
    table = table_named(name)
    with engine.connect() as connection:
        return sheet_text(table.columns, (row.cells for row in read_table(connection, table.file).values()))


def sheet_text(columns: Sequence[str], rows: Iterable[TextCells]) -> str:
    """A header and the rows as CSV, every text guarded against being run as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for cells in rows:
        writer.writerow([cells[name] if name in NUMERIC_COLUMNS else guarded(cells[name]) for name in columns])
    return text.getvalue()
