"""Versions are pinned and reproducible, and no lock file says where its packages are downloaded from."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PYTHON_LOCKS = ["requirements/run.lock", "requirements/dev.lock", "requirements/node.lock"]


def pinned(lock: str) -> dict[str, str]:
    """Package -> exact version, of one Python lock file."""
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, "package-lock.json"])
def test_no_lock_file_holds_an_address(lock):
    assert not re.search(r"https?://|file:|--index-url|--find-links", (ROOT / lock).read_text())


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_package_has_an_exact_version_and_a_hash(lock):
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_every_npm_package_has_an_exact_version_and_a_checksum():
    packages = {k: v for k, v in json.loads((ROOT / "package-lock.json").read_text())["packages"].items() if k}
    assert packages
    assert all(package["version"] and package["integrity"] for package in packages.values())


def test_what_the_project_needs_is_in_the_lock_file():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {re.match(r"[a-z0-9-]+", requirement)[0] for requirement in project["dependencies"]}
    assert needed <= pinned("requirements/run.lock").keys()


def test_tests_run_on_the_very_versions_that_serve():
    run, dev = pinned("requirements/run.lock"), pinned("requirements/dev.lock")
    assert {name: dev.get(name) for name in run} == run
