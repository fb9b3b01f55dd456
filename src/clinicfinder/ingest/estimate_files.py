"""Read every file an estimate rests on, with every fault of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from clinicfinder.costs.bills import BillingCode
from clinicfinder.costs.estimate import CostTables
from clinicfinder.costs.price_book import PriceBook
from clinicfinder.coverage.book import rule_book
from clinicfinder.domain.estimates import EstimateTables, Locality
from clinicfinder.domain.reference import Payer
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.cells import Cells
from clinicfinder.ingest.cost_courses import read_courses
from clinicfinder.ingest.cost_plans import read_parameters, read_presets, read_programmes
from clinicfinder.ingest.cost_prices import read_billing_codes, read_prices
from clinicfinder.ingest.coverage_tables import read_coverage_tables
from clinicfinder.ingest.rows import read_rows

ESTIMATE_FILES: Final = (
    "coverage_rules.csv",
    "coverage_criteria.csv",
    "payer_profiles.csv",
    "medicare_contractors.csv",
    "state_laws.csv",
    "prices.csv",
    "billing_codes.csv",
    "courses.csv",
    "parameters.csv",
    "plan_presets.csv",
    "assistance_programs.csv",
    "medicare_localities.csv",
)

LOCALITY_COLUMNS: Final = (
    "locality",
    "state",
    "name",
    "whole_state",
    "counties",
    "notes",
    "source_title",
    "source_url",
    "source_date",
    "reviewed_on",
    "confidence",
)


def read_estimate_files(data_dir: Path, payers: Sequence[Payer]) -> EstimateTables:
    """The typed tables of a data folder.

    Args: payers: every payer on file, for their names and aliases.
    Raises: DataFault with every fault of every file: a half-read table must not decide anything.
    """
    faults: list[RowFault] = []
    coverage = read_coverage_tables(data_dir, payers)
    faults.extend(coverage.faults)
    prices = read_prices(data_dir / "prices.csv", faults)
    codes = read_billing_codes(data_dir / "billing_codes.csv", faults)
    courses = read_courses(data_dir / "courses.csv", faults)
    parameters = read_parameters(data_dir / "parameters.csv", faults)
    presets = read_presets(data_dir / "plan_presets.csv", faults)
    programmes = read_programmes(data_dir / "assistance_programs.csv", faults)
    localities = _read_localities(data_dir / "medicare_localities.csv", faults)
    if faults:
        raise DataFault(faults)
    return EstimateTables(
        book=rule_book(coverage.rules, coverage.payers, coverage.macs),
        payers=coverage.payers,
        laws=coverage.laws,
        costs=CostTables(codes, PriceBook(prices), programmes),
        prices=prices,
        codes=_by_code(codes),
        courses=courses,
        parameters=parameters,
        presets=presets,
        localities=localities,
    )


def _by_code(codes: Sequence[BillingCode]) -> dict[str, BillingCode]:
    return {code.code: code for code in codes}


def _read_localities(path: Path, faults: list[RowFault]) -> list[Locality]:
    made = []
    for row in read_rows(path, LOCALITY_COLUMNS, faults):
        cells = Cells(row, faults)
        cells.provenance()
        made.append(
            Locality(
                code=cells.text("locality"),
                state=cells.text("state"),
                whole_state=cells.one_of("whole_state", ("yes", "no")) == "yes",
                counties=cells.several("counties"),
            )
        )
    return made
