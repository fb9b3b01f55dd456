"""The wheel alone is the whole product: installed anywhere, it serves real clinics.

The clean environment holds nothing but our wheel. The packages it needs are lent by the environment that runs the
tests (their versions are the lock file's), so that no test downloads anything; that pyproject.toml names every one of
them is a test of its own below.
"""

import ast
import importlib.metadata
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import tomllib
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clinicfinder.app import BROWSER_LIBRARIES

ROOT = Path(__file__).resolve().parents[2]

START_SECONDS = 60
"""Long, since the first start loads the data and other tests may share the processor."""


def build_wheel(folder: Path, *, with_libraries: bool) -> Path:
    """Build from a copy of the checkout, so that a test never changes the checkout it runs in."""
    source = folder / "source"
    left_out = shutil.ignore_patterns("__pycache__", *([] if with_libraries else ["vendor"]))
    for name in ("src", "templates", "static", "data"):
        shutil.copytree(ROOT / name, source / name, ignore=left_out)
    for name in ("pyproject.toml", "README.md", "wsgi.py"):
        shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, environment: Path) -> Path:
    """A clean environment with the wheel in it. Returns: its `clinicfinder` command."""
    venv.create(environment, with_pip=False, symlinks=True)
    python = environment / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    (site,) = environment.glob("lib/python*/site-packages")
    # A folder named in a .pth file is searched after our own; its own .pth files (an editable checkout) are not read.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return environment / "bin" / "clinicfinder"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310  # Our own address, a few lines up.
        return answer.status, answer.read().decode()


@contextmanager
def served(command: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """The installed command, serving from an empty folder. Yields: its address, and the file of what it says."""
    port, said = free_port(), folder / "said.txt"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CLINICFINDER_", "PYTHON"))}
    environment = clean | {"PORT": str(port), "WORKERS": "1"}
    arguments = [str(command), "serve"]
    with said.open("w") as log, subprocess.Popen(arguments, cwd=folder, env=environment, stderr=log) as server:
        try:
            wait_for_answer(f"http://127.0.0.1:{port}/", server, said)
            yield f"http://127.0.0.1:{port}", said
        finally:
            server.terminate()


def wait_for_answer(url: str, server: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, said.read_text()
        try:
            fetch(url)
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no answer within {START_SECONDS} seconds:\n{said.read_text()}")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    missing = [name for name in BROWSER_LIBRARIES if not (ROOT / "static" / name).is_file()]
    if missing:
        pytest.skip(f"NOT TESTED in a wheel: {', '.join(missing)} not installed; `make setup` installs them")
    return build_wheel(tmp_path_factory.mktemp("wheel"), with_libraries=True)


@pytest.mark.wheel
def test_the_wheel_holds_templates_data_and_static_files(wheel):
    held = set(zipfile.ZipFile(wheel).namelist())
    for top in ("templates", "static", "data"):
        files = {path for path in (ROOT / top).rglob("*") if path.is_file()}
        expected = {f"clinicfinder/bundle/{path.relative_to(ROOT).as_posix()}" for path in files}
        assert expected, f"{top} is empty"
        assert expected <= held
    # The words of every language, which the program reads as translators write them.
    translations = ROOT / "src/clinicfinder/translations"
    catalogs = {
        f"clinicfinder/translations/{file.relative_to(translations).as_posix()}" for file in translations.rglob("*.po")
    }
    assert catalogs
    assert catalogs <= held


@pytest.mark.wheel
def test_the_installed_wheel_finds_real_clinics_from_an_empty_folder(wheel, tmp_path):
    command = install(wheel, tmp_path / "environment")
    folder = tmp_path / "empty"
    folder.mkdir()
    with served(command, folder) as (address, said):
        status, page = fetch(f"{address}/clinics?near=85032&treatment=spravato")
        assert status == 200
        assert "Phoenix, AZ 85032" in page
        assert page.count('class="card"') == 10
        assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
        assert {name for name in BROWSER_LIBRARIES if any(name in asset for asset in assets)} == set(BROWSER_LIBRARIES)
        assert all(fetch(address + asset)[0] == 200 for asset in assets)
    assert "not installed" not in said.read_text()
    assert "113 of them public" in said.read_text()


@pytest.mark.wheel
def test_without_browser_libraries_pages_are_plain_and_the_start_says_so(tmp_path):
    command = install(build_wheel(tmp_path, with_libraries=False), tmp_path / "environment")
    folder = tmp_path / "empty"
    folder.mkdir()
    with served(command, folder) as (address, said):
        status, page = fetch(f"{address}/clinics?near=85032")
        assert status == 200
        assert page.count('class="card"') == 10
        assert "vendor/" not in page
        assert all(f"{name} is not installed" in said.read_text() for name in BROWSER_LIBRARIES)


def test_every_package_that_the_code_imports_is_declared():
    """A lent package could hide one that pyproject.toml forgets."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.match(r"[a-z0-9-]+", requirement)[0] for requirement in project["dependencies"]}
    # These are parts of what is declared: of SQLModel, of Flask, of requests. They come with it by its own promise.
    declared |= {"sqlalchemy", "jinja2", "markupsafe", "werkzeug", "urllib3"}
    homes = importlib.metadata.packages_distributions()
    imported: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    # _typeshed exists for type checkers alone: it comes with them and is never imported at run time.
    foreign = imported - sys.stdlib_module_names - {"clinicfinder", "_typeshed"}
    undeclared = {n for n in foreign if not any(d.lower().replace("_", "-") in declared for d in homes.get(n, [n]))}
    assert not undeclared
