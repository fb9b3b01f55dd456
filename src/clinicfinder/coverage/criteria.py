"""Statements that can be checked against what is known: one criterion, one pathway, all pathways of a rule.

The conditions of a rule (its product, age band, devices ...) are stated with the same `Test`, so that
one evaluation and one search for open questions serve both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from clinicfinder.coverage.facts import Among, Answers, Value
from clinicfinder.coverage.truth import Truth, all_of, any_of, truth_of

Operator = Literal["at_least", "at_most", "is", "is_not", "one_of"]
OPERATORS: tuple[Operator, ...] = ("at_least", "at_most", "is", "is_not", "one_of")
"""Words, because people edit the table in a spreadsheet, where a cell that begins with '=' is a formula."""


@dataclass(frozen=True, slots=True)
class Test:
    """A statement about one named answer: `name operator values`. With no values it never holds.

    `values` holds one value, or several for `one_of`. Diagnosis codes compare by their beginning:
    a rule that names the category F33 means every code in it.
    """

    __test__ = False  # Tells pytest that this is no test class.

    name: str
    operator: Operator
    values: tuple[Value, ...]

    def holds(self, value: Value) -> bool:
        """Whether a known value satisfies the statement."""
        if self.operator == "at_least":
            return int(value) >= int(self.values[0])
        if self.operator == "at_most":
            return int(value) <= int(self.values[0])
        if self.name == "diagnosis_code":
            found = str(value).startswith(tuple(str(code) for code in self.values))
        else:
            found = value in self.values
        return found is not (self.operator == "is_not")

    def check(self, answers: Answers) -> Truth:
        """The statement's state, given what is known.

        >>> Test("age", "at_least", (18,)).check({})
        <Truth.UNKNOWN: 'unknown'>
        """
        value = answers.get(self.name)
        if value is None:
            return Truth.UNKNOWN if self.values else Truth.NOT_MET
        if isinstance(value, Among):
            states = {self.holds(one) for one in value.values}
            return Truth.UNKNOWN if len(states) > 1 else truth_of(states.pop())
        return truth_of(self.holds(value))


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition that a source states, in our own words (`wording`), as a test."""

    test: Test
    wording: str


@dataclass(frozen=True, slots=True)
class Pathway:
    """Criteria that must all be met. A rule's pathways are alternatives."""

    name: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class CheckedCriterion:
    """One criterion and its state for this person."""

    fact: str
    wording: str
    state: Truth


@dataclass(frozen=True, slots=True)
class CheckedPathway:
    """One pathway, its criteria and its state for this person."""

    name: str
    state: Truth
    criteria: tuple[CheckedCriterion, ...]

    def unmet(self) -> tuple[CheckedCriterion, ...]:
        """The criteria known not to be met."""
        return tuple(criterion for criterion in self.criteria if criterion.state is Truth.NOT_MET)


def check_pathways(pathways: Sequence[Pathway], answers: Answers) -> tuple[CheckedPathway, ...]:
    """Every pathway with the state of each of its criteria; the page shows them all."""
    checked = []
    for pathway in pathways:
        states = tuple(CheckedCriterion(c.test.name, c.wording, c.test.check(answers)) for c in pathway.criteria)
        checked.append(CheckedPathway(pathway.name, all_of(c.state for c in states), states))
    return tuple(checked)


def pathways_state(pathways: Sequence[CheckedPathway]) -> Truth:
    """Whether one of the pathways is met. Call only for a rule that has pathways."""
    return any_of(pathway.state for pathway in pathways)
