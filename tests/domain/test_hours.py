"""Open or closed at a moment, in the clinic's own zone: whole days, nights, clock changes, holidays, the unknown."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from clinicfinder.domain.hours import open_state, week_of_hours

PHOENIX: Final = "America/Phoenix"
NEW_YORK: Final = "America/New_York"


def at(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("hours", "zone", "moment", "kind"),
    [
        pytest.param("24/7", PHOENIX, (2026, 11, 23, 3), "open", id="24 hours is open in the night"),
        pytest.param("24/7", PHOENIX, (2026, 11, 23, 0), "open", id="24 hours is open at midnight"),
        pytest.param("Mo-Fr 00:00-24:00", PHOENIX, (2026, 11, 23, 0), "open", id="a whole day begins at midnight"),
        pytest.param("Mo-Fr 00:00-24:00", PHOENIX, (2026, 11, 28, 0), "closed", id="and ends at midnight"),
        pytest.param("Mo-Fr 09:00-17:00", PHOENIX, (2026, 11, 23, 8, 59), "closed", id="a minute before opening"),
        pytest.param("Mo-Fr 09:00-17:00", PHOENIX, (2026, 11, 23, 9), "open", id="at opening"),
        pytest.param("Mo-Fr 09:00-17:00", PHOENIX, (2026, 11, 23, 16, 59), "open", id="a minute before closing"),
        pytest.param("Mo-Fr 09:00-17:00", PHOENIX, (2026, 11, 23, 17), "closed", id="at closing"),
        pytest.param("Mo-Fr 09:00-17:00", PHOENIX, (2026, 11, 22, 12), "closed", id="on Sunday"),
        pytest.param("Fr-Sa 20:00-02:00", PHOENIX, (2026, 11, 28, 1), "open", id="a night span past midnight"),
        pytest.param("Fr-Sa 20:00-02:00", PHOENIX, (2026, 11, 29, 1, 59), "open", id="into a day that is not listed"),
        pytest.param("Fr-Sa 20:00-02:00", PHOENIX, (2026, 11, 29, 2), "closed", id="and closed at its end"),
        pytest.param("Fr-Sa 20:00-02:00", PHOENIX, (2026, 11, 27, 1), "closed", id="not before its first night"),
        pytest.param("Mo-Fr 09:00-17:00; PH off", PHOENIX, (2026, 11, 26, 12), "closed", id="Thanksgiving Thursday"),
        pytest.param("Mo-Fr 09:00-17:00; PH off", PHOENIX, (2026, 11, 25, 12), "open", id="the day before it"),
        pytest.param(
            "Mo-Fr 09:00-17:00; 2026 Dec 24 off", PHOENIX, (2026, 12, 24, 12), "closed", id="a dated override"
        ),
        pytest.param("Mo-Fr 09:00-17:00; 2026 Dec 24 off", PHOENIX, (2026, 12, 23, 12), "open", id="not a day early"),
        pytest.param('"by appointment"', PHOENIX, (2026, 11, 23, 12), "unknown", id="by appointment is not open"),
        pytest.param(None, PHOENIX, (2026, 11, 23, 12), "unknown", id="no hours are unknown, never closed"),
        pytest.param("", PHOENIX, (2026, 11, 23, 12), "unknown", id="blank hours are unknown"),
    ],
)
def test_open_state(hours: str | None, zone: str, moment: tuple[int, ...], kind: str):
    assert open_state(hours, zone, at(zone, *moment)).kind == kind


class TestTimeZone:
    def test_is_the_clinics_own_whatever_the_zone_of_the_moment(self):
        noon_utc = datetime(2026, 11, 23, 15, tzinfo=UTC)
        assert open_state("Mo-Fr 09:00-17:00", NEW_YORK, noon_utc).kind == "open"
        assert open_state("Mo-Fr 09:00-17:00", PHOENIX, noon_utc).kind == "closed"
        assert open_state("Mo-Fr 09:00-17:00", NEW_YORK, noon_utc.astimezone(ZoneInfo("Asia/Tokyo"))).kind == "open"

    def test_of_guam_is_a_day_ahead(self):
        monday_in_guam = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
        assert open_state("Mo 09:00-17:00", "Pacific/Guam", monday_in_guam).kind == "open"

    def test_change_is_told_in_the_clinics_zone(self):
        state = open_state("Mo-Fr 09:00-17:00", NEW_YORK, datetime(2026, 11, 23, 15, tzinfo=UTC))
        assert state.changes_at is not None
        assert state.changes_at.isoformat() == "2026-11-23T17:00:00-05:00"


class TestClockChange:
    @pytest.mark.parametrize(
        ("moment", "kind"),
        [
            pytest.param(datetime(2027, 3, 14, 6, 59, tzinfo=UTC), "open", id="1:59, before the clock jumps"),
            pytest.param(datetime(2027, 3, 14, 7, 0, tzinfo=UTC), "open", id="3:00, after it has jumped"),
            pytest.param(datetime(2027, 3, 14, 7, 59, tzinfo=UTC), "open", id="3:59, the last minute"),
            pytest.param(datetime(2027, 3, 14, 8, 0, tzinfo=UTC), "closed", id="4:00, closed after three hours"),
        ],
    )
    def test_in_spring_the_night_is_an_hour_shorter(self, moment: datetime, kind: str):
        assert open_state("Su 00:00-04:00", NEW_YORK, moment).kind == kind

    @pytest.mark.parametrize(
        ("moment", "kind"),
        [
            pytest.param(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "open", id="the first 1:30"),
            pytest.param(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "open", id="the second 1:30"),
            pytest.param(datetime(2026, 11, 1, 8, 59, tzinfo=UTC), "open", id="3:59, after five hours"),
            pytest.param(datetime(2026, 11, 1, 9, 0, tzinfo=UTC), "closed", id="4:00"),
        ],
    )
    def test_in_autumn_the_night_is_an_hour_longer(self, moment: datetime, kind: str):
        assert open_state("Su 00:00-04:00", NEW_YORK, moment).kind == kind

    def test_does_not_reach_arizona(self):
        for day in (date(2027, 3, 14), date(2026, 11, 1)):
            opens = datetime.combine(day, time(9), ZoneInfo(PHOENIX))
            assert open_state("Su 09:00-17:00", PHOENIX, opens).kind == "open"
            assert open_state("Su 09:00-17:00", PHOENIX, opens - timedelta(minutes=1)).kind == "closed"


class TestWeek:
    def test_lists_seven_days_with_their_spans(self):
        week = week_of_hours("Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-14:00", PHOENIX, date(2026, 11, 23))
        assert [day.day for day in week] == [date(2026, 11, 23) + timedelta(days=n) for n in range(7)]
        assert week[0].spans == ((time(9), time(12)), (time(13), time(17)))
        assert week[5].spans == ((time(10), time(14)),)
        assert week[6].spans == ()

    def test_puts_a_night_under_the_day_it_begins_on(self):
        week = week_of_hours("Fr 20:00-02:00", PHOENIX, date(2026, 11, 23))
        assert [day.spans for day in week] == [(), (), (), (), ((time(20), time(2)),), (), ()]

    def test_keeps_the_night_that_began_the_day_before_the_week_out_of_it(self):
        week = week_of_hours("Su 20:00-02:00", PHOENIX, date(2026, 11, 23))
        assert week[0].spans == ()

    def test_shows_the_night_of_the_last_day_to_its_end(self):
        week = week_of_hours("Su 20:00-02:00", PHOENIX, date(2026, 11, 23))
        assert week[6].spans == ((time(20), time(2)),)

    def test_of_24_hours_is_whole_days(self):
        week = week_of_hours("24/7", NEW_YORK, date(2026, 11, 23))
        assert [day.spans for day in week] == [((time(0), time(0)),)] * 7

    def test_of_24_hours_stays_whole_days_over_a_clock_change(self):
        week = week_of_hours("24/7", NEW_YORK, date(2026, 10, 28))
        assert [day.spans for day in week] == [((time(0), time(0)),)] * 7

    def test_of_unknown_hours_is_empty(self):
        assert week_of_hours(None, PHOENIX, date(2026, 11, 23)) == ()

    def test_agrees_with_the_state_at_every_quarter_hour_of_a_week(self, catalogue):
        """The table and the words "open now" come from one expression: they may never contradict each other."""
        schedules = sorted({(c.hours, c.timezone) for c in catalogue.index.clinics if c.hours})
        assert schedules
        for hours, zone in schedules:
            week = week_of_hours(hours, zone, date(2026, 11, 23))
            for day in week:
                for quarter in range(96):
                    clock = (datetime.combine(day.day, time()) + timedelta(minutes=15 * quarter)).time()
                    moment = datetime.combine(day.day, clock, ZoneInfo(zone))
                    in_table = any(
                        opens <= clock and (clock < closes or closes == time()) for opens, closes in day.spans
                    )
                    assert (open_state(hours, zone, moment).kind == "open") is in_table, (hours, moment)
