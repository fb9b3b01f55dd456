"""Review the rules as a whole: faults of the tables, faults between rules, and what no rule speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinicfinder.coverage.lint import Finding, Gap, check_rules, find_gaps
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.domain.provenance import review_is_overdue
from clinicfinder.ingest.cells import Cells
from clinicfinder.ingest.estimate_files import RowsByFile
from clinicfinder.ingest.rows import Row


@dataclass(frozen=True, slots=True)
class Review:
    """What was found.

    `findings` come errors first. `unruled` are treatments no rule at all speaks of. `overdue` are the lines, by file,
    of rows other than rules that were last reviewed more than 12 months ago.
    """

    rules: int
    payers: int
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    unruled: tuple[str, ...]
    overdue: Mapping[str, tuple[int, ...]]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings with which the rules must not be used."""
        return tuple(finding for finding in self.findings if finding.level == "error")


def review_rules(tables: EstimateTables, rows: RowsByFile, treatments: Sequence[str], today: date) -> Review:
    """Everything wrong or doubtful about sound tables, and every payer, plan type and treatment without a rule.

    Args: rows: those that `tables` were made from. treatments: the codes on file. today: for the rules in force and
        the reviews that are due.
    """
    book = tables.book
    ruled = {treatment for rule in book.rules for treatment in rule.treatments}
    asked = [treatment for treatment in treatments if treatment in ruled]
    return Review(
        rules=len(book.rules),
        payers=len(book.payers),
        findings=check_rules(book, [payer.code for payer in tables.payers], treatments, today),
        gaps=find_gaps(book, asked, today),
        unruled=tuple(treatment for treatment in treatments if treatment not in ruled),
        overdue={file: lines for file, of_file in rows.items() if (lines := _overdue(file, of_file, today))},
    )


def _overdue(file: str, rows: Sequence[Row], today: date) -> tuple[int, ...]:
    """The lines of the rows that are due for a review. Rules are findings of their own."""
    if file == "coverage_rules.csv":
        return ()
    sourced = ((row.line, Cells(row, []).day("reviewed_on")) for row in rows if "reviewed_on" in row.cells)
    return tuple(line for line, reviewed in sourced if reviewed and review_is_overdue(reviewed, today))
