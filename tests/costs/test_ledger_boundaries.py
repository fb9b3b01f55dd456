"""Each rule of the ledger below, at and above its boundary, and on the days around a reset."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicfinder.costs.ledger import run
from clinicfinder.costs.lines import Help, ResetLine, Service
from clinicfinder.costs.plans import CostShare, FirstVisits, MonthDay, PlanDesign, YearLimit

DAY = date(2026, 3, 2)


def plan(deductible=None, met=0, oop=None, oop_met=0, **terms):
    return PlanDesign(
        deductible=YearLimit(deductible, met), oop_max=YearLimit(oop, oop_met), medical=CostShare(**terms)
    )


def parts(design, *amounts, **more):
    lines = run(design, [Service(DAY, amount, **more) for amount in amounts]).lines
    return [(line.deductible, line.copay, line.coinsurance) for line in lines]


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        pytest.param(499_99, (499_99, 0, 0), id="a cent below the deductible: all of it is the patient's"),
        pytest.param(500_00, (500_00, 0, 0), id="exactly the deductible: nothing is left to share"),
        pytest.param(500_01, (500_00, 0, 0), id="a cent above: a fifth of a cent rounds to nothing"),
        pytest.param(500_03, (500_00, 0, 1), id="three cents above: 0.6 of a cent rounds up"),
        pytest.param(0, (0, 0, 0), id="a price of nothing costs nothing"),
    ],
)
def test_the_deductible_comes_before_the_coinsurance(allowed, expected):
    assert parts(plan(500_00, coinsurance=2_000), allowed) == [expected]


@pytest.mark.parametrize(
    ("met", "paid"),
    [
        pytest.param(499_99, 1, id="a cent short of met"),
        pytest.param(500_00, 0, id="met exactly"),
        pytest.param(525_90, 0, id="more than met, as one payer's answer shows: nothing left, not less than nothing"),
    ],
)
def test_what_is_left_of_the_deductible_is_never_negative(met, paid):
    assert parts(plan(500_00, met), 100_00) == [(paid, 0, 0)]


@pytest.mark.parametrize(
    ("oop_met", "expected"),
    [
        pytest.param(899_99, (0, 0, 100_00), id="a cent of room more than the coinsurance"),
        pytest.param(900_00, (0, 0, 100_00), id="room for exactly the coinsurance"),
        pytest.param(900_01, (0, 0, 99_99), id="a cent too little room"),
        pytest.param(1_000_00, (0, 0, 0), id="the maximum is met"),
        pytest.param(1_000_01, (0, 0, 0), id="the maximum is passed"),
    ],
)
def test_the_yearly_maximum_stops_the_coinsurance(oop_met, expected):
    assert parts(plan(oop=1_000_00, oop_met=oop_met, coinsurance=2_000), 500_00) == [expected]


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        pytest.param(60_00, (50_00, 10_00, 0), id="room for the deductible and part of the copay"),
        pytest.param(80_00, (50_00, 30_00, 0), id="room for the deductible and the copay"),
        pytest.param(80_01, (50_00, 30_00, 1), id="a cent for the coinsurance as well"),
        pytest.param(49_99, (49_99, 0, 0), id="less room than deductible"),
    ],
)
def test_room_under_the_maximum_goes_to_deductible_then_copay_then_coinsurance(room, expected):
    assert parts(plan(50_00, oop=room, copay=30_00, coinsurance=5_000), 200_00) == [expected]


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        pytest.param(29_99, (0, 29_99, 0), id="a price below the copay: the price"),
        pytest.param(30_00, (0, 30_00, 0), id="a price equal to the copay leaves nothing to share"),
        pytest.param(30_01, (0, 30_00, 1), id="a cent above: the coinsurance takes no more than that cent"),
        pytest.param(60_00, (0, 30_00, 30_00), id="copay and half the price are exactly the price"),
        pytest.param(100_00, (0, 30_00, 50_00), id="both apply to the whole rest"),
    ],
)
def test_copay_and_coinsurance_together_never_pass_the_rest(allowed, expected):
    assert parts(plan(copay=30_00, coinsurance=5_000), allowed) == [expected]


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        pytest.param("after-deductible", [(100_00, 0, 0), (20_00, 30_00, 26_00)], id="deductible, then both"),
        pytest.param("before-deductible", [(120_00, 30_00, 0), (0, 30_00, 24_00)], id="copay, then deductible"),
        pytest.param("deductible-waived", [(0, 30_00, 0), (0, 30_00, 0)], id="waived: the copay alone"),
        pytest.param("charge", [(0, 30_00, 0), (0, 30_00, 0)], id="charge: the copay alone"),
        pytest.param("no-charge", [(0, 0, 0), (0, 0, 0)], id="no charge at all"),
        pytest.param("no-charge-after-deductible", [(100_00, 0, 0), (20_00, 0, 0)], id="only the deductible"),
    ],
)
def test_each_way_of_sharing_a_charge(option, expected):
    allowed = (150_00, 150_00) if option == "before-deductible" else (100_00, 150_00)
    assert parts(plan(120_00, option=option, copay=30_00, coinsurance=2_000), *allowed) == expected


def test_a_waived_deductible_without_a_copay_asks_the_coinsurance_and_leaves_the_deductible():
    design = plan(500_00, option="deductible-waived", coinsurance=2_000)
    line = run(design, [Service(DAY, 100_00)]).lines[0]
    assert (line.coinsurance, line.deductible_left) == (20_00, 500_00)


class TestTheReset:
    PLAN = replace(plan(200_00, oop=1_000_00, coinsurance=1_000), reset=MonthDay(7, 1))

    @pytest.mark.parametrize(
        ("second_day", "paid"),
        [
            pytest.param(date(2026, 6, 30), 20_00, id="the day before: the deductible is still met"),
            pytest.param(date(2026, 7, 1), 200_00, id="the day itself: the deductible starts again"),
            pytest.param(date(2026, 7, 2), 200_00, id="the day after"),
        ],
    )
    def test_limits_start_again_on_the_day(self, second_day, paid):
        ledger = run(self.PLAN, [Service(date(2026, 6, 1), 200_00), Service(second_day, 200_00)])
        assert [line.patient for line in ledger.lines] == [200_00, paid]

    def test_it_is_a_line_of_its_own_between_the_years(self):
        ledger = run(self.PLAN, [Service(date(2026, 6, 30), 200_00), Service(date(2026, 7, 9), 200_00)])
        assert [type(step).__name__ for step in ledger.steps] == ["ServiceLine", "ResetLine", "ServiceLine"]
        assert ledger.steps[1] == ResetLine(date(2026, 7, 1))
        assert [(year.starts_on, year.ends_before) for year in ledger.plan_years] == [
            (date(2025, 7, 1), date(2026, 7, 1)),
            (date(2026, 7, 1), date(2027, 7, 1)),
        ]

    def test_a_course_four_weeks_either_side_of_new_year_pays_the_deductible_twice(self):
        start = date(2026, 12, 4)
        weekly = [Service(start + timedelta(weeks=number), 300_00) for number in range(8)]
        ledger = run(plan(500_00, met=400_00), weekly)
        assert [year.totals.deductible for year in ledger.plan_years] == [100_00, 500_00]

    def test_what_was_met_this_year_does_not_count_for_a_course_that_starts_next_year(self):
        ledger = run(plan(500_00, met=500_00), [Service(date(2027, 1, 4), 300_00)], met_on=date(2026, 11, 22))
        assert ledger.totals.deductible == 300_00
        assert ledger.steps[0] == ResetLine(date(2027, 1, 1))

    def test_a_service_before_the_year_of_the_met_amounts_is_refused(self):
        with pytest.raises(ValueError, match="lies before the plan year"):
            run(plan(500_00), [Service(date(2025, 12, 31), 300_00)], met_on=date(2026, 1, 1))

    def test_no_year_may_lack_the_reset_day(self):
        with pytest.raises(ValueError, match="day is out of range"):
            MonthDay(2, 29)


class TestFamilies:
    @pytest.mark.parametrize(
        ("family_met", "paid"),
        [
            pytest.param(999_99, 1_000_00, id="the member's own limit is reached first"),
            pytest.param(1_000_00, 1_000_00, id="both are reached at once"),
            pytest.param(1_000_01, 999_99, id="the family's limit is reached first"),
            pytest.param(2_000_00, 0, id="the family has met it: this member owes none"),
        ],
    )
    def test_embedded_means_whichever_limit_is_reached_first(self, family_met, paid):
        limit = YearLimit(1_000_00, family=2_000_00, family_met=family_met)
        assert run(PlanDesign(deductible=limit), [Service(DAY, 5_000_00)]).totals.deductible == paid

    def test_lumity_embedded_a_member_at_her_own_limit_is_covered_the_others_are_not(self):
        anna = YearLimit(2_000_00, 2_000_00, family=6_000_00, family_met=3_000_00)
        other = YearLimit(2_000_00, 1_000_00, family=6_000_00, family_met=3_000_00)
        assert (anna.remaining(), other.remaining()) == (0, 1_000_00)

    def test_lumity_aggregate_nobody_is_covered_until_the_family_has_met_all(self):
        anna = YearLimit(2_000_00, 2_000_00, family=6_000_00, family_met=3_000_00, rule="aggregate")
        assert anna.remaining() == 3_000_00


class TestCapsAndFirstVisits:
    def test_a_30_day_cap_holds_over_the_fills_of_thirty_days_and_then_opens_again(self):
        # Aetna HDHP 3300, 2025-26: specialty drugs 30 %, at most 250 for a 30-day supply.
        share = CostShare(coinsurance=3_000, max_coinsurance_30_days=250_00)
        offsets = (0, 7, 29, 30, 59, 60)
        fills = [Service(DAY + timedelta(days=off), 600_00, benefit="pharmacy") for off in offsets]
        lines = run(PlanDesign(pharmacy=share), fills).lines
        assert [line.coinsurance for line in lines] == [180_00, 70_00, 0, 180_00, 70_00, 180_00]

    def test_three_free_visits_and_then_the_deductible(self):
        share = CostShare(first_visits=FirstVisits(3, "no-charge"))
        weekly = [Service(DAY + timedelta(weeks=number), 100_00) for number in range(5)]
        ledger = run(PlanDesign(deductible=YearLimit(1_000_00), medical=share), weekly)
        assert [line.patient for line in ledger.lines] == [0, 0, 0, 100_00, 100_00]

    def test_visits_used_before_count_and_two_lines_of_one_day_are_one_visit(self):
        share = CostShare(copay=60_00, first_visits=FirstVisits(3, "deductible-waived", used=2))
        days = (DAY, DAY, DAY + timedelta(days=7))
        ledger = run(PlanDesign(YearLimit(1_000_00), medical=share), [Service(day, 100_00) for day in days])
        assert [(line.deductible, line.copay) for line in ledger.lines] == [
            (0, 60_00),
            (0, 60_00),
            (100_00, 0),
        ]


class TestBenefitsAndCoverage:
    def test_a_separate_drug_deductible_fills_apart(self):
        design = PlanDesign(YearLimit(500_00), drug_deductible=YearLimit(150_00), pharmacy=CostShare(copay=95_00))
        lines = run(design, [Service(DAY, 400_00, benefit="pharmacy"), Service(DAY, 400_00)]).lines
        assert [(line.deductible, line.copay) for line in lines] == [(150_00, 95_00), (400_00, 0)]

    def test_behavioral_terms_hold_only_where_given(self):
        design = PlanDesign(medical=CostShare(copay=40_00), behavioral=CostShare("no-charge"))
        lines = run(design, [Service(DAY, 90_00, benefit="behavioral"), Service(DAY, 90_00, benefit="pharmacy")]).lines
        assert [line.patient for line in lines] == [0, 40_00]

    def test_what_is_not_covered_is_paid_in_full_and_fills_nothing(self):
        line = run(plan(500_00, oop=100_00), [Service(DAY, 400_00, covered=False)]).lines[0]
        assert (line.patient, line.not_covered, line.deductible_left, line.oop_left) == (
            400_00,
            400_00,
            500_00,
            100_00,
        )

    def test_a_copay_left_out_of_the_maximum_neither_stops_there_nor_fills_it(self):
        # Health Net Cal Choice HMO of 2013 leaves drug costs out of its yearly maximum.
        design = plan(oop=100_00, oop_met=90_00, copay=30_00, counts_to_oop=False)
        line = run(design, [Service(DAY, 400_00)]).lines[0]
        assert (line.copay, line.oop_left) == (30_00, 10_00)

    @pytest.mark.parametrize(
        ("network", "above"),
        [
            pytest.param("in", 0, id="in network the clinic may not bill above the allowed amount"),
            pytest.param("out", 100_00, id="out of network the 100 above 200 may come on top (BCBS Texas)"),
        ],
    )
    def test_balance_billing_stands_apart_and_fills_nothing(self, network, above):
        design = replace(plan(500_00, oop=900_00), network=network)
        line = run(design, [Service(DAY, 200_00, billed=300_00)]).lines[0]
        assert (line.patient, line.balance_bill, line.deductible_left) == (200_00, above, 300_00)


class TestSavingsProgrammes:
    @pytest.mark.parametrize(
        ("counts", "left"),
        [
            pytest.param(True, 200_00, id="it counts: the whole price fills the deductible"),
            pytest.param(False, 490_00, id="it does not: only the patient's own 10 does"),
        ],
    )
    def test_whether_help_fills_the_deductible(self, counts, left):
        line = run(plan(500_00), [Service(DAY, 300_00, help=Help(10_00, counts))]).lines[0]
        assert (line.patient, line.help, line.deductible_left) == (300_00, 290_00, left)

    def test_help_never_adds_to_a_bill_smaller_than_what_it_leaves(self):
        line = run(plan(copay=5_00), [Service(DAY, 300_00, help=Help(10_00, counts=True))]).lines[0]
        assert (line.patient, line.help) == (5_00, 0)
