"""A test that could not run for want of something is never silent, and under CI it fails the run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LACKING = 'import pytest\ndef test_pages():\n    pytest.skip("NOT TESTED in a browser: Chromium is not installed")\n'
ORDINARY = 'import pytest\ndef test_elsewhere():\n    pytest.skip("only on another system")\n'


def run_pytest(folder: Path, source: str, *, ci: bool) -> subprocess.CompletedProcess[str]:
    (folder / "test_sample.py").write_text(source)
    (folder / "pytest.ini").write_text("[pytest]\n")
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"PYTHONPATH": str(ROOT)} | ({"CI": "true"} if ci else {})
    command = [sys.executable, "-m", "pytest", "-p", "tests.requirements_report", "-p", "no:cacheprovider", "."]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("source", "ci", "status", "said"),
    [
        pytest.param(LACKING, False, 0, True, id="no browser on a person's machine: the run passes and says so"),
        pytest.param(LACKING, True, 1, True, id="no browser under CI: the run fails and says so"),
        pytest.param(ORDINARY, True, 0, False, id="an ordinary skip under CI: the run passes quietly"),
    ],
)
def test_what_a_machine_lacks_is_said(tmp_path, source, ci, status, said):
    finished = run_pytest(tmp_path, source, ci=ci)
    assert finished.returncode == status, finished.stdout
    assert ("1 test did not run: NOT TESTED in a browser" in finished.stdout) is said
