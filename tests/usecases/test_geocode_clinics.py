"""Looking up clinics' addresses against a server that speaks the Census protocol. On both databases."""

from datetime import UTC, datetime

import pytest
from pytest_socket import socket_allow_hosts

from clinicfinder.domain.geo import LatLng
from clinicfinder.geocoding.lookup import build_lookup
from clinicfinder.geocoding.settings import parse_geocoders
from clinicfinder.ingest.data_set import read_state_areas
from clinicfinder.store.loading import load_data
from clinicfinder.store.reading import data_version, read_clinics, read_zip_records
from clinicfinder.usecases.export_rows import export_locations
from clinicfinder.usecases.geocode_clinics import geocode_clinics
from tests.geocoding.fake_geocoders import census, census_match, running, status
from tests.usecases.operator_sheets import BILTMORE, FLORIDA, GILBERT, clinic_row, import_clinics, import_file

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

AT_GILBERT = census_match(
    "1501 N GILBERT RD, GILBERT, AZ, 85234", "AZ", "85234", lat=33.37971234, lng=-111.7899, city="GILBERT"
)
AT_BILTMORE = census_match(
    "2390 E CAMELBACK RD, PHOENIX, AZ, 85016", "AZ", "85016", lat=33.5099, lng=-112.0318, city="PHOENIX"
)


@pytest.fixture(autouse=True)
def _nothing_leaves_the_machine():
    socket_allow_hosts(["127.0.0.1"])


@pytest.fixture
def fake():
    with running() as server:
        yield server


@pytest.fixture
def look_up(loaded, fake, folder):
    """A run of `geocode` against the local server."""

    def run(**options):
        with loaded.connect() as connection:
            zips = {record.zip: record for record in read_zip_records(connection)}
        lookup = build_lookup(
            parse_geocoders(f"census:domain={fake.domain};scheme=http"),
            engine=loaded,
            secret=b"a secret of the test suite only",
            state_of_zip=lambda code: zips[code].state if code in zips else None,
        )
        return geocode_clinics(
            loaded, lookup, read_state_areas(folder), zips, now=lambda: NOW, progress=lambda *_: None, **options
        )

    return run


@pytest.fixture
def two_clinics(loaded, folder):
    """The third one is pinned by hand, so that two addresses are left: Biltmore's, then Gilbert's."""
    pin = {"clinic_code": FLORIDA, "latitude": "27.77", "longitude": "-82.64", "geo_precision": "manual"}
    import_clinics(loaded, folder, pin)


def place_of(engine, code):
    with engine.connect() as connection:
        (clinic,) = [clinic for clinic in read_clinics(connection) if clinic.clinic_code == code]
    return clinic.position, clinic.geo_precision


@pytest.mark.usefixtures("two_clinics")
class TestPlacing:
    def test_clinics_move_to_their_street_address(self, loaded, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        report = look_up()
        assert report.placed == (BILTMORE, GILBERT)
        assert place_of(loaded, GILBERT) == (LatLng(33.379712, -111.7899), "street")

    def test_the_unit_is_not_asked_for(self, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        look_up()
        assert fake.census_requests[1].params["address"] == "1501 North Gilbert Road, Gilbert, AZ 85234"

    def test_a_manual_pin_is_neither_asked_for_nor_moved(self, loaded, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        look_up()
        assert len(fake.census_requests) == 2
        assert place_of(loaded, FLORIDA) == (LatLng(27.77, -82.64), "manual")

    def test_workers_notice(self, loaded, fake, look_up):
        def version():
            with loaded.connect() as connection:
                return data_version(connection)

        before = version()
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        look_up()
        assert version() != before


@pytest.mark.usefixtures("two_clinics")
class TestGoingOn:
    def test_an_address_that_has_not_changed_is_not_asked_again(self, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        look_up()
        report = look_up()
        assert (report.placed, report.known, report.left) == ((), 2, 0)
        assert len(fake.census_requests) == 2

    def test_a_limit_leaves_the_rest_for_the_next_run(self, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        assert look_up(limit=1).left == 1
        assert look_up(limit=1).placed == (GILBERT,)

    def test_a_changed_address_counts_no_longer_and_is_asked_anew(self, loaded, folder, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        look_up()
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "street": "1503 North Gilbert Road"})
        assert place_of(loaded, GILBERT)[1] == "zip"
        moved = census_match(
            "1503 N GILBERT RD, GILBERT, AZ, 85234", "AZ", "85234", lat=33.38, lng=-111.79, city="GILBERT"
        )
        fake.census(census(moved))
        assert look_up().placed == (GILBERT,)
        assert place_of(loaded, GILBERT) == (LatLng(33.38, -111.79), "street")

    def test_another_cell_changes_and_the_point_stays(self, loaded, folder, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        look_up()
        import_clinics(loaded, folder, {"clinic_code": GILBERT, "unit": "Suite 9", "hours": "Mo-Fr 08:00-16:00"})
        assert place_of(loaded, GILBERT)[1] == "street"

    def test_loading_the_files_again_leaves_the_point(self, loaded, folder, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        look_up()
        load_data(loaded, folder, take_files=True)
        assert place_of(loaded, GILBERT) == (LatLng(33.379712, -111.7899), "street")

    def test_an_export_shows_the_point_and_imports_without_a_change(self, loaded, folder, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        look_up()
        text = export_locations(loaded)
        assert "33.379712,-111.7899,street" in text
        assert len(import_file(loaded, folder, text.encode()).plan.unchanged) == 3

    def test_an_exported_row_with_a_new_address_does_not_keep_the_old_point(self, loaded, folder, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT))
        look_up()
        text = export_locations(loaded).replace("1501 North Gilbert Road", "9 North Gilbert Road")
        (changed,) = import_file(loaded, folder, text.encode()).plan.changed
        assert [cell.column for cell in changed.cells] == ["street"]
        assert place_of(loaded, GILBERT)[1] == "zip"
        assert clinic_row(loaded, GILBERT)["geo_precision"] == "zip"


@pytest.mark.usefixtures("two_clinics")
class TestNotResolved:
    @pytest.mark.parametrize(
        ("answer", "why"),
        [
            pytest.param(census(), "not_found", id="unknown"),
            pytest.param(
                census(census_match("1501 N GILBERT RD, MESA, TX, 75150", "TX", "75150", lat=32.8, lng=-96.6)),
                "other_state",
                id="in another state",
            ),
            pytest.param(
                census(census_match("1501 N GILBERT RD, TUCSON, AZ, 85701", "AZ", "85701", lat=32.22, lng=-110.97)),
                "far_from_zip",
                id="in the state, a hundred miles from the ZIP",
            ),
            pytest.param(
                census(census_match("1501 N GILBERT RD, GILBERT, AZ, 85234", "AZ", "85234", lat=32.8, lng=-96.6)),
                "other_state",
                id="said to be in the state, with a point that is not",
            ),
            pytest.param(
                census(census_match("1599 N GILBERT RD, GILBERT, AZ, 85234", "AZ", "85234", lat=33.38, lng=-111.79)),
                "not_exact",
                id="another house",
            ),
            pytest.param(
                census(
                    AT_GILBERT,
                    census_match("1501 S GILBERT RD, GILBERT, AZ, 85234", "AZ", "85234", lat=33.32, lng=-111.79),
                ),
                "several_places",
                id="two houses",
            ),
        ],
    )
    def test_it_stays_at_its_zip_and_the_reason_is_told(self, loaded, fake, look_up, answer, why):
        fake.census(census(AT_BILTMORE), answer)
        before = place_of(loaded, GILBERT)
        report = look_up()
        assert [(each.clinic_code, each.outcome) for each in report.unresolved] == [(GILBERT, why)]
        assert place_of(loaded, GILBERT) == before
        assert before[1] == "zip"

    def test_it_is_asked_again_only_on_request(self, fake, look_up):
        fake.census(census(AT_BILTMORE), census(AT_GILBERT, {**AT_GILBERT, "coordinates": {"x": -111.7, "y": 33.3}}))
        look_up()
        assert (look_up().known, len(fake.census_requests)) == (2, 2)
        fake.census(census(AT_GILBERT))
        assert look_up(again=True).placed == (GILBERT,)


def test_silent_geocoders_say_nothing_about_an_address(loaded, fake, look_up):
    fake.census(status(503))
    report = look_up()
    assert (report.silent, report.left, report.unresolved) == (True, 3, ())
    assert place_of(loaded, GILBERT)[1] == "zip"
    fake.census(census())
    assert not look_up().known  # Nothing was noted about them.
