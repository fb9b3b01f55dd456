"""Which unanswered questions could change the answer: exactly those, and no others.

A decision on full knowledge is an ordered list of cases: the first whose tests all hold gives the
outcome. Over such a list we build a reduced ordered decision diagram (Bryant 1986, with more than two
branches). A reduced diagram is unique for its function, so the names that occur in it are exactly the
ones the outcome depends on: leaving one out could give a wrong answer, and no other can matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clinicfinder.coverage.criteria import Test
from clinicfinder.coverage.facts import FACTS, INDICATIONS, Among, Answers, Value
from clinicfinder.coverage.rules import PLAN_TYPES
from clinicfinder.coverage.truth import Truth

DIMENSIONS = ("plan_type", "product", "state", "indication")
"""Questions about the plan and the condition, in the order in which we ask; all others are facts."""

ELSE = "\x00any other"
"""Stands for every text that no rule names."""


@dataclass(frozen=True, slots=True)
class Case:
    """If all `tests` hold, and no earlier case did, the outcome is `outcome`."""

    tests: tuple[Test, ...]
    outcome: str


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A question and, for each kind of answer that the tests tell apart, what follows."""

    name: str
    branches: tuple[Diagram, ...]


Diagram = Node | str

_CLOSED: Mapping[str, tuple[Value, ...]] = {
    "indication": INDICATIONS,
    # Who pays alone says so; an unknown plan type is an insured one.
    "plan_type": tuple(plan_type for plan_type in PLAN_TYPES if plan_type != "self_pay"),
    **{spec.name: spec.choices for spec in FACTS.values() if spec.kind == "choice"},
    **{spec.name: (True, False) for spec in FACTS.values() if spec.kind == "boolean"},
}
"""Questions with a fixed list of answers."""

_Residual = tuple[tuple[frozenset[int], str], ...]


def open_cases(cases: Iterable[Case], answers: Answers) -> list[Case]:
    """The cases that can still come true, without the tests that are already known to hold."""
    still = []
    for case in cases:
        states = [(test, test.check(answers)) for test in case.tests]
        if any(state is Truth.NOT_MET for _, state in states):
            continue
        still.append(Case(tuple(test for test, state in states if state is Truth.UNKNOWN), case.outcome))
        if not still[-1].tests:
            break
    return still


def _counts(name: str, tests: Sequence[Test]) -> set[Value]:
    """Counts on both sides of every boundary that the tests draw, within what the fact can be."""
    highest = FACTS[name].highest
    near = {int(value) + step for test in tests for value in test.values for step in (-1, 0, 1)}
    return {count for count in near if count >= 0 and (highest is None or count <= highest)}


def possible_values(name: str, tests: Sequence[Test], answers: Answers) -> set[Value]:
    """Values of an unanswered question that stand for all others, as far as these tests can tell."""
    known = answers.get(name)
    if isinstance(known, Among):
        return set(known.values)
    if name in _CLOSED:
        return set(_CLOSED[name])
    if name in FACTS and FACTS[name].kind == "count":
        return _counts(name, tests)
    return {value for test in tests for value in test.values} | {ELSE}


@dataclass(slots=True)
class _Builder:
    default: str
    tests: list[Test]
    order: list[str]
    branches: Mapping[str, list[tuple[frozenset[int], frozenset[int]]]]
    memo: dict[_Residual, Diagram] = field(default_factory=dict)
    nodes: dict[tuple[str, tuple[object, ...]], Node] = field(default_factory=dict)

    def build(self, cases: _Residual) -> Diagram:
        if not cases:
            return self.default
        if not cases[0][0]:
            return cases[0][1]
        done = self.memo.get(cases)
        if done is None:
            done = self.memo[cases] = self._split(cases)
        return done

    def _split(self, cases: _Residual) -> Diagram:
        present = {self.tests[number].name for numbers, _ in cases for number in numbers}
        name = next(name for name in self.order if name in present)
        below = tuple(self.build(_restrict(cases, true, false)) for true, false in self.branches[name])
        first = below[0]
        if all(branch is first or branch == first for branch in below):
            return first
        key = (name, tuple(branch if isinstance(branch, str) else id(branch) for branch in below))
        return self.nodes.setdefault(key, Node(name, below))


def _restrict(cases: _Residual, true: frozenset[int], false: frozenset[int]) -> _Residual:
    """The cases that remain once the tests in `true` hold and those in `false` do not."""
    kept: list[tuple[frozenset[int], str]] = []
    for numbers, outcome in cases:
        if numbers & false:
            continue
        rest = numbers - true
        kept.append((rest, outcome))
        if not rest:
            break
    return tuple(kept)


def diagram(cases: Iterable[Case], default: str, answers: Answers) -> Diagram:
    """The reduced decision diagram of `cases` over everything that `answers` leaves open.

    Questions are put in the order in which the cases first name them, which keeps the diagram about as
    small as the rules themselves.
    """
    still = open_cases(cases, answers)
    tests = list(dict.fromkeys(test for case in still for test in case.tests))
    by_name: dict[str, list[int]] = {}
    for number, test in enumerate(tests):
        by_name.setdefault(test.name, []).append(number)
    branches = {}
    for name, numbers in by_name.items():
        every = frozenset(numbers)
        values = possible_values(name, [tests[number] for number in numbers], answers)
        true_sets = {frozenset(n for n in numbers if tests[n].holds(value)) for value in values}
        branches[name] = [(true, every - true) for true in sorted(true_sets, key=sorted)]
    numbered = {test: number for number, test in enumerate(tests)}
    builder = _Builder(default, tests, list(by_name), branches)
    return builder.build(tuple((frozenset(numbered[t] for t in case.tests), case.outcome) for case in still))


def outcomes(found: Diagram) -> set[str]:
    """Every outcome that some answers lead to."""
    return {node for node in _walk(found) if isinstance(node, str)}


def _walk(found: Diagram) -> list[Diagram]:
    seen: dict[int | str, Diagram] = {}
    waiting = [found]
    while waiting:
        node = waiting.pop()
        key = node if isinstance(node, str) else id(node)
        if key not in seen:
            seen[key] = node
            waiting.extend(() if isinstance(node, str) else node.branches)
    return list(seen.values())


def questions_that_matter(found: Diagram, first: Sequence[str] = ()) -> tuple[str, ...]:
    """The names the outcome depends on, the most telling first.

    Names in `first` lead (they decide which rule applies at all). Then come questions one answer to which can
    settle the outcome by itself, by the share of their answers that do; then the order in which we ask.
    """
    branches = {node.name: len(node.branches) for node in _walk(found) if isinstance(node, Node)}
    asked = [*DIMENSIONS, *FACTS]
    settling = {name: _settling_share(found, name, count) for name, count in branches.items()}
    return tuple(
        sorted(
            branches,
            key=lambda name: (
                name not in first,
                name in FACTS and FACTS[name].asked_last,
                name in FACTS,
                -settling[name],
                asked.index(name),
            ),
        )
    )


def _settling_share(found: Diagram, name: str, count: int) -> float:
    """The share of the `count` kinds of answer to `name` after which nothing else matters."""
    return sum(len(_leaves_given(found, name, branch)) == 1 for branch in range(count)) / count


def _leaves_given(found: Diagram, name: str, branch: int) -> set[str]:
    seen: set[int] = set()
    leaves: set[str] = set()
    waiting = [found]
    while waiting and len(leaves) < 2:
        node = waiting.pop()
        if isinstance(node, str):
            leaves.add(node)
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.extend([node.branches[branch]] if node.name == name else node.branches)
    return leaves
