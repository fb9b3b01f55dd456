"""Loading the data folder into a real database, and reading it back."""

import pytest
from sqlalchemy import text
from tests.data_folders import DATA, change, make_small_folder, read_table, write_table

from clinicfinder.errors import DataFault
from clinicfinder.ingest.data_set import read_data
from clinicfinder.store.loading import load_data, version_of_files
from clinicfinder.store.reading import (
    data_version,
    read_clinics,
    read_insurance,
    read_networks,
    read_payers,
    read_sources,
    read_treatments,
    read_zip_records,
)

TABLES = (
    "sources",
    "zip_codes",
    "networks",
    "treatments",
    "payers",
    "clinics",
    "clinic_insurance",
    "data_version",
)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return make_small_folder(folder)


def contents(engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))), key=repr)
            for table in TABLES
        }


def drop(folder, name: str, column: str, value: str) -> None:
    rows = read_table(folder / name)
    write_table(folder / name, [row for row in rows if row[column] != value])


class TestOurData:
    def test_what_is_read_back_is_what_the_files_say(self, loaded_engine):
        data = read_data(DATA)
        with loaded_engine.connect() as connection:
            assert read_zip_records(connection) == [zip_code.record for zip_code in data.zips]
            assert read_clinics(connection) == sorted(data.clinics, key=lambda clinic: clinic.clinic_code)
            assert sorted(read_networks(connection), key=lambda network: network.code) == sorted(
                data.networks, key=lambda network: network.code
            )
            assert read_treatments(connection) == sorted(data.treatments, key=lambda each: each.sort_order)
            assert sorted(read_payers(connection), key=repr) == sorted(data.payers, key=repr)
            assert read_sources(connection) == data.sources
            assert data_version(connection) == version_of_files(DATA)

    def test_rows_of_low_confidence_are_kept_and_never_read_for_showing(self, loaded_engine):
        with loaded_engine.connect() as connection:
            rows = read_insurance(connection)
        assert len(rows) == 185
        assert all(row.provenance.confidence != "low" for row in rows)
        assert not [row for row in rows if row.network_code == "karma-tms"]


class TestLoadingTwice:
    def test_the_same_files_change_nothing_not_even_the_version(self, engine, folder):
        first = load_data(engine, folder)
        before = contents(engine)
        second = load_data(engine, folder)
        assert (first.loaded, second.loaded) == (True, False)
        assert first.version == second.version
        assert contents(engine) == before

    def test_files_that_differ_only_in_a_date_are_another_version(self, engine, folder):
        first = load_data(engine, folder)
        change(folder, "locations.csv", 2, reviewed_on="2026-11-23")
        second = load_data(engine, folder)
        assert second.version != first.version
        assert second.clinics_changed == ("serenity-gilbert-az",)
        assert (second.clinics_added, second.clinics_vanished) == ((), ())

    def test_going_back_restores_everything(self, engine, folder):
        first = load_data(engine, folder)
        before = contents(engine)
        change(folder, "locations.csv", 2, phone="", notes="gone")
        load_data(engine, folder)
        assert contents(engine) != before
        change(folder, "locations.csv", 2, phone="480-956-5710", notes="")
        assert load_data(engine, folder).version == first.version
        assert contents(engine) == before


class TestReport:
    def test_it_counts_what_was_loaded(self, engine, folder):
        told: list[str] = []
        report = load_data(engine, folder, told.append)
        assert (report.zips, report.clinics, report.public_clinics, report.insurance) == (10, 3, 3, 22)
        assert report.clinics_added == (
            "neuropsychiatry-tms-group-st-petersburg-fl",
            "serenity-biltmore-az",
            "serenity-gilbert-az",
        )
        assert told[-1] == "Storing 10 ZIP codes and 3 clinics"

    def test_a_clinic_that_left_the_file_is_named_and_kept(self, engine, folder):
        load_data(engine, folder)
        drop(folder, "locations.csv", "clinic_code", "serenity-gilbert-az")
        assert load_data(engine, folder).clinics_vanished == ("serenity-gilbert-az",)
        with engine.connect() as connection:
            assert "serenity-gilbert-az" in {clinic.clinic_code for clinic in read_clinics(connection)}

    def test_its_network_is_kept_with_it_while_other_rows_go(self, engine, folder):
        load_data(engine, folder)
        for clinic in ("serenity-gilbert-az", "serenity-biltmore-az"):
            drop(folder, "locations.csv", "clinic_code", clinic)
        drop(folder, "networks.csv", "code", "serenity")
        drop(folder, "networks.csv", "code", "mindful")
        drop(folder, "payers.csv", "code", "aetna")
        (header,) = {tuple(row) for row in read_table(folder / "clinic_insurance.csv")}
        (folder / "clinic_insurance.csv").write_text(",".join(header) + "\n", encoding="utf-8")
        load_data(engine, folder)
        with engine.connect() as connection:
            networks = {network.code for network in read_networks(connection)}
            payers = {payer.code for payer in read_payers(connection)}
            assert read_insurance(connection) == []
        assert "serenity" in networks
        assert "mindful" not in networks
        assert "aetna" not in payers


class TestPagesStay:
    def test_a_slug_never_changes(self, engine, folder):
        load_data(engine, folder)
        change(folder, "locations.csv", 2, slug="serenity-downtown")
        with pytest.raises(DataFault, match="serenity-gilbert and must stay"):
            load_data(engine, folder)

    def test_the_page_of_a_clinic_that_left_is_not_given_to_another(self, engine, folder):
        load_data(engine, folder)
        change(folder, "locations.csv", 2, clinic_code="serenity-gilbert-two")
        with pytest.raises(DataFault, match="belongs to serenity-gilbert-az"):
            load_data(engine, folder)


def test_a_fault_leaves_the_database_as_it_was(engine, folder):
    load_data(engine, folder)
    before = contents(engine)
    change(folder, "locations.csv", 2, phone="1")
    with pytest.raises(DataFault):
        load_data(engine, folder)
    assert contents(engine) == before


def test_before_the_first_load_there_is_no_version(engine):
    with engine.connect() as connection:
        assert data_version(connection) is None


def test_a_missing_file_is_named(engine, folder):
    (folder / "payers.csv").unlink()
    with pytest.raises(DataFault, match=r"payers\.csv"):
        load_data(engine, folder)
