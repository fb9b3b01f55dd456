"""Which lines a session bills, and under which code of that day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.costs.build import CODES

from clinicfinder.costs.bills import BillingTerms, CodeNotInForce, bill_session, require_code
from clinicfinder.costs.courses import Session

DAY = date(2026, 11, 23)


def session(on=DAY, number=2):
    return Session(number, on, "induction", 56, 84, "")


def codes_of(lines):
    return [line.codes for line in lines]


class TestSpravato:
    @pytest.mark.parametrize(
        ("on", "drug"),
        [
            pytest.param(date(2025, 12, 31), "S0013", id="the last day of 2025: the old code"),
            pytest.param(date(2026, 1, 1), "J0013", id="the first of 2026: the new code"),
        ],
    )
    def test_the_drug_line_carries_the_code_of_its_day(self, on, drug):
        lines = bill_session("spravato", session(on), 84, BillingTerms(), CODES)
        assert codes_of(lines) == [(drug,), ("99213", "99214", "99215")]
        assert [(line.line_kind, line.quantity) for line in lines] == [("drug", 84), ("observation", 1)]

    def test_each_line_falls_under_its_own_benefit(self):
        terms = BillingTerms(drug_benefit="pharmacy", session_benefit="behavioral")
        lines = bill_session("spravato", session(), 84, terms, CODES)
        assert [line.benefit for line in lines] == ["pharmacy", "behavioral"]

    @pytest.mark.parametrize(
        ("dose", "code"),
        [
            pytest.param(56, "G2082", id="56 mg"),
            pytest.param(57, "G2083", id="above 56 mg"),
            pytest.param(84, "G2083", id="84 mg"),
        ],
    )
    def test_a_bundle_is_one_line_by_dose(self, dose, code):
        (line,) = bill_session("spravato", session(), dose, BillingTerms(model="bundled"), CODES)
        assert (line.code, line.quantity, line.line_kind) == (code, 1, "bundle")

    def test_the_bundles_did_not_exist_in_2019(self):
        with pytest.raises(CodeNotInForce, match="2019-12-31 'G2083'"):
            bill_session("spravato", session(date(2019, 12, 31)), 84, BillingTerms(model="bundled"), CODES)

    def test_a_dose_is_needed(self):
        with pytest.raises(ValueError, match="dose"):
            bill_session("spravato", session(), None, BillingTerms(), CODES)

    def test_a_visit_that_payers_code_differently_has_no_single_code(self):
        assert bill_session("spravato", session(), 84, BillingTerms(), CODES)[1].code is None


@pytest.mark.parametrize(
    ("treatment", "number", "code"),
    [
        pytest.param("tms", 1, "90867", id="TMS: the first session finds place and strength"),
        pytest.param("tms", 2, "90868", id="TMS: every later session"),
        pytest.param("iv_ketamine", 1, "96365", id="an infusion's first hour"),
        pytest.param("kap", 1, None, id="assisted therapy has no code of its own"),
    ],
)
def test_the_code_of_a_session(treatment, number, code):
    (line,) = bill_session(treatment, session(number=number), None, BillingTerms(), CODES)
    assert line.code == code


def test_an_unknown_treatment_is_refused():
    with pytest.raises(ValueError, match="'leeches'"):
        bill_session("leeches", session(), None, BillingTerms(), CODES)


def test_a_code_that_ended_is_refused_on_the_day_it_ends():
    assert require_code(CODES, "S0013", date(2025, 12, 31)).code == "S0013"
    with pytest.raises(CodeNotInForce):
        require_code(CODES, "S0013", date(2026, 1, 1))
