"""A process that is killed in the middle of storing leaves the old data whole."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.usecases.operator_sheets import GILBERT, NEW_CLINIC, contents, import_file, sheet

SOURCE = Path(__file__).resolve().parents[2] / "src"

# It kills itself as soon as the first of three batches has been sent to the database.
SCRIPT = """
import os, signal, sys
from pathlib import Path
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.import_rows import import_locations

def progress(step, done, total):
    if step == "Storing" and 0 < done < total:
        os.kill(os.getpid(), signal.SIGKILL)

import_locations(make_engine(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), progress)
"""


def test_nothing_of_it_is_there_and_it_can_be_done_again(loaded, database_url, folder):
    rows = [{**NEW_CLINIC, "clinic_code": f"made-up-{number}", "slug": f"made-up-{number}"} for number in range(2_500)]
    content = sheet({"clinic_code": GILBERT, "notes": "changed"}, *rows)
    (folder / "long.csv").write_bytes(content)
    before = contents(loaded)
    killed = subprocess.run(
        [sys.executable, "-c", SCRIPT, database_url, str(folder), str(folder / "long.csv")],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert contents(loaded) == before
    report = import_file(loaded, folder, content)
    assert report.stored
    assert len(report.plan.added) == 2_500
