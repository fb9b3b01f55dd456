"""An operator's spreadsheet of insurance statements: the columns of clinic_insurance.csv, in any order."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from typing import Final

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import Cells
from clinicfinder.ingest.changes import RowNote
from clinicfinder.ingest.insurance_rows import INSURANCE_COLUMNS, INSURANCE_KEY, acceptance_of
from clinicfinder.ingest.row_text import TextCells, insurance_cells
from clinicfinder.ingest.rows import Row

INSURANCE_ALIASES: Final[Mapping[str, str]] = {
    "network_code": "network", "code": "clinic_code", "clinic": "clinic_code", "clinic_id": "clinic_code",
    "payer_code": "payer", "carrier": "payer", "insurance": "payer", "name": "listed_as", "source": "source_title",
    "note": "notes",
}  # fmt: skip

_OPTIONAL: Final = frozenset({"clinic_code", "state", "scope", "source_url", "source_date", "notes"})


class InsuranceSheet:
    """The checks of a statement's row (a `RowKind`)."""

    columns: tuple[str, ...] = INSURANCE_COLUMNS
    key_columns: tuple[str, ...] = INSURANCE_KEY
    required: Collection[str] = frozenset(INSURANCE_COLUMNS) - _OPTIONAL

    def __init__(self, networks: Container[str], clinics: Mapping[str, Clinic], payers: Container[str]) -> None:
        self._networks = networks
        self._clinics = clinics
        self._payers = payers

    def amend(self, row: Row, cells: TextCells, stored: TextCells | None, notes: list[RowNote]) -> TextCells:  # noqa: ARG002  # The signature is RowKind's.
        """Nothing to mend: no column of this file is one that spreadsheets spoil in a way we can undo."""
        return cells

    def check(self, row: Row, stored: TextCells | None, faults: list[RowFault]) -> InsuranceAcceptance:  # noqa: ARG002  # The signature is RowKind's.
        """The statement, held against the other tables."""
        return acceptance_of(Cells(row, faults), self._networks, self._clinics, self._payers)

    def text(self, value: InsuranceAcceptance) -> TextCells:
        """The cells of the statement."""
        return insurance_cells(value)
