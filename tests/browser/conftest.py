"""Real Chromium against the real application on loopback. Every page is watched while a test uses it."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from playwright.sync_api import Browser, Frame, Page, expect, sync_playwright
from werkzeug.serving import make_server

from clinicfinder.app import missing_browser_libraries

ROOT: Final = Path(__file__).resolve().parents[2]
CHROMIUM: Final = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
AXE: Final = ROOT / "node_modules/axe-core/axe.min.js"
# No sandbox, since tests run as root; no background networking, since nothing may leave the machine.
FLAGS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip

# An answer with an error status is an answer, and a search that a newer one replaces is broken off:
# Chromium and htmx note both in the console.
EXPECTED_NOTES: Final = (
    "Failed to load resource: the server responded with a status of",
    "Response Status Error Code",
    "htmx:sendAbort",
    "htmx:afterRequest",
)


# A busy machine is slow, not wrong: a test waits long before it says that something never came.
expect.set_options(timeout=20_000)


def missing_or_skip(what: str) -> None:
    """Fail under CI; elsewhere skip, saying loudly what was not tested."""
    reason = f"NOT TESTED in a browser: {what}"
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.is_file():
        missing_or_skip(f"there is no Chromium at {CHROMIUM}")
    if not AXE.is_file():
        missing_or_skip("axe-core is not installed (`make setup` does it)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(app: Flask, make_settings: Callable[..., Any]) -> Iterator[str]:
    """The address of the application, served by several threads."""
    if missing := missing_browser_libraries(make_settings()):
        missing_or_skip(f"the browser libraries are not installed: {', '.join(missing)} (`make setup` does it)")
    with serve(app) as address:
        yield address


@contextmanager
def serve(app: Flask) -> Iterator[str]:
    """The address of an application while it is served on loopback."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Watched:
    """A page and what it did beside what it showed."""

    page: Page
    site: str
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a path of the site."""
        self.page.goto(self.site + path)
        return self.page

    def note_console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(EXPECTED_NOTES):
            self.troubles.append(f"console {kind}: {text}")

    def note_request(self, url: str) -> None:
        if not url.startswith((self.site + "/", "data:")):
            self.troubles.append(f"a request to another host: {url}")


OpenPage = Callable[..., Any]


@pytest.fixture
def open_page(chromium: Browser, site: str) -> OpenPage:
    """Open a fresh browser context; when it closes, nothing may have gone wrong or left for another host."""

    @contextmanager
    def opened(path: str = "/", **options: Any) -> Iterator[Watched]:
        context = chromium.new_context(**{"viewport": {"width": 1100, "height": 800}} | options)
        context.set_default_timeout(30_000)
        page = context.new_page()
        watched = Watched(page, site)
        page.on("console", lambda message: watched.note_console(message.type, message.text))
        page.on("pageerror", lambda error: watched.troubles.append(f"script error: {error}"))
        page.on("request", lambda request: watched.note_request(request.url))
        watched.go(path)
        yield watched
        context.close()
        assert watched.troubles == []

    return opened


Visit = Callable[..., Page]
CUT_OFF: Final = ("Failed to load resource: net::ERR_FAILED", "htmx:sendError")


@pytest.fixture
def visit(open_page: OpenPage) -> Iterator[Visit]:
    """Open pages that stay open, watched, to the end of the test. `cut_off`: requests are made to fail on purpose."""
    with ExitStack() as pages:

        def visited(path: str = "/", *, cut_off: bool = False, **options: Any) -> Page:
            watched: Watched = pages.enter_context(open_page(path, **options))
            if cut_off:
                pages.callback(forget, watched)
            return watched.page

        yield visited


def forget(watched: Watched) -> None:
    """Leave out what a request that was made to fail says in the console."""
    watched.troubles = [t for t in watched.troubles if not any(words in t for words in CUT_OFF)]


# An answer that is on its way dims the old one, and the new one fades in: colors half-way are nobody's.
AT_REST: Final = """() => !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")
    && document.getAnimations().every(animation => animation.playState !== "running")"""


def axe_violations(page: Page | Frame) -> list[str]:
    """What axe-core finds wrong with the page once it has come to rest."""
    page.wait_for_function(AT_REST)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [f"{rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}" for rule in found["violations"]]
