"""Temporary closures and holiday hours: whole days of the clinic's own calendar, and over by themselves."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicfinder.domain.hours import OpenState, open_state, week_of_hours
from clinicfinder.domain.overrides import Override, Spans, override_on, read_spans, written_spans

PHOENIX: Final = "America/Phoenix"
NEW_YORK: Final = "America/New_York"
GUAM: Final = "Pacific/Guam"
WEEKDAYS: Final = "Mo-Fr 09:00-17:00"
NIGHTS: Final = "Mo-Su 20:00-02:00"


def closed(first: date, last: date, number: int = 1) -> Override:
    return Override(number, "closure", first, last, (), "The building is being repaired.")


def special(first: date, last: date, spans: Spans = (), number: int = 1) -> Override:
    return Override(number, "special_hours", first, last, spans, "Thanksgiving.")


def state(hours: str | None, zone: str, local: tuple[int, ...], *overrides: Override) -> OpenState:
    return open_state(hours, zone, datetime(*local, tzinfo=ZoneInfo(zone)), overrides)


THE_WEEK = closed(date(2026, 11, 25), date(2026, 12, 3))


class TestAClosure:
    @pytest.mark.parametrize(
        ("local", "kind"),
        [
            pytest.param((2026, 11, 24, 12), "open", id="the day before it is a day like others"),
            pytest.param((2026, 11, 24, 16, 59), "open", id="to the end of that day's hours"),
            pytest.param((2026, 11, 25, 12), "closed", id="its first day"),
            pytest.param((2026, 12, 3, 12), "closed", id="its last day"),
            pytest.param((2026, 12, 3, 23, 59), "closed", id="the last minute of its last day"),
            pytest.param((2026, 12, 4, 8, 59), "closed", id="before the usual hours of the day after"),
            pytest.param((2026, 12, 4, 9), "open", id="it is over by itself on the day after"),
        ],
    )
    def test_holds_from_its_first_through_its_last_day(self, local: tuple[int, ...], kind: str):
        assert state(WEEKDAYS, PHOENIX, local, THE_WEEK).kind == kind

    def test_is_told_on_its_days_and_on_no_other(self):
        assert state(WEEKDAYS, PHOENIX, (2026, 11, 24, 12), THE_WEEK).override is None
        assert state(WEEKDAYS, PHOENIX, (2026, 11, 25, 0), THE_WEEK).override == THE_WEEK
        assert state(WEEKDAYS, PHOENIX, (2026, 12, 4, 0), THE_WEEK).override is None

    def test_says_when_the_clinic_opens_again(self):
        change = state(WEEKDAYS, PHOENIX, (2026, 12, 1, 12), THE_WEEK).changes_at
        assert change is not None
        assert change.isoformat() == "2026-12-04T09:00:00-07:00"

    def test_counts_by_the_clinics_own_calendar(self):
        one_day = closed(date(2026, 11, 25), date(2026, 11, 25))
        # 22:30 UTC on the 24th: the 25th has begun in Guam, and not in New York.
        moment = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
        assert open_state("24/7", GUAM, moment, [one_day]).kind == "closed"
        assert open_state("24/7", NEW_YORK, moment, [one_day]).kind == "open"

    def test_closes_a_place_that_never_closes(self):
        assert state("24/7", PHOENIX, (2026, 11, 24, 23, 59), THE_WEEK).kind == "open"
        assert state("24/7", PHOENIX, (2026, 11, 25, 0), THE_WEEK).kind == "closed"
        assert state("24/7", PHOENIX, (2026, 12, 4, 0), THE_WEEK).kind == "open"

    def test_makes_even_unknown_hours_closed_and_then_unknown_again(self):
        during = state(None, PHOENIX, (2026, 12, 3, 12), THE_WEEK)
        assert (during.kind, during.changes_at) == ("closed", None)
        assert state(None, PHOENIX, (2026, 12, 4, 0), THE_WEEK).kind == "unknown"

    def test_cuts_off_the_night_that_runs_into_it(self):
        one_day = closed(date(2026, 11, 26), date(2026, 11, 26))
        before = state(NIGHTS, PHOENIX, (2026, 11, 25, 23), one_day)
        assert before.kind == "open"
        assert before.changes_at is not None
        assert before.changes_at.isoformat() == "2026-11-26T00:00:00-07:00"
        assert state(NIGHTS, PHOENIX, (2026, 11, 26, 1), one_day).kind == "closed"

    def test_does_not_open_the_night_after_it(self):
        one_day = closed(date(2026, 11, 26), date(2026, 11, 26))
        assert state(NIGHTS, PHOENIX, (2026, 11, 27, 1), one_day).kind == "closed"
        assert state(NIGHTS, PHOENIX, (2026, 11, 27, 20), one_day).kind == "open"

    def test_long_past_or_far_ahead_changes_nothing(self):
        far = [closed(date(2020, 1, 1), date(2020, 2, 1)), closed(date(2027, 6, 1), date(2027, 6, 2))]
        moment = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo(PHOENIX))
        assert open_state(WEEKDAYS, PHOENIX, moment, far) == open_state(WEEKDAYS, PHOENIX, moment)


class TestSpecialHours:
    MORNING: Final = special(date(2026, 11, 27), date(2026, 11, 27), ((time(10), time(14)),))

    @pytest.mark.parametrize(
        ("local", "kind"),
        [
            pytest.param((2026, 11, 27, 9, 30), "closed", id="not at its usual opening"),
            pytest.param((2026, 11, 27, 10), "open", id="from the special opening"),
            pytest.param((2026, 11, 27, 14), "closed", id="to the special closing"),
            pytest.param((2026, 11, 26, 9, 30), "open", id="the day before is as usual"),
            pytest.param((2026, 11, 30, 9, 30), "open", id="and so is the next working day"),
        ],
    )
    def test_stand_in_place_of_the_usual_ones(self, local: tuple[int, ...], kind: str):
        assert state(WEEKDAYS, PHOENIX, local, self.MORNING).kind == kind

    def test_open_a_day_that_is_usually_closed(self):
        sunday = special(date(2026, 11, 29), date(2026, 11, 29), ((time(10), time(14)),))
        assert state(WEEKDAYS, PHOENIX, (2026, 11, 29, 11), sunday).kind == "open"

    def test_are_known_where_the_usual_ones_are_not(self):
        assert state(None, PHOENIX, (2026, 11, 27, 12), self.MORNING).kind == "open"
        assert state(None, PHOENIX, (2026, 11, 27, 15), self.MORNING).kind == "closed"
        assert state(None, PHOENIX, (2026, 11, 28, 12), self.MORNING).kind == "unknown"

    def test_may_run_over_midnight_into_a_day_like_others(self):
        night = special(date(2026, 11, 27), date(2026, 11, 27), ((time(20), time(2)),))
        late = state(WEEKDAYS, PHOENIX, (2026, 11, 28, 1), night)
        assert late.kind == "open"
        assert late.changes_at is not None
        assert late.changes_at.isoformat() == "2026-11-28T02:00:00-07:00"

    def test_run_over_midnight_day_after_day(self):
        nights = special(date(2026, 11, 27), date(2026, 11, 28), ((time(20), time(2)),))
        assert state(WEEKDAYS, PHOENIX, (2026, 11, 28, 1), nights).kind == "open"

    def test_do_not_run_into_a_day_that_is_closed(self):
        night = special(date(2026, 11, 27), date(2026, 11, 27), ((time(20), time(2)),))
        shut = closed(date(2026, 11, 28), date(2026, 11, 28), number=2)
        assert state(WEEKDAYS, PHOENIX, (2026, 11, 28, 1), night, shut).kind == "closed"

    def test_of_a_whole_day_change_nothing_about_a_place_that_never_closes(self):
        whole = special(date(2026, 11, 27), date(2026, 11, 27), ((time(), time()),))
        assert state("24/7", PHOENIX, (2026, 11, 26, 12), whole) == OpenState("open")


class TestSeveralExceptions:
    DAY: Final = date(2026, 11, 26)

    def test_a_closure_comes_before_special_hours_however_old(self):
        shut = closed(self.DAY, self.DAY, number=1)
        assert override_on([shut, special(self.DAY, self.DAY, number=2)], self.DAY) == shut

    def test_of_two_alike_the_newer_counts(self):
        old, new = special(self.DAY, self.DAY, number=1), special(self.DAY, self.DAY, number=2)
        assert override_on([new, old], self.DAY) == new
        assert override_on([old, new], self.DAY) == new


class TestOnADayWhenTheClockChanges:
    """March 14, 2027, is an hour short in New York, and November 1, 2026, an hour long."""

    def test_a_closure_ends_at_midnight_of_a_short_day(self):
        shut = closed(date(2027, 3, 14), date(2027, 3, 14))
        assert open_state("24/7", NEW_YORK, datetime(2027, 3, 14, 4, 59, tzinfo=UTC), [shut]).kind == "open"
        assert open_state("24/7", NEW_YORK, datetime(2027, 3, 14, 5, 0, tzinfo=UTC), [shut]).kind == "closed"
        assert open_state("24/7", NEW_YORK, datetime(2027, 3, 15, 3, 59, tzinfo=UTC), [shut]).kind == "closed"
        assert open_state("24/7", NEW_YORK, datetime(2027, 3, 15, 4, 0, tzinfo=UTC), [shut]).kind == "open"

    def test_a_closure_lasts_through_a_long_day(self):
        shut = closed(date(2026, 11, 1), date(2026, 11, 1))
        assert open_state("24/7", NEW_YORK, datetime(2026, 11, 1, 3, 59, tzinfo=UTC), [shut]).kind == "open"
        assert open_state("24/7", NEW_YORK, datetime(2026, 11, 2, 4, 59, tzinfo=UTC), [shut]).kind == "closed"
        assert open_state("24/7", NEW_YORK, datetime(2026, 11, 2, 5, 0, tzinfo=UTC), [shut]).kind == "open"

    def test_special_hours_are_by_the_clock_on_the_wall(self):
        short = special(date(2027, 3, 14), date(2027, 3, 14), ((time(1), time(4)),))
        # 1:00 to 4:00 are two hours on that night.
        assert open_state(None, NEW_YORK, datetime(2027, 3, 14, 6, 0, tzinfo=UTC), [short]).kind == "open"
        assert open_state(None, NEW_YORK, datetime(2027, 3, 14, 7, 59, tzinfo=UTC), [short]).kind == "open"
        assert open_state(None, NEW_YORK, datetime(2027, 3, 14, 8, 0, tzinfo=UTC), [short]).kind == "closed"


class TestTheWeekTable:
    MONDAY: Final = date(2026, 11, 23)

    def test_shows_exceptions_on_their_days_only(self):
        holiday = special(date(2026, 11, 26), date(2026, 11, 26))
        short = special(date(2026, 11, 27), date(2026, 11, 27), ((time(10), time(14)),), number=2)
        week = week_of_hours(WEEKDAYS, PHOENIX, self.MONDAY, [holiday, short])
        assert [day.spans for day in week[:5]] == [((time(9), time(17)),)] * 3 + [(), ((time(10), time(14)),)]
        assert [day.override for day in week] == [None, None, None, holiday, short, None, None]

    def test_says_which_days_nobody_lists(self):
        shut = closed(date(2026, 11, 26), date(2026, 11, 27))
        week = week_of_hours(None, PHOENIX, self.MONDAY, [shut])
        assert [day.known for day in week] == [False, False, False, True, True, False, False]

    def test_of_unknown_hours_stays_empty_without_an_exception_in_it(self):
        assert week_of_hours(None, PHOENIX, self.MONDAY, [closed(date(2026, 12, 24), date(2026, 12, 24))]) == ()

    @given(
        hours=st.sampled_from([WEEKDAYS, NIGHTS, "24/7", "Mo-Fr 09:00-12:00,13:00-17:00; PH off", "Fr 20:00-02:00"]),
        zone=st.sampled_from([PHOENIX, NEW_YORK, GUAM, "America/Anchorage"]),
        monday=st.sampled_from([date(2026, 11, 23), date(2026, 10, 26), date(2027, 3, 8)]),
        drawn=st.lists(
            st.tuples(
                st.integers(-3, 8),
                st.integers(0, 4),
                st.sampled_from([(), ((time(10), time(14)),), ((time(20), time(3)),), ((time(), time()),)]),
                st.booleans(),
            ),
            max_size=3,
        ),
    )
    def test_never_contradicts_the_state_at_any_half_hour(self, hours, zone, monday, drawn):
        overrides = []
        for number, (offset, length, spans, is_closure) in enumerate(drawn):
            first = monday + timedelta(days=offset)
            last = first + timedelta(days=length)
            overrides.append(closed(first, last, number) if is_closure else special(first, last, spans, number))
        week = week_of_hours(hours, zone, monday, overrides)
        for before, day in pairwise(week):
            for half in range(48):
                clock = time(half // 2, half % 2 * 30)
                in_table = any(
                    opens <= clock and (clock < closes or closes <= opens) for opens, closes in day.spans
                ) or any(closes <= opens and closes != time() and clock < closes for opens, closes in before.spans)
                moment = datetime.combine(day.day, clock, ZoneInfo(zone))
                if moment.astimezone(UTC).astimezone(ZoneInfo(zone)).time() != clock:
                    continue  # A time that the clock leaves out.
                assert (open_state(hours, zone, moment, overrides).kind == "open") is in_table, (moment, overrides)


class TestSpansAsTyped:
    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("9-5", id="hours without minutes"),
            pytest.param("25:00-26:00", id="no such hour"),
            pytest.param("09:60-17:00", id="no such minute"),
            pytest.param("09:00-09:00", id="nothing between"),
            pytest.param("13:00-17:00,09:00-12:00", id="not in order"),
            pytest.param("09:00-13:00,12:00-17:00", id="one inside the other"),
            pytest.param("20:00-02:00,21:00-22:00", id="after a night nothing may follow"),
            pytest.param("24:00-02:00", id="a start at the end of the day"),
            pytest.param("", id="blank"),
        ],
    )
    def test_that_cannot_be_meant_are_refused(self, text: str):
        assert read_spans(text) is None

    @pytest.mark.parametrize("text", ["09:00-17:00", "09:00-12:00,13:00-17:00", "20:00-02:00", "00:00-24:00"])
    def test_are_written_as_they_were_read(self, text: str):
        spans = read_spans(text)
        assert spans is not None
        assert written_spans(spans) == text

    def test_may_be_typed_loosely(self):
        assert read_spans(" 9:00 to 12:00 , 13:00 – 17:00 ") == ((time(9), time(12)), (time(13), time(17)))
