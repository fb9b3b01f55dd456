"""`doctor`: a plain verdict and a cure for each thing looked at."""

import pytest

from tests.data_folders import change


def rows(result) -> dict[str, tuple[str, str]]:
    """The verdict of each check, and all the words beside it."""
    found: dict[str, tuple[str, str]] = {}
    last = ""
    for line in result.stdout.splitlines():
        if not line.startswith("│"):
            continue
        name, verdict, *rest = (cell.strip() for cell in line.strip("│").split("│"))
        if verdict:
            last = name
            found[last] = (verdict, " ".join(rest))
        else:
            # A name or a sentence may run on in the next line of the table.
            before = found.pop(last)
            last = f"{last} {name}".strip()
            found[last] = (before[0], f"{before[1]} {' '.join(rest)}")
    return found


@pytest.fixture
def doctor(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    return lambda **more: run("doctor", **more)


def test_all_in_order_ends_with_0(prepared, doctor):
    result = doctor()
    found = rows(result)
    assert result.exit_code == 0, result.output
    assert found["database"][0] == found["data"][0] == found["data files"][0] == "ok"
    assert "None: street addresses are not looked up" in found["geocoders"][1]


def test_before_prepare_it_is_broken_and_nothing_is_made(run, doctor, tmp_path):
    result = doctor()
    assert result.exit_code == 1
    assert rows(result)["database"][0] == "broken"
    assert "clinicfinder prepare" in rows(result)["database"][1]
    assert not list(tmp_path.glob("*.db"))


def test_rows_not_reviewed_for_over_a_year_are_a_warning(prepared, folder, doctor):
    change(folder, "locations.csv", 2, reviewed_on="2020-02-29", source_date="2020-01-01")
    prepared("prepare")
    result = doctor()
    verdict, words = rows(result)["age of clinics"]
    assert (result.exit_code, verdict) == (0, "warning")
    assert "1 of 3" in words


def test_newer_files_are_a_warning(prepared, folder, doctor):
    change(folder, "locations.csv", 2, notes="New.")
    result = doctor()
    assert (result.exit_code, rows(result)["data"][0]) == (0, "warning")


def test_unsound_files_are_broken_and_the_cell_is_named(prepared, folder, doctor):
    change(folder, "locations.csv", 2, phone="12")
    result = doctor()
    assert result.exit_code == 1
    assert "line 2, column phone" in rows(result)["data files"][1]


@pytest.mark.parametrize(
    ("settings", "check"),
    [
        pytest.param({"CLINICFINDER_GEOCODERS": "gogle"}, "geocoders", id="an unknown geocoder"),
        pytest.param({"CLINICFINDER_DATA_DIR": "/nowhere"}, "settings", id="no data folder"),
        pytest.param({"CLINICFINDER_SECRET_KEY": "short"}, "secret key", id="a short secret"),
        pytest.param({"CLINICFINDER_DATABASE_URL": "nonsense"}, "database", id="no database address"),
        pytest.param(
            {"CLINICFINDER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "database", id="a silent server"
        ),
    ],
)
def test_settings_that_cannot_work_are_broken(prepared, doctor, settings, check):
    result = doctor(**settings)
    assert result.exit_code == 1
    assert rows(result)[check][0] == "broken"
    assert "Traceback" not in result.output


def test_a_misspelled_setting_is_a_warning(prepared, doctor):
    result = doctor(CLINICFINDER_GEOCODER="census")
    assert (result.exit_code, rows(result)["settings"][0]) == (0, "warning")
