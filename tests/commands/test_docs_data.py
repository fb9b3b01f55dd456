"""docs/data.md, followed to the letter: its files are written, its commands are run, on both databases."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from tests.data_folders import DATA

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^ *```(csv (?P<file>\S+)|sh)\n(?P<body>.*?)^ *```", re.MULTILINE | re.DOTALL)


def section(title: str) -> str:
    """The text under one heading."""
    return DOCUMENT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def follow(title: str, run, folder: Path, tmp_path: Path, monkeypatch) -> str:
    """Do what one section says. A table of the data folder gets the row; other files are made as they stand."""
    monkeypatch.chdir(tmp_path)
    output = ""
    for block in BLOCK.finditer(section(title)):
        lines = [line.strip() for line in block["body"].splitlines() if line.strip()]
        if block["file"] and (folder / block["file"]).exists():
            table = folder / block["file"]
            assert lines[0] == table.read_text(encoding="utf-8").splitlines()[0]
            with table.open("a", encoding="utf-8") as file:
                file.write("\n".join(lines[1:]) + "\n")
        elif block["file"]:
            (tmp_path / block["file"]).write_text("\n".join(lines) + "\n", encoding="utf-8")
        for line in lines if not block["file"] else ():
            program, *arguments = shlex.split(line)
            assert program == "clinicfinder"
            result = run(*arguments)
            assert result.exit_code == 0, result.output
            output = result.stdout
    return output


@pytest.fixture
def whole(prepared, folder):
    """The small folder with the tables that a search reads besides."""
    for file in DATA.iterdir():
        if not (folder / file.name).exists():
            shutil.copy(file, folder / file.name)
    return prepared


@pytest.mark.parametrize("title", ["How to add a clinic", "How to add a network", "How to add a carrier"])
def test_each_takes_five_steps(title):
    assert re.findall(r"^(\d)\. ", section(title), re.MULTILINE) == ["1", "2", "3", "4", "5"]


def test_adding_a_clinic_makes_it_found(whole, folder, tmp_path, monkeypatch):
    assert "An example clinic in Phoenix" in follow("How to add a clinic", whole, folder, tmp_path, monkeypatch)


def test_adding_a_network_makes_it_known(whole, folder, tmp_path, monkeypatch):
    output = follow("How to add a network", whole, folder, tmp_path, monkeypatch)
    assert "broken" not in output
    assert "example-network" in whole("search", "85016", "--network", "x").stdout


def test_adding_a_carrier_shows_who_lists_it(whole, folder, tmp_path, monkeypatch):
    output = follow("How to add a carrier", whole, folder, tmp_path, monkeypatch)
    assert "Lists Example Health of Arizona. Call to confirm." in output
