"""The cost tables we ship: they read without a fault, and give the figures their sources give."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.typed_tables import (
    read_billing_codes,
    read_courses,
    read_parameters,
    read_presets,
    read_prices,
    read_programmes,
)

from clinicfinder.costs.assistance import Barred, Offered, check_programmes
from clinicfinder.costs.bills import BillingTerms, bill_session
from clinicfinder.costs.courses import maintenance_choices, schedule
from clinicfinder.costs.parameters import ParameterMissing, parameter_on
from clinicfinder.costs.plan_answers import UNKNOWN
from clinicfinder.costs.presets import answers_of, of_year
from clinicfinder.costs.price_search import find_price
from clinicfinder.costs.prices import PriceFound, PriceQuery, PriceUnknown

DATA = Path(__file__).resolve().parents[2] / "data"
DAY = date(2026, 11, 23)


def read(reader, name):
    faults = []
    rows = reader(DATA / f"{name}.csv", faults)
    assert faults == []
    return rows


@pytest.fixture(scope="module")
def prices():
    return read(read_prices, "prices")


@pytest.fixture(scope="module")
def courses():
    return read(read_courses, "courses")


@pytest.fixture(scope="module")
def codes():
    return read(read_billing_codes, "billing_codes")


class TestMedicare:
    def ask(self, codes, setting="office", **place):
        kind = "bundle" if codes[0].startswith("G") else "procedure"
        return PriceQuery("spravato", kind, codes, "per_session", DAY, "medicare", setting, **place)

    @pytest.mark.parametrize(
        ("code", "amount"),
        [
            pytest.param("G2082", 952_59, id="up to 56 mg: 28.52 x 33.4009"),
            pytest.param("G2083", 1_356_08, id="above 56 mg: 40.60 x 33.4009"),
        ],
    )
    def test_2026_amounts_with_the_rival_pair_as_a_conflict(self, prices, code, amount):
        found = find_price(prices, self.ask((code,)))
        assert (found.low, found.high, found.years) == (amount, amount, (2026,))
        assert len(found.conflicts) == 1

    def test_tms_has_no_office_amount_anywhere(self, prices):
        for code in ("90867", "90868", "90869"):
            for state in (None, "FL", "TX"):
                found = find_price(prices, self.ask((code,), state=state))
                assert isinstance(found, PriceUnknown)
                assert found.reason == "carrier_priced"

    def test_both_hospital_bills_of_2025_add_up_to_the_published_sum(self, prices):
        found = find_price(prices, self.ask(("G2083",), "hospital"))
        assert (found.low, found.years, found.is_older) == (1_484_14, (2025,), True)


class TestCommercial:
    @pytest.mark.parametrize("code", ["G2083", "90868", "96365"])
    def test_listed_hospital_rates_are_a_range_and_lack_the_clinicians_bill(self, prices, code):
        kind = "bundle" if code.startswith("G") else "procedure"
        query = PriceQuery("any", kind, (code,), "per_session", DAY, "commercial", "hospital")
        found = find_price(prices, query)
        assert isinstance(found, PriceFound)
        assert found.low < found.high
        assert found.missing_parts == ("professional_fee",)
        assert found.kinds == ("allowed",)


class TestCourses:
    @pytest.mark.parametrize(("maintenance", "count"), [("weekly", 30), ("every_two_weeks", 21)])
    def test_spravato_in_six_months(self, courses, maintenance, count):
        assert len(schedule(courses["spravato_trd"], DAY, 6, maintenance)) == count

    @pytest.mark.parametrize(("course", "count"), [("tms_36", 36), ("iv_ketamine_6", 6), ("iv_ketamine_8", 8)])
    def test_first_courses(self, courses, course, count):
        assert len(schedule(courses[course], DAY)) == count

    def test_every_course_and_choice_can_be_billed(self, courses, codes):
        for rows in courses.values():
            for choice in maintenance_choices(rows):
                for session in schedule(rows, DAY, 12, choice):
                    assert bill_session(rows[0].treatment, session, session.dose_high_mg, BillingTerms(), codes)


class TestPlansAndProgrammes:
    def test_part_b_is_known_for_2026_and_not_for_2027(self):
        parameters = read(read_parameters, "parameters")
        assert parameter_on(parameters, "medicare_part_b_deductible", DAY).value == 283_00
        with pytest.raises(ParameterMissing):
            parameter_on(parameters, "medicare_part_b_deductible", date(2027, 1, 1))

    def test_original_medicare_has_no_maximum_and_an_average_plan_an_unknown_one(self):
        presets = read(read_presets, "plan_presets")
        medicare = answers_of(of_year(presets, "medicare_original", 2026))
        average = answers_of(of_year(presets, "employer_average", 2025))
        assert (medicare.deductible, medicare.coinsurance, medicare.oop_max) == (283_00, 2_000, None)
        assert (average.deductible, average.oop_max) == (1_886_00, UNKNOWN)

    def test_the_makers_help_in_texas_massachusetts_and_with_medicare(self):
        programmes = read(read_programmes, "assistance_programs")
        kinds = {
            place: [type(one) for one in check_programmes(programmes, "spravato", held, place)]
            for place, held in (("TX", ("commercial",)), ("MA", ("commercial",)), ("AZ", ("commercial", "medicaid")))
        }
        assert kinds == {"TX": [Offered, Offered], "MA": [Offered, Barred], "AZ": [Barred, Barred]}
