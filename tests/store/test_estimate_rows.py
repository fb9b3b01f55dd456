"""The tables of an estimate in the database: the same rows, the same checks, the same answers as the files."""

from datetime import date

import pytest
from sqlalchemy import text
from tests.data_folders import DATA, change, make_small_folder, read_table, write_table

from clinicfinder.coverage.decision import decide
from clinicfinder.coverage.facts import NOTHING_KNOWN
from clinicfinder.coverage.matching import Query
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.errors import DataFault
from clinicfinder.ingest import estimate_files
from clinicfinder.ingest.data_set import read_state_areas
from clinicfinder.store.catalogue import CatalogueKeeper, build_catalogue
from clinicfinder.store.estimate_rows import TABLE_OF_FILE, read_estimate_rows, read_estimate_tables
from clinicfinder.store.loading import load_data, version_of_files
from clinicfinder.store.reading import columns_of, data_version, read_payers

TODAY = date(2026, 11, 22)
MISSISSIPPI = Query("spravato", "bcbs_ms", "commercial", None, "MS", "trd")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return make_small_folder(folder)


def line_of_rule(rule_id: str) -> int:
    return next(n for n, row in enumerate(read_table(DATA / "coverage_rules.csv"), 2) if row["rule_id"] == rule_id)


def stored_tables(engine) -> EstimateTables:
    with engine.connect() as connection:
        return read_estimate_tables(connection, read_payers(connection))


def status(tables: EstimateTables) -> str:
    return decide(tables.book, MISSISSIPPI, NOTHING_KNOWN, as_of=TODAY, today=TODAY).status


class TestTables:
    def test_there_is_one_for_each_file(self):
        assert tuple(TABLE_OF_FILE) == estimate_files.ESTIMATE_FILES

    @pytest.mark.parametrize("file", estimate_files.ESTIMATE_FILES)
    def test_has_the_columns_of_its_file_and_the_line(self, file):
        columns = {column.name for column in columns_of(TABLE_OF_FILE[file]).c}
        assert columns == {"line", *estimate_files.ESTIMATE_COLUMNS[file]}


class TestOurData:
    @pytest.mark.parametrize("file", estimate_files.ESTIMATE_FILES)
    def test_every_cell_is_read_back_as_it_was_written(self, loaded_engine, file):
        faults = []
        with loaded_engine.connect() as connection:
            stored = read_estimate_rows(connection)
        assert stored[file] == estimate_files.read_estimate_rows(DATA, faults)[file]
        assert faults == []

    def test_the_typed_tables_are_those_of_the_files(self, loaded_engine):
        with loaded_engine.connect() as connection:
            payers = read_payers(connection)
            stored = read_estimate_tables(connection, payers)
        faults = []
        rows = estimate_files.read_estimate_rows(DATA, faults)
        from_files = estimate_files.estimate_tables_of(rows, payers, faults)
        assert faults == []
        for part in ("payers", "laws", "prices", "codes", "courses", "parameters", "presets", "localities"):
            assert getattr(stored, part) == getattr(from_files, part), part
        assert (stored.book.rules, stored.book.macs) == (from_files.book.rules, from_files.book.macs)


class TestLoading:
    def test_a_change_of_a_rule_alone_is_a_new_version_with_a_new_answer(self, engine, folder):
        first = load_data(engine, folder)
        assert status(stored_tables(engine)) == "not_covered"
        line = line_of_rule("bcbs-ms-spravato")
        change(folder, "coverage_rules.csv", line, benefit="case_by_case", not_covered_kind="")
        second = load_data(engine, folder)
        assert second.loaded
        assert second.version != first.version
        assert status(stored_tables(engine)) == "case_by_case"

    @pytest.mark.parametrize("file", estimate_files.ESTIMATE_FILES)
    def test_every_file_counts_in_the_version(self, folder, file):
        before = version_of_files(folder)
        with (folder / file).open("a", encoding="utf-8") as lines:
            lines.write("\n")
        assert version_of_files(folder) != before

    def test_a_row_that_left_the_file_leaves_the_database(self, engine, folder):
        load_data(engine, folder)
        rows = read_table(folder / "state_laws.csv")
        write_table(folder / "state_laws.csv", rows[1:])
        load_data(engine, folder)
        assert rows[0]["law_id"] not in {law.law_id for law in stored_tables(engine).laws}

    def test_faults_of_clinics_rules_and_prices_are_told_together_and_nothing_is_stored(self, engine, folder):
        first = load_data(engine, folder)
        change(folder, "locations.csv", 2, phone="1")
        change(folder, "coverage_rules.csv", 2, benefit="perhaps")
        change(folder, "prices.csv", 2, low_cents="a lot")
        change(folder, "medicare_localities.csv", 2, whole_state="true")
        with pytest.raises(DataFault) as refused:
            load_data(engine, folder)
        assert [(fault.file, fault.line, fault.column) for fault in refused.value.faults] == [
            ("locations.csv", 2, "phone"),
            ("coverage_rules.csv", 2, "benefit"),
            ("prices.csv", 2, "low_cents"),
            ("medicare_localities.csv", 2, "whole_state"),
        ]
        with engine.connect() as connection:
            assert data_version(connection) == first.version

    def test_rules_that_tie_and_disagree_are_refused(self, engine, folder):
        rows = read_table(folder / "coverage_rules.csv")
        twin = rows[line_of_rule("bcbs-ms-spravato") - 2] | {
            "rule_id": "bcbs-ms-twin",
            "benefit": "covered",
            "not_covered_kind": "",
        }
        write_table(folder / "coverage_rules.csv", [*rows, twin])
        with pytest.raises(DataFault, match=r"tie: bcbs-ms-spravato, bcbs-ms-twin") as refused:
            load_data(engine, folder)
        (fault,) = refused.value.faults
        assert (fault.file, fault.line) == ("coverage_rules.csv", line_of_rule("bcbs-ms-spravato"))

    def test_a_missing_file_is_named(self, engine, folder):
        (folder / "coverage_criteria.csv").unlink()
        with pytest.raises(DataFault, match=r"coverage_criteria\.csv"):
            load_data(engine, folder)


class TestCatalogue:
    def test_a_worker_answers_by_a_changed_rule_after_its_next_look(self, engine, folder):
        load_data(engine, folder)
        now = [0.0]
        keeper = CatalogueKeeper(engine, folder, refresh_seconds=1.0, clock=lambda: now[0])
        line = line_of_rule("bcbs-ms-spravato")
        change(folder, "coverage_rules.csv", line, benefit="case_by_case", not_covered_kind="")
        load_data(engine, folder)
        assert status(keeper.current().estimates) == "not_covered"
        now[0] = 2.0
        assert status(keeper.current().estimates) == "case_by_case"

    def test_rows_put_past_the_checks_never_answer_and_the_catalogue_in_hand_stays(self, engine, folder):
        load_data(engine, folder)
        now = [0.0]
        keeper = CatalogueKeeper(engine, folder, refresh_seconds=1.0, clock=lambda: now[0])
        with engine.begin() as connection:
            connection.execute(text("UPDATE coverage_rules SET benefit = 'perhaps' WHERE line = 2"))
            connection.execute(text("UPDATE data_version SET files_version = 'by hand'"))
        with pytest.raises(DataFault, match=r"coverage_rules\.csv, line 2, column benefit: 'perhaps'"):
            build_catalogue(engine, read_state_areas(folder))
        now[0] = 2.0
        assert status(keeper.current().estimates) == "not_covered"

    def test_the_general_lines_of_a_search_come_from_the_stored_rules(self, loaded_engine):
        catalogue = build_catalogue(loaded_engine, read_state_areas(DATA))
        lines = {code: line.outlook for code, line in catalogue.coverage_lines.items()}
        assert lines["spravato"] == "usually_insured_after_prior_authorization"
        assert lines["iv_ketamine"] == "usually_self_pay"
        assert all(line.provenance.confidence == "typical" for line in catalogue.coverage_lines.values())
