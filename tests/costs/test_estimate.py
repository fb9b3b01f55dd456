"""A whole course worked out for one person, and what is left open where no source speaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.costs.build import CODES, SPRAVATO, TMS, price, programme

from clinicfinder.costs.assistance import Barred, Offered
from clinicfinder.costs.bills import BillingTerms, CodeNotInForce
from clinicfinder.costs.courses import schedule
from clinicfinder.costs.estimate import CostQuestion, CostTables, estimate_cost
from clinicfinder.costs.plan_answers import PlanAnswers
from clinicfinder.costs.price_book import PriceBook
from clinicfinder.costs.price_search import find_price
from clinicfinder.costs.prices import PriceQuery

START = date(2026, 2, 2)
MEDICARE = PlanAnswers(283_00, 0, 2_000, None, "after-deductible", None, 0)
BUNDLED = BillingTerms(model="bundled")

BUNDLES = (price("g2082", 952_59, code="G2082"), price("g2083", 1_356_08))
LISTED = {"payer_class": "commercial", "kind": "allowed", "setting": "hospital", "bill_part": "hospital_fee"}
DRUG = price("drug", 13_80, 15_20, code="S0013", line_kind="drug", unit="per_mg", **LISTED)
VISIT = price("visit", 85_14, 169_61, code="99214", line_kind="visit", unit="per_visit", **LISTED)


def tables(*prices, programmes=()):
    return CostTables(CODES, PriceBook(prices), programmes)


def medicare(rows=SPRAVATO, treatment="spravato", start=START):
    return CostQuestion(
        treatment=treatment,
        sessions=schedule(rows, start),
        terms=BUNDLED,
        payer_class="medicare",
        plan_types=("medicare_part_b",),
        answers=MEDICARE,
        setting="office",
    )


def commercial():
    answers = PlanAnswers(1_500_00, 0, 2_000, None, "after-deductible", 6_000_00, 0)
    return replace(
        medicare(),
        terms=BillingTerms(),
        payer_class="commercial",
        plan_types=("commercial",),
        answers=answers,
        setting="hospital",
        state="TX",
    )


class TestMedicare:
    def test_twelve_bundled_sessions_by_hand(self):
        # Low: twelve at 952.59; high: one at 952.59 (56 mg first), eleven at 1,356.08.
        # The deductible of 283 comes off the first: (952.59 - 283) * 20 % = 133.92; 952.59 * 20 % = 190.52;
        # 1,356.08 * 20 % = 271.22.
        found = estimate_cost(tables(*BUNDLES), medicare())
        assert found.is_known
        assert found.cost.low_cents == 283_00 + 133_92 + 11 * 190_52
        assert found.cost.high_cents == 283_00 + 133_92 + 11 * 271_22

    def test_no_savings_programme_is_offered(self):
        found = estimate_cost(tables(*BUNDLES, programmes=[programme()]), medicare())
        assert found.programmes == (Barred(programme(), "government_plan"),)
        assert found.with_help is None

    def test_tms_in_an_office_is_not_known_and_gets_no_figure(self):
        found = estimate_cost(tables(*BUNDLES), medicare(TMS, "tms"))
        assert (found.is_known, found.cost) == (False, None)
        assert found.assumptions == ("price_unknown_carrier_priced",)
        assert len(found.lines) == 36

    def test_a_course_across_new_year_meets_the_deductible_twice(self):
        found = estimate_cost(tables(*BUNDLES), medicare(start=date(2026, 12, 7)))
        assert [year.totals.deductible for year in found.cost.high.plan_years] == [283_00, 283_00]
        assert "prices_are_older" in found.assumptions

    def test_a_code_that_does_not_exist_yet_is_refused(self):
        with pytest.raises(CodeNotInForce):
            estimate_cost(tables(*BUNDLES), medicare(start=date(2019, 5, 6)))


class TestCommercial:
    def test_two_lines_a_session_and_what_must_be_said_of_them(self):
        found = estimate_cost(tables(DRUG, VISIT), commercial())
        assert [line.high_bill.line_kind for line in found.lines[:2]] == ["drug", "observation"]
        assert found.lines[0].allowed == (13_80 * 56, 15_20 * 56)
        assert found.lines[2].allowed == (13_80 * 56, 15_20 * 84)
        assert found.assumptions == (
            "observation_time_not_priced",
            "prices_of_country",
            "prices_are_allowed",
            "professional_fee_not_known",
        )

    def test_prices_from_here_and_from_elsewhere_are_each_some_prices(self):
        found = estimate_cost(tables(DRUG, replace(VISIT, state="TX")), commercial())
        said = [key for key in found.assumptions if "prices_" in key]
        assert said == ["some_prices_of_country", "some_prices_of_state", "prices_are_allowed"]

    def test_a_line_without_a_price_leaves_the_rest_a_part_and_says_so(self):
        found = estimate_cost(tables(DRUG), commercial())
        assert not found.is_known
        assert {line.service.label for line in found.cost.high.lines} == {"spravato_drug"}
        assert "price_unknown_none_listed" in found.assumptions

    def test_the_programme_is_shown_beside_the_cost_without_it(self):
        found = estimate_cost(tables(DRUG, VISIT, programmes=[programme()]), commercial())
        assert isinstance(found.programmes[0], Offered)
        assert found.with_help.high_cents < found.cost.high_cents
        assert "help_may_run_out" in found.assumptions

    def test_a_programme_that_pays_no_line_of_a_bundle_changes_nothing(self):
        bundle = price("listed", 882_00, 1_730_00, **LISTED)
        found = estimate_cost(
            tables(bundle, replace(bundle, price_id="b", code="G2082"), programmes=[programme()]),
            replace(commercial(), terms=BUNDLED),
        )
        assert found.is_known
        assert found.with_help is None

    def test_the_yearly_maximum_holds_for_the_course(self):
        assert estimate_cost(tables(DRUG, VISIT), commercial()).cost.high_cents <= 6_000_00


def test_the_price_book_answers_as_the_plain_search_does():
    change = date(2024, 3, 9)
    rows = [
        price("early", 1_191_89, year=2024, effective_from=date(2024, 1, 1), effective_to=change),
        price("late", 1_211_67, year=2024, effective_from=change, effective_to=date(2025, 1, 1)),
        price("local", 1_220_00, year=2025, locality="FL-04", state="FL"),
        *BUNDLES,
        DRUG,
    ]
    days = [date(2024, 3, 8), change, date(2024, 12, 31), date(2025, 1, 1), date(2026, 5, 5), date(2027, 5, 5)]
    queries = [
        PriceQuery("spravato", "bundle", ("G2083",), "per_session", day, "medicare", "office", locality=place)
        for day in days
        for place in (None, "FL-04")
    ]
    amounts = [(answer.low, answer.high, answer.years) for answer in PriceBook(rows).find_each(queries)]
    plain = [find_price(rows, query) for query in queries]
    assert amounts == [(answer.low, answer.high, answer.years) for answer in plain]
