"""Parameters, presets, courses, codes, localities and savings programmes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from tests.cost_data.tables import is_cents, overlapping, period, read_table

PARAMETERS = read_table("parameters")
PRESETS = read_table("plan_presets")
COURSES = read_table("courses")
CODES = read_table("billing_codes")
LOCALITIES = read_table("medicare_localities")

HELD_UNTIL_CHANGED = {"medicare_part_b_coinsurance", "medicaid_expansion_copay_max"}
"""Set by statute; everything else is set year by year and must end."""


def by(rows, *columns):
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row[column] for column in columns)].append(row)
    return groups


def parameter_on(name, day):
    return next(
        row["value"] for row in PARAMETERS if row["parameter"] == name and period(row)[0] <= day < period(row)[1]
    )


def preset(name, year):
    return {row["field"]: row["value"] for row in PRESETS if (row["preset"], row["year"]) == (name, year)}


class TestParameters:
    def test_values_are_whole_numbers_of_a_known_unit(self):
        for row in PARAMETERS:
            assert is_cents(row["value"]), row
            assert row["unit"] in {"cents", "basis_points", "count"}, row

    def test_each_value_starts_on_a_day_and_periods_of_one_name_never_overlap(self):
        for rows in by(PARAMETERS, "parameter").values():
            assert all(row["effective_from"] for row in rows)
            assert all(period(row)[0] < period(row)[1] for row in rows)
            assert overlapping(rows) == []

    def test_a_yearly_figure_ends_so_that_it_is_not_carried_over(self):
        assert {row["parameter"] for row in PARAMETERS if not row["effective_to"]} == HELD_UNTIL_CHANGED

    def test_no_undated_programme_and_no_proposed_figure_is_here(self):
        assert not any(row["parameter"].startswith(("tricare", "withme")) for row in PARAMETERS)
        assert not any(
            row["parameter"] == "part_d_oop_cap" and row["effective_from"] == "2027-01-01" for row in PARAMETERS
        )


class TestPresets:
    def test_a_preset_of_one_year_has_each_field_once_and_one_label(self):
        assert all(len(rows) == 1 for rows in by(PRESETS, "preset", "year", "field").values())
        for (_, year), rows in by(PRESETS, "preset", "year").items():
            assert len({(row["label"], row["plan_type"]) for row in rows}) == 1
            assert rows[0]["label"].endswith(f", {year}")

    def test_numbers_are_whole_and_words_are_the_two_known_ones(self):
        for row in PRESETS:
            if row["unit"] == "text":
                assert (row["field"], row["value"]) in {
                    ("cost_share_option", "after-deductible"),
                    ("oop_max_individual", "none"),
                }
            else:
                assert row["unit"] in {"cents", "basis_points", "count"}
                assert is_cents(row["value"])

    def test_a_deductible_is_never_above_the_maximum(self):
        for name, year in by(PRESETS, "preset", "year"):
            fields = preset(name, year)
            limit = fields.get("oop_max_individual", "none")
            if limit != "none" and "deductible_individual" in fields:
                assert int(fields["deductible_individual"]) <= int(limit), name

    @pytest.mark.parametrize(
        ("name", "field", "parameter"),
        [
            ("medicare_original", "deductible_individual", "medicare_part_b_deductible"),
            ("medicare_original", "coinsurance", "medicare_part_b_coinsurance"),
            ("medicare_advantage_limit", "oop_max_individual", "medicare_advantage_oop_max_in_network"),
            ("hsa_legal_limits", "deductible_individual", "hdhp_min_deductible_self"),
            ("hsa_legal_limits", "oop_max_individual", "hdhp_oop_max_self"),
            ("hsa_legal_limits", "deductible_family", "hdhp_min_deductible_family"),
            ("hsa_legal_limits", "oop_max_family", "hdhp_oop_max_family"),
        ],
    )
    @pytest.mark.parametrize("year", ["2025", "2026"])
    def test_a_preset_of_law_agrees_with_the_parameter_of_its_year(self, name, field, parameter, year):
        assert preset(name, year)[field] == parameter_on(parameter, date(int(year), 1, 1))

    def test_no_tricare_va_or_stale_survey_preset_is_offered(self):
        names = {row["preset"] for row in PRESETS}
        assert not any(name.startswith(("tricare", "va_")) or "stale" in name for name in names)


class TestCourses:
    def test_fixed_sessions_follow_one_another_from_the_first(self):
        for (course,), rows in by(COURSES, "course_code").items():
            following = 1
            for row in (row for row in rows if row["phase"] != "maintenance"):
                assert int(row["session_from"]) == following <= int(row["session_to"]), course
                following = int(row["session_to"]) + 1
            assert all(
                (int(row["session_from"]), row["session_to"]) == (following, "")
                for row in rows
                if row["phase"] == "maintenance"
            ), course

    def test_a_fixed_phase_has_one_rhythm_and_maintenance_at_most_an_interval(self):
        for row in COURSES:
            assert row["phase"] in {"induction", "weekly", "maintenance", "taper"}
            if row["phase"] == "maintenance":
                assert not row["per_week"], row
            else:
                assert bool(row["per_week"]) != bool(row["interval_days"]), row

    def test_spravato_is_12_sessions_in_8_weeks_and_21_or_30_in_26(self):
        rows = [row for row in COURSES if row["course_code"] == "spravato_trd"]
        fixed = [row for row in rows if row["phase"] != "maintenance"]
        sessions = {row["session_to"]: int(row["session_to"]) - int(row["session_from"]) + 1 for row in fixed}
        weeks = sum(sessions[row["session_to"]] / int(row["per_week"]) for row in fixed)
        intervals = {int(row["interval_days"]) for row in rows if row["phase"] == "maintenance"}
        assert (sum(sessions.values()), weeks) == (12, 8)
        assert {12 + 18 * 7 // days for days in intervals} == {21, 30}

    def test_the_first_spravato_dose_is_56_mg(self):
        first = [row for row in COURSES if row["course_code"] == "spravato_trd" and row["session_from"] == "1"]
        assert [(row["session_to"], row["dose"]) for row in first] == [("1", "56")]

    def test_tms_is_30_sessions_and_6_of_taper(self):
        rows = [row for row in COURSES if row["course_code"] == "tms_36"]
        assert [(row["phase"], row["session_to"]) for row in rows] == [("induction", "30"), ("taper", "36")]


class TestCodes:
    def test_each_code_stands_once_with_a_label_of_our_own(self):
        assert all(len(rows) == 1 for rows in by(CODES, "code").values())
        assert all(row["label"] for row in CODES)

    def test_the_drug_code_of_spravato_changes_on_1_january_2026_without_a_gap(self):
        dates = {row["code"]: period(row, "valid_from", "valid_to") for row in CODES}
        assert dates["S0013"] == (date.min, date(2026, 1, 1))
        assert dates["J0013"] == (date(2026, 1, 1), date.max)

    def test_no_code_ends_before_it_starts(self):
        assert all(start < end for start, end in (period(row, "valid_from", "valid_to") for row in CODES))


class TestLocalities:
    def test_medicare_has_109_of_them_each_once(self):
        assert len(LOCALITIES) == len({row["locality"] for row in LOCALITIES}) == 109
        assert all(row["locality"].startswith(row["state"] + "-") for row in LOCALITIES)

    def test_a_state_stands_for_a_locality_only_when_it_has_no_other(self):
        for (state,), rows in by(LOCALITIES, "state").items():
            whole = [row["locality"] for row in rows if row["whole_state"] == "yes"]
            assert len(rows) == 1 if whole else len(rows) > 1 or state == "VA", state

    def test_virginia_alone_does_not_decide_since_the_dc_suburbs_are_elsewhere(self):
        assert [row["whole_state"] for row in LOCALITIES if row["state"] == "VA"] == ["no"]

    def test_a_county_belongs_to_one_locality_of_its_state(self):
        counties = [(row["state"], name) for row in LOCALITIES for name in row["counties"].split(";") if name]
        assert len(counties) == len(set(counties))
