"""Review the rules as a whole: faults of the tables, faults between rules, and what no rule speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clinicfinder.coverage.book import RuleBook
from clinicfinder.coverage.lint import Finding, Gap, check_rules, find_gaps


@dataclass(frozen=True, slots=True)
class Review:
    """What was found. `findings` come errors first; `unruled` are treatments no rule at all speaks of."""

    rules: int
    payers: int
    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    unruled: tuple[str, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings with which the rules must not be used."""
        return tuple(finding for finding in self.findings if finding.level == "error")


def review_rules(book: RuleBook, payers: Sequence[str], treatments: Sequence[str], today: date) -> Review:
    """Everything wrong or doubtful about sound tables, and every payer, plan type and treatment without a rule.

    Args: payers, treatments: the codes on file. today: for the rules in force and the reviews that are due.
    """
    ruled = {treatment for rule in book.rules for treatment in rule.treatments}
    asked = [treatment for treatment in treatments if treatment in ruled]
    return Review(
        rules=len(book.rules),
        payers=len(book.payers),
        findings=check_rules(book, payers, treatments, today),
        gaps=find_gaps(book, asked, today),
        unruled=tuple(treatment for treatment in treatments if treatment not in ruled),
    )
