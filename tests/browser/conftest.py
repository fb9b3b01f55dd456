"""Real Chromium on the real application and data, with our content security policy in force."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, sync_playwright

from clinicfinder.app import missing_browser_libraries
from clinicfinder.config import Settings

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site(loaded_database: Path) -> Iterator[str]:
    """The address of the running application: a process of its own, as it is served to people."""
    if missing := missing_browser_libraries(Settings()):
        pytest.skip(f"NOT TESTED: these browser libraries are not installed: {', '.join(missing)}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "CLINICFINDER_DATABASE_URL": f"sqlite:///{loaded_database}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = "from clinicfinder.cli import main; main()"
    server = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--port", str(port), "--workers", "1"],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    _wait_for(address, server)
    yield address
    server.terminate()
    server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            break
        try:
            with urlopen(address + "/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the application did not start to serve within a minute")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("NOT TESTED: Chromium is not installed")
    started = playwright.chromium.launch(executable_path=CHROMIUM)
    yield started
    started.close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Open an address of the site; keyword arguments are those of a browser context (viewport, permissions ...).

    A script error, a break of the content security policy or a request to another host fails the test.
    """
    contexts = []
    faults: list[str] = []

    def check_host(request: Request) -> None:
        if not request.url.startswith((site, "data:")):
            faults.append(f"a request to another host: {request.url}")

    def open_one(path: str, **options: object) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if AXE.is_file():
            context.add_init_script(path=AXE)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"a script error: {error}"))
        page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
        page.on("request", check_host)
        page.goto(site + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


def axe_violations(page: Page) -> str:
    """What axe-core finds wrong with the page as it stands, as text; empty if nothing."""
    if not AXE.is_file():
        pytest.skip("NOT TESTED: axe-core is not installed")
    found = page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations")
    return "\n".join(json.dumps([rule["id"], [node["html"] for node in rule["nodes"]]]) for rule in found)
