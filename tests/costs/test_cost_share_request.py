"""The bare ledger's request: what null means, and every problem told at once."""

from __future__ import annotations

from datetime import date

import pytest

from clinicfinder.costs.cost_share_request import read_request
from clinicfinder.costs.ledger import run
from clinicfinder.costs.plans import MonthDay
from clinicfinder.errors import BadForm


def answer(plan, *services):
    request = read_request({"plan": plan, "services": list(services)})
    return run(request.plan, request.services)


def visit(day="2026-03-02", allowed=200_00, **terms):
    return {"date": day, "allowed_cents": allowed, **terms}


def problems_of(given):
    with pytest.raises(BadForm) as refused:
        read_request(given)
    return {(problem.field, problem.code) for problem in refused.value.problems}


class TestWhatNullMeans:
    def test_a_plan_of_nulls_costs_nothing(self):
        nulls = dict.fromkeys(("deductible_cents", "deductible_met_cents", "coinsurance_percent", "copay_cents"))
        assert (
            answer(nulls | {"oop_max_cents": None, "oop_met_cents": None, "reset": None}, visit()).totals.patient == 0
        )

    def test_null_coinsurance_and_copay_are_nothing_after_the_deductible(self):
        totals = answer({"deductible_cents": 150_00, "coinsurance_percent": None}, visit()).totals
        assert (totals.deductible, totals.patient, totals.plan) == (150_00, 150_00, 50_00)

    def test_a_null_met_amount_is_nothing_met(self):
        plan = {"deductible_cents": 150_00, "deductible_met_cents": None}
        assert answer(plan, visit()).totals.deductible == 150_00

    def test_a_null_maximum_is_no_maximum(self):
        plan = {"coinsurance_percent": 50, "oop_max_cents": None, "oop_met_cents": 1_000_000_00}
        assert answer(plan, visit(allowed=9_000_000_00)).totals.patient == 4_500_000_00

    def test_a_limit_of_zero_is_not_null(self):
        assert answer({"coinsurance_percent": 50, "oop_max_cents": 0}, visit()).totals.patient == 0

    def test_a_null_override_leaves_the_terms_of_the_plan(self):
        plan = {"copay_cents": 40_00}
        assert answer(plan, visit(copay_cents=None, cost_share_option=None)).totals.copay == 40_00


class TestOverridesOfOneService:
    def test_they_hold_for_that_service_alone(self):
        plan = {"deductible_cents": 500_00, "coinsurance_percent": 20, "copay_cents": 25_00}
        ledger = answer(
            plan,
            visit(cost_share_option="deductible-waived"),
            visit("2026-03-09", 100_00, coinsurance_percent=50),
        )
        assert [line.patient for line in ledger.lines] == [25_00, 100_00]

    @pytest.mark.parametrize(
        ("cap", "paid"),
        [
            pytest.param(99_99, 99_99, id="a cent below the coinsurance: the cap"),
            pytest.param(100_00, 100_00, id="at the coinsurance: the same either way"),
            pytest.param(100_01, 100_00, id="a cent above: the coinsurance"),
            pytest.param(0, 0, id="a cap of zero: nothing"),
        ],
    )
    def test_max_cents_caps_the_coinsurance(self, cap, paid):
        assert answer({"coinsurance_percent": 50}, visit(max_cents=cap)).totals.coinsurance == paid

    def test_max_cents_leaves_copay_and_deductible_alone(self):
        plan = {"deductible_cents": 50_00, "copay_cents": 30_00, "coinsurance_percent": 50}
        line = answer(plan, visit(max_cents=10_00)).lines[0]
        assert (line.deductible, line.copay, line.coinsurance) == (50_00, 30_00, 10_00)


class TestFigures:
    def test_percentages_keep_two_decimals(self):
        plan = read_request({"plan": {"coinsurance_percent": 33.33}, "services": []}).plan
        assert plan.medical.coinsurance == 3333

    def test_the_reset_is_a_month_and_a_day(self):
        assert read_request({"plan": {"reset": "07-01"}, "services": []}).plan.reset == MonthDay(7, 1)

    def test_no_services_cost_nothing(self):
        assert answer({"deductible_cents": 500_00}).totals.patient == 0

    def test_lines_come_back_in_the_order_asked_though_the_limits_fill_by_date(self):
        ledger = answer({"deductible_cents": 200_00}, visit("2026-05-01"), visit("2026-04-01"))
        assert [line.service.on for line in ledger.lines] == [date(2026, 4, 1), date(2026, 5, 1)]
        assert [line.patient for line in ledger.in_order_asked()] == [0, 200_00]

    def test_an_aggregate_family_deductible_replaces_the_members_own(self):
        plan = {
            "deductible_cents": 100_00,
            "family_deductible_cents": 300_00,
            "family_deductible_rule": "aggregate",
        }
        assert answer(plan, visit(allowed=400_00)).totals.deductible == 300_00


class TestProblems:
    def test_all_of_them_are_told_at_once(self):
        given = {
            "plan": {
                "deductible_cents": -1,
                "coinsurance_percent": 120,
                "reset": "02-29",
                "cost_share_option": "free",
            },
            "services": [{"date": "2026-02-30", "allowed_cents": "200"}, {"allowed_cents": 100}, 7],
        }
        assert {field for field, _ in problems_of(given)} == {
            "plan.deductible_cents",
            "plan.coinsurance_percent",
            "plan.reset",
            "plan.cost_share_option",
            "services.0.date",
            "services.0.allowed_cents",
            "services.1.date",
            "services.2",
        }

    def test_missing_parts_are_named(self):
        assert problems_of({}) == {("plan", "invalid_parameter"), ("services", "invalid_parameter")}

    def test_a_misspelt_limit_is_told_rather_than_left_out(self):
        assert ("plan.oop_maximum_cents", "invalid_parameter") in problems_of(
            {"plan": {"oop_maximum_cents": 100}, "services": []}
        )

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(True, id="true is not an amount"),
            pytest.param(12.5, id="half a cent is not money"),
            pytest.param("100", id="text is not an amount"),
            pytest.param(10**15, id="more money than there is"),
        ],
    )
    def test_amounts_are_whole_cents(self, value):
        assert problems_of({"plan": {"copay_cents": value}, "services": []}) == {
            ("plan.copay_cents", "invalid_parameter")
        }

    @pytest.mark.parametrize(
        "value",
        [
            pytest.param(100.01, id="above the whole"),
            pytest.param(-0.01, id="below nothing"),
            pytest.param(12.345, id="three decimals"),
            pytest.param(float("nan"), id="not a number"),
            pytest.param(float("inf"), id="infinite"),
            pytest.param(True, id="true"),
        ],
    )
    def test_percentages_lie_between_0_and_100(self, value):
        assert problems_of({"plan": {"coinsurance_percent": value}, "services": []}) == {
            ("plan.coinsurance_percent", "invalid_parameter")
        }

    @pytest.mark.parametrize("given", [None, [], "plan", 3], ids=["nothing", "a list", "a text", "a number"])
    def test_something_other_than_an_object_is_refused(self, given):
        assert problems_of(given) == {("", "invalid_parameter")}

    def test_an_aggregate_rule_without_the_family_amount_is_told(self):
        given = {"plan": {"family_oop_rule": "aggregate"}, "services": []}
        assert problems_of(given) == {("plan.family_oop_rule", "invalid_parameter")}
