"""The browser libraries we serve: copied from node_modules, and the very ones that the pages load."""

import json
from pathlib import Path

import pytest
from scripts.copy_browser_libraries import LIBRARIES, copy_libraries

from clinicfinder.app import BROWSER_LIBRARIES, FONTS, MAP_LIBRARY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    """Packages of the right shape, as `npm ci` leaves them."""
    for package, files in LIBRARIES.items():
        folder = tmp_path / "node_modules" / package
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(package)
        (folder / "package.json").write_text(json.dumps({"version": "1.2.3"}))
    return tmp_path / "node_modules"


def test_every_library_is_copied_under_the_name_that_pages_load(node_modules, tmp_path):
    copy_libraries(node_modules, tmp_path / "vendor")
    copied = {f"vendor/{path.name}" for path in (tmp_path / "vendor").iterdir()}
    # The map's shapes are cut, not copied: scripts/build_map_shapes.py.
    assert copied == {*BROWSER_LIBRARIES, *MAP_LIBRARY, *FONTS, "vendor/versions.txt"} - {"vendor/map/index.json"}


def test_the_copy_says_which_versions_it_holds(node_modules, tmp_path):
    copy_libraries(node_modules, tmp_path / "vendor")
    assert "htmx.org 1.2.3 htmx.min.js\n" in (tmp_path / "vendor" / "versions.txt").read_text()


def test_a_library_that_left_the_list_leaves_the_folder(node_modules, tmp_path):
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor" / "old.js").write_text("")
    copy_libraries(node_modules, tmp_path / "vendor")
    assert not (tmp_path / "vendor" / "old.js").exists()


def test_a_copy_that_breaks_off_does_not_count_as_done(node_modules, tmp_path):
    (node_modules / "htmx.org" / "dist" / "htmx.min.js").unlink()
    with pytest.raises(FileNotFoundError):
        copy_libraries(node_modules, tmp_path / "vendor")
    assert not (tmp_path / "vendor" / "versions.txt").exists()


def test_every_library_is_pinned_to_one_version():
    pinned = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert set(pinned) == {*LIBRARIES, "us-atlas"}
    assert all(version.replace(".", "").isdigit() for version in pinned.values())
