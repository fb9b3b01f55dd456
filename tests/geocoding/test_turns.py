"""One request a second over the whole application: reserved in the real databases, seen at the local server."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.geocoding import fake_geocoders as answers

from clinicfinder.geocoding.turns import INTERVAL_MS, SLACK_MS, Turns

START = 1_795_000_000.0


class Time:
    """A clock that sleeping moves on, by as much as asked and `late` more."""

    def __init__(self, late: float = 0.0) -> None:
        self.now = START
        self.late = late

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds + self.late


def turns_at(engine, time, **more):
    return Turns(engine, clock=time.clock, sleep=time.sleep, **more)


class TestOneWorker:
    def test_is_let_through_at_once_the_first_time(self, engine):
        time = Time()
        assert turns_at(engine, time).wait_for("nominatim")
        assert time.now == START

    def test_waits_out_the_interval_the_second_time(self, engine):
        time = Time()
        turns = turns_at(engine, time)
        assert [turns.wait_for("nominatim"), turns.wait_for("nominatim")] == [True, True]
        assert time.now - START == pytest.approx(INTERVAL_MS / 1_000)

    def test_does_not_wait_for_a_turn_that_lies_too_far_ahead(self, engine):
        time = Time()
        turns = [turns_at(engine, Time(), longest_wait=3.0) for _ in range(3)]
        assert all(turn.wait_for("nominatim") for turn in turns)
        assert not turns_at(engine, time, longest_wait=3.0).wait_for("nominatim")
        assert time.now == START

    def test_that_slept_too_long_gives_its_turn_up_and_takes_another(self, engine):
        time = Time(late=SLACK_MS / 1_000 + 0.1)
        turns = turns_at(engine, time, longest_wait=1.0)
        assert not turns.wait_for("nominatim")

    def test_is_not_held_up_by_a_turn_that_a_wrong_clock_reserved(self, engine):
        with engine.begin() as connection:
            far = round(START * 1_000) + 86_400_000
            connection.execute(text(f"INSERT INTO geocoder_turn VALUES ('nominatim', {far})"))
        assert turns_at(engine, Time()).wait_for("nominatim")

    def test_of_another_geocoder_does_not_wait(self, engine):
        time = Time()
        turns = turns_at(engine, time)
        assert [turns.wait_for("nominatim"), turns.wait_for("another")] == [True, True]
        assert time.now == START


def test_many_workers_at_the_same_moment_get_moments_of_their_own(engine):
    times = [Time() for _ in range(8)]
    with ThreadPoolExecutor(8) as workers:
        through = list(workers.map(lambda time: turns_at(engine, time, longest_wait=60.0).wait_for("nominatim"), times))
    assert through == [True] * 8
    moments = sorted(round((time.now - START) * 1_000) for time in times)
    assert moments == [INTERVAL_MS * position for position in range(8)]


def test_a_database_that_cannot_be_asked_means_no_turn(sqlite):
    with sqlite.begin() as connection:
        connection.execute(text("DROP TABLE geocoder_turn"))
    assert not Turns(sqlite).wait_for("nominatim")


def test_processes_of_one_installation_ask_nominatim_a_second_apart(fake, sqlite, sqlite_url):
    fake.nominatim(answers.as_json([]))
    program = (
        "import sys; from sqlalchemy import create_engine\n"
        "from clinicfinder.geocoding.lookup import build_lookup\n"
        "from clinicfinder.geocoding.settings import parse_geocoders\n"
        "lookup = build_lookup(parse_geocoders(sys.argv[1]), engine=create_engine(sys.argv[2]),"
        " secret=b'a secret of the test suite only', state_of_zip=lambda _: None)\n"
        "lookup.find(sys.argv[3])"
    )
    setting = f"nominatim:user_agent=clinicfinder-tests;scheme=http;domain={fake.domain}"
    source = str(Path(__file__).parents[2] / "src")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, setting, sqlite_url, f"{number} Main St, Mesa, AZ"],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": source},
        )
        for number in (1, 2, 3)
    ]
    assert [process.wait(30) for process in processes] == [0, 0, 0]
    times = sorted(request.at for request in fake.nominatim_requests)
    assert len(times) == 3
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))
