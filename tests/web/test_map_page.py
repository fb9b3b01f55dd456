"""What a page holds for the map, and what an operator may change about it."""

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.app_fixtures import MakeSettings
from tests.html_page import parse

from clinicfinder.app import MAP_LIBRARY, create_app
from clinicfinder.config import ASSETS, Settings, read_settings
from clinicfinder.errors import SettingFault

TILES = {
    "CLINICFINDER_TILE_URL": "https://tiles.example.org/{z}/{x}/{y}.png",
    "CLINICFINDER_TILE_ATTRIBUTION": "© A <b>",
}


@pytest.fixture
def static_with_map(tmp_path: Path) -> Path:
    """Our static folder with stand-ins for the libraries, so that these tests need none installed."""
    shutil.copytree(ASSETS / "static", tmp_path / "static", ignore=shutil.ignore_patterns("vendor"))
    for name in MAP_LIBRARY:
        file = tmp_path / "static" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    return tmp_path / "static"


def client_with(make_settings: MakeSettings, static: Path, **changes: object) -> FlaskClient:
    return create_app(make_settings(static_dir=static, **changes)).test_client()


def test_cards_carry_their_number_name_and_place(make_settings: MakeSettings, static_with_map: Path):
    page = parse(client_with(make_settings, static_with_map).get("/clinics?near=85032").text)
    card = page.all("article", cls="card")[0]
    assert card.attrs["data-number"] == "1"
    assert card.attrs["data-name"] == "Serenity Mental Health Centers - Desert Ridge"
    assert float(card.attrs["data-lat"] or "") == pytest.approx(33.7, abs=0.1)
    assert "data-is-far" not in card.attrs
    assert "data-is-far" in page.all("article", cls="card")[9].attrs


def test_the_panel_names_the_bigger_cities_round_about(make_settings: MakeSettings, static_with_map: Path):
    page = parse(client_with(make_settings, static_with_map).get("/clinics?near=85032").text)
    cities = [city.split("|") for city in (page.one("div", id="map-panel").attrs["data-cities"] or "").split(";")]
    assert cities[0][0] == "Phoenix"
    assert 32 < float(cities[0][1]) < 34
    assert len(cities) <= 32


def test_without_the_library_there_is_no_button(make_settings: MakeSettings, static_with_map: Path):
    (static_with_map / "vendor" / "leaflet.js").unlink()
    page = client_with(make_settings, static_with_map).get("/clinics?near=85032").text
    assert "data-map-toggle" not in page
    assert 'id="map-panel"' not in page


def test_no_tile_server_is_named_unless_an_operator_names_one(make_settings: MakeSettings, static_with_map: Path):
    response = client_with(make_settings, static_with_map).get("/clinics?near=85032")
    assert "data-tiles" not in response.text
    assert "img-src 'self' data:;" in response.headers["Content-Security-Policy"]


def test_an_operators_tile_server_is_the_one_other_host_of_pictures(make_settings: MakeSettings, static_with_map: Path):
    tiles = read_settings(TILES).tiles
    response = client_with(make_settings, static_with_map, tiles=tiles).get("/clinics?near=85032")
    assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in response.text
    assert "<b>" not in response.text
    assert "img-src 'self' data: https://tiles.example.org;" in response.headers["Content-Security-Policy"]


def test_tiles_of_our_own_host_need_no_other(make_settings: MakeSettings):
    tiles = read_settings({**TILES, "CLINICFINDER_TILE_URL": "/tiles/{z}/{x}/{y}.png"}).tiles
    assert tiles is not None
    assert tiles.host is None


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://tiles.example.org/{z}/{x}/{y}.png", id="not encrypted"),
        pytest.param("//tiles.example.org/{z}/{x}/{y}.png", id="no scheme"),
        pytest.param("https://{s}.example.org/{z}/{x}/{y}.png", id="many hosts"),
        pytest.param("https://*.example.org/{z}/{x}/{y}.png", id="a pattern of hosts"),
        pytest.param("https://a.org; script-src *//{z}/{x}/{y}", id="more policy"),
        pytest.param("https://user:secret@tiles.example.org/{z}/{x}/{y}.png", id="a password for all to see"),
        pytest.param("https://tiles.example.org/map.png", id="no place for the tile's numbers"),
        pytest.param("javascript:{z}{x}{y}", id="a script"),
    ],
)
def test_a_tile_address_is_refused_that_is(url: str):
    with pytest.raises(SettingFault, match="CLINICFINDER_TILE_URL"):
        read_settings({**TILES, "CLINICFINDER_TILE_URL": url})


def test_a_tile_address_needs_a_credit():
    with pytest.raises(SettingFault, match="CLINICFINDER_TILE_ATTRIBUTION"):
        read_settings({"CLINICFINDER_TILE_URL": TILES["CLINICFINDER_TILE_URL"]})


def test_by_default_there_are_no_tiles():
    assert Settings().tiles is None
    assert read_settings({}).tiles is None
