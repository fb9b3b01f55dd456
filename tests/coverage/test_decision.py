"""Each status and each reason, on both sides of the boundary that gives it."""

from __future__ import annotations

from datetime import date

from clinicfinder.coverage.answers import Step
from tests.coverage.making import ask, criterion, pathways, rule

TWO_TRIALS = pathways([criterion("failed_antidepressants", "at_least", 2)])


class TestFromBenefitToStatus:
    def test_two_failed_trials_meet_the_criterion(self):
        answer = ask([rule("r", pathways=TWO_TRIALS)], facts={"failed_antidepressants": 2})
        assert (answer.status, answer.reason, answer.criteria) == ("covered_with_prior_auth", None, "met")
        assert answer.missing_facts == ()

    def test_one_failed_trial_refuses(self):
        answer = ask([rule("r", pathways=TWO_TRIALS)], facts={"failed_antidepressants": 1})
        assert (answer.status, answer.reason, answer.criteria) == (
            "not_covered",
            "criteria_not_met",
            "not_met",
        )
        assert [remedy.fact for remedy in answer.what_would_change_it] == ["failed_antidepressants"]
        assert answer.may_appeal

    def test_an_unknown_count_leaves_the_status_and_is_asked(self):
        answer = ask([rule("r", pathways=TWO_TRIALS)])
        assert (answer.status, answer.criteria) == ("covered_with_prior_auth", "unknown")
        assert answer.missing_facts == ("failed_antidepressants",)

    def test_prior_authorization_that_nobody_states_is_said_to_be_unknown(self):
        answer = ask([rule("r", prior_authorization="unknown")])
        assert (answer.status, answer.prior_authorization) == ("covered", "unknown")
        assert Step("ask_about_prior_authorization") in answer.steps


class TestDates:
    FROM_MAY = rule("new", effective_from=date(2025, 5, 1))

    def test_the_day_before_it_starts(self):
        answer = ask([self.FROM_MAY], as_of=date(2025, 4, 30))
        assert (answer.status, answer.reason) == ("not_covered", "before_effective_date")
        assert [(c.day, c.kind, c.past, c.status) for c in answer.changes] == [
            (date(2025, 5, 1), "starts", True, "covered_with_prior_auth")
        ]

    def test_the_day_it_starts(self):
        answer = ask([self.FROM_MAY], as_of=date(2025, 5, 1))
        assert (answer.status, answer.changes) == ("covered_with_prior_auth", ())
