"""A case with all the rules held against it: the ground on which it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clinicfinder.coverage.book import Entry, RuleBook
from clinicfinder.coverage.facts import Answers, Facts
from clinicfinder.coverage.label import LabelRefusal, label_refusals
from clinicfinder.coverage.matching import ROUTES, Considered, Query, consider, with_partial_answers

_GENERAL = 99
"""Rules about payers in general stand behind every generation of parents."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A case with every rule that was held against it, most specific first in each list."""

    query: Query
    answers: Answers
    as_of: date
    payer_known: bool
    own: tuple[Considered, ...]
    typical: tuple[Considered, ...]
    other_routes: tuple[Considered, ...]
    refusals: tuple[LabelRefusal, ...]


def gather(book: RuleBook, query: Query, facts: Facts, as_of: date) -> Situation:
    """Hold the rules of the payer, of its parents and of payers in general against the case."""
    payer = query.payer or book.sole_payer(query.plan_type)
    line = book.lineage(payer)

    def rules_for(treatment: str) -> list[tuple[int, Entry]]:
        return [(place, entry) for place, code in enumerate(line) for entry in book.entries(code, treatment)]

    found = rules_for(query.treatment)
    found += [(_GENERAL, entry) for entry in book.entries(None, query.treatment)]
    routes = sorted(ROUTES - {query.treatment}) if query.treatment in ROUTES else []
    elsewhere = [
        (place, entry)
        for treatment in routes
        for place, entry in rules_for(treatment)
        if query.treatment not in entry.rule.treatments
    ]
    answers = query.answers(facts)
    considered = consider(found, query, answers, as_of)
    own = [one for one in considered if not one.rule.typical]
    stated = [one for one in own if one.timing == "in_force" and one.about_this_plan]
    partial = with_partial_answers(answers, stated or considered)
    if partial != answers:
        considered = consider(found, query, partial, as_of)
    return Situation(
        query=query,
        answers=partial,
        as_of=as_of,
        payer_known=bool(line),
        own=tuple(one for one in considered if not one.rule.typical),
        typical=tuple(one for one in considered if one.rule.typical),
        other_routes=tuple(consider(elsewhere, query, partial, as_of)),
        refusals=label_refusals(query.treatment, as_of, partial),
    )
