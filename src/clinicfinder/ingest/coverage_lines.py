"""The general coverage lines of a search, from the typical rules of coverage_rules.csv."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Final

from clinicfinder.domain.coverage_line import CoverageLine, outlook_of
from clinicfinder.domain.provenance import Provenance

_PRIVATE: Final = "commercial"
"""A search does not ask for the plan, so its line speaks of private plans, which most visitors have."""


def read_coverage_lines(data_dir: Path) -> list[CoverageLine]:
    """The rules of confidence `typical` for private plans that name no payer and no state, one per treatment."""
    with (data_dir / "coverage_rules.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["confidence"] == "typical"]
    return [
        CoverageLine(
            treatment=row["treatment"],
            plan_types=tuple(row["plan_type"].split("|")),
            outlook=outlook_of(row["benefit"], row["prior_authorization"]),
            wording=row["wording"],
            provenance=Provenance(
                source_title=row["source_title"],
                source_url=row["source_url"],
                source_date=date.fromisoformat(row["source_date"]) if row["source_date"] else None,
                reviewed_on=date.fromisoformat(row["reviewed_on"]),
                confidence="typical",
            ),
        )
        for row in rows
        if _PRIVATE in row["plan_type"].split("|") and not row["payer"] and not row["state"]
    ]
