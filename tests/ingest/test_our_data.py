"""Our own data folder: that it is sound, and that it holds what the project promises."""

import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from tests.data_folders import DATA

from clinicfinder.domain.clinics import PUBLIC_STATUSES
from clinicfinder.domain.geo import miles_between
from clinicfinder.domain.names import name_key
from clinicfinder.domain.states import ASSOCIATED_STATES, MILITARY_STATES, STATE_NAMES
from clinicfinder.ingest.data_set import DataSet, read_data, read_state_areas


@pytest.fixture(scope="module")
def data() -> DataSet:
    return read_data(DATA)


class TestClinics:
    def test_all_118_rows_are_read(self, data):
        assert len(data.clinics) == 118

    def test_113_are_public_in_13_states_and_26_of_them_are_serenitys(self, data):
        public = [clinic for clinic in data.clinics if clinic.status in PUBLIC_STATUSES]
        assert len(public) == 113
        assert len({clinic.state for clinic in public}) == 13
        assert sum(clinic.network_code == "serenity" for clinic in public) == 26

    def test_a_clinic_is_unverified_exactly_when_its_source_is_weak(self, data):
        for clinic in data.clinics:
            assert (clinic.status == "unverified") == (clinic.provenance.confidence == "low"), clinic.clinic_code

    def test_every_clinic_stands_at_its_zip_point_because_no_source_gives_a_better_one(self, data):
        points = {zip_code.record.zip: zip_code.record.point for zip_code in data.zips}
        for clinic in data.clinics:
            assert clinic.geo_precision == "zip"
            assert clinic.position == points[clinic.zip]
            assert clinic.position is not None

    def test_time_zones_are_those_of_the_zip(self, data):
        zones = {zip_code.record.zip: zip_code.record.timezone for zip_code in data.zips}
        for clinic in data.clinics:
            assert clinic.timezone == zones[clinic.zip]
            ZoneInfo(clinic.timezone)

    def test_no_code_or_alias_can_be_taken_for_a_city(self, data):
        cities = {
            name_key(name) for zip_code in data.zips for name in (zip_code.record.city, *zip_code.record.other_cities)
        }
        for clinic in data.clinics:
            for text in (clinic.clinic_code, *clinic.aliases):
                assert name_key(text) not in cities, text

    def test_hours_that_contradict_themselves_are_left_out_and_explained(self, data):
        karma = [clinic for clinic in data.clinics if clinic.network_code == "karma-tms"]
        assert len(karma) == 3
        assert all(clinic.hours is None and "8 AM to 6 PM" in (clinic.notes or "") for clinic in karma)

    def test_networks_that_do_not_give_ketamine_have_no_clinic(self, data):
        networks = {network.code: network for network in data.networks}
        assert networks["harmony-hills"].gives_ketamine == "no"
        assert networks["serenity-malibu"].gives_ketamine == "not_stated"
        used = {clinic.network_code for clinic in data.clinics}
        assert not used & {"harmony-hills", "serenity-malibu"}
        assert used | {"harmony-hills", "serenity-malibu"} == set(networks)


class TestZipCodes:
    def test_all_42789_are_there_in_order(self, data):
        codes = [zip_code.record.zip for zip_code in data.zips]
        assert len(codes) == 42_789
        assert codes == sorted(set(codes))
        assert all(re.fullmatch(r"\d{5}", code) for code in codes)

    def test_where_the_points_come_from(self, data):
        counted = Counter(zip_code.record.point_source for zip_code in data.zips)
        assert counted == {"census": 33_791, "zipcodes": 8_100, "city": 36, "county": 3, "none": 859}

    def test_every_point_lies_in_its_state_but_for_two_zips_that_cross_a_border(self, data):
        areas = read_state_areas(DATA)
        away = [
            zip_code.record.zip
            for zip_code in data.zips
            if zip_code.record.point and not areas.lies_in(zip_code.record.point, zip_code.record.state)
        ]
        assert away == ["79837", "82063"]  # Dell City TX and Jelm WY: the ZIP's land lies mostly next door.

    def test_no_cleveland_zip_stands_in_lake_erie_as_the_second_package_has_it(self, data):
        records = {zip_code.record.zip: zip_code.record for zip_code in data.zips}
        clinic, downtown = records["44195"], records["44114"]
        assert clinic.point_source == "city"
        assert miles_between(clinic.point, downtown.point) < 5

    @pytest.mark.parametrize(
        ("zip_code", "field", "value"),
        [
            pytest.param("09905", "kind", "MILITARY", id="a Dpo in Europe is no PO box in New Jersey"),
            pytest.param("09905", "state", "AE", id="and its state is Armed Forces Europe"),
            pytest.param("99634", "timezone", "America/Anchorage", id="a city name is no time zone"),
            pytest.param("31795", "city", "Ty Ty", id="capitals are mended"),
            pytest.param("00901", "city", "San Juan", id="Puerto Rico keeps its zeros"),
            pytest.param("96960", "point", None, id="Majuro stood on the wrong side of the date line"),
        ],
    )
    def test_damage_we_are_sure_of_is_mended(self, data, zip_code, field, value):
        records = {each.record.zip: each.record for each in data.zips}
        assert getattr(records[zip_code], field) == value

    def test_military_zips_have_no_point_and_all_states_are_known(self, data):
        for zip_code in data.zips:
            record = zip_code.record
            assert record.state in STATE_NAMES or record.state in MILITARY_STATES | ASSOCIATED_STATES
            assert (record.state in MILITARY_STATES) == (record.kind == "MILITARY")
            if record.kind == "MILITARY":
                assert record.point is None

    def test_the_file_is_sorted_utf8_with_unix_line_ends(self):
        raw = (DATA / "zip_codes.csv").read_bytes()
        assert b"\r" not in raw
        assert raw.endswith(b"\n")


class TestInsurance:
    def test_a_listed_payer_is_never_said_to_be_accepted(self, data):
        for row in data.insurance:
            assert (row.acceptance == "accepted") == (row.basis == "in_network_stated")

    def test_ahcccs_at_serenity_carries_the_disclaimer_of_the_same_source(self, data):
        (row,) = [row for row in data.insurance if row.payer_code == "ahcccs"]
        assert (row.acceptance, row.basis) == ("ask", "disclaimer")
        assert "Medicaid" in (row.notes or "")

    def test_all_189_rows_are_kept_and_four_of_low_confidence_among_them(self, data):
        assert len(data.insurance) == 189
        assert sum(row.provenance.confidence == "low" for row in data.insurance) == 4


class TestReference:
    def test_what_can_never_be_done_from_home(self, data):
        in_person = {treatment.code for treatment in data.treatments if treatment.in_person_only}
        assert in_person == {"iv_ketamine", "im_ketamine", "spravato", "tms"}

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ("Blue Cross", "bcbs"), ("UBH", "optum"), ("AHCCCS", "ahcccs"), ("TriWest", "tricare_west"),
            ("HCSC", "hcsc"), ("BCBS Texas", "bcbs_tx"), ("Evernorth", "cigna"), ("Medicare", "medicare"),
        ],
    )  # fmt: skip
    def test_names_people_say_lead_to_one_payer(self, data, said, code):
        found = [
            payer.code
            for payer in data.payers
            if name_key(said) in {name_key(name) for name in (payer.name, *payer.aliases)}
        ]
        assert found == [code]
