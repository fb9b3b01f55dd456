"""Read treatment_safety.csv."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from clinicfinder.domain.safety import SAFETY_KINDS, SafetyFact
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells
from clinicfinder.ingest.rows import read_rows

SAFETY_COLUMNS = ("treatment", "kind", "statement", *PROVENANCE_COLUMNS)


def read_treatment_safety(data_dir: Path, treatments: Container[str]) -> tuple[SafetyFact, ...]:
    """Every safety fact, in file order.

    Args: treatments: the codes on file.
    Raises: DataFault with every fault of the file.
    """
    faults: list[RowFault] = []
    facts = []
    for row in read_rows(data_dir / "treatment_safety.csv", SAFETY_COLUMNS, faults):
        cells = Cells(row, faults)
        named = cells.several("treatment")
        if not named or any(code not in treatments for code in named):
            cells.refuse("treatment", "Write codes of treatments.csv, with a semicolon between them.")
        kind = cells.one_of("kind", SAFETY_KINDS)
        facts.append(SafetyFact(named, kind, cells.text("statement"), cells.provenance()))
    if faults:
        raise DataFault(faults)
    return tuple(facts)
