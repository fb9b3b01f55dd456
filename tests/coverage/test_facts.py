"""Facts as they come from outside: checked, never guessed, every problem at once."""

from __future__ import annotations

import pytest

from clinicfinder.coverage.facts import FACTS, parse_facts
from clinicfinder.errors import BadForm

PUBLIC_NAMES = {
    "age", "failed_antidepressants", "antidepressant_classes", "shortest_trial_weeks", "adequate_dose",
    "adherence_percent", "augmenters_failed", "psychotherapy_failed", "ect_considered",
    "on_oral_antidepressant", "phq9", "madrs", "hamd17", "qids", "suicidality", "psychosis",
    "substance_use", "cannabis_use", "bipolar", "prescriber", "rems_site", "in_network", "device",
    "protocol", "diagnosis_code", "sessions_per_week", "week_of_course", "monotherapy",
}  # fmt: skip


def test_the_names_are_the_public_ones():
    assert set(FACTS) == PUBLIC_NAMES


def test_a_null_is_the_same_as_leaving_the_name_out():
    assert parse_facts({"age": None, "phq9": 15}).known == {"phq9": 15}


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("age", 0, 0),
        ("age", 120, 120),
        ("phq9", 27, 27),
        ("bipolar", False, False),
        ("device", "NeuroStar", "neurostar"),
        ("diagnosis_code", "f33.2", "F332"),
        ("diagnosis_code", "F32A", "F32A"),
        ("adherence_percent", 100, 100),
    ],
)
def test_a_usable_answer_is_kept(name, value, kept):
    assert parse_facts({name: value}).known == {name: kept}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("age", -1, id="a negative count"),
        pytest.param("age", 121, id="an age nobody reaches"),
        pytest.param("age", "40", id="a number written as text"),
        pytest.param("age", 40.0, id="a fraction"),
        pytest.param("age", True, id="a yes where a count belongs"),
        pytest.param("phq9", 28, id="above the top of the scale"),
        pytest.param("adherence_percent", 101, id="more than all"),
        pytest.param("bipolar", "yes", id="a word where true or false belongs"),
        pytest.param("bipolar", 1, id="a number where true or false belongs"),
        pytest.param("device", "toaster", id="a device we do not know"),
        pytest.param("diagnosis_code", "depression", id="a word where a code belongs"),
        pytest.param("device", ["neurostar"], id="a list"),
    ],
)
def test_anything_else_is_a_problem_that_names_the_field_and_the_way_out(name, value):
    with pytest.raises(BadForm) as refused:
        parse_facts({name: value})
    (problem,) = refused.value.problems
    assert problem.field == f"facts.{name}"
    assert problem.code == "invalid_parameter"
    assert problem.message.endswith(".")


def test_every_problem_comes_at_once_and_a_misspelling_is_recognized():
    with pytest.raises(BadForm) as refused:
        parse_facts({"age": "old", "failed_antidepresants": 2, "shoe_size": None})
    problems = {problem.field: problem for problem in refused.value.problems}
    assert set(problems) == {"facts.age", "facts.failed_antidepresants", "facts.shoe_size"}
    assert "failed_antidepressants" in problems["facts.failed_antidepresants"].message
    assert problems["facts.shoe_size"].code == "invalid_parameter"
