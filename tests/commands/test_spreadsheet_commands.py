"""`import-locations` and its kin as an operator meets them: words, tables, exit codes. On both databases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.usecases.operator_sheets import GILBERT, NEW_CLINIC, sheet

SOURCE = Path(__file__).resolve().parents[2] / "src"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "operator.csv"


class TestImport:
    def test_the_report_names_line_column_old_and_new(self, prepared, file):
        file.write_bytes(sheet({"clinic_code": GILBERT, "unit": "Suite 9"}))
        result = prepared("import-locations", file)
        assert result.exit_code == 0, result.output
        words = " ".join(result.stdout.split())
        assert "Read 1 rows: UTF-8, separated by commas." in words
        assert f"│ 2 │ {GILBERT} │ unit │ Suite 206 │ Suite 9 │" in words
        assert "0 added, 1 changed, 0 unchanged, 2 missing, 0 refused. Stored." in words

    def test_a_refused_row_ends_with_1_and_its_cure(self, prepared, file):
        file.write_bytes(sheet(NEW_CLINIC, {"clinic_code": GILBERT, "phone": "12"}))
        result = prepared("import-locations", file)
        assert result.exit_code == 1
        assert "480-956-5710" in result.stdout
        assert "Nothing was stored. Correct the refused rows" in result.stdout
        assert prepared("import-locations", file, "--skip-refused").exit_code == 0

    def test_a_dry_run_says_that_it_was_one(self, prepared, file):
        file.write_bytes(sheet(NEW_CLINIC))
        result = prepared("import-locations", file, "--dry-run")
        assert (result.exit_code, "this was a dry run" in result.stdout) == (0, True)

    def test_progress_goes_to_standard_error(self, prepared, file):
        file.write_bytes(sheet(NEW_CLINIC))
        result = prepared("import-locations", file)
        assert "Checking" in result.stderr
        assert "Storing" in result.stderr
        assert "Checking" not in result.stdout

    def test_text_in_square_brackets_is_shown_and_not_obeyed(self, prepared, file):
        file.write_bytes(sheet({"clinic_code": GILBERT, "notes": "[red]not an order[/]"}))
        assert "[red]not an order[/]" in prepared("import-locations", file).stdout

    def test_a_file_that_cannot_be_used_is_one_message_without_a_traceback(self, prepared, file):
        file.write_bytes(b"clinic_code,phnoe\na,b\n")
        result = prepared("import-locations", file)
        assert result.exit_code == 1
        assert "phnoe" in result.stderr
        assert "Traceback" not in result.output

    def test_before_prepare_it_says_what_to_do(self, run, file):
        file.write_bytes(sheet(NEW_CLINIC))
        result = run("import-locations", file)
        assert result.exit_code == 1
        assert "clinicfinder prepare" in result.stderr


class TestExport:
    @pytest.mark.parametrize("kind", ["locations", "insurance"])
    def test_to_a_file_and_back_changes_nothing(self, prepared, file, kind):
        assert prepared(f"export-{kind}", file).exit_code == 0
        assert file.read_bytes().startswith(b"\xef\xbb\xbf")
        result = prepared(f"import-{kind}", file)
        assert result.exit_code == 0
        assert "0 added, 0 changed" in result.stdout
        assert "0 missing, 0 refused" in result.stdout

    def test_to_standard_output(self, prepared):
        assert prepared("export-locations").stdout.removeprefix("\ufeff").startswith("clinic_code,network,name")


class TestPrepareAfterAnImport:
    def test_what_was_kept_is_listed_with_the_way_to_prefer_the_files(self, prepared, folder, file):
        file.write_bytes(sheet({"clinic_code": GILBERT, "unit": "Suite 9"}))
        prepared("import-locations", file)
        (folder / "sources.csv").write_bytes((folder / "sources.csv").read_bytes() + b"\n")
        result = prepared("prepare")
        words = " ".join(result.stderr.split())
        assert f"Kept, changed by an operator: {GILBERT}: the file differs in unit." in words
        assert "--take-files" in words
        assert "Kept" not in prepared("prepare", "--take-files").stderr


def test_the_installed_way_of_starting_it(environment, file):
    """One process of its own: the module as a program starts it, streams and exit code as a shell sees them."""
    settings = {name: value for name, value in environment.items() if value is not None}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from clinicfinder.cli import main; main()", *arguments],
            env={**os.environ, **settings, "PYTHONPATH": str(SOURCE)},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    assert run("prepare").returncode == 0
    file.write_bytes(sheet(NEW_CLINIC, {"clinic_code": GILBERT, "zip": "8523"}))
    refused = run("import-locations", str(file))
    assert refused.returncode == 1
    assert "8523" in refused.stdout
    file.write_bytes(sheet(NEW_CLINIC))
    assert "1 added" in run("import-locations", str(file)).stdout
