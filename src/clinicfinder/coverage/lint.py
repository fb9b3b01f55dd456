"""Faults that lie between rules, and what the book does not say: the judgment of `rules check`.

Faults within one row are found when the tables are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from clinicfinder.coverage.book import Entry, RuleBook
from clinicfinder.coverage.decision import is_unverified
from clinicfinder.coverage.overlaps import can_both_apply, disagree, hides, tie, told_apart_by_date_alone
from clinicfinder.coverage.rules import LABEL_PAYER


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found about the rules as a whole. Only an error stops a load."""

    level: Literal["error", "warning"]
    code: str
    rule_ids: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A payer's plan type and treatment for which the payer has no rule in force.

    `typical`: a general pattern answers instead.
    """

    payer: str
    plan_type: str
    treatment: str
    typical: bool


def _pair(one: Entry, other: Entry) -> Finding | None:
    """What is wrong between two rules of the same payer and treatment."""
    ids = (one.rule.rule_id, other.rule.rule_id)
    if one.rule.dispute_id is not None and one.rule.dispute_id == other.rule.dispute_id:
        return None
    if not can_both_apply(one, other):
        return None
    different = disagree(one.rule, other.rule)
    if different and tie(one, other):
        return Finding("error", "tie", ids, "Equally specific, yet different: date them or share a dispute_id.")
    for front, back in ((one, other), (other, one)):
        if hides(front, back):
            hidden = (back.rule.rule_id, front.rule.rule_id)
            return Finding("warning", "shadowed", hidden, "The first never decides: the second always wins.")
    if different and told_apart_by_date_alone(one, other):
        return Finding("warning", "open_older_version", ids, "The later wins. Does a source end the older?")
    return None


def _between_rules(book: RuleBook) -> Iterator[Finding]:
    for entries in book.index.values():
        for one, other in combinations(entries, 2):
            finding = _pair(one, other)
            if finding is not None:
                yield finding


def _loose_ends(book: RuleBook, payers: Sequence[str], treatments: Sequence[str]) -> Iterator[Finding]:
    """Codes that lead nowhere."""
    disputes: dict[str, list[str]] = {}
    for rule in book.rules:
        ids = (rule.rule_id,)
        if rule.dispute_id is not None:
            disputes.setdefault(rule.dispute_id, []).append(rule.rule_id)
        if rule.payer is not None and rule.payer not in (*payers, LABEL_PAYER):
            yield Finding("error", "unknown_payer", ids, f"No payer has the code {rule.payer!r}.")
        for treatment in sorted(set(rule.treatments) - set(treatments)):
            yield Finding("error", "unknown_treatment", ids, f"No treatment has the code {treatment!r}.")
        if rule.mac is not None and rule.mac not in book.macs.values():
            yield Finding("warning", "mac_without_states", ids, f"We know no state of {rule.mac!r}.")
    for dispute, members in disputes.items():
        if len(members) < 2:
            yield Finding("error", "dispute_alone", tuple(members), f"No other rule shares {dispute!r}.")


def _doubtful(book: RuleBook, today: date) -> Iterator[Finding]:
    for rule in book.rules:
        ids = (rule.rule_id,)
        if rule.provenance.confidence == "low":
            yield Finding("warning", "low_confidence", ids, "Low confidence never decides.")
        if is_unverified(rule, today):
            reviewed = rule.provenance.reviewed_on
            yield Finding("warning", "stale", ids, f"Last reviewed {reviewed}: compare it with its source.")


def rule_errors(book: RuleBook, payers: Iterable[str], treatments: Iterable[str]) -> tuple[Finding, ...]:
    """The faults between rules with which they must not be used, whatever the day.

    Args: payers, treatments: the codes on file.
    """
    found = {*_between_rules(book), *_loose_ends(book, tuple(payers), tuple(treatments))}
    return tuple(sorted((one for one in found if one.level == "error"), key=lambda one: (one.code, one.rule_ids)))


def check_rules(book: RuleBook, payers: Iterable[str], treatments: Iterable[str], today: date) -> tuple[Finding, ...]:
    """Everything wrong or doubtful about the rules as a whole, errors first.

    Args: payers, treatments: the codes on file. today: by which a rule is past its review date.
    """
    codes = tuple(payers), tuple(treatments)
    found = {*_between_rules(book), *_loose_ends(book, *codes), *_doubtful(book, today)}
    return tuple(sorted(found, key=lambda one: (one.level, one.code, one.rule_ids)))


def find_gaps(book: RuleBook, treatments: Iterable[str], today: date) -> tuple[Gap, ...]:
    """Every payer, plan type and treatment without a rule in force today, in that order."""
    gaps: list[Gap] = []
    for treatment in treatments:
        general = _plans_with_rules(book, (None,), treatment, today)
        for payer in book.payers.values():
            stated = _plans_with_rules(book, book.lineage(payer.code), treatment, today)
            gaps += [
                Gap(payer.code, plan_type, treatment, typical=bool({plan_type, None} & general))
                for plan_type in payer.plan_types
                if not {plan_type, None} & stated
            ]
    return tuple(sorted(gaps, key=lambda gap: (gap.payer, gap.plan_type, gap.treatment)))


def _plans_with_rules(book: RuleBook, payers: Iterable[str | None], treatment: str, today: date) -> set[str | None]:
    """The plan types that rules in force speak of; None stands for a rule about any plan type."""
    found: set[str | None] = set()
    for entry in (entry for payer in payers for entry in book.entries(payer, treatment)):
        if entry.rule.in_force(today) and entry.rule.provenance.confidence != "low":
            found |= set(entry.rule.plan_types) or {None}
    return found
