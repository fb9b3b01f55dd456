"""The typed tables of files, read as a load reads them: rows of text first, then what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from clinicfinder.domain.reference import Payer as NamedPayer
from clinicfinder.errors import RowFault
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
from clinicfinder.ingest.coverage_tables import COVERAGE_COLUMNS, CoverageTables, coverage_tables_of
from clinicfinder.ingest.rows import Row, read_rows

Reader = Callable[[Path, list[RowFault]], Any]


def _reader(make: Callable[[Sequence[Row], list[RowFault]], Any], columns: Sequence[str]) -> Reader:
    return lambda path, faults: make(read_rows(path, columns, faults), faults)


read_prices = _reader(prices_of, PRICE_COLUMNS)
read_billing_codes = _reader(billing_codes_of, CODE_COLUMNS)
read_courses = _reader(courses_of, COURSE_COLUMNS)
read_parameters = _reader(parameters_of, PARAMETER_COLUMNS)
read_presets = _reader(presets_of, PRESET_COLUMNS)
read_programmes = _reader(programmes_of, PROGRAMME_COLUMNS)


def read_coverage_tables(folder: Path, named: Iterable[NamedPayer] = ()) -> CoverageTables:
    """The coverage tables of a data folder, with their faults."""
    faults: list[RowFault] = []
    rows = {file: read_rows(folder / file, columns, faults) for file, columns in COVERAGE_COLUMNS.items()}
    return coverage_tables_of(rows, named, faults)
