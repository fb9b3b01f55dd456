"""Counting what is missing, unsure or old, and keeping a day's counts once."""

from datetime import UTC, date, datetime, timedelta

from clinicfinder.store.quality_counts import read_quality_counts
from clinicfinder.usecases.data_quality import quality_counts, quality_report, record_quality
from clinicfinder.web.staff.quality_view import GROUPS, quality_view

MOMENT = datetime(2026, 11, 22, 18, tzinfo=UTC)


def kept(engine):
    with engine.connect() as connection:
        return read_quality_counts(connection, date(2020, 1, 1))


def test_every_count_is_of_what_there_is(catalogue):
    for each in quality_counts(catalogue, MOMENT.date()):
        assert 0 <= each.count <= each.total, each


def test_counts_agree_with_the_clinics_themselves(catalogue):
    counts = {each.measure: each for each in quality_counts(catalogue, MOMENT.date())}
    public = catalogue.index.clinics
    assert counts["clinics.no_hours"].count == len([c for c in public if not c.hours])
    assert counts["clinics.zip_point"].count == len([c for c in public if c.geo_precision == "zip"])
    assert counts["clinics.no_hours"].total == len(public)


def test_rows_grow_old(catalogue):
    newest = max(rule.provenance.reviewed_on for rule in catalogue.estimates.book.rules)
    then = {each.measure: each for each in quality_counts(catalogue, newest + timedelta(days=181))}
    assert then["rules.older_than_180"].count == then["rules.older_than_180"].total
    assert then["rules.older_than_365"].count < then["rules.older_than_365"].total


def test_every_count_has_its_words_and_every_word_its_count(catalogue):
    worded = {name for group in GROUPS.values() for name in group}
    assert worded == {each.measure for each in quality_counts(catalogue, MOMENT.date())}


def test_the_first_look_of_a_day_keeps_the_counts_and_a_second_does_not_add(engine, catalogue):
    quality_report(engine, catalogue, MOMENT)
    first = kept(engine)
    quality_report(engine, catalogue, MOMENT + timedelta(hours=3))
    assert first
    assert kept(engine) == first


def test_the_command_puts_newer_counts_of_the_day_in_the_place_of_older_ones(engine, catalogue):
    record_quality(engine, catalogue, MOMENT)
    record_quality(engine, catalogue, MOMENT)
    assert {day for day, _ in kept(engine)} == {MOMENT.date()}


def test_each_day_has_its_own_counts_and_the_page_compares_them(engine, catalogue):
    for days in (30, 7):
        record_quality(engine, catalogue, MOMENT - timedelta(days=days))
    view = quality_view(quality_report(engine, catalogue, MOMENT))
    assert view.days_on_record == 3
    rows = [row for _, group in view.groups for row in group]
    assert all(row.line for row in rows)
    assert all(row.week_ago != "not recorded" and row.month_ago != "not recorded" for row in rows)
    unchanged = next(row for row in rows if row.words == "without hours")
    assert unchanged.change == "unchanged"
