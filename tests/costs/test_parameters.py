"""Dated figures: what held on a day, and a refusal for a day that is not known."""

from __future__ import annotations

from datetime import date

import pytest
from tests.costs.build import parameter

from clinicfinder.costs.parameters import ParameterMissing, parameter_on

NEW_YEAR = date(2026, 1, 1)
PART_B = (
    parameter(257_00, date(2025, 1, 1), NEW_YEAR),
    parameter(283_00, NEW_YEAR, date(2027, 1, 1)),
)


@pytest.mark.parametrize(
    ("on", "value"),
    [
        pytest.param(date(2025, 1, 1), 257_00, id="the first day of 2025"),
        pytest.param(date(2025, 12, 31), 257_00, id="the day before the change"),
        pytest.param(date(2026, 1, 1), 283_00, id="the day of the change"),
        pytest.param(date(2026, 12, 31), 283_00, id="the last day that is known"),
    ],
)
def test_the_value_of_the_day(on, value):
    assert parameter_on(PART_B, "medicare_part_b_deductible", on).value == value


@pytest.mark.parametrize(
    "on",
    [
        pytest.param(date(2024, 12, 31), id="before anything is known"),
        pytest.param(date(2027, 1, 1), id="2027 is not published: 2026 is not carried over"),
    ],
)
def test_a_day_that_is_not_known_is_refused(on):
    with pytest.raises(ParameterMissing, match=f"{on.isoformat()}.*medicare_part_b_deductible"):
        parameter_on(PART_B, "medicare_part_b_deductible", on)


def test_a_value_without_an_end_holds_until_it_is_ended():
    share = parameter(2_000, date(2025, 1, 1), None, "medicare_part_b_coinsurance")
    assert parameter_on([share], "medicare_part_b_coinsurance", date(2031, 5, 1)).value == 2_000


def test_an_unknown_name_is_refused():
    with pytest.raises(ParameterMissing):
        parameter_on(PART_B, "part_b_deductable", date(2026, 5, 1))
