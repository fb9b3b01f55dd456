"""A process that is killed in the middle of a publish leaves the old version whole."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from clinicfinder.store.audit import verify_chain
from clinicfinder.store.reading import data_version
from clinicfinder.usecases.publish import Published
from tests.usecases.operator_sheets import GILBERT
from tests.usecases.publishing import ADA, edit, keys_of, publish, tables

SOURCE = Path(__file__).resolve().parents[2] / "src"

# It kills itself when the first of three tables has been written and the second is about to be.
SCRIPT = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.publish import Confirmation, publish_draft, review_draft

engine, folder, moment = make_engine(sys.argv[1]), Path(sys.argv[2]), datetime.now(UTC)
written = []

def progress(file, rows):
    if written:
        os.kill(os.getpid(), signal.SIGKILL)
    written.append(file)

seen = review_draft(engine, folder, "ada", moment).seen
publish_draft(engine, folder, Confirmation("ada", "because", seen, True), moment, progress)
"""


def test_nothing_of_it_is_there_and_it_can_be_published_again(loaded, database_url, folder):
    edit(loaded, folder, "locations", (GILBERT,), notes="Ring twice.")
    for key in keys_of(loaded, "state_laws"):
        edit(loaded, folder, "state_laws", key, wording="Another wording.")
    edit(loaded, folder, "payers", ("aetna",), aliases="Aetna Health")
    before = tables(loaded)
    with loaded.connect() as connection:
        version = data_version(connection)
    killed = subprocess.run(
        [sys.executable, "-c", SCRIPT, database_url, str(folder)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert tables(loaded) == before
    with loaded.connect() as connection:
        assert data_version(connection) == version
        assert verify_chain(connection).fault is None
    assert publish(loaded, folder, ADA) == Published(1, f"{version}+1")
    assert tables(loaded) != before
