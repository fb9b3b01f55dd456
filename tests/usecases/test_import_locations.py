"""Importing clinics from an operator's spreadsheet, on both databases."""

import pytest

from clinicfinder.errors import SettingFault
from clinicfinder.ingest.changes import CellChange
from clinicfinder.store.reading import data_version
from clinicfinder.usecases.import_rows import import_locations
from tests.usecases.operator_sheets import (
    BILTMORE,
    FLORIDA,
    GILBERT,
    NEW_CLINIC,
    clinic_row,
    contents,
    import_clinics,
    import_file,
)


class TestReport:
    def test_added_changed_unchanged_missing_and_refused_are_told_apart(self, loaded, folder):
        report = import_clinics(
            loaded,
            folder,
            {"clinic_code": GILBERT, "notes": "Ring twice."},
            {"clinic_code": BILTMORE, "phone": "480-956-5680"},
            NEW_CLINIC,
            {**NEW_CLINIC, "clinic_code": "other-boston-ma", "slug": "other", "hours": "always"},
            skip_refused=True,
        )
        plan = report.plan
        assert [row.key for row in plan.added] == ["new-clinic-boston-ma"]
        assert [row.key for row in plan.changed] == [GILBERT]
        assert plan.unchanged == (BILTMORE,)
        assert plan.missing == (FLORIDA,)
        (fault,) = plan.refused
        assert (fault.file, fault.line, fault.column, fault.value) == ("operator.csv", 5, "hours", "always")
        assert "Mo-Fr" in fault.cure

    def test_a_change_is_shown_cell_by_cell(self, loaded, folder):
        (changed,) = import_clinics(
            loaded, folder, {"clinic_code": GILBERT, "phone": "(480) 956-5711", "unit": "(clear)", "notes": "New."}
        ).plan.changed
        assert changed.line == 2
        assert changed.cells == (
            CellChange("unit", "Suite 206", ""),
            CellChange("phone", "480-956-5710", "480-956-5711"),
            CellChange("notes", "", "New."),
        )

    def test_all_faults_of_a_row_come_at_once(self, loaded, folder):
        plan = import_clinics(loaded, folder, {"clinic_code": GILBERT, "phone": "1", "status": "x"}).plan
        assert {fault.column for fault in plan.refused} == {"phone", "status"}

    def test_a_mistyped_code_is_said_to_be_one(self, loaded, folder):
        (fault,) = import_clinics(loaded, folder, {"clinic_code": "serenity-gilbrt-az", "phone": ""}).plan.refused
        assert fault.column == "clinic_code"
        assert "not on file" in fault.cure
        assert "treatments_evidence" in fault.cure


class TestAllOrNothing:
    def test_one_refused_row_keeps_all_out(self, loaded, folder):
        before = contents(loaded)
        report = import_clinics(loaded, folder, NEW_CLINIC, {"clinic_code": GILBERT, "phone": "1"})
        assert not report.stored
        assert contents(loaded) == before

    def test_skipping_it_stores_the_others(self, loaded, folder):
        rows = (NEW_CLINIC, {"clinic_code": GILBERT, "phone": "1", "notes": "lost"})
        assert import_clinics(loaded, folder, *rows, skip_refused=True).stored
        assert clinic_row(loaded, "new-clinic-boston-ma")["zip"] == "02134"
        assert clinic_row(loaded, GILBERT)["notes"] is None

    def test_a_dry_run_reports_the_same_and_stores_nothing(self, loaded, folder):
        before = contents(loaded)
        dry = import_clinics(loaded, folder, NEW_CLINIC, dry_run=True)
        assert contents(loaded) == before
        assert dry.plan == import_clinics(loaded, folder, NEW_CLINIC).plan

    def test_twice_is_once(self, loaded, folder):
        import_clinics(loaded, folder, NEW_CLINIC, {"clinic_code": GILBERT, "notes": "Ring twice."})
        before = contents(loaded)
        again = import_clinics(loaded, folder, NEW_CLINIC, {"clinic_code": GILBERT, "notes": "Ring twice."})
        assert not again.stored
        assert not again.plan.values
        assert contents(loaded) == before

    def test_a_vanished_row_stays(self, loaded, folder):
        report = import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "x"})
        assert set(report.plan.missing) == {BILTMORE, FLORIDA}
        assert clinic_row(loaded, BILTMORE)["status"] == "open"

    def test_before_the_first_load_there_is_nothing_to_import_into(self, engine, folder):
        with pytest.raises(SettingFault, match="prepare"):
            import_clinics(engine, folder, NEW_CLINIC)


class TestCells:
    def test_blank_leaves_and_clear_clears(self, loaded, folder):
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "unit": "(Clear)", "hours": "", "notes": "n"})
        row = clinic_row(loaded, GILBERT)
        assert row["unit"] is None
        assert row["hours"].startswith("Mo-Fr")

    def test_a_needed_cell_cannot_be_cleared(self, loaded, folder):
        (fault,) = import_clinics(loaded, folder, {"clinic_code": GILBERT, "street": "(clear)"}).plan.refused
        assert (fault.column, fault.cure) == ("street", "This cell must not be empty.")

    @pytest.mark.parametrize(
        ("column", "cell"),
        [
            pytest.param("zip", "8.5234E+04", id="a ZIP in exponents"),
            pytest.param("unit", "6-Feb", id="a suite made a day"),
            pytest.param("phone", "4.80957E+09", id="a phone number in exponents"),
            pytest.param("reviewed_on", "2/3/2026", id="a day in an order that cannot be known"),
            pytest.param("network", "serenety", id="an unknown network"),
            pytest.param("slug", "serenity-new", id="a page that would move"),
            pytest.param("latitude", "33.3", id="a coordinate beside geo_precision zip"),
        ],
    )
    def test_a_cell_that_cannot_be_used_is_named(self, loaded, folder, column, cell):
        (fault,) = import_clinics(loaded, folder, {"clinic_code": GILBERT, column: cell}).plan.refused
        assert (fault.line, fault.column, fault.value) == (2, column, cell)

    def test_dates_as_excel_rewrites_them_change_nothing(self, loaded, folder):
        row = {"clinic_code": GILBERT, "source_date": "1/27/2026", "reviewed_on": "11/22/2026"}
        assert import_clinics(loaded, folder, row).plan.unchanged == (GILBERT,)

    def test_the_same_clinic_twice_is_refused_the_second_time(self, loaded, folder):
        rows = ({"clinic_code": GILBERT, "notes": "a"}, {"clinic_code": GILBERT, "notes": "b"})
        (fault,) = import_clinics(loaded, folder, *rows).plan.refused
        assert fault.line == 3
        assert "Line 2" in fault.cure

    def test_two_new_clinics_cannot_have_one_page(self, loaded, folder):
        twin = {**NEW_CLINIC, "clinic_code": "twin-boston-ma"}
        (fault,) = import_clinics(loaded, folder, NEW_CLINIC, twin).plan.refused
        assert (fault.line, fault.column) == (3, "slug")
        assert "new-clinic-boston-ma" in fault.cure

    def test_a_formula_never_gets_in_as_a_formula_only_as_text(self, loaded, folder):
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "'=HYPERLINK(1)"})
        assert clinic_row(loaded, GILBERT)["notes"] == "=HYPERLINK(1)"


class TestZips:
    def test_a_lost_zero_is_put_back_where_the_state_agrees_and_that_is_said(self, loaded, folder):
        report = import_clinics(loaded, folder, {**NEW_CLINIC, "zip": "2134"})
        assert clinic_row(loaded, "new-clinic-boston-ma")["zip"] == "02134"
        (note,) = report.plan.notes
        assert "2134 was read as 02134" in note.words

    def test_two_lost_zeros_of_puerto_rico_too(self, loaded, folder):
        row = {**NEW_CLINIC, "state": "PR", "city": "San Juan", "zip": "901", "timezone": "America/Puerto_Rico"}
        assert import_clinics(loaded, folder, row).stored
        assert clinic_row(loaded, "new-clinic-boston-ma")["zip"] == "00901"

    def test_a_texans_slip_does_not_become_new_england(self, loaded, folder):
        (fault,) = import_clinics(loaded, folder, {**NEW_CLINIC, "state": "TX", "zip": "2134"}).plan.refused
        assert (fault.column, fault.value) == ("zip", "2134")
        assert "02134 in Allston, MA" in fault.cure

    def test_zip_plus_4_loses_its_last_four(self, loaded, folder):
        import_clinics(loaded, folder, {**NEW_CLINIC, "zip": "02134-1234"})
        assert clinic_row(loaded, "new-clinic-boston-ma")["zip"] == "02134"


class TestPoints:
    def test_coordinates_of_an_operator_are_taken(self, loaded, folder):
        pin = {"clinic_code": GILBERT, "latitude": "33.37", "longitude": "-111.79", "geo_precision": "manual"}
        import_clinics(loaded, folder, pin)
        row = clinic_row(loaded, GILBERT)
        assert (row["latitude"], row["longitude"], row["geo_precision"]) == (33.37, -111.79, "manual")

    def test_going_back_to_the_zip_needs_no_clearing_of_coordinates(self, loaded, folder):
        pin = {"clinic_code": GILBERT, "latitude": "33.37", "longitude": "-111.79", "geo_precision": "manual"}
        before = clinic_row(loaded, GILBERT)
        import_clinics(loaded, folder, pin)
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "geo_precision": "zip"})
        after = clinic_row(loaded, GILBERT)
        assert (after["latitude"], after["longitude"]) == (before["latitude"], before["longitude"])

    def test_an_address_that_changes_beside_its_coordinates_is_pointed_out(self, loaded, folder):
        pin = {"clinic_code": GILBERT, "latitude": "33.37", "longitude": "-111.79", "geo_precision": "manual"}
        import_clinics(loaded, folder, pin)
        report = import_clinics(loaded, folder, {"clinic_code": GILBERT, "street": "2 North Gilbert Road"})
        assert "coordinates did not" in report.plan.notes[0].words
        assert clinic_row(loaded, GILBERT)["latitude"] == 33.37


class TestFiles:
    def test_a_spreadsheet_of_a_european_windows_imports(self, loaded, folder):
        content = f"clinic_code;notes\r\n{GILBERT};Café am Eck\r\n".encode("cp1252")
        assert import_file(loaded, folder, content).sheet.reading == "Windows-1252, separated by semicolons"
        assert clinic_row(loaded, GILBERT)["notes"] == "Café am Eck"

    def test_our_own_data_file_changes_nothing(self, loaded, folder):
        plan = import_file(loaded, folder, (folder / "locations.csv").read_bytes()).plan
        assert len(plan.unchanged) == 3
        assert not plan.values
        assert not plan.missing
        assert not plan.refused


def test_every_import_that_stores_something_is_a_new_data_version_for_every_worker(loaded, folder):
    def version():
        with loaded.connect() as connection:
            return data_version(connection)

    versions = [version()]
    import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "a"})
    versions.append(version())
    import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "a"})
    assert version() == versions[-1]
    import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "(clear)"})
    versions.append(version())
    assert len(set(versions)) == 3


def test_a_change_by_somebody_else_during_the_check_is_not_overwritten(loaded, folder):
    """The second import stores while the first one is still being checked; the first is then checked anew."""
    first = folder / "first.csv"
    first.write_text(f"clinic_code,unit\n{GILBERT},Suite 9\n", encoding="utf-8")
    disturbed = []

    def progress(step: str, done: int, total: int) -> None:
        if step == "Checking" and done == total and not disturbed:
            disturbed.append(True)
            import_clinics(loaded, folder, {"clinic_code": GILBERT, "notes": "from the other"})

    (changed,) = import_locations(loaded, folder, first, progress).plan.changed
    row = clinic_row(loaded, GILBERT)
    assert (row["unit"], row["notes"]) == ("Suite 9", "from the other")
    assert [cell.column for cell in changed.cells] == ["unit"]
