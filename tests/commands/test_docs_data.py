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


@pytest.mark.parametrize("thing", ["clinic", "network", "carrier", "coverage rule"])
def test_each_takes_five_steps(thing):
    assert re.findall(r"^(\d)\. ", section(f"How to add a {thing}"), re.MULTILINE) == ["1", "2", "3", "4", "5"]


def test_adding_a_clinic_makes_it_found(whole, folder, tmp_path, monkeypatch):
    assert "An example clinic in Phoenix" in follow("How to add a clinic", whole, folder, tmp_path, monkeypatch)


def test_adding_a_network_makes_it_known(whole, folder, tmp_path, monkeypatch):
    output = follow("How to add a network", whole, folder, tmp_path, monkeypatch)
    assert "broken" not in output
    assert "example-network" in whole("search", "85016", "--network", "x").stdout


def test_adding_a_carrier_shows_who_lists_it(whole, folder, tmp_path, monkeypatch):
    output = follow("How to add a carrier", whole, folder, tmp_path, monkeypatch)
    assert "Lists Example Health of Arizona. Call to confirm." in output


def test_adding_a_coverage_rule_gives_its_answer_from_its_first_day(whole, folder, tmp_path, monkeypatch):
    question = ["--treatment", "spravato", "--plan-type", "commercial", "--state", "AZ", "--indication", "trd"]
    before = whole("rules", "explain", "--data", "database", *question, "--as-of", "2026-11-22").stdout
    assert "reason    unknown_payer" in before
    output = follow("How to add a coverage rule", whole, folder, tmp_path, monkeypatch)
    assert "status    covered_with_prior_auth" in output
    assert "criteria  met" in output
    assert "  example-payer-spravato-2026-02-01: decides" in output
    question += ["--payer", "example_payer"]
    earlier = whole("rules", "explain", "--data", "database", *question, "--as-of", "2026-01-31").stdout
    assert "reason    before_effective_date" in earlier


def test_the_difference_a_new_rule_makes_is_shown_before_it_is_loaded(whole, folder, tmp_path, monkeypatch):
    with monkeypatch.context() as at:
        follow("How to add a coverage rule", whole, folder, tmp_path, at)
        at.chdir(tmp_path)
        rows = (folder / "coverage_rules.csv").read_text(encoding="utf-8")
        (folder / "coverage_rules.csv").write_text(rows.replace("required,6 months", "not_required,"), encoding="utf-8")
        output = whole("rules", "diff", "database", "data", "--as-of", "2026-11-22").stdout
    assert "example_payer, commercial, spravato: covered_with_prior_auth" in output
    assert "-> covered, criteria" in output
