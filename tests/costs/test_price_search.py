"""Choosing a price: the place and setting asked, the newest year, or an honest "not known"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.costs.build import price

from clinicfinder.costs.price_search import find_price
from clinicfinder.costs.prices import PriceFound, PriceQuery, PriceUnknown

DAY = date(2026, 11, 23)
ASK = PriceQuery("spravato", "bundle", ("G2083",), "per_session", DAY, "medicare", "office")
HOSPITAL = replace(ASK, payer_class="commercial", setting="hospital")


def listed(price_id, low, high, **given):
    terms = {
        "payer_class": "commercial",
        "kind": "allowed",
        "setting": "hospital",
        "bill_part": "hospital_fee",
    }
    return price(price_id, low, high, **(terms | given))


def amounts(prices, query):
    found = find_price(prices, query)
    assert isinstance(found, PriceFound)
    return found.low, found.high


class TestMedicare:
    NATIONAL = (
        price("2025", 1_171_27, year=2025),
        price("2026", 1_356_08, conflicts_with=("rival",)),
        price("rival", 1_289_82, use=False, conflicts_with=("2026",)),
    )
    TAMPA = price("tampa", 1_150_00, year=2025, locality="FL-99", state="FL")
    MIAMI = price("miami", 1_220_00, year=2025, locality="FL-04", state="FL")

    def test_the_year_asked_and_the_rival_figure_only_as_a_conflict(self):
        found = find_price(self.NATIONAL, ASK)
        assert (found.low, found.high, found.years, found.is_older) == (1_356_08, 1_356_08, (2026,), False)
        assert [row.price_id for row in found.conflicts] == ["rival"]

    def test_a_later_year_is_answered_with_the_newest_known_and_says_so(self):
        found = find_price(self.NATIONAL, replace(ASK, on=date(2027, 1, 4)))
        assert (found.low, found.years, found.is_older) == (1_356_08, (2026,), True)

    def test_a_figure_is_never_used_before_its_year(self):
        answer = find_price(self.NATIONAL, replace(ASK, on=date(2024, 5, 1)))
        assert answer == PriceUnknown(replace(ASK, on=date(2024, 5, 1)), "only_later_years")

    def test_the_persons_own_locality_comes_first(self):
        found = find_price([self.TAMPA, self.MIAMI, self.NATIONAL[0]], replace(ASK, locality="FL-04"))
        assert (found.low, found.high, found.scope) == (1_220_00, 1_220_00, "locality")

    def test_a_state_alone_gives_the_range_of_its_localities(self):
        found = find_price([self.TAMPA, self.MIAMI, self.NATIONAL[0]], replace(ASK, state="FL"))
        assert (found.low, found.high, found.scope, found.is_older) == (1_150_00, 1_220_00, "state", True)

    def test_an_older_local_amount_and_a_newer_national_one_give_a_range_over_both(self):
        found = find_price([self.MIAMI, *self.NATIONAL], replace(ASK, locality="FL-04"))
        assert (found.low, found.high, found.years) == (1_220_00, 1_356_08, (2025, 2026))

    @pytest.mark.parametrize(
        ("on", "amount"),
        [
            pytest.param(date(2024, 3, 8), 1_191_89, id="8 March 2024: the old factor"),
            pytest.param(date(2024, 3, 9), 1_211_67, id="9 March 2024: the new factor"),
            pytest.param(date(2025, 2, 1), 1_211_67, id="a later year: the factor in force at the end of 2024"),
        ],
    )
    def test_2024_has_two_amounts(self, on, amount):
        change = date(2024, 3, 9)
        rows = [
            price("early", 1_191_89, year=2024, effective_from=date(2024, 1, 1), effective_to=change),
            price("late", 1_211_67, year=2024, effective_from=change, effective_to=date(2025, 1, 1)),
        ]
        assert amounts(rows, replace(ASK, on=on)) == (amount, amount)

    def test_a_hospital_sends_two_bills_and_they_add_up(self):
        rows = [
            price("fee", 1_450_50, setting="hospital", bill_part="hospital_fee"),
            price("clinician", 33_64, setting="hospital", bill_part="professional_fee"),
        ]
        found = find_price(rows, replace(ASK, setting="hospital"))
        assert (found.low, found.missing_parts) == (1_484_14, ())

    def test_tms_in_the_office_is_set_by_contractors_and_has_no_national_amount(self):
        tms = replace(ASK, treatment="tms", line_kind="procedure", codes=("90868",))
        assert find_price(self.NATIONAL, tms).reason == "carrier_priced"


class TestCommercial:
    ROWS = (
        listed("sc", 882_00, 1_730_00, state="SC"),
        listed("wa", 3_743_00, 6_370_00, state="WA"),
        listed("sc-exchange", 642_00, 1_653_00, state="SC", payer_class="marketplace"),
    )

    def test_the_state_asked(self):
        found = find_price(self.ROWS, replace(HOSPITAL, state="SC"))
        assert (found.low, found.high, found.scope, found.kinds) == (882_00, 1_730_00, "state", ("allowed",))

    def test_a_state_without_a_file_widens_to_the_country_and_says_so(self):
        found = find_price(self.ROWS, replace(HOSPITAL, state="OH"))
        assert (found.low, found.high, found.scope) == (882_00, 6_370_00, "country")

    def test_the_clinicians_bill_is_said_to_be_missing(self):
        assert find_price(self.ROWS, HOSPITAL).missing_parts == ("professional_fee",)

    def test_another_setting_never_stands_in(self):
        assert find_price(self.ROWS, replace(HOSPITAL, setting="office")).reason == "none_listed"

    def test_another_payer_class_never_stands_in(self):
        assert isinstance(find_price(self.ROWS, replace(HOSPITAL, payer_class="medicaid")), PriceUnknown)

    def test_without_a_setting_the_range_spans_both(self):
        office = listed("office", 400_00, 500_00, state="SC", setting="office", bill_part="whole")
        found = find_price([*self.ROWS, office], replace(HOSPITAL, setting=None, state="SC"))
        assert (found.low, found.high, found.settings) == (400_00, 1_730_00, ("office", "hospital"))

    def test_a_list_price_is_never_a_price_to_pay(self):
        row = listed("gross", 4_772_00, 4_772_00, kind="list_price", payer_class="self_pay")
        assert isinstance(find_price([row], replace(HOSPITAL, payer_class="self_pay")), PriceUnknown)


class TestUnitsAndCodes:
    DRUG = listed("drug", 13_80, 15_20, code="S0013", line_kind="drug", unit="per_mg")

    def test_the_new_drug_code_finds_rates_listed_under_the_old_one(self):
        ask = replace(HOSPITAL, codes=("J0013",), line_kind="drug", unit="per_mg")
        found = find_price([self.DRUG], ask)
        assert found.times(84) == (1_159_20, 1_276_80)

    def test_a_price_by_mg_is_not_a_price_by_session(self):
        assert isinstance(find_price([self.DRUG], replace(HOSPITAL, codes=("J0013",))), PriceUnknown)

    def test_several_possible_codes_give_the_range_over_them(self):
        rows = [
            price("a", 90_00, code="99213", unit="per_visit"),
            price("b", 180_00, code="99215", unit="per_visit"),
        ]
        assert amounts(rows, replace(ASK, codes=("99213", "99215"), unit="per_visit")) == (90_00, 180_00)

    def test_nothing_on_file_is_an_answer(self):
        assert find_price([], ASK) == PriceUnknown(ASK, "none_listed")
