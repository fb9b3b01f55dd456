"""Three-valued logic, held against every way in which the unknown could turn out."""

from __future__ import annotations

from itertools import product

import pytest

from clinicfinder.coverage.truth import Truth, all_of, any_of, negated, truth_of

VALUES = tuple(Truth)


def possible(value):
    """What a statement may turn out to be."""
    return (True, False) if value is Truth.UNKNOWN else (value is Truth.MET,)


def over_all_outcomes(formula, values):
    """The state of a formula: known only if every way the unknown turns out gives the same."""
    results = {formula(*outcome) for outcome in product(*map(possible, values))}
    return truth_of(results.pop()) if len(results) == 1 else Truth.UNKNOWN


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4])
def test_and_or_say_exactly_what_every_outcome_of_the_unknown_agrees_on(size):
    for values in product(VALUES, repeat=size):
        assert all_of(values) is over_all_outcomes(lambda *v: all(v), values)
        assert any_of(values) is over_all_outcomes(lambda *v: any(v), values)


def test_not_turns_known_values_and_keeps_the_unknown():
    for value in VALUES:
        assert negated(value) is over_all_outcomes(lambda v: not v, (value,))


def test_pathways_over_separate_facts_say_what_every_outcome_agrees_on():
    for a, b, c, d in product(VALUES, repeat=4):
        formula = any_of((all_of((a, b)), all_of((c, negated(d)))))
        assert formula is over_all_outcomes(lambda w, x, y, z: (w and x) or (y and not z), (a, b, c, d))


def test_de_morgan_holds_in_three_values():
    for a, b in product(VALUES, repeat=2):
        assert negated(all_of((a, b))) is any_of((negated(a), negated(b)))


def test_learning_more_never_turns_a_known_answer():
    for a, b in product(VALUES, repeat=2):
        before = any_of((all_of((a, b)), negated(a)))
        for x, y in product(possible(a), possible(b)):
            after = any_of((all_of((truth_of(x), truth_of(y))), negated(truth_of(x))))
            assert before in {Truth.UNKNOWN, after}
