"""Each status and each reason, on both sides of the boundary that gives it."""

from __future__ import annotations

from datetime import date

import pytest

from clinicfinder.coverage.answers import Change, Remedy, Step
from clinicfinder.coverage.payers import Payer
from tests.coverage.making import ask, criterion, pathways, rule, trials

case = pytest.param
TWO_TRIALS = pathways([trials(2)])
START = date(2025, 5, 1)
DAY_BEFORE = date(2025, 4, 30)


def verdict(answer):
    """The status and the reason together."""
    return answer.status, answer.reason


class TestFromBenefitToStatus:
    def test_two_failed_trials_meet_a_criterion_of_two(self):
        answer = ask([rule("r", pathways=TWO_TRIALS)], facts={"failed_antidepressants": 2})
        assert verdict(answer) == ("covered_with_prior_auth", None)
        assert (answer.criteria, answer.missing_facts) == ("met", ())

    def test_one_failed_trial_does_not_and_the_way_out_is_named(self):
        answer = ask([rule("r", pathways=TWO_TRIALS)], facts={"failed_antidepressants": 1})
        assert verdict(answer) == ("not_covered", "criteria_not_met")
        assert answer.criteria == "not_met"
        assert [remedy.fact for remedy in answer.what_would_change_it] == ["failed_antidepressants"]
        assert answer.may_appeal

    def test_an_unknown_count_leaves_the_status_and_is_asked(self):
        answer = ask([rule("r", pathways=TWO_TRIALS)])
        assert verdict(answer) == ("covered_with_prior_auth", None)
        assert (answer.criteria, answer.missing_facts) == ("unknown", ("failed_antidepressants",))

    @pytest.mark.parametrize(
        ("prior_authorization", "status", "step"),
        [
            case("required", "covered_with_prior_auth", Step("prior_authorization", "6 months"), id="yes"),
            case("not_required", "covered", Step("check_both_networks"), id="no"),
            case("unknown", "covered", Step("ask_about_prior_authorization"), id="nobody says"),
        ],
    )
    def test_prior_authorization_decides_between_the_two_kinds_of_covered(self, prior_authorization, status, step):
        made = rule("r", prior_authorization=prior_authorization, first_authorization="6 months")
        answer = ask([made])
        assert (answer.status, answer.prior_authorization) == (status, prior_authorization)
        assert step in answer.steps

    def test_a_rule_without_criteria_says_that_none_are_published(self):
        assert ask([rule("r")]).criteria == "none_published"

    def test_one_of_two_pathways_is_enough(self):
        ways = pathways(
            [trials(3)],
            [
                trials(2),
                criterion("augmenters_failed", "at_least", 1),
            ],
        )
        answer = ask([rule("r", pathways=ways)], facts={"failed_antidepressants": 2, "augmenters_failed": 1})
        assert (answer.status, answer.criteria) == ("covered_with_prior_auth", "met")

    def test_a_case_by_case_benefit_stays_so_while_criteria_can_be_met(self):
        assert verdict(ask([rule("r", "case_by_case", pathways=TWO_TRIALS)])) == ("case_by_case", None)

    def test_a_rule_whose_text_nobody_has_read_is_unknown(self):
        assert verdict(ask([rule("r", "unknown")])) == ("unknown", "no_published_rule")

    def test_who_pays_alone_is_refused_nothing(self):
        answer = ask([rule("r", "not_covered")], plan_type="self_pay")
        assert verdict(answer) == ("self_pay", None)
        assert (answer.missing_facts, answer.may_appeal) == ((), False)
        assert Step("good_faith_estimate") in answer.steps


class TestRefusals:
    @pytest.mark.parametrize(
        "kind",
        ["benefit_exclusion", "not_medically_necessary", "formulary", "route", "protocol", "age", "schedule"],
    )
    def test_a_stated_exclusion_gives_its_kind_as_the_reason_and_no_remedy(self, kind):
        answer = ask([rule("r", "not_covered", not_covered_kind=kind)])
        assert verdict(answer) == ("not_covered", kind)
        assert answer.what_would_change_it == ()
        assert answer.may_appeal

    @pytest.mark.parametrize(
        ("columns", "facts", "query", "reason", "failed"),
        [
            case({"age_from": 18}, {"age": 17}, {}, "age", "age", id="a year too young"),
            case({"age_to": 65}, {"age": 65}, {}, "age", "age", id="on the birthday that is too old"),
            case(
                {"protocol": "standard"},
                {"protocol": "accelerated"},
                {},
                "protocol",
                "protocol",
                id="protocol",
            ),
            case({"products": ("gold",)}, {}, {"product": "Silver"}, "formulary", "product", id="product"),
            case(
                {"diagnosis_codes": ("F332",)},
                {"diagnosis_code": "F33.1"},
                {},
                "criteria_not_met",
                "diagnosis_code",
                id="diagnosis code",
            ),
            case(
                {"indications": ("trd",)},
                {},
                {"indication": "ptsd"},
                "criteria_not_met",
                "indication",
                id="condition",
            ),
            case(
                {"devices": ("neurostar",)},
                {"device": "other"},
                {},
                "criteria_not_met",
                "device",
                id="device",
            ),
        ],
    )
    def test_a_rule_of_the_payers_own_that_fails_on_one_thing_refuses_and_no_pattern_steps_in(
        self, columns, facts, query, reason, failed
    ):
        pattern = rule("typical", payer=None, confidence="typical")
        answer = ask([rule("own", **columns), pattern], facts=facts, **query)
        assert verdict(answer) == ("not_covered", reason)
        assert answer.failed_on == (failed,)
        assert answer.rule.rule.rule_id == "own"

    @pytest.mark.parametrize(
        ("columns", "facts", "query"),
        [
            case({"age_from": 18}, {"age": 18}, {}, id="on the birthday"),
            case({"age_to": 65}, {"age": 64}, {}, id="the year before too old"),
            case({"products": ("Gold",)}, {}, {"product": "gold"}, id="letter case"),
            case({"diagnosis_codes": ("F332",)}, {"diagnosis_code": "f33.2"}, {}, id="with the dot"),
            case({"diagnosis_codes": ("F33",)}, {"diagnosis_code": "F332"}, {}, id="category"),
        ],
    )
    def test_the_other_side_of_each_boundary_is_within(self, columns, facts, query):
        assert ask([rule("own", **columns)], facts=facts, **query).status == "covered_with_prior_auth"

    def test_a_rule_for_one_route_refuses_another(self):
        infused = rule("iv", treatments=("iv_ketamine",))
        assert verdict(ask([infused], treatment="im_ketamine")) == ("not_covered", "route")

    def test_a_refusal_for_one_route_says_nothing_about_another(self):
        infused = rule("iv", "not_covered", treatments=("iv_ketamine",))
        assert verdict(ask([infused], treatment="im_ketamine")) == ("unknown", "no_published_rule")

    def test_a_refusal_of_other_ages_refuses_nobody_else_and_no_pattern_steps_in(self):
        rules = [rule("own", "not_covered", age_to=18), rule("typical", payer=None, confidence="typical")]
        assert verdict(ask(rules, facts={"age": 30})) == ("unknown", "no_published_rule")

    def test_another_device_would_turn_a_refusal_by_age(self):
        adults = rule("adults", age_from=18)
        teens = rule("teens", age_from=15, age_to=18, devices=("neurostar",))
        answer = ask([adults, teens], facts={"age": 16, "device": "brainsway"})
        assert verdict(answer) == ("not_covered", "age")
        assert answer.what_would_change_it == (Remedy("device", "device", "neurostar"),)

    @pytest.mark.parametrize(
        ("test", "facts", "reason"),
        [
            case(("age", "at_least", 18), {"age": 17}, "age", id="age alone"),
            case(("protocol", "is", "standard"), {"protocol": "maintenance"}, "protocol", id="protocol alone"),
            case(("sessions_per_week", "at_most", 5), {"sessions_per_week": 6}, "schedule", id="schedule"),
        ],
    )
    def test_a_criterion_unmet_on_one_such_thing_alone_has_its_own_reason(self, test, facts, reason):
        ways = pathways([criterion(*test), criterion("bipolar", "is", False)])
        answer = ask([rule("r", pathways=ways)], facts={**facts, "bipolar": False})
        assert verdict(answer) == ("not_covered", reason)


class TestDates:
    def test_the_day_before_it_starts_the_rule_refuses_and_says_when(self):
        answer = ask([rule("new", effective_from=START)], as_of=DAY_BEFORE)
        assert verdict(answer) == ("not_covered", "before_effective_date")
        assert answer.what_would_change_it == (Remedy("effective_from", day=START),)
        assert answer.changes == (Change(START, "starts", True, ("new",), "covered_with_prior_auth", None),)
        assert not answer.may_appeal

    def test_the_day_it_starts_it_decides(self):
        answer = ask([rule("new", effective_from=START)], as_of=START)
        assert verdict(answer) == ("covered_with_prior_auth", None)
        assert answer.changes == ()

    def test_a_rule_does_not_hold_on_the_day_it_ends(self):
        versions = [rule("old", "case_by_case", effective_to=START), rule("new", effective_from=START)]
        assert ask(versions, as_of=DAY_BEFORE).rule.rule.rule_id == "old"
        assert ask(versions, as_of=START).rule.rule.rule_id == "new"

    def test_a_change_still_to_come_is_not_past(self):
        later = date(2027, 1, 1)
        versions = [rule("now", effective_to=later), rule("then", "not_covered", effective_from=later)]
        answer = ask(versions)
        assert answer.status == "covered_with_prior_auth"
        assert answer.changes == (Change(later, "starts", False, ("then",), "not_covered", "not_medically_necessary"),)

    def test_an_end_without_a_successor_is_said_and_then_nothing_is_known(self):
        only = rule("only", effective_to=START)
        assert [change.kind for change in ask([only], as_of=DAY_BEFORE).changes] == ["ends"]
        assert verdict(ask([only], as_of=START)) == ("unknown", "no_published_rule")

    def test_a_newer_version_wins_over_an_older_one_left_open(self):
        versions = [
            rule("old", "case_by_case", effective_from=date(2019, 1, 1)),
            rule("new", effective_from=START),
        ]
        assert ask(versions).rule.rule.rule_id == "new"

    @pytest.mark.parametrize(
        ("today", "unverified"),
        [(date(2026, 11, 22), False), (date(2026, 11, 23), True)],
        ids=["twelve months to the day", "a day more"],
    )
    def test_a_rule_past_its_review_date_still_answers_and_is_marked(self, today, unverified):
        answer = ask([rule("r", reviewed_on=date(2025, 11, 22))], today=today)
        assert (answer.status, answer.rule.unverified) == ("covered_with_prior_auth", unverified)
        assert (Step("rule_past_review") in answer.steps) is unverified


class TestUnknownPayersAndPatterns:
    PATTERN = rule("typical", payer=None, plan_types=("commercial",), confidence="typical")

    def test_a_payer_not_on_file_is_unknown(self):
        assert verdict(ask([], payer="payer_z")) == ("unknown", "unknown_payer")

    def test_a_payer_that_was_not_given_is_asked_first(self):
        assert ask([], payer=None).missing_facts == ("payer",)

    def test_a_payer_that_publishes_nothing_is_unknown(self):
        assert verdict(ask([])) == ("unknown", "no_published_rule")

    def test_where_the_payer_publishes_nothing_the_pattern_answers_as_typical(self):
        answer = ask([self.PATTERN], plan_type="commercial")
        assert verdict(answer) == ("covered_with_prior_auth", "no_published_rule")
        assert answer.typical

    def test_a_rule_of_the_payers_own_goes_before_the_pattern(self):
        answer = ask([self.PATTERN, rule("own", "not_covered")], plan_type="commercial")
        assert answer.status == "not_covered"
        assert not answer.typical

    def test_a_rule_for_another_state_is_not_this_persons_and_the_pattern_answers(self):
        own = rule("own", "not_covered", states=("TX",))
        assert ask([self.PATTERN, own], plan_type="commercial", state="AZ").typical

    def test_a_pattern_of_not_paying_is_usually_self_pay_and_not_a_refusal(self):
        pattern = rule("typical", "not_covered", payer=None, confidence="typical", not_covered_kind=None)
        assert verdict(ask([pattern])) == ("self_pay", "no_published_rule")

    def test_low_confidence_never_decides(self):
        answer = ask([rule("rumor", confidence="low")])
        assert verdict(answer) == ("unknown", "no_published_rule")
        assert [line.outcome for line in answer.trace] == ["low_confidence"]

    def test_naming_a_federal_plan_names_its_payer(self):
        federal = Payer("federal", "Federal", plan_types=("medicare_part_b",))
        rules = [rule("r", payer="federal", plan_types=("medicare_part_b",))]
        answer = ask(rules, payer=None, plan_type="medicare_part_b", payers=[federal])
        assert answer.status == "covered_with_prior_auth"


class TestSuicidality:
    @pytest.mark.parametrize("suicidality", [True, False, None])
    def test_only_a_yes_puts_help_before_any_result(self, suicidality):
        assert ask([rule("r")], facts={"suicidality": suicidality}).crisis is (suicidality is True)
