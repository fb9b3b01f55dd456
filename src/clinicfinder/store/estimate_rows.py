"""What an estimate rests on, in the database: one table per file, its cells as people write them.

The typed values are made from these rows by the same checks that read the files (docs/decisions/012-rule-tables.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from clinicfinder.domain.call_scripts import ScriptBlock
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.domain.reference import Payer, Treatment
from clinicfinder.domain.safety import SafetyFact
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.call_scripts import SCRIPT_FILE, scripts_of
from clinicfinder.ingest.estimate_files import ESTIMATE_COLUMNS, RowsByFile, estimate_tables_of
from clinicfinder.ingest.rows import Row
from clinicfinder.ingest.treatment_safety import SAFETY_FILE, safety_of
from clinicfinder.models import (
    AssistanceProgramRow,
    BillingCodeRow,
    CallScriptRow,
    CourseStretchRow,
    CoverageCriterionRow,
    CoverageRuleRow,
    MedicareContractorRow,
    MedicareLocalityRow,
    ParameterRow,
    PayerProfileRow,
    PlanPresetRow,
    PriceRow,
    StateLawRow,
    TreatmentSafetyRow,
)
from clinicfinder.store.reading import columns_of
from clinicfinder.store.writing import replace_all

TABLE_OF_FILE: Final[Mapping[str, type[SQLModel]]] = {
    "coverage_rules.csv": CoverageRuleRow,
    "coverage_criteria.csv": CoverageCriterionRow,
    "payer_profiles.csv": PayerProfileRow,
    "medicare_contractors.csv": MedicareContractorRow,
    "state_laws.csv": StateLawRow,
    "prices.csv": PriceRow,
    "billing_codes.csv": BillingCodeRow,
    "courses.csv": CourseStretchRow,
    "parameters.csv": ParameterRow,
    "plan_presets.csv": PlanPresetRow,
    "assistance_programs.csv": AssistanceProgramRow,
    "medicare_localities.csv": MedicareLocalityRow,
    SAFETY_FILE: TreatmentSafetyRow,
    SCRIPT_FILE: CallScriptRow,
}


def write_estimate_rows(connection: Connection, rows: RowsByFile) -> None:
    """Put these rows in the place of all that were there. Only rows without a fault may be written."""
    for file, model in TABLE_OF_FILE.items():
        replace_all(connection, model, [{"line": row.line, **row.cells} for row in rows[file]])


def read_estimate_rows(connection: Connection) -> RowsByFile:
    """The rows as they were written, in the order of their files."""
    return {file: read_rows_of(connection, file) for file in TABLE_OF_FILE}


def read_rows_of(connection: Connection, file: str) -> list[Row]:
    """The rows of one file as they were written, in its order."""
    columns = ESTIMATE_COLUMNS[file]
    table = columns_of(TABLE_OF_FILE[file]).c
    query = select(table.line, *(table[name] for name in columns)).order_by(table.line)
    return [Row(file, line, dict(zip(columns, cells, strict=True))) for line, *cells in connection.execute(query)]


def read_estimate_tables(connection: Connection, payers: Sequence[Payer]) -> EstimateTables:
    """The typed tables of the database.

    Args: payers: every payer on file, for their names and aliases.
    Raises: DataFault with every fault, if somebody has put rows there past the checks.
    """
    faults: list[RowFault] = []
    tables = estimate_tables_of(read_estimate_rows(connection), payers, faults)
    if faults:
        raise DataFault(faults)
    return tables


def read_safety(connection: Connection, treatments: Sequence[Treatment]) -> tuple[SafetyFact, ...]:
    """What is said of the safety of treatments.

    Raises: DataFault with every fault, if somebody has put rows there past the checks.
    """
    faults: list[RowFault] = []
    rows = read_rows_of(connection, SAFETY_FILE)
    facts = safety_of(rows, {treatment.code for treatment in treatments}, faults)
    if faults:
        raise DataFault(faults)
    return facts


def read_scripts(connection: Connection) -> tuple[ScriptBlock, ...]:
    """Every version of every block of the call's script.

    Raises: DataFault with every fault, if somebody has put rows there past the checks.
    """
    faults: list[RowFault] = []
    blocks = scripts_of(read_rows_of(connection, SCRIPT_FILE), faults)
    if faults:
        raise DataFault(faults)
    return blocks
