"""The whole decision as one ordered list of cases, from which the questions that matter are read.

The list says for a person about whom everything is known what `resolution.resolve` says; the outcome is
the status. (A question that could change only the reason of the same refusal is not worth asking.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clinicfinder.coverage.criteria import Test
from clinicfinder.coverage.matching import WHOSE_PLAN, Considered
from clinicfinder.coverage.questions import Case
from clinicfinder.coverage.resolution import disputants, status_of
from clinicfinder.coverage.rules import Rule
from clinicfinder.coverage.situation import Situation
from clinicfinder.coverage.truth import Truth


def _plan_tests(one: Considered, names: frozenset[str] = WHOSE_PLAN) -> tuple[Test, ...]:
    return tuple(test for test in one.tests if test.name in names)


def _pathway_tests(rule: Rule) -> list[tuple[Test, ...]]:
    """The ways to meet the rule's criteria; a rule without criteria is met as it stands."""
    return [tuple(criterion.test for criterion in way.criteria) for way in rule.pathways] or [()]


def _rule_cases(one: Considered) -> Iterator[Case]:
    rule = one.rule
    if rule.benefit != "not_covered":
        for tests in _pathway_tests(rule):
            yield Case((*one.tests, *tests), status_of(rule, Truth.MET))
    yield Case(one.tests, status_of(rule, Truth.NOT_MET))


def _dispute_cases(one: Considered, rivals: Sequence[Considered]) -> Iterator[Case]:
    """Any side that can still say yes makes it case_by_case; only when none can is it a refusal."""
    for rival in rivals:
        for side in (one, rival):
            if side.rule.benefit != "not_covered":
                for tests in _pathway_tests(side.rule):
                    yield Case((*one.tests, *rival.tests, *tests), "case_by_case")
    for rival in rivals:
        yield Case((*one.tests, *rival.tests), "not_covered")


def _level_cases(level: Sequence[Considered]) -> Iterator[Case]:
    for one in level:
        if one.matches:
            yield from _dispute_cases(one, disputants(one, level)[1:])
            yield from _rule_cases(one)


def decision_cases(situation: Situation) -> Iterator[Case]:
    """The cases of a situation in order; where none comes true the outcome is "unknown"."""
    for refusal in situation.refusals:
        yield Case(refusal.full_tests(), "not_covered")
    yield from _level_cases(situation.own)
    for one in (*situation.own, *situation.other_routes):
        same = situation.query.treatment in one.rule.treatments
        current = one.timing == "in_force" or (same and one.timing == "not_yet")
        if one.own and one.rule.grants and current:
            yield Case(_plan_tests(one), "not_covered")
    for one in situation.own:
        if one.own:
            yield Case(_plan_tests(one, frozenset({"plan_type", "state"})), "unknown")
    yield from _level_cases(situation.typical)
