"""Kept answers, on real SQLite and real PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from tests.geocoding.conftest import SECRET

from clinicfinder.domain.geo import LatLng
from clinicfinder.errors import SettingFault
from clinicfinder.geocoding.addresses import read_address
from clinicfinder.geocoding.answers import (
    AddressChoice,
    AddressChoices,
    AddressFound,
    AddressNotFound,
    AddressRefused,
    GeocoderDown,
)
from clinicfinder.geocoding.cache import AddressCache, cache_key

TEXT = "4600 Silver Hill Rd, Washington, DC 20233"
TYPED = read_address(TEXT)
POINT = LatLng(38.84601, -76.92748)
FOUND = AddressFound(TEXT, POINT, "street", "Washington", "DC", "20233", "census")
NOT_FOUND = AddressNotFound(TEXT, "20233")
REFUSED = AddressRefused(TEXT, "other_state", "DC", "OH", "20233")
DAY = 86_400


class Clock:
    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cache(engine, clock):
    return AddressCache(engine, SECRET, clock=clock)


def rows(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT key FROM geocode_cache")).all()


@pytest.mark.parametrize("answer", [FOUND, NOT_FOUND, REFUSED], ids=["found", "not found", "refused"])
def test_an_answer_comes_back_as_it_was(cache, answer):
    cache.remember(TYPED, answer)
    assert cache.recall(TYPED) == answer


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(GeocoderDown(TEXT, "20233", "unavailable"), id="trouble passes"),
        pytest.param(
            AddressChoices(TEXT, (AddressChoice("1 MAIN ST", POINT, "street", "Mesa", "AZ", "85201"),) * 2, "census"),
            id="a choice needs its streets",
        ),
    ],
)
def test_some_answers_are_not_kept(engine, cache, answer):
    cache.remember(TYPED, answer)
    assert rows(engine) == []


@pytest.mark.parametrize(
    ("answer", "days"),
    [
        pytest.param(FOUND, 400, id="found: 400 days"),
        pytest.param(NOT_FOUND, 7, id="not found: 7 days"),
        pytest.param(REFUSED, 7, id="refused: 7 days"),
    ],
)
def test_an_answer_is_kept_for_its_time_and_no_longer(cache, clock, answer, days):
    cache.remember(TYPED, answer)
    clock.now += days * DAY - 1
    assert cache.recall(TYPED) == answer
    clock.now += 1
    assert cache.recall(TYPED) is None


def test_an_answer_whose_time_is_over_leaves_the_database_with_the_next_one_kept(engine, cache, clock):
    cache.remember(TYPED, NOT_FOUND)
    clock.now += 8 * DAY
    other = read_address("1 Main St, Mesa, AZ")
    cache.remember(other, AddressNotFound(other.text, None))
    assert rows(engine) == [(cache_key(SECRET, other.text),)]


def test_a_later_answer_takes_the_place_of_an_earlier_one(engine, cache):
    cache.remember(TYPED, NOT_FOUND)
    cache.remember(TYPED, FOUND)
    assert cache.recall(TYPED) == FOUND
    assert len(rows(engine)) == 1


def test_workers_that_keep_the_same_answer_at_the_same_time_do_not_collide(engine, cache):
    with ThreadPoolExecutor(6) as workers:
        list(workers.map(lambda _: cache.remember(TYPED, FOUND), range(24)))
    assert cache.recall(TYPED) == FOUND
    assert len(rows(engine)) == 1


def test_a_row_of_a_kind_we_do_not_know_is_as_good_as_none(engine, cache):
    cache.remember(TYPED, FOUND)
    with engine.begin() as connection:
        connection.execute(text("UPDATE geocode_cache SET precision = 'parcel'"))
    assert cache.recall(TYPED) is None


class TestTheKey:
    def test_without_the_same_secret_finds_nothing(self, engine, cache):
        cache.remember(TYPED, FOUND)
        assert AddressCache(engine, b"another secret of the tests").recall(TYPED) is None

    def test_is_64_hex_digits_without_the_address_in_it(self):
        key = cache_key(SECRET, TEXT)
        assert len(key) == 64
        assert int(key, 16)

    def test_needs_a_secret_of_sixteen_bytes(self, engine):
        AddressCache(engine, b"x" * 16)
        with pytest.raises(SettingFault, match="16 bytes"):
            AddressCache(engine, b"x" * 15)


def test_an_answer_that_cannot_be_written_is_no_error(sqlite, caplog):
    with sqlite.begin() as connection:
        connection.execute(text("DROP TABLE geocode_cache"))
    AddressCache(sqlite, SECRET).remember(TYPED, FOUND)
    assert "OperationalError" in caplog.text
    assert "Silver" not in caplog.text


def test_the_columns_hold_the_longest_words_we_write(cache):
    for answer in (
        AddressFound(TEXT, POINT, "rooftop", "L" * 100, "DC", "20233", "what3wordsv3"),
        AddressRefused(TEXT, "state_unknown", "DC", None, "20233"),
        AddressRefused(TEXT, "outside_area", "DC", "PW", "20233"),
    ):
        cache.remember(TYPED, answer)
        assert cache.recall(TYPED) == answer


def test_a_town_longer_than_its_column_is_cut(cache):
    cache.remember(TYPED, AddressFound(TEXT, POINT, "street", "L" * 300, "DC", "20233", "census"))
    assert cache.recall(TYPED).city == "L" * 100
