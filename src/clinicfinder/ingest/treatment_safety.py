"""Read treatment_safety.csv."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from clinicfinder.domain.safety import SAFETY_KINDS, SafetyFact
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells
from clinicfinder.ingest.rows import Row

SAFETY_FILE: Final = "treatment_safety.csv"
SAFETY_COLUMNS: Final = ("treatment", "kind", "statement", *PROVENANCE_COLUMNS)


def safety_of(rows: Sequence[Row], treatments: Container[str], faults: list[RowFault]) -> tuple[SafetyFact, ...]:
    """Every safety fact, in the order of the rows.

    Args: treatments: the codes on file.
    """
    facts = []
    for row in rows:
        cells = Cells(row, faults)
        named = cells.several("treatment")
        if not named or any(code not in treatments for code in named):
            cells.refuse("treatment", "Write codes of treatments.csv, with a semicolon between them.")
        kind = cells.one_of("kind", SAFETY_KINDS)
        facts.append(SafetyFact(named, kind, cells.text("statement"), cells.provenance()))
    return tuple(facts)
