"""The circuit breaker, with times passed in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clinicfinder.geocoding.breaker import Breaker


def after(breaker: Breaker, failures: int, now: float = 0.0) -> Breaker:
    for _ in range(failures):
        breaker = breaker.failed(now)
    return breaker


class TestFailuresInARow:
    def test_below_the_limit_leave_it_closed(self):
        assert after(Breaker(limit=3), 2).ask(0.0)[1]

    def test_at_the_limit_open_it_until_the_pause_is_over(self):
        opened = after(Breaker(limit=3, pause=60.0), 3, now=10.0)
        assert [opened.ask(now)[1] for now in (10.0, 69.9, 70.0)] == [False, False, True]

    def test_with_a_success_between_them_do_not_count_together(self):
        assert after(after(Breaker(limit=3), 2).succeeded(), 2).ask(0.0)[1]


class TestHalfOpen:
    opened = after(Breaker(limit=1, pause=60.0), 1, now=0.0)

    def test_lets_one_call_out_and_no_second(self):
        trying, first = self.opened.ask(60.0)
        assert (first, trying.ask(60.0)[1], trying.ask(119.9)[1]) == (True, False, False)

    def test_closes_when_that_call_succeeds(self):
        trying, _ = self.opened.ask(60.0)
        assert trying.succeeded() == Breaker(limit=1, pause=60.0)

    def test_opens_for_another_pause_when_that_call_fails(self):
        trying, _ = self.opened.ask(60.0)
        again = trying.failed(64.0)
        assert [again.ask(now)[1] for now in (123.9, 124.0)] == [False, True]

    def test_lets_another_call_try_when_that_call_never_reports_back(self):
        trying, _ = self.opened.ask(60.0)
        assert trying.ask(120.0)[1]


class TestAskedToSlowDown:
    def test_opens_at_once_for_as_long_as_was_asked(self):
        waiting = Breaker(limit=3, pause=60.0).told_to_wait(0.0, 300.0)
        assert [waiting.ask(now)[1] for now in (0.0, 299.9, 300.0)] == [False, False, True]

    def test_for_no_shorter_than_our_own_pause(self):
        waiting = Breaker(limit=3, pause=60.0).told_to_wait(0.0, 1.0)
        assert [waiting.ask(now)[1] for now in (59.9, 60.0)] == [False, True]

    def test_without_a_time_for_our_own_pause(self):
        assert Breaker(pause=60.0).told_to_wait(0.0, None).open_until == 60.0


@given(
    st.lists(st.tuples(st.sampled_from(["ask", "failed", "succeeded"]), st.floats(0.0, 50.0)), max_size=40),
    st.integers(1, 4),
)
def test_whatever_happened_it_lets_a_call_out_once_the_pause_has_passed(steps, limit):
    breaker, now = Breaker(limit=limit, pause=60.0), 0.0
    for step, passed in steps:
        now += passed
        if step == "ask":
            breaker, _ = breaker.ask(now)
        elif step == "failed":
            breaker = breaker.failed(now)
        else:
            breaker = breaker.succeeded()
    assert breaker.ask(now + 60.0)[1]
