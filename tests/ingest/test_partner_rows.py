"""One partner's row: sound, or every fault in it with its cure."""

import pytest
from tests.data_folders import DATA, change, make_small_folder, read_table, write_table

from clinicfinder.errors import DataFault
from clinicfinder.ingest.data_set import read_data
from clinicfinder.ingest.partner_rows import PARTNER_COLUMNS, KnownToPartners, check_partner, partner_cells

KNOWN = KnownToPartners({"serenity"}, {"tms", "spravato"}, lambda text: text in ("85016", "Mesa, AZ"))
SOUND = {
    "slug": "example-health", "name": "Example Health", "allowed_origins": "https://www.example.org;https://example.org",
    "networks": "serenity", "treatments": "tms;spravato", "default_place": "Mesa, AZ", "language": "es",
    "accent": "#6B2FA0", "corner_radius": "0", "font": "serif", "scheme": "light", "enabled": "no", "contact": "Ana",
}  # fmt: skip


def test_a_sound_row_is_a_partner_and_becomes_the_same_row_again():
    partner, faults = check_partner(SOUND, KNOWN)
    assert faults == ()
    assert partner is not None
    assert partner.origins == ("https://www.example.org", "https://example.org")
    assert not partner.enabled
    assert partner_cells(partner) == SOUND | {"accent": "#6b2fa0"}
    assert tuple(partner_cells(partner)) == PARTNER_COLUMNS


def test_what_may_be_empty_means_all_or_none():
    partner, _ = check_partner(SOUND | {"networks": "", "treatments": "", "default_place": ""}, KNOWN)
    assert partner is not None
    assert (partner.networks, partner.treatments, partner.default_place, partner.is_narrowed) == ((), (), None, False)


@pytest.mark.parametrize(
    ("column", "value", "cure"),
    [
        pytest.param("slug", "", "must not be empty", id="no slug"),
        pytest.param("slug", "Example", "a-z", id="a slug with capitals"),
        pytest.param("slug", "a/b", "hyphens", id="a slug that is a path"),
        pytest.param("slug", "a" * 41, "2 to 40", id="a slug too long"),
        pytest.param("name", "", "must not be empty", id="no name"),
        pytest.param("name", "a" * 201, "at most 200", id="a name too long"),
        pytest.param("allowed_origins", "", "at least one origin", id="no origin"),
        pytest.param("allowed_origins", "https://a.org;", "empty part", id="an empty origin"),
        pytest.param("allowed_origins", "https://a.org;https://a.org", "twice", id="an origin twice"),
        pytest.param("allowed_origins", "https://a.org/", "Write https://a.org", id="an origin with a slash"),
        pytest.param("networks", "serenity;nobody", "networks.csv: nobody", id="an unknown network"),
        pytest.param("treatments", "massage", "treatments.csv: massage", id="an unknown treatment"),
        pytest.param("default_place", "Springfield", "ZIP code, or a city", id="a place that is not one place"),
        pytest.param("language", "fr", "en, es", id="a language we do not have"),
        pytest.param("accent", "purple", "six of 0-9", id="a colour's name"),
        pytest.param("accent", "#1d636", "six of 0-9", id="five digits"),
        pytest.param("accent", "#ffcc00", "The nearest that can be read is #846a00", id="yellow on white"),
        pytest.param("corner_radius", "25", "0 to 24", id="a radius too large"),
        pytest.param("corner_radius", "-1", "whole number", id="a radius below nothing"),
        pytest.param("corner_radius", "4px", "whole number", id="a radius with its unit"),
        pytest.param("font", "Comic Sans", "system, humanist", id="a font that is not on the list"),
        pytest.param("font", "serif; } body { display: none", "system, humanist", id="a style sheet"),
        pytest.param("scheme", "sepia", "auto, light, dark", id="another scheme"),
        pytest.param("enabled", "true", "yes, no", id="neither yes nor no"),
        pytest.param("contact", "", "must not be empty", id="nobody to ask"),
    ],
)
def test_each_fault_is_named_with_its_column_and_cure(column: str, value: str, cure: str):
    partner, faults = check_partner(SOUND | {column: value}, KNOWN)
    assert partner is None
    assert {fault.column for fault in faults} == {column}
    assert cure in " ".join(fault.cure for fault in faults)


def test_all_faults_are_told_at_once():
    _, faults = check_partner({}, KNOWN)
    assert {fault.column for fault in faults} == set(PARTNER_COLUMNS) - {"networks", "treatments", "default_place"}


def test_the_partner_we_ship_shows_its_frame_to_ones_own_machine_alone():
    (demo,) = read_data(DATA).partners
    assert demo.slug == "demo"
    assert demo.enabled
    assert all(origin.startswith(("http://localhost:", "http://127.0.0.1:")) for origin in demo.origins)


class TestInTheFolder:
    @pytest.fixture
    def folder(self, tmp_path):
        return make_small_folder(tmp_path)

    @pytest.mark.parametrize(
        ("place", "known"),
        [
            ("85016", True), ("Gilbert, AZ", True), ("gilbert,az", True), ("St. Petersburg, FL", True),
            ("Gilbert", False), ("Gilbert, FL", False), ("99999", False), ("09001", False),
        ],
    )  # fmt: skip
    def test_a_default_place_is_looked_up_in_the_zip_codes(self, folder, place: str, known: bool):
        change(folder, "partners.csv", 2, default_place=place)
        if known:
            assert read_data(folder).partners[0].default_place == place
        else:
            with pytest.raises(DataFault, match=r"partners\.csv, line 2, column default_place"):
                read_data(folder)

    def test_a_slug_stands_once(self, folder):
        rows = read_table(folder / "partners.csv")
        write_table(folder / "partners.csv", [*rows, *rows])
        with pytest.raises(DataFault, match="Line 2 has it already"):
            read_data(folder)

    def test_an_empty_table_is_sound(self, folder):
        (folder / "partners.csv").write_text(",".join(PARTNER_COLUMNS) + "\n", encoding="utf-8")
        assert read_data(folder).partners == ()
