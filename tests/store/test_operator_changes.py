"""Loading the files after an operator has changed rows: nothing is silently undone. On both databases."""

import pytest
from tests.data_folders import change, make_small_folder, read_table, write_table
from tests.usecases.operator_sheets import (
    BILTMORE,
    GILBERT,
    NEW_CLINIC,
    clinic_row,
    contents,
    import_clinics,
    import_statements,
)

from clinicfinder.errors import DataFault
from clinicfinder.store.loading import load_data
from clinicfinder.store.reading import data_version, read_insurance, read_treatments

AETNA = {"network": "serenity", "clinic_code": "", "state": "AZ", "payer": "aetna"}
NEW_STATEMENT = {
    **AETNA, "clinic_code": GILBERT, "state": "", "listed_as": "Aetna", "acceptance": "ask", "basis": "listed",
    "source_title": "The clinic's own page", "reviewed_on": "2026-11-22", "confidence": "high",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return make_small_folder(folder)


@pytest.fixture
def loaded(engine, folder):
    load_data(engine, folder)
    return engine


def statements(engine) -> dict[tuple[str | None, ...], str | None]:
    with engine.connect() as connection:
        return {(row.clinic_code, row.state, row.payer_code): row.notes for row in read_insurance(connection)}


class TestClinics:
    def test_starting_again_with_the_same_files_undoes_nothing(self, loaded, folder):
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "Ring twice."})
        before = contents(loaded)
        assert not load_data(loaded, folder).loaded
        assert contents(loaded) == before

    def test_newer_files_leave_the_operators_row_and_say_so(self, loaded, folder):
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "Ring twice."})
        change(folder, "locations.csv", 2, unit="Suite 9")
        change(folder, "locations.csv", 3, unit="Suite 8")
        report = load_data(loaded, folder)
        assert [str(row) for row in report.kept] == [f"{GILBERT}: the file differs in unit, notes"]
        assert clinic_row(loaded, GILBERT)["notes"] == "Ring twice."
        assert clinic_row(loaded, GILBERT)["unit"] == "Suite 206"
        assert clinic_row(loaded, BILTMORE)["unit"] == "Suite 8"

    def test_a_file_that_now_says_the_same_takes_the_row_back(self, loaded, folder):
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "Ring twice."})
        change(folder, "locations.csv", 2, notes="Ring twice.")
        assert load_data(loaded, folder).kept == ()
        change(folder, "locations.csv", 2, notes="Ring once.")
        load_data(loaded, folder)
        assert clinic_row(loaded, GILBERT)["notes"] == "Ring once."

    def test_taking_the_files_prefers_them_and_is_a_new_version(self, loaded, folder):
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "Ring twice."})
        with loaded.connect() as connection:
            before = data_version(connection)
        report = load_data(loaded, folder, take_files=True)
        assert (report.loaded, report.kept) == (True, ())
        assert report.version != before
        assert clinic_row(loaded, GILBERT)["notes"] is None
        assert not clinic_row(loaded, GILBERT)["changed_by_operator"]

    def test_a_clinic_only_the_operator_has_stays_even_then_and_is_no_vanished_one(self, loaded, folder):
        import_clinics(loaded, folder, NEW_CLINIC)
        assert load_data(loaded, folder, take_files=True).clinics_vanished == ()
        assert clinic_row(loaded, "new-clinic-boston-ma")["changed_by_operator"]

    def test_newer_zip_data_moves_the_operators_clinic_too(self, loaded, folder):
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "Ring twice."})
        zips = read_table(folder / "zip_codes.csv")
        for row in zips:
            if row["zip"] == "85234":
                row["latitude"] = "33.36"
        write_table(folder / "zip_codes.csv", zips)
        load_data(loaded, folder)
        assert clinic_row(loaded, GILBERT)["latitude"] == 33.36
        assert clinic_row(loaded, GILBERT)["notes"] == "Ring twice."

    def test_a_page_given_to_the_operators_clinic_is_not_given_to_the_files(self, loaded, folder):
        import_clinics(loaded, folder, NEW_CLINIC)
        rows = read_table(folder / "locations.csv")
        twin = dict.fromkeys(rows[0], "") | NEW_CLINIC | {"clinic_code": "twin-boston-ma"}
        write_table(folder / "locations.csv", [*rows, twin])
        before = contents(loaded)
        with pytest.raises(DataFault, match="belongs to new-clinic-boston-ma"):
            load_data(loaded, folder)
        assert contents(loaded) == before

    def test_a_treatment_a_kept_clinic_gives_is_kept_with_it(self, loaded, folder):
        import_clinics(loaded, folder, {**NEW_CLINIC, "treatments": "tms;psychotherapy"})
        treatments = [row for row in read_table(folder / "treatments.csv") if row["code"] != "psychotherapy"]
        write_table(folder / "treatments.csv", treatments)
        load_data(loaded, folder)
        with loaded.connect() as connection:
            assert "psychotherapy" in {treatment.code for treatment in read_treatments(connection)}


class TestInsurance:
    def test_newer_files_leave_the_operators_statements(self, loaded, folder):
        import_statements(loaded, folder, {**AETNA, "notes": "Asked by phone."}, NEW_STATEMENT)
        change(folder, "clinic_insurance.csv", 3, notes="From the file.")
        report = load_data(loaded, folder)
        assert [str(row) for row in report.kept] == ["serenity/all/AZ/aetna: the file differs in notes"]
        held = statements(loaded)
        assert held[None, "AZ", "aetna"] == "Asked by phone."
        assert (GILBERT, None, "aetna") in held
        assert "From the file." in held.values()

    def test_taking_the_files_keeps_only_what_the_files_do_not_speak_of(self, loaded, folder):
        import_statements(loaded, folder, {**AETNA, "notes": "Asked by phone."}, NEW_STATEMENT)
        load_data(loaded, folder, take_files=True)
        held = statements(loaded)
        assert held[None, "AZ", "aetna"] is None
        assert (GILBERT, None, "aetna") in held

    def test_a_statement_is_withdrawn_by_its_confidence(self, loaded, folder):
        import_statements(loaded, folder, {**AETNA, "confidence": "low"})
        assert (None, "AZ", "aetna") not in statements(loaded)
        assert import_statements(loaded, folder, {**AETNA, "confidence": "low"}).plan.values == []
