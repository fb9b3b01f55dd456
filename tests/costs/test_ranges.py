"""Ranges: the plans between which a person's own must lie, and the ledger run at both ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.costs.build import programme
from tests.costs.strategies import cents, large_cents

from clinicfinder.costs.ledger import run
from clinicfinder.costs.lines import Service
from clinicfinder.costs.plan_answers import UNKNOWN, PlanAnswers, bracket_plan
from clinicfinder.costs.plans import CostShare, PlanDesign, YearLimit
from clinicfinder.costs.ranges import PricedLine, after_help, run_range

START = date(2026, 11, 2)
LAW_2026 = 10_600_00

KNOWN = PlanAnswers(
    deductible=1_500_00,
    deductible_met=750_00,
    coinsurance=2_000,
    copay=None,
    option="after-deductible",
    oop_max=5_000_00,
    oop_met=750_00,
)


def line(number, low, high, kind="observation"):
    return PricedLine(START + timedelta(weeks=number), "visit", None, kind, "medical", low, high)


WEEKLY = [line(number, 300_00, 400_00) for number in range(6)]

lines_strategy = st.lists(
    st.builds(
        lambda number, low, more, kind: line(number, low, low + more, kind),
        st.integers(0, 40),
        cents,
        cents,
        st.sampled_from(["drug", "observation"]),
    ),
    min_size=1,
    max_size=6,
)
true_plans = st.builds(
    lambda deductible, met_share, coinsurance, copay, option, beyond: PlanAnswers(
        deductible=deductible,
        deductible_met=deductible * met_share // 4,
        coinsurance=coinsurance,
        copay=copay,
        option=option,
        oop_max=deductible + beyond,
        oop_met=deductible * met_share // 4,
    ),
    large_cents,
    st.integers(0, 4),
    st.integers(0, 10_000),
    cents,
    st.sampled_from(["after-deductible", "deductible-waived"]),
    large_cents,
)


def cost(answers, lines, bound=None):
    course = sum(one.allowed_high for one in lines)
    return run_range(bracket_plan(answers, course, bound), lines)


class TestWhatIsKnown:
    def test_a_full_answer_leaves_only_the_prices_open(self):
        plans = bracket_plan(KNOWN, 10_000_00, LAW_2026)
        assert plans.low == plans.high
        assert plans.assumptions == ()

    def test_three_numbers_give_a_tighter_range_than_none(self):
        nothing = cost(PlanAnswers(), WEEKLY, LAW_2026)
        three = cost(PlanAnswers(deductible=1_500_00, deductible_met=750_00, coinsurance=2_000), WEEKLY, LAW_2026)
        assert nothing.low_cents <= three.low_cents < three.high_cents <= nothing.high_cents
        assert three.high_cents - three.low_cents < nothing.high_cents - nothing.low_cents

    def test_someone_who_knows_nothing_pays_between_nothing_and_all_of_it(self):
        found = cost(PlanAnswers(), WEEKLY, LAW_2026)
        assert (found.low_cents, found.high_cents) == (0, 2_400_00)

    def test_the_law_bounds_an_unknown_maximum(self):
        dear = [line(number, 4_000_00, 4_000_00) for number in range(6)]
        assert cost(PlanAnswers(), dear, LAW_2026).high_cents == LAW_2026

    def test_original_medicare_has_no_maximum_and_that_is_not_unknown(self):
        answers = PlanAnswers(283_00, 283_00, 2_000, None, "after-deductible", oop_max=None, oop_met=0)
        found = cost(answers, [line(0, 1_356_08, 1_356_08)], LAW_2026)
        assert (found.low_cents, found.high_cents) == (271_22, 271_22)

    def test_each_gap_is_named(self):
        assert bracket_plan(PlanAnswers(), 10_000_00, LAW_2026).assumptions == (
            "deductible_unknown",
            "deductible_met_unknown",
            "oop_max_by_law",
            "share_unknown",
            "deductible_may_be_waived",
            "oop_met_none",
        )

    def test_a_copay_alone_is_taken_to_be_all_that_is_asked(self):
        answers = replace(KNOWN, deductible=None, deductible_met=0, copay=40_00, coinsurance=UNKNOWN)
        found = cost(answers, WEEKLY)
        assert (found.low_cents, found.high_cents) == (240_00, 240_00)
        assert "copay_alone" in bracket_plan(answers, 10_000_00, None).assumptions


@given(
    true_plans,
    lines_strategy,
    st.sets(st.sampled_from(["deductible", "deductible_met", "oop_max", "option"])),
    st.booleans(),
)
def test_whatever_is_left_open_the_true_cost_lies_in_the_range(truth, lines, gaps, hides_share):
    if {"deductible", "deductible_met"} <= gaps:
        # Here "nothing paid toward the maximum yet" is assumed and said, so the truth is made to fit it.
        truth = replace(truth, deductible_met=0, oop_met=0)
    masked = replace(truth, **dict.fromkeys(gaps, UNKNOWN))
    if hides_share:
        masked = replace(masked, copay=UNKNOWN, coinsurance=UNKNOWN)
    if "deductible_met" in gaps:
        masked = replace(masked, oop_met=UNKNOWN)
    found = cost(masked, lines, truth.oop_max + 1_000_00)
    exact = cost(truth, lines)
    assert found.low_cents <= exact.low_cents <= exact.high_cents <= found.high_cents


@given(true_plans, lines_strategy)
def test_the_range_is_from_a_whole_course_to_a_whole_course(truth, lines):
    found = cost(truth, lines)
    assert found.low_cents <= found.high_cents
    for ledger, total in ((found.low, found.low_cents), (found.high, found.high_cents)):
        assert sum(one.patient - one.help for one in ledger.lines) == total
    assert all(low <= high for low, high in found.line_spans)


class TestSavingsProgrammes:
    PLAN = replace(KNOWN, deductible_met=0, oop_met=0)
    SESSIONS = tuple(
        line(number, *amounts) for number in range(4) for amounts in ((900_00, 1_200_00, "drug"), (200_00, 300_00))
    )

    def test_unknown_counting_gives_a_bracket_between_yes_and_no(self):
        plans = bracket_plan(self.PLAN, 10_000_00, None)
        yes, no, unknown = (
            run_range(plans, self.SESSIONS, [programme(counts=word)]) for word in ("yes", "no", "unknown")
        )
        assert unknown.low_cents == min(yes.low_cents, no.low_cents)
        assert unknown.high_cents == max(yes.high_cents, no.high_cents)
        assert unknown.low_cents < unknown.high_cents

    def test_it_pays_its_own_line_and_no_other(self):
        found = run_range(bracket_plan(self.PLAN, 10_000_00, None), self.SESSIONS, [programme(counts="yes")])
        helped = {one.position % 2 for one in found.low.lines if one.help}
        assert helped == {0}
        assert all(one.patient - one.help <= 10_00 for one in found.low.lines if one.position % 2 == 0)

    def test_help_on_a_dearer_drug_may_make_the_course_cheaper_and_the_range_still_holds(self):
        plans = bracket_plan(replace(self.PLAN, coinsurance=0), 10_000_00, None)
        sessions = [line(0, 100_00, 1_500_00, "drug"), line(1, 300_00, 300_00), line(2, 300_00, 300_00)]
        found = run_range(plans, sessions, [programme(counts="yes")])
        assert (found.low_cents, found.high_cents) == (10_00, 610_00)


def test_a_range_of_one_price_and_one_plan_is_one_ledger():
    plan = PlanDesign(YearLimit(500_00), medical=CostShare(coinsurance=2_000))
    found = cost(replace(KNOWN, deductible=500_00, deductible_met=0, oop_met=0), [line(0, 800_00, 800_00)])
    alone = run(plan, [Service(START, 800_00)])
    assert found.low_cents == found.high_cents == after_help(alone) == 560_00


@given(true_plans, lines_strategy)
def test_help_never_costs_more_than_no_help(truth, lines):
    plans = bracket_plan(truth, sum(one.allowed_high for one in lines), None)
    assume(any(one.line_kind == "drug" for one in lines))
    helped = run_range(plans, lines, [programme(counts="yes")])
    assert helped.high_cents <= run_range(plans, lines).high_cents
