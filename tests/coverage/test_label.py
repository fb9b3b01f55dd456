"""What the label of Spravato binds every payer to."""

from __future__ import annotations

from datetime import date

import pytest

from clinicfinder.coverage.answers import Remedy
from clinicfinder.coverage.label import SPRAVATO_LABEL
from tests.coverage.making import ask, criterion, pathways, rule

ANY_AGE = rule("r", treatments=("spravato",))


def spravato(facts=None, **query):
    """Ask payer_a about Spravato; its rule would cover anybody."""
    return ask([ANY_AGE], facts=facts, treatment="spravato", **query)


class TestAge:
    def test_a_seventeen_year_old_is_refused_whatever_the_payer_says(self):
        answer = spravato({"age": 17})
        assert (answer.status, answer.reason, answer.broken_label) == ("not_covered", "age", "adults_only")
        assert answer.what_would_change_it == ()

    def test_an_eighteen_year_old_is_not(self):
        assert spravato({"age": 18}).status == "covered_with_prior_auth"

    def test_the_label_binds_payers_that_publish_nothing(self):
        assert ask([], treatment="spravato", facts={"age": 17}).reason == "age"

    def test_the_payers_own_exclusion_is_named_before_the_label(self):
        answer = ask([rule("r", "not_covered", treatments=("spravato",))], treatment="spravato", facts={"age": 17})
        assert answer.reason == "not_medically_necessary"

    def test_other_treatments_have_no_such_label(self):
        assert ask([rule("r")], facts={"age": 17}).status == "covered_with_prior_auth"

    def test_an_unknown_age_is_asked(self):
        assert spravato(indication="trd").missing_facts == ("age", "rems_site")


class TestSite:
    def test_a_site_that_is_not_certified_can_be_changed_for_one_that_is(self):
        answer = spravato({"rems_site": False})
        assert (answer.status, answer.reason) == ("not_covered", "criteria_not_met")
        assert answer.what_would_change_it == (Remedy("rems_site", "rems_site"),)


class TestSchedule:
    @pytest.mark.parametrize(
        ("week", "sessions", "reason"),
        [
            pytest.param(4, 2, None, id="twice a week in week 4 is usual"),
            pytest.param(5, 2, "schedule", id="twice a week in week 5 is not"),
            pytest.param(7, 2, "schedule", id="nor in week 7"),
            pytest.param(7, 1, None, id="once a week in week 7 is usual"),
            pytest.param(9, 1, None, id="once a week in week 9 is usual"),
            pytest.param(2, 3, "schedule", id="three times a week is never usual"),
        ],
    )
    def test_more_often_than_the_label_is_refused(self, week, sessions, reason):
        answer = spravato({"age": 40, "week_of_course": week, "sessions_per_week": sessions}, indication="trd")
        assert answer.reason == reason
        assert (answer.what_would_change_it != ()) is (reason is not None)

    @pytest.mark.parametrize(
        ("facts", "indication"),
        [
            pytest.param({"suicidality": True}, "trd", id="suicidal thoughts"),
            pytest.param({}, "mdd_si", id="treated for suicidal thoughts"),
        ],
    )
    def test_suicidality_excuses_twice_a_week_in_week_7(self, facts, indication):
        asked = {"age": 40, "week_of_course": 7, "sessions_per_week": 2, **facts}
        assert spravato(asked, indication=indication).status == "covered_with_prior_auth"

    def test_unknown_suicidality_excuses_nothing_but_is_asked(self):
        answer = spravato({"age": 40, "week_of_course": 7, "sessions_per_week": 2}, indication="trd")
        assert answer.reason == "schedule"
        assert "suicidality" in answer.missing_facts

    def test_a_schedule_nobody_asked_for_is_not_asked_about(self):
        assert "sessions_per_week" not in spravato({"age": 40}).missing_facts


class TestMonotherapy:
    @pytest.mark.parametrize(
        ("day", "status"),
        [(date(2025, 1, 16), "not_covered"), (date(2025, 1, 17), "covered_with_prior_auth")],
        ids=["the day before the label changed", "the day it changed"],
    )
    def test_without_an_antidepressant_in_resistant_depression(self, day, status):
        answer = spravato({"age": 40, "monotherapy": True}, indication="trd", as_of=day)
        assert answer.status == status

    def test_for_suicidality_an_antidepressant_is_still_needed(self):
        answer = spravato({"age": 40, "monotherapy": True}, indication="mdd_si")
        assert (answer.reason, answer.broken_label) == ("criteria_not_met", "suicidality_with_antidepressant")
        assert answer.what_would_change_it == (Remedy("with_antidepressant", "monotherapy"),)

    @pytest.mark.parametrize(
        "known",
        [
            pytest.param({"monotherapy": True}, id="said as monotherapy"),
            pytest.param({"on_oral_antidepressant": False}, id="said as no antidepressant by mouth"),
        ],
    )
    def test_both_names_of_the_fact_meet_criteria_and_label_alike(self, known):
        alongside = pathways([criterion("on_oral_antidepressant", "is", True)])
        needs_one = [rule("r", treatments=("spravato",), pathways=alongside)]
        for indication, criteria, label in (
            ("trd", "not_met", None),
            ("mdd_si", "not_met", "suicidality_with_antidepressant"),
        ):
            answer = ask(needs_one, treatment="spravato", indication=indication, facts={"age": 40, **known})
            assert (answer.status, answer.criteria, answer.broken_label) == ("not_covered", criteria, label)

    def test_the_fact_is_asked_under_one_name(self):
        asked = spravato({"age": 40}, indication="mdd_si").missing_facts
        assert "on_oral_antidepressant" in asked
        assert "monotherapy" not in asked

    def test_somebody_who_takes_one_is_not_asked_about_going_without(self):
        answer = spravato({"age": 40, "on_oral_antidepressant": True}, indication="mdd_si")
        assert "monotherapy" not in answer.missing_facts


def test_every_label_fact_has_a_source_and_its_own_key():
    keys = [fact.key for fact in SPRAVATO_LABEL]
    assert len(keys) == len(set(keys))
    assert all(fact.provenance.source_url.startswith("http") for fact in SPRAVATO_LABEL)
    assert all(fact.provenance.confidence != "low" for fact in SPRAVATO_LABEL)


def test_the_label_is_cited_beside_a_spravato_answer():
    answer = spravato()
    assert answer.sources[0].source_title == "Synthetic policy"
    assert any("monotherapy" in source.source_title for source in answer.sources)
    assert {fact.kind for fact in answer.label_facts} == {"binding", "discuss_first", "aftercare"}
