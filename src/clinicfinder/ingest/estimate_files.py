"""Everything an estimate rests on, from its rows of text: those of the data folder or those of the database.

One set of checks serves both, and every fault of all tables is told at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from clinicfinder.costs.estimate import CostTables
from clinicfinder.costs.price_book import PriceBook
from clinicfinder.coverage.book import rule_book
from clinicfinder.coverage.lint import rule_errors
from clinicfinder.domain.estimates import EstimateTables, Locality
from clinicfinder.domain.reference import Payer
from clinicfinder.errors import RowFault
from clinicfinder.ingest.call_scripts import SCRIPT_COLUMNS, SCRIPT_FILE
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells
from clinicfinder.ingest.cost_courses import COURSE_COLUMNS, courses_of
from clinicfinder.ingest.cost_plans import (
    PARAMETER_COLUMNS,
    PRESET_COLUMNS,
    PROGRAMME_COLUMNS,
    parameters_of,
    presets_of,
    programmes_of,
)
from clinicfinder.ingest.cost_prices import CODE_COLUMNS, PRICE_COLUMNS, billing_codes_of, prices_of
from clinicfinder.ingest.coverage_tables import COVERAGE_COLUMNS, coverage_tables_of
from clinicfinder.ingest.rows import Row, read_rows
from clinicfinder.ingest.treatment_safety import SAFETY_COLUMNS, SAFETY_FILE

LOCALITY_COLUMNS: Final = ("locality", "state", "name", "whole_state", "counties", "notes", *PROVENANCE_COLUMNS)

ESTIMATE_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    **COVERAGE_COLUMNS,
    "prices.csv": PRICE_COLUMNS,
    "billing_codes.csv": CODE_COLUMNS,
    "courses.csv": COURSE_COLUMNS,
    "parameters.csv": PARAMETER_COLUMNS,
    "plan_presets.csv": PRESET_COLUMNS,
    "assistance_programs.csv": PROGRAMME_COLUMNS,
    "medicare_localities.csv": LOCALITY_COLUMNS,
    SAFETY_FILE: SAFETY_COLUMNS,
    SCRIPT_FILE: SCRIPT_COLUMNS,
}
"""The files an estimate rests on, and what is said beside it (of safety, and on the phone), with their columns."""

ESTIMATE_FILES: Final = tuple(ESTIMATE_COLUMNS)

RowsByFile = Mapping[str, Sequence[Row]]
"""Rows of text by the name of the file they stand in, or would stand in."""


def read_estimate_rows(data_dir: Path, faults: list[RowFault]) -> RowsByFile:
    """The rows of every file an estimate rests on, still as text."""
    return {file: read_rows(data_dir / file, columns, faults) for file, columns in ESTIMATE_COLUMNS.items()}


def estimate_tables_of(rows: RowsByFile, payers: Sequence[Payer], faults: list[RowFault]) -> EstimateTables:
    """The typed tables, as far as they can be read. They must decide nothing while there are faults.

    Args: rows: those of every file of ESTIMATE_FILES. payers: every payer on file. faults: every fault is added.
    """
    coverage = coverage_tables_of(rows, payers, faults)
    prices = prices_of(rows["prices.csv"], faults)
    codes = billing_codes_of(rows["billing_codes.csv"], faults)
    courses = courses_of(rows["courses.csv"], faults)
    parameters = parameters_of(rows["parameters.csv"], faults)
    presets = presets_of(rows["plan_presets.csv"], faults)
    programmes = programmes_of(rows["assistance_programs.csv"], faults)
    localities = _localities_of(rows["medicare_localities.csv"], faults)
    return EstimateTables(
        book=rule_book(coverage.rules, coverage.payers, coverage.macs),
        payers=coverage.payers,
        laws=coverage.laws,
        costs=CostTables(codes, PriceBook(prices), programmes),
        prices=prices,
        codes={code.code: code for code in codes},
        courses=courses,
        parameters=parameters,
        presets=presets,
        localities=localities,
    )


def note_rule_errors(
    tables: EstimateTables, rows: RowsByFile, treatments: Sequence[str], faults: list[RowFault]
) -> None:
    """Add a fault for every error that lies between rules, such as a tie that disagrees, at the line of its first rule.

    Args: tables: read without a fault from `rows`. treatments: the codes on file.
    """
    place = {row.cells["rule_id"]: row for row in rows["coverage_rules.csv"]}
    for finding in rule_errors(tables.book, [payer.code for payer in tables.payers], treatments):
        cure = f"{finding.detail} ({finding.code}: {', '.join(finding.rule_ids)})"
        faults.append(place[finding.rule_ids[0]].fault("rule_id", cure))


def _localities_of(rows: Sequence[Row], faults: list[RowFault]) -> list[Locality]:
    made = []
    for row in rows:
        cells = Cells(row, faults)
        cells.provenance()
        made.append(
            Locality(
                code=cells.text("locality"),
                state=cells.text("state"),
                whole_state=cells.flag("whole_state"),
                counties=cells.several("counties"),
            )
        )
    return made
