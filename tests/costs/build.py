"""Short ways to write a row of each cost table in a test."""

from __future__ import annotations

from datetime import date

from clinicfinder.costs.assistance import GOVERNMENT_PLANS, Programme
from clinicfinder.costs.bills import BillingCode
from clinicfinder.costs.courses import CourseRow
from clinicfinder.costs.parameters import Parameter
from clinicfinder.costs.prices import Price
from clinicfinder.domain.provenance import Provenance

SOURCE = Provenance("A made-up source for a test", "https://example.org", None, date(2026, 11, 22), "high")


def course_row(phase, first, last, per_week=None, interval_days=None, dose=(None, None)):
    return CourseRow("c", "t", phase, first, last, per_week, interval_days, *dose, "", SOURCE)


SPRAVATO = (
    course_row("induction", 1, 1, per_week=2, dose=(56, 56)),
    course_row("induction", 2, 8, per_week=2, dose=(56, 84)),
    course_row("weekly", 9, 12, per_week=1, dose=(56, 84)),
    course_row("maintenance", 13, None, interval_days=7, dose=(56, 84)),
    course_row("maintenance", 13, None, interval_days=14, dose=(56, 84)),
)
TMS = (course_row("induction", 1, 30, per_week=5), course_row("taper", 31, 36, per_week=2))
IV_KETAMINE = (
    course_row("induction", 1, 6, per_week=2),
    course_row("maintenance", 7, None, interval_days=30),
    course_row("maintenance", 7, None),
)
KAP = (course_row("induction", 1, 8, interval_days=21),)


def code_row(code, line_kind, unit="per_session", begins=None, ends=None, treatments=("spravato",)):
    return BillingCode(code, f"label of {code}", treatments, line_kind, unit, begins, ends, "", SOURCE)


CODES = (
    code_row("G2082", "bundle", begins=date(2020, 1, 1)),
    code_row("G2083", "bundle", begins=date(2020, 1, 1)),
    code_row("J0013", "drug", "per_mg", begins=date(2026, 1, 1)),
    code_row("S0013", "drug", "per_mg", ends=date(2026, 1, 1)),
    code_row("J3490", "drug", treatments=("iv_ketamine", "spravato")),
    code_row("90867", "procedure", treatments=("tms",)),
    code_row("90868", "procedure", treatments=("tms",)),
    code_row("96365", "procedure", treatments=("iv_ketamine",)),
    *(code_row(code, "visit", "per_visit") for code in ("99213", "99214", "99215")),
)


def price(price_id, low, high=None, **given):
    row = {
        "treatment": "spravato",
        "code": "G2083",
        "line_kind": "bundle",
        "bill_part": "whole",
        "year": 2026,
        "effective_from": None,
        "effective_to": None,
        "setting": "office",
        "locality": None,
        "state": None,
        "payer_class": "medicare",
        "kind": "medicare_rate",
        "unit": "per_session",
        "sessions": None,
        "use": True,
        "said_by": "someone",
        "conflicts_with": (),
        "notes": "",
        "provenance": SOURCE,
    } | given
    return Price(price_id=price_id, low=low, high=low if high is None else high, **row)


def parameter(value, begins, ends, name="medicare_part_b_deductible"):
    return Parameter(name, value, "cents", begins, ends, "", SOURCE)


def programme(pays_line="drug", patient_pays=10_00, excluded=(), counts="unknown"):
    return Programme(
        program_id=f"p-{pays_line}",
        name="A maker's programme",
        treatment="spravato",
        pays_line=pays_line,
        patient_pays=patient_pays,
        eligibility="",
        commercial_only=True,
        excluded_plan_types=GOVERNMENT_PLANS,
        excluded_states=frozenset(excluded),
        yearly_maximum="applies, figure not known",
        counts_toward_deductible=counts,
        wording="",
        provenance=SOURCE,
    )
