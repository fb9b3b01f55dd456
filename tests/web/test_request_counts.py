"""Counting in memory: windows of a minute, each name its own, nothing kept for longer."""

import threading

from clinicfinder.web.request_counts import WINDOW, Count, CountsInMemory


def test_a_window_is_a_minute_from_the_first_request():
    clock = [1_000.0]
    counts = CountsInMemory(lambda: clock[0])
    assert counts.add("a") == (1, 1_060.0)
    clock[0] = 1_059.9
    assert counts.add("a") == (2, 1_060.0)
    assert counts.add("b") == (1, 1_119.9)
    clock[0] = 1_060.0
    assert counts.add("a") == (1, 1_120.0)


def test_names_are_forgotten_when_their_minute_is_over():
    clock = [0.0]
    counts = CountsInMemory(lambda: clock[0])
    for number in range(1_000):
        counts.add(str(number))
    clock[0] = WINDOW + 1
    counts.add("last")
    assert set(counts._windows) == {"last"}


def test_no_request_is_lost_between_threads():
    counts = CountsInMemory()
    threads = [threading.Thread(target=lambda: [counts.add("a") for _ in range(500)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.add("a")[0] == 4_001


def test_the_last_request_within_the_limit_is_allowed_and_the_next_is_not():
    assert (Count(3, 3, 60).allowed, Count(3, 3, 60).remaining) == (True, 0)
    assert (Count(3, 4, 60).allowed, Count(3, 4, 60).remaining) == (False, 0)
