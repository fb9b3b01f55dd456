"""Which rows to look at again first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicfinder.domain.federal_holidays import next_holidays
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.review_order import REVIEW_AFTER, SOON, ReviewItem, urgency, worst_first

REVIEWED = date(2026, 11, 22)


def item(kind="rule", *, reach=1, quotes=0, confidence="high", reviewed_on=REVIEWED, key="a"):
    source = Provenance("Policy", "https://example.org", None, reviewed_on, confidence)
    return ReviewItem(kind, "coverage_rules", key, key, key, reach, quotes, source)


class TestDue:
    @pytest.mark.parametrize("kind", REVIEW_AFTER)
    def test_on_the_day_and_not_the_day_before(self, kind):
        due = REVIEWED + REVIEW_AFTER[kind]
        assert urgency(item(kind), due - timedelta(days=1)) == 0
        assert urgency(item(kind), due) > 0

    def test_insurance_comes_before_rules_of_the_same_day(self):
        today = REVIEWED + timedelta(days=200)
        assert worst_first([item("rule"), item("insurance")], today)[0].kind == "insurance"

    def test_rows_due_soon_are_listed_last_and_later_ones_not_at_all(self):
        today = REVIEWED + timedelta(days=180)
        due = item(key="due")
        soon = item(key="soon", reviewed_on=REVIEWED + SOON)
        later = item(key="later", reviewed_on=REVIEWED + SOON + timedelta(days=1))
        assert [each.label for each in worst_first([later, soon, due], today)] == ["due", "soon"]


class TestUrgency:
    TODAY = REVIEWED + timedelta(days=200)

    def test_grows_with_reach_with_use_with_doubt_and_with_time(self):
        plain = urgency(item(), self.TODAY)
        assert urgency(item(reach=100), self.TODAY) > plain
        assert urgency(item(quotes=100), self.TODAY) > plain
        assert urgency(item(confidence="medium"), self.TODAY) > plain
        assert urgency(item(), self.TODAY + timedelta(days=1)) > plain

    def test_a_row_for_500_clinics_counts_about_ten_times_one_for_none(self):
        assert 9 < urgency(item(reach=500), self.TODAY) / urgency(item(reach=0), self.TODAY) < 11

    @given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 50), st.integers(0, 400)), max_size=20))
    def test_the_order_does_not_depend_on_where_it_begins(self, drawn):
        items = [
            item(reach=reach, quotes=quotes, reviewed_on=REVIEWED - timedelta(days=age), key=str(number))
            for number, (reach, quotes, age) in enumerate(drawn)
        ]
        assert worst_first(items, self.TODAY) == worst_first(items[::-1], self.TODAY)

    def test_is_that_of_its_source_not_of_its_name(self):
        assert urgency(item(key="a"), self.TODAY) == urgency(replace(item(), label="b"), self.TODAY)


def test_holidays_of_a_year_fall_on_the_days_of_the_published_calendar():
    """https://www.opm.gov/policy-data-oversight/pay-leave/federal-holidays/ for 2026; July 4 is on its own day."""
    days = [f"{each.day:%m-%d}" for each in next_holidays(date(2026, 1, 1), 11)]
    assert days == [
        "01-01", "01-19", "02-16", "05-25", "06-19", "07-04", "09-07", "10-12", "11-11", "11-26", "12-25",
    ]  # fmt: skip


def test_holidays_go_on_into_the_next_year():
    assert [each.name for each in next_holidays(date(2026, 12, 25), 2)] == ["Christmas Day", "New Year's Day"]
