"""Closures and holiday hours in the database, on both of the databases we run on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time

import pytest

from clinicfinder.errors import NotOnFile
from clinicfinder.ingest.data_set import read_state_areas
from clinicfinder.store.audit import AuditFilter, read_entries, verify_chain
from clinicfinder.store.catalogue import build_catalogue
from clinicfinder.store.clinic_overrides import NewOverride, read_overrides
from clinicfinder.store.loading import load_data
from clinicfinder.store.reading import data_version
from clinicfinder.usecases.set_hours import end_early, exceptions_on_file, hours_of_clinic, set_override
from tests.app_fixtures import DATA

MOMENT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
CLINIC = "serenity-gilbert-az"
CLOSED = NewOverride(CLINIC, "closure", date(2026, 11, 25), date(2026, 12, 3), (), "The building is being repaired.")
MORNING = NewOverride(
    CLINIC, "special_hours", date(2026, 12, 24), date(2026, 12, 24), ((time(9), time(13)),), "Christmas Eve."
)


@pytest.fixture
def filled(engine):
    load_data(engine, DATA)
    return engine


def version(engine):
    with engine.connect() as connection:
        return data_version(connection)


def entries(engine):
    with engine.connect() as connection:
        assert verify_chain(connection).fault is None
        return [sealed.entry.action for sealed in read_entries(connection, AuditFilter(), offset=0, limit=100)]


def test_a_closure_and_special_hours_come_back_as_they_were_set(filled):
    before = version(filled)
    numbers = [set_override(filled, each, "ana", MOMENT) for each in (CLOSED, MORNING)]
    assert version(filled) != before
    with filled.connect() as connection:
        found = read_overrides(connection)[CLINIC]
    assert [each.number for each in found] == numbers
    assert [(each.kind, each.from_day, each.through_day, each.spans, each.reason) for each in found] == [
        (each.kind, each.from_day, each.through_day, each.spans, each.reason) for each in (CLOSED, MORNING)
    ]


def test_a_catalogue_holds_them_until_they_are_ended(filled):
    areas = read_state_areas(DATA)
    number = set_override(filled, CLOSED, "ana", MOMENT)
    catalogue = build_catalogue(filled, areas)
    assert [each.number for each in catalogue.clinics[CLINIC].overrides] == [number]
    assert [clinic.clinic_code for clinic, _ in exceptions_on_file(filled, catalogue, MOMENT)] == [CLINIC]
    end_early(filled, CLINIC, number, "ben", MOMENT)
    assert build_catalogue(filled, areas).clinics[CLINIC].overrides == ()
    (kept,) = hours_of_clinic(filled, catalogue, CLINIC).kept
    assert (kept.made_by, kept.ended_by, kept.ended_at) == ("ana", "ben", MOMENT)
    assert entries(filled) == ["clinic_hours.ended", "clinic_hours.set"]


def test_loading_newer_files_leaves_them(filled):
    set_override(filled, CLOSED, "ana", MOMENT)
    load_data(filled, DATA, take_files=True)
    with filled.connect() as connection:
        assert CLINIC in read_overrides(connection)


def test_ended_by_many_at_once_is_ended_once(filled):
    number = set_override(filled, CLOSED, "ana", MOMENT)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: end_early(filled, CLINIC, number, "ben", MOMENT), range(8)))
    assert entries(filled).count("clinic_hours.ended") == 1


def test_one_that_is_not_there_cannot_be_ended(filled):
    with pytest.raises(NotOnFile):
        end_early(filled, CLINIC, 99, "ben", MOMENT)
