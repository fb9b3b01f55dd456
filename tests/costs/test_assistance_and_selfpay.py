"""Who may use a maker's savings programme, and what clinics ask of those who pay themselves."""

from __future__ import annotations

from datetime import date

import pytest
from tests.costs.build import price, programme

from clinicfinder.costs.assistance import Barred, Offered, check_programmes
from clinicfinder.costs.prices import PriceFound, PriceUnknown
from clinicfinder.costs.selfpay import may_dispute, price_course

DRUG = programme()
OBSERVATION = programme("observation", 0, excluded=("MA", "MI", "MN", "RI"))
DAY = date(2026, 11, 23)


def own_price(price_id, low, high=None, **given):
    terms = {
        "treatment": "iv_ketamine",
        "code": None,
        "year": None,
        "payer_class": "self_pay",
        "kind": "self_pay",
    }
    return price(price_id, low, high, **(terms | given))


class TestProgrammes:
    def check(self, *plan_types, state="TX", one=DRUG):
        return check_programmes([one], "spravato", plan_types, state)[0]

    def test_a_commercial_plan_may_use_it(self):
        assert self.check("commercial") == Offered(DRUG, asks_state=False)

    @pytest.mark.parametrize("plan_type", ["medicare_part_b", "medicare_advantage", "medicaid", "tricare", "va"])
    @pytest.mark.parametrize("order", [1, -1], ids=["government first", "commercial first"])
    def test_any_government_plan_bars_the_person_whichever_pays_first(self, plan_type, order):
        assert self.check(*(plan_type, "commercial")[::order]) == Barred(DRUG, "government_plan")

    @pytest.mark.parametrize(
        ("plan_types", "reason"),
        [
            pytest.param((), "no_plan", id="no plan"),
            pytest.param(("self_pay",), "no_plan", id="self-pay"),
            pytest.param(("workers_comp",), "not_commercial", id="workers' compensation"),
            pytest.param(("marketplace",), "not_commercial", id="a plan type the terms do not name"),
        ],
    )
    def test_without_a_commercial_plan_it_is_not_open(self, plan_types, reason):
        assert self.check(*plan_types) == Barred(DRUG, reason)

    @pytest.mark.parametrize("state", ["MA", "MI", "MN", "RI"])
    def test_the_observation_rebate_leaves_out_four_states_and_the_drug_savings_none(self, state):
        assert self.check("commercial", state=state, one=OBSERVATION) == Barred(OBSERVATION, "state_excluded")
        assert isinstance(self.check("commercial", state=state), Offered)

    def test_an_unknown_state_is_asked_for_only_where_it_matters(self):
        assert self.check("commercial", state=None, one=OBSERVATION) == Offered(OBSERVATION, asks_state=True)
        assert self.check("commercial", state=None) == Offered(DRUG, asks_state=False)

    def test_another_treatment_has_none(self):
        assert check_programmes([DRUG], "tms", ["commercial"], "TX") == ()


class TestSelfPay:
    SINGLE = (own_price("a", 440_00), own_price("b", 450_00, state="ID"))
    PACKAGE = own_price("six", 2_300_00, unit="per_course", sessions=6)

    def test_single_sessions_and_a_package_of_that_length_give_the_range(self):
        course = price_course([*self.SINGLE, self.PACKAGE], "iv_ketamine", 6, DAY)
        assert (course.low, course.high) == (2_300_00, 2_700_00)

    def test_a_package_of_another_length_is_not_stretched(self):
        course = price_course([*self.SINGLE, self.PACKAGE], "iv_ketamine", 8, DAY)
        assert isinstance(course.per_course, PriceUnknown)
        assert (course.low, course.high) == (3_520_00, 3_600_00)

    def test_the_state_comes_first(self):
        course = price_course(self.SINGLE, "iv_ketamine", 6, DAY, "ID")
        assert isinstance(course.per_session, PriceFound)
        assert (course.low, course.high, course.per_session.scope) == (2_700_00, 2_700_00, "state")

    def test_nothing_on_file_is_not_known(self):
        course = price_course([], "iv_ketamine", 6, DAY)
        assert (course.low, course.high) == (None, None)

    @pytest.mark.parametrize(
        ("billed", "may"),
        [
            pytest.param(1_399_99, False, id="a cent below 400 more"),
            pytest.param(1_400_00, True, id="400 more"),
            pytest.param(1_400_01, True, id="a cent above"),
            pytest.param(900_00, False, id="less than estimated"),
        ],
    )
    def test_a_bill_400_above_the_clinics_estimate_may_be_disputed(self, billed, may):
        assert may_dispute(1_000_00, billed) is may
