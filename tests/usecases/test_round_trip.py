"""An export imports without a change, whatever stands in the cells and however a spreadsheet saves it."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from clinicfinder.domain.geo import LatLng
from clinicfinder.ingest.changes import plan_changes
from clinicfinder.ingest.clinic_rows import CLINIC_COLUMNS, Known
from clinicfinder.ingest.clinic_sheet import CLINIC_ALIASES, CLINIC_KEY, ClinicSheet
from clinicfinder.ingest.data_set import read_data, read_state_areas
from clinicfinder.ingest.row_text import clinic_cells
from clinicfinder.ingest.spreadsheet import read_sheet
from clinicfinder.models import ClinicRow
from clinicfinder.store.reading import columns_of
from clinicfinder.usecases.export_rows import export_locations, sheet_text
from tests.data_folders import make_small_folder
from tests.usecases.operator_sheets import GILBERT, import_clinics, import_file

# What ingest lets through: no blanks at the ends, and characters that a database and UTF-8 can hold.
TEXTS = (
    st.text(
        st.one_of(st.sampled_from("=+-@'\"\t\r\n,;"), st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
    )
    .map(str.strip)
    .filter(bool)
)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = make_small_folder(tmp_path_factory.mktemp("data"))
    data = read_data(folder)
    known = Known(
        networks={network.code: network.name for network in data.networks},
        treatments=frozenset(treatment.code for treatment in data.treatments),
        zips={zip_code.record.zip: zip_code.record for zip_code in data.zips},
        areas=read_state_areas(folder),
    )
    return known, data.clinics


@given(
    name=TEXTS,
    street=TEXTS,
    notes=st.none() | TEXTS,
    unit=st.none() | st.sampled_from(["#206", "-3", "+B", "=A1", "(clear)", "'=quoted", "@ 5"]),
    latitude=st.floats(33.2, 33.5),
    longitude=st.floats(-111.9, -111.7),
    telehealth=st.sampled_from([None, True, False]),
    separator=st.sampled_from([",", ";", "\t"]),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_the_cells(small, separator, latitude, longitude, **cells):
    known, clinics = small
    clinic = replace(clinics[0], position=LatLng(latitude, longitude), geo_precision="manual", **cells)
    text = sheet_text(CLINIC_COLUMNS, [clinic_cells(clinic)])
    saved = io.StringIO(newline="")
    csv.writer(saved, delimiter=separator).writerows(csv.reader(io.StringIO(text, newline="")))
    sheet = read_sheet(
        "export.csv",
        saved.getvalue().encode("utf-8-sig"),
        columns=CLINIC_COLUMNS,
        needed=CLINIC_KEY,
        aliases=CLINIC_ALIASES,
    )
    kind = ClinicSheet(known, [clinic], {clinic.clinic_code: clinic})
    plan = plan_changes(sheet, {(clinic.clinic_code,): clinic_cells(clinic)}, kind, lambda *_: None)
    assert plan.unchanged == (clinic.clinic_code,)
    assert not plan.refused
    new = plan_changes(sheet, {}, ClinicSheet(known, [], {}), lambda *_: None)
    assert [row.value for row in new.added] == [clinic]


def test_the_whole_database(loaded, folder):
    import_clinics(
        loaded,
        folder,
        {
            "clinic_code": GILBERT, "notes": "'=1+1", "latitude": "33.37", "longitude": "-111.79",
            "geo_precision": "manual", "unit": "'-206",
        },
    )  # fmt: skip
    text = export_locations(loaded)
    assert "-111.79" in text
    assert "'-111.79" not in text
    assert "'=1+1" in text
    plan = import_file(loaded, folder, text.encode("utf-8-sig")).plan
    assert len(plan.unchanged) == 3
    assert not plan.values
    assert not plan.refused


def test_every_phone_number_we_hold_is_written_so_that_no_spreadsheet_adds_it_up(loaded):
    table = columns_of(ClinicRow)
    with loaded.begin() as connection:
        connection.execute(update(table).values(phone="+16712345678"))  # Guam has the country code 1 too.
    phones = {row["phone"] for row in csv.DictReader(io.StringIO(export_locations(loaded), newline=""))}
    assert phones == {"671-234-5678"}
