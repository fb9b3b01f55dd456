"""Courses laid out in dated sessions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.costs.build import IV_KETAMINE, KAP, SPRAVATO, TMS, course_row

from clinicfinder.costs.courses import MAINTENANCE_WORDS, maintenance_choices, schedule
from clinicfinder.errors import BadForm

MONDAY = date(2026, 11, 23)


def offsets(sessions):
    return [(session.on - sessions[0].on).days for session in sessions]


class TestSpravato:
    @pytest.mark.parametrize(
        ("maintenance", "count"),
        [
            pytest.param("weekly", 30, id="weekly: 30 sessions in six months"),
            pytest.param("every_two_weeks", 21, id="every two weeks: 21, as a published calculator counts"),
            pytest.param("none", 12, id="no maintenance: the first eight weeks alone"),
        ],
    )
    def test_sessions_in_six_months(self, maintenance, count):
        assert len(schedule(SPRAVATO, MONDAY, 6, maintenance)) == count

    @given(st.dates(date(2026, 1, 1), date(2028, 12, 31)))
    def test_the_count_does_not_depend_on_the_start(self, start):
        assert len(schedule(SPRAVATO, start, 6, "weekly")) == 30

    def test_twice_weekly_for_four_weeks_then_weekly_for_four(self):
        assert offsets(schedule(SPRAVATO, MONDAY)) == [0, 3, 7, 10, 14, 17, 21, 24, 28, 35, 42, 49]

    def test_the_first_dose_is_56_mg_and_a_clinician_chooses_the_later_ones(self):
        sessions = schedule(SPRAVATO, MONDAY)
        doses = [(session.dose_low_mg, session.dose_high_mg) for session in sessions]
        assert doses == [(56, 56), *[(56, 84)] * 11]

    def test_a_month_asked_for_ends_the_course_there(self):
        assert len(schedule(SPRAVATO, MONDAY, 1, "weekly")) == 9


class TestTms:
    def test_36_sessions_five_a_week_for_six_weeks_and_a_taper_of_three(self):
        sessions = schedule(TMS, MONDAY)
        assert offsets(sessions)[:6] == [0, 1, 2, 3, 4, 7]
        assert offsets(sessions)[30:] == [42, 45, 49, 52, 56, 59]
        assert [session.phase for session in sessions].count("taper") == 6

    def test_a_course_that_starts_on_wednesday_goes_on_after_the_weekend(self):
        days = [session.on.strftime("%a") for session in schedule(TMS, date(2026, 11, 25))[:6]]
        assert days == ["Wed", "Thu", "Fri", "Mon", "Tue", "Wed"]

    def test_there_is_no_maintenance_to_choose(self):
        assert maintenance_choices(TMS) == ("none",)


class TestKetamine:
    def test_six_infusions_in_three_weeks_then_monthly(self):
        sessions = schedule(IV_KETAMINE, MONDAY, 6, "monthly")
        assert offsets(sessions)[:6] == [0, 3, 7, 10, 14, 17]
        assert [session.phase for session in sessions[6:]] == ["maintenance"] * 5

    def test_any_interval_may_be_chosen_where_the_source_leaves_it_open(self):
        assert maintenance_choices(IV_KETAMINE) == MAINTENANCE_WORDS

    def test_assisted_therapy_three_weeks_apart(self):
        assert offsets(schedule(KAP, MONDAY)) == [21 * number for number in range(8)]


class TestDays:
    @pytest.mark.parametrize(
        ("start", "first"),
        [
            pytest.param(date(2026, 11, 27), date(2026, 11, 27), id="Friday stays"),
            pytest.param(date(2026, 11, 28), date(2026, 11, 30), id="Saturday moves to Monday"),
            pytest.param(date(2026, 11, 29), date(2026, 11, 30), id="Sunday moves to Monday"),
            pytest.param(date(2026, 11, 30), date(2026, 11, 30), id="Monday stays"),
        ],
    )
    def test_the_first_session_is_on_an_open_day(self, start, first):
        assert schedule(SPRAVATO, start)[0].on == first

    @given(
        st.sampled_from([SPRAVATO, TMS, IV_KETAMINE, KAP]),
        st.dates(date(2026, 1, 1), date(2028, 12, 31)),
        st.integers(1, 24),
        st.integers(0, 5),
    )
    def test_sessions_are_numbered_in_order_on_open_days_within_the_months(self, rows, start, months, choice):
        choices = maintenance_choices(rows)
        sessions = schedule(rows, start, months, choices[choice % len(choices)])
        assert [session.number for session in sessions] == list(range(1, len(sessions) + 1))
        days = [session.on for session in sessions]
        assert days == sorted(set(days))
        assert all(day.weekday() < 5 for day in days)
        assert days[-1] < days[0] + timedelta(days=31 * months)


def test_a_maintenance_that_the_course_does_not_have_is_refused_with_the_choices():
    with pytest.raises(BadForm, match="none, weekly, every_two_weeks"):
        schedule(SPRAVATO, MONDAY, 6, "monthly")


def test_a_course_without_rows_is_refused():
    with pytest.raises(ValueError, match="at least one row"):
        schedule((), MONDAY)


def test_a_fixed_interval_is_preferred_to_an_open_one():
    first = course_row("induction", 1, 1, per_week=1)
    chosen = course_row("maintenance", 2, None, dose=(1, 1))
    fixed = course_row("maintenance", 2, None, interval_days=30, dose=(2, 2))
    sessions = schedule((first, chosen, fixed), MONDAY, 2, "monthly")
    assert [session.dose_low_mg for session in sessions] == [None, 2, 2]
