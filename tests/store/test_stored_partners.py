"""Partners in a real database: loaded, edited, kept, and narrowed searches. On both databases."""

import logging

import pytest
from sqlalchemy import text
from tests.data_folders import change, make_small_folder, read_table, write_table

from clinicfinder.domain.places import Ambiguous
from clinicfinder.errors import DataFault
from clinicfinder.ingest.data_set import read_state_areas
from clinicfinder.ingest.partner_rows import PARTNER_COLUMNS
from clinicfinder.store.catalogue import build_catalogue
from clinicfinder.store.loading import load_data
from clinicfinder.store.partners import read_partner_cells
from clinicfinder.store.reading import data_version, read_networks
from clinicfinder.usecases.partners import save_partner, stored_partners

MINE = {
    "slug": "demo", "name": "Mine", "allowed_origins": "https://mine.example.org", "language": "es", "font": "serif",
    "accent": "#6b2fa0", "corner_radius": "4", "scheme": "light", "enabled": "yes", "contact": "Me",
}  # fmt: skip
NEW = MINE | {"slug": "new-one", "networks": "serenity", "default_place": "85016"}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return make_small_folder(folder)


@pytest.fixture
def loaded(engine, folder):
    load_data(engine, folder)
    return engine


@pytest.fixture
def catalogue_of(folder):
    return lambda engine: build_catalogue(engine, read_state_areas(folder))


def cells_of(engine) -> dict[str, dict[str, str]]:
    with engine.connect() as connection:
        return read_partner_cells(connection)


def version_of(engine) -> str | None:
    with engine.connect() as connection:
        return data_version(connection)


class TestLoading:
    def test_the_file_is_what_is_stored_and_shown(self, loaded, folder, catalogue_of):
        (row,) = read_table(folder / "partners.csv")
        assert cells_of(loaded) == {"demo": row}
        assert catalogue_of(loaded).partners["demo"].origins == ("http://localhost:8001", "http://127.0.0.1:8001")

    def test_a_changed_row_is_a_new_version_and_one_that_left_is_gone(self, loaded, folder):
        before = version_of(loaded)
        change(folder, "partners.csv", 2, accent="#134643")
        load_data(loaded, folder)
        assert cells_of(loaded)["demo"]["accent"] == "#134643"
        assert version_of(loaded) != before
        (folder / "partners.csv").write_text(",".join(PARTNER_COLUMNS) + "\n", encoding="utf-8")
        load_data(loaded, folder)
        assert cells_of(loaded) == {}


class TestSaving:
    def test_it_is_stored_counted_and_shown(self, loaded, catalogue_of):
        before = version_of(loaded)
        save_partner(loaded, catalogue_of(loaded), MINE)
        assert version_of(loaded) != before
        assert catalogue_of(loaded).partners["demo"].theme.font == "serif"

    def test_faults_are_told_and_nothing_is_written(self, loaded, catalogue_of):
        before = (cells_of(loaded), version_of(loaded))
        with pytest.raises(DataFault) as refused:
            save_partner(loaded, catalogue_of(loaded), MINE | {"accent": "#ffff00", "networks": "nobody"})
        assert {fault.column for fault in refused.value.faults} == {"accent", "networks"}
        assert (cells_of(loaded), version_of(loaded)) == before

    def test_what_comes_first_is_of_the_same_transaction(self, loaded, catalogue_of):
        before = (cells_of(loaded), version_of(loaded))

        def fail(_) -> None:
            raise RuntimeError("the entry could not be written")

        with pytest.raises(RuntimeError, match="could not be written"):
            save_partner(loaded, catalogue_of(loaded), MINE, fail)
        assert (cells_of(loaded), version_of(loaded)) == before

    def test_newer_files_leave_it_and_say_so(self, loaded, folder, catalogue_of):
        save_partner(loaded, catalogue_of(loaded), MINE)
        save_partner(loaded, catalogue_of(loaded), NEW)
        change(folder, "partners.csv", 2, contact="Another")
        report = load_data(loaded, folder)
        assert [row.key for row in report.kept] == ["partner demo"]
        assert {"name", "contact", "accent"} <= set(report.kept[0].columns)
        assert cells_of(loaded)["demo"]["name"] == "Mine"
        assert "new-one" in cells_of(loaded)

    def test_taking_the_files_prefers_them_and_leaves_what_only_we_have(self, loaded, folder, catalogue_of):
        save_partner(loaded, catalogue_of(loaded), MINE)
        save_partner(loaded, catalogue_of(loaded), NEW)
        assert load_data(loaded, folder, take_files=True).kept == ()
        assert cells_of(loaded)["demo"]["name"] == "Demonstration on your own machine"
        assert "new-one" in cells_of(loaded)

    def test_a_file_that_now_says_the_same_takes_the_row_back(self, loaded, folder, catalogue_of):
        save_partner(loaded, catalogue_of(loaded), MINE)
        change(folder, "partners.csv", 2, **MINE)
        assert load_data(loaded, folder).kept == ()
        change(folder, "partners.csv", 2, name="Yours")
        load_data(loaded, folder)
        assert cells_of(loaded)["demo"]["name"] == "Yours"

    def test_a_network_that_only_it_names_is_kept_with_it(self, loaded, folder, catalogue_of):
        save_partner(loaded, catalogue_of(loaded), NEW | {"networks": "mindful"})
        networks = [row for row in read_table(folder / "networks.csv") if row["code"] != "mindful"]
        write_table(folder / "networks.csv", networks)
        load_data(loaded, folder)
        with loaded.connect() as connection:
            assert "mindful" in {network.code for network in read_networks(connection)}
        assert "new-one" in catalogue_of(loaded).partners


def test_a_row_put_there_past_the_checks_is_left_out_and_named(loaded, catalogue_of, caplog: pytest.LogCaptureFixture):
    with loaded.begin() as connection:
        connection.execute(text("UPDATE partners SET allowed_origins = '*'"))
    caplog.set_level(logging.ERROR)
    catalogue = catalogue_of(loaded)
    assert catalogue.partners == {}
    assert "partner demo cannot be shown" in caplog.text
    (row,) = stored_partners(loaded, catalogue)
    assert [fault.column for fault in row.faults] == ["allowed_origins"]


class TestNarrowed:
    def test_a_search_knows_only_the_clinics_that_the_partner_shows(self, loaded, catalogue_of):
        save_partner(loaded, catalogue_of(loaded), NEW)
        catalogue = catalogue_of(loaded)
        shown = catalogue.narrowed_to(catalogue.partners["new-one"]).index.clinics
        assert {clinic.network_code for clinic in shown} == {"serenity"}
        assert len(shown) == 2 < len(catalogue.index.clinics)

    def test_by_treatment_as_well(self, loaded, catalogue_of):
        save_partner(loaded, catalogue_of(loaded), NEW | {"networks": "", "treatments": "iv_ketamine"})
        catalogue = catalogue_of(loaded)
        shown = catalogue.narrowed_to(catalogue.partners["new-one"]).index.clinics
        assert shown
        assert all("iv_ketamine" in clinic.treatments for clinic in shown)

    def test_places_to_choose_from_are_counted_with_them_alone(self, loaded, catalogue_of):
        save_partner(loaded, catalogue_of(loaded), NEW)
        catalogue = catalogue_of(loaded)
        narrowed = catalogue.narrowed_to(catalogue.partners["new-one"])
        everywhere = catalogue.gazetteer.clinics_near([catalogue.clinics[c].position for c in catalogue.clinics])
        here = narrowed.gazetteer.clinics_near([catalogue.clinics[c].position for c in catalogue.clinics])
        assert sum(here) < sum(everywhere)
        assert not isinstance(narrowed.gazetteer.resolve("Gilbert, AZ"), Ambiguous)

    def test_one_that_shows_all_shares_the_data_as_it_is(self, loaded, catalogue_of):
        catalogue = catalogue_of(loaded)
        assert catalogue.narrowed_to(catalogue.partners["demo"]) is catalogue
