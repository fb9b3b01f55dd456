"""Importing what clinics say about payers, on both databases."""

from clinicfinder.ingest.changes import CellChange
from clinicfinder.usecases.export_rows import export_insurance
from clinicfinder.usecases.import_rows import import_insurance
from tests.usecases.operator_sheets import GILBERT, contents, import_statements

AETNA = {"network": "serenity", "clinic_code": "", "state": "AZ", "payer": "aetna"}
OWN = {
    "network": "serenity", "clinic_code": GILBERT, "state": "", "payer": "aetna", "listed_as": "Aetna",
    "acceptance": "accepted",
    "basis": "in_network_stated", "source_title": "The clinic's own page", "reviewed_on": "2026-11-22",
    "confidence": "high",
}  # fmt: skip


def test_a_statement_is_known_by_network_clinic_state_and_payer(loaded, folder):
    plan = import_statements(loaded, folder, {**AETNA, "notes": "Asked."}, OWN).plan
    assert [row.key for row in plan.changed] == ["serenity/all/AZ/aetna"]
    assert plan.changed[0].cells == (CellChange("notes", "", "Asked."),)
    assert [row.key for row in plan.added] == [f"serenity/{GILBERT}/all/aetna"]
    assert len(plan.missing) == 21


def test_twice_is_once(loaded, folder):
    import_statements(loaded, folder, {**AETNA, "notes": "Asked."}, OWN)
    before = contents(loaded)
    assert import_statements(loaded, folder, {**AETNA, "notes": "Asked."}, OWN).plan.values == []
    assert contents(loaded) == before


def test_one_refused_row_keeps_all_out(loaded, folder):
    before = contents(loaded)
    report = import_statements(loaded, folder, OWN, {**AETNA, "acceptance": "accepted"})
    (fault,) = report.plan.refused
    assert (fault.line, fault.column) == (3, "acceptance")
    assert contents(loaded) == before


def test_a_carrier_that_is_not_on_file_is_named(loaded, folder):
    (fault,) = import_statements(loaded, folder, {**OWN, "payer": "aetnna"}).plan.refused
    assert (fault.column, fault.value) == ("payer", "aetnna")
    assert "payers.csv" in fault.cure


def test_an_export_imports_without_a_change(loaded, folder):
    file = folder / "export.csv"
    import_statements(loaded, folder, {**AETNA, "notes": "'=1+1"}, OWN)
    file.write_text(export_insurance(loaded), encoding="utf-8-sig", newline="")
    plan = import_insurance(loaded, file, lambda *_: None).plan
    assert len(plan.unchanged) == 23
    assert not plan.values
    assert not plan.refused
