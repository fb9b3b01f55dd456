"""Faults in the data files: each is named with its file, line, column, value and cure, and all at once."""

import pytest
from tests.data_folders import change, make_small_folder, read_table, write_table

from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.data_set import read_data

GILBERT = 2  # The line of Serenity Gilbert (85234) in the small folder.
BILTMORE = 3
SAINT_PETERSBURG = 4


@pytest.fixture
def folder(tmp_path):
    return make_small_folder(tmp_path)


def faults_of(folder) -> tuple[RowFault, ...]:
    with pytest.raises(DataFault) as caught:
        read_data(folder)
    return caught.value.faults


def the_fault(folder) -> RowFault:
    (fault,) = faults_of(folder)
    return fault


def test_the_small_folder_itself_is_sound(folder):
    data = read_data(folder)
    assert [clinic.city for clinic in data.clinics] == ["Gilbert", "Phoenix", "St. Petersburg"]


class TestOneCellOfAClinic:
    @pytest.mark.parametrize(
        ("column", "value", "cure"),
        [
            pytest.param("clinic_code", "85234", "hyphens", id="a code that is a ZIP"),
            pytest.param("clinic_code", "a-", "hyphens", id="a code that ends in a hyphen"),
            pytest.param("clinic_code", "Serenity-Gilbert", "hyphens", id="a code with capitals"),
            pytest.param("clinic_code", "a-" + "b" * 59, "3 to 60", id="a code of 61 characters"),
            pytest.param("network", "serenety", "networks.csv", id="an unknown network"),
            pytest.param("name", "", "must not be empty", id="no name"),
            pytest.param("status", "closed", "opening_soon", id="an unknown status"),
            pytest.param("street", "", "must not be empty", id="no street"),
            pytest.param("zip", "85239", "no such ZIP", id="a ZIP that does not exist here"),
            pytest.param("zip", "901", "zero of 00901", id="a ZIP that lost its zeros"),
            pytest.param("state", "CA", "lies in AZ", id="a state that is not the ZIP's"),
            pytest.param("city", "Mesa", "Gilbert", id="a city that is not the ZIP's"),
            pytest.param("phone", "480-956-571", "480-956-5710", id="a phone number one digit short"),
            pytest.param("phone", "480-956-57100", "480-956-5710", id="a phone number one digit long"),
            pytest.param("phone", "+44 20 7946 0958", "United States", id="a British phone number"),
            pytest.param("phone", "call us", "United States", id="words for a phone number"),
            pytest.param("hours", "Mon-Fri: 6AM-8PM", "Mo-Fr 06:00-20:00", id="hours in another notation"),
            pytest.param("hours", "Mo 00:00-00:00", "24/7", id="hours that end when they begin"),
            pytest.param("geo_precision", "exact", "rooftop", id="an unknown precision"),
            pytest.param("timezone", "Arizona", "IANA", id="a time zone that is none"),
            pytest.param("timezone", "", "must not be empty", id="no time zone"),
            pytest.param("treatments", "", "at least one", id="no treatment"),
            pytest.param("treatments", "tms;ketamin", "ketamin", id="an unknown treatment"),
            pytest.param("treatments", "tms;;spravato", "empty part", id="an empty part in a list"),
            pytest.param("treatments", "tms;tms", "twice", id="a treatment named twice"),
            pytest.param("treatments_evidence", "rumor", "name_only", id="unknown evidence"),
            pytest.param("telehealth", "maybe", "yes, no", id="neither yes nor no"),
            pytest.param("website", "serenity.com", "https://", id="an address without its scheme"),
            pytest.param("slug", "serenity gilbert", "hyphens", id="a slug with a space"),
            pytest.param("source_title", "", "must not be empty", id="no source"),
            pytest.param("source_url", "www.example.com", "https://", id="a source address without a scheme"),
            pytest.param("source_date", "1/27/2026", "YYYY-MM-DD", id="a date a spreadsheet changed"),
            pytest.param("source_date", "2026-02-30", "YYYY-MM-DD", id="a day that does not exist"),
            pytest.param("source_date", "2026-11-23", "newer than the review", id="a source newer than its review"),
            pytest.param("reviewed_on", "", "last compared", id="no review date"),
            pytest.param("confidence", "sure", "high, medium", id="an unknown confidence"),
        ],
    )
    def test_a_bad_cell_is_named_with_its_cure(self, folder, column, value, cure):
        change(folder, "locations.csv", GILBERT, **{column: value})
        fault = the_fault(folder)
        assert (fault.file, fault.line, fault.column, fault.value) == (
            "locations.csv",
            GILBERT,
            column,
            value,
        )
        assert cure in fault.cure

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            pytest.param("clinic_code", "a-b", id="the shortest code"),
            pytest.param("clinic_code", "a-" + "b" * 58, id="a code of 60 characters"),
            pytest.param("phone", "", id="no phone"),
            pytest.param("phone", "(480) 956-5710", id="a phone number with brackets"),
            pytest.param("phone", "855-940-4867", id="a toll-free number"),
            pytest.param("phone", "787-555-1234", id="a number in Puerto Rico"),
            pytest.param("hours", "", id="no hours"),
            pytest.param("hours", "24/7", id="always open"),
            pytest.param("hours", "Mo-Fr 20:00-02:00", id="hours past midnight"),
            pytest.param("city", "GILBERT", id="a city in capitals"),
            pytest.param("telehealth", "", id="telehealth not said"),
            pytest.param("source_date", "2026-11-22", id="a source as new as its review"),
            pytest.param("source_date", "", id="a source without a date"),
            pytest.param("source_url", "", id="a source without an address"),
        ],
    )
    def test_a_good_cell_passes(self, folder, column, value):
        change(folder, "locations.csv", GILBERT, **{column: value})
        assert len(read_data(folder).clinics) == 3

    def test_a_phone_number_is_kept_in_one_form(self, folder):
        change(folder, "locations.csv", GILBERT, phone="(480) 956 5710")
        assert read_data(folder).clinics[0].phone == "+14809565710"

    def test_saint_petersburg_fits_however_it_is_written(self, folder):
        for city in ("St. Petersburg", "Saint Petersburg", "st petersburg"):
            change(folder, "locations.csv", SAINT_PETERSBURG, city=city)
            assert read_data(folder).clinics[2].city == city

    def test_a_weak_source_must_not_be_public(self, folder):
        change(folder, "locations.csv", GILBERT, confidence="low")
        assert the_fault(folder).column == "status"
        change(folder, "locations.csv", GILBERT, confidence="low", status="unverified")
        assert len(read_data(folder).clinics) == 3


class TestCoordinates:
    def test_given_coordinates_need_a_precision(self, folder):
        change(folder, "locations.csv", GILBERT, latitude="33.37", longitude="-111.79")
        assert "rooftop, street or manual" in the_fault(folder).cure

    def test_a_precision_needs_coordinates(self, folder):
        change(folder, "locations.csv", GILBERT, geo_precision="street")
        assert the_fault(folder).column == "latitude"

    @pytest.mark.parametrize(
        ("lat", "lng", "cure"),
        [
            pytest.param("0", "0", "0 is no coordinate", id="the sea off Africa"),
            pytest.param("33.37", "0.0", "0 is no coordinate", id="a longitude of 0"),
            pytest.param("33.37", "111.79", "outside the United States", id="a lost minus"),
            pytest.param("32.7157", "-117.1611", "in CA", id="another state"),
            pytest.param("33,37", "-111.79", "decimal degrees", id="a decimal comma"),
            pytest.param("33.37", "", "must be given", id="half a point"),
        ],
    )
    def test_points_that_cannot_be(self, folder, lat, lng, cure):
        change(folder, "locations.csv", GILBERT, latitude=lat, longitude=lng, geo_precision="rooftop")
        assert any(cure in fault.cure for fault in faults_of(folder))

    def test_a_point_in_the_state_is_used(self, folder):
        change(
            folder,
            "locations.csv",
            GILBERT,
            latitude="33.3705",
            longitude="-111.7893",
            geo_precision="rooftop",
        )
        assert read_data(folder).clinics[0].position == (33.3705, -111.7893)

    def test_without_coordinates_a_clinic_stands_at_its_zip(self, folder):
        data = read_data(folder)
        points = {zip_code.record.zip: zip_code.record.point for zip_code in data.zips}
        assert data.clinics[0].position == points["85234"]

    def test_a_zip_without_a_point_cannot_place_a_clinic(self, folder):
        rows = read_table(folder / "zip_codes.csv")
        (row,) = [row for row in rows if row["zip"] == "85234"]
        row.update(latitude="", longitude="", point_source="none")
        write_table(folder / "zip_codes.csv", rows)
        assert the_fault(folder).column == "geo_precision"


class TestRepeats:
    def test_a_code_may_stand_only_once(self, folder):
        change(folder, "locations.csv", BILTMORE, clinic_code="serenity-gilbert-az")
        fault = the_fault(folder)
        assert (fault.line, fault.column) == (BILTMORE, "clinic_code")
        assert "Line 2" in fault.cure

    def test_a_slug_may_stand_only_once_in_a_city(self, folder):
        rows = read_table(folder / "locations.csv")
        rows.append(rows[0] | {"clinic_code": "serenity-gilbert-two"})
        write_table(folder / "locations.csv", rows)
        assert the_fault(folder).column == "slug"

    def test_the_same_slug_in_another_city_is_fine(self, folder):
        change(folder, "locations.csv", BILTMORE, slug="serenity-gilbert")
        assert len(read_data(folder).clinics) == 3

    def test_one_name_leads_to_one_payer(self, folder):
        change(folder, "payers.csv", 2, aliases="Cigna")
        assert "cigna" in the_fault(folder).value

    def test_a_payer_stands_once_for_a_network_and_state(self, folder):
        rows = read_table(folder / "clinic_insurance.csv")
        write_table(folder / "clinic_insurance.csv", [*rows, rows[0]])
        assert the_fault(folder).column == "payer"


class TestInsurance:
    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            pytest.param({"acceptance": "accepted"}, "acceptance", id="a mere list taken for acceptance"),
            pytest.param({"basis": "hearsay"}, "basis", id="an unknown basis"),
            pytest.param({"payer": "aetnna"}, "payer", id="an unknown payer"),
            pytest.param({"network": "serenety"}, "network", id="an unknown network"),
            pytest.param({"clinic_code": "nobody-here"}, "clinic_code", id="an unknown clinic"),
            pytest.param({"state": "Arizona"}, "state", id="a state by name"),
            pytest.param(
                {"clinic_code": "serenity-gilbert-az", "state": "CA"}, "state", id="a clinic in another state"
            ),
            pytest.param(
                {"clinic_code": "serenity-gilbert-az", "network": "mindful"},
                "clinic_code",
                id="not its clinic",
            ),
        ],
    )
    def test_a_bad_row_is_named(self, folder, cells, column):
        change(folder, "clinic_insurance.csv", 2, **cells)
        assert the_fault(folder).column == column

    def test_a_stated_contract_is_acceptance(self, folder):
        change(folder, "clinic_insurance.csv", 2, acceptance="accepted", basis="in_network_stated")
        assert read_data(folder).insurance[0].acceptance == "accepted"


class TestZipCodes:
    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            pytest.param({"zip": "901"}, "zip", id="lost zeros"),
            pytest.param({"state": "ZZ"}, "state", id="an unknown state"),
            pytest.param({"kind": "POBOX"}, "kind", id="an unknown kind"),
            pytest.param({"timezone": "Napakiak"}, "timezone", id="a city for a time zone"),
            pytest.param({"latitude": "0.0000", "longitude": "0.0000"}, "latitude", id="zeros for unknown"),
            pytest.param({"latitude": "", "longitude": ""}, "point_source", id="a source of no point"),
            pytest.param({"latitude": ""}, "point_source", id="half a point"),
            pytest.param({"point_source": "none"}, "point_source", id="a point of no source"),
            pytest.param({"source": "memory"}, "source", id="an unknown source"),
        ],
    )
    def test_a_bad_row_is_named(self, folder, cells, column):
        change(folder, "zip_codes.csv", 2, **cells)
        assert the_fault(folder).column == column


class TestManyAtOnce:
    def test_faults_of_all_files_come_together_in_file_and_line_order(self, folder):
        change(folder, "locations.csv", BILTMORE, phone="1", hours="?")
        change(folder, "locations.csv", GILBERT, website="x")
        change(folder, "treatments.csv", 3, in_person_only="", sort_order="ten")
        change(folder, "networks.csv", 2, gives_ketamine="perhaps")
        where = [(fault.file, fault.line, fault.column) for fault in faults_of(folder)]
        assert where == [
            ("networks.csv", 2, "gives_ketamine"),
            ("treatments.csv", 3, "in_person_only"),
            ("treatments.csv", 3, "sort_order"),
            ("locations.csv", 2, "website"),
            ("locations.csv", 3, "phone"),
            ("locations.csv", 3, "hours"),
        ]

    def test_the_message_shows_each_fault_on_its_own_line(self, folder):
        change(folder, "locations.csv", GILBERT, phone="1", status="x")
        with pytest.raises(DataFault, match=r"locations.csv, line 2, column phone: '1'\. .*480-956-5710") as caught:
            read_data(folder)
        assert len(str(caught.value).splitlines()) == 2
