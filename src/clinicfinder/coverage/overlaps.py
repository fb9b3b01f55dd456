"""How two rules lie to each other: whether both can apply at once, and whether one always hides the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clinicfinder.coverage.book import Entry
from clinicfinder.coverage.criteria import Test
from clinicfinder.coverage.facts import INDICATIONS, Value
from clinicfinder.coverage.matching import specificity
from clinicfinder.coverage.questions import possible_values
from clinicfinder.coverage.rules import Rule


def _values(name: str, *sides: Sequence[Test]) -> set[Value]:
    """Values that stand for all others, as far as the tests of all sides can tell."""
    tests = [test for side in sides for test in side if test.name == name]
    return possible_values(name, tests, {})


def _allowed(name: str, tests: Sequence[Test], values: set[Value]) -> set[Value]:
    mine = [test for test in tests if test.name == name]
    return {value for value in values if all(test.holds(value) for test in mine)}


def _names(tests: Sequence[Test]) -> set[str]:
    return {test.name for test in tests}


def days_overlap(one: Rule, other: Rule) -> bool:
    """Whether a day exists on which both rules are in force."""
    starts = max(one.effective_from or date.min, other.effective_from or date.min)
    ends = min(one.effective_to or date.max, other.effective_to or date.max)
    return starts < ends


def can_both_apply(one: Entry, other: Entry) -> bool:
    """Whether some case fits the conditions of both rules on some day."""
    if not days_overlap(one.rule, other.rule):
        return False
    for name in _names(one.tests) & _names(other.tests):
        values = _values(name, one.tests, other.tests)
        if not _allowed(name, one.tests, values) & _allowed(name, other.tests, values):
            return False
    return True


def shared_indications(one: Entry, other: Entry) -> Sequence[str | None]:
    """The indications under which both rules could be asked for; [None] where neither names one."""
    if "indication" not in _names(one.tests) | _names(other.tests):
        return [None]
    every: set[Value] = set(INDICATIONS)
    both = _allowed("indication", one.tests, every) & _allowed("indication", other.tests, every)
    return sorted(str(value) for value in both)


def tie(one: Entry, other: Entry) -> bool:
    """Whether the two are equally specific, first days included, for an indication they share."""
    return any(
        specificity(one, indication, 0) == specificity(other, indication, 0)
        for indication in shared_indications(one, other)
    )


def told_apart_by_date_alone(one: Entry, other: Entry) -> bool:
    """Whether only the first day decides between the two: a newer version over an open older one."""
    return any(
        specificity(one, indication, 0)[:-1] == specificity(other, indication, 0)[:-1]
        for indication in shared_indications(one, other)
    )


def disagree(one: Rule, other: Rule) -> bool:
    """Whether two rules would say different things to the same person."""

    def saying(rule: Rule) -> tuple[object, ...]:
        ways = {frozenset(criterion.test for criterion in way.criteria) for way in rule.pathways}
        return rule.benefit, rule.not_covered_kind, rule.prior_authorization, ways

    return saying(one) != saying(other)


def hides(one: Entry, other: Entry) -> bool:
    """Whether `one` wins whenever `other` applies, so that `other` never decides."""
    first, last = one.rule, other.rule
    if (first.effective_from or date.min) > (last.effective_from or date.min):
        return False
    if (first.effective_to or date.max) < (last.effective_to or date.max):
        return False
    for name in _names(one.tests):
        values = _values(name, one.tests, other.tests)
        if not _allowed(name, other.tests, values) <= _allowed(name, one.tests, values):
            return False
    return all(
        specificity(one, indication, 0) > specificity(other, indication, 0)
        for indication in shared_indications(one, other)
    )
