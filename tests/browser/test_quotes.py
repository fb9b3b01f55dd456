"""Quotes in a real browser: found by a reference typed with slips, followed up by keyboard, printed on one sheet."""

import re
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from clinicfinder.app import create_app
from clinicfinder.domain.staff import StaffMember
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.save_quote import SavedQuote
from clinicfinder.web.current import ENGINE
from clinicfinder.web.staff.quote_saving import QuoteRequest, save_typed_quote
from tests.browser.conftest import axe_violations
from tests.quotes.conftest import CLINIC, OPENING
from tests.staff.conftest import PASSWORD, add_members

FULL = {"treatment": "spravato", "payer": "UnitedHealthcare", "plan_type": "commercial", "place": "FL"}
LONG = {"treatment": "spravato", "payer": "Triple-S", "plan_type": "medicare_advantage", "place": "FL"}


@pytest.fixture(scope="module")
def console(loaded_database: Path, tmp_path_factory: pytest.TempPathFactory, make_settings: Any) -> Iterator[Flask]:
    """The application on a database of its own, with accounts."""
    file = shutil.copy(loaded_database, tmp_path_factory.mktemp("quotes") / "console.sqlite3")
    engine = make_engine(f"sqlite:///{file}")
    add_members(engine)
    engine.dispose()
    app = create_app(make_settings(database_url=f"sqlite:///{file}"))
    yield app
    app.extensions[ENGINE].dispose()


@pytest.fixture(scope="module")
def address(console: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, console, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def save(console: Flask, fields: dict[str, str], days_ago: int = 0, clinic: str = CLINIC, **more: str) -> SavedQuote:
    with console.test_request_context():
        key = datetime.now(UTC).isoformat()
        request = QuoteRequest(fields, clinic, "2026-11", key, "Pat Moreno", "6025550123", **more)
        moment = datetime.now(UTC) - timedelta(days=days_ago)
        return save_typed_quote(request, StaffMember("agent", "Dana Reyes", "agent"), moment)


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A page of somebody who is signed in, and at the quotes."""
    context = chromium.new_context(viewport={"width": 1100, "height": 800}, base_url=address)
    context.set_default_timeout(30_000)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda sent: troubles.append(sent.url) if not sent.url.startswith(address) else None)
    page.goto("/staff/sign-in?next=/staff/quotes")
    page.fill("[name=username]", "agent")
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Quotes")
    yield page
    context.close()
    assert troubles == []


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_a_reference_typed_with_slips_opens_the_quote_that_was_saved(console: Flask, page: Page):
    saved = save(console, OPENING)
    page.get_by_label("Reference", exact=True).fill(f" {saved.shown.lower().replace('0', 'o').replace('1', 'i')} ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(saved.shown)
    expect(page.get_by_text(saved.read_aloud)).to_be_visible()
    expect(page.get_by_text("An estimate of $")).to_be_visible()
    assert axe_violations(page) == []


def test_a_wrong_symbol_is_refused_beside_the_field(page: Page):
    page.get_by_label("Reference", exact=True).fill("K7QM-4TXQ")
    page.keyboard.press("Enter")
    expect(page.locator("#reference-problem")).to_contain_text("check symbol does not fit")
    expect(page.get_by_label("Reference", exact=True)).to_have_value("K7QM-4TXQ")
    assert axe_violations(page) == []


def test_an_outcome_is_added_by_keyboard_alone(console: Flask, page: Page):
    saved = save(console, OPENING)
    page.goto(f"/staff/quotes/{saved.reference}")
    page.get_by_label("How the call ended").focus()
    page.keyboard.type("Booked")
    page.keyboard.press("Tab")
    page.keyboard.type("Monday at nine")
    page.get_by_role("button", name="Add").focus()
    page.keyboard.press("Enter")
    outcomes = page.locator("#outcomes")
    expect(outcomes).to_contain_text("Booked with the clinic")
    expect(outcomes).to_contain_text("Monday at nine")


@pytest.mark.parametrize("fields", [pytest.param(OPENING, id="Cigna"), pytest.param(FULL, id="one with many caveats")])
def test_the_printed_quote_fits_one_sheet_of_letter_and_of_a4(console: Flask, page: Page, fields: dict[str, str]):
    saved = save(console, fields)
    page.goto(f"/staff/quotes/{saved.reference}/print")
    expect(page.locator(".crisis")).to_contain_text("988")
    expect(page.get_by_role("heading", level=1)).to_contain_text(saved.shown)
    expect(page.get_by_text("not a promise and not a Good Faith Estimate").first).to_be_visible()
    assert axe_violations(page) == []
    assert [pages_of(page.pdf(format=paper)) for paper in ("Letter", "A4")] == [1, 1]


@pytest.mark.parametrize("fields", [pytest.param(OPENING, id="Cigna"), pytest.param(FULL, id="one with many caveats")])
def test_the_sheet_in_spanish_fits_one_page_too(console: Flask, page: Page, fields: dict[str, str]):
    saved = save(console, fields)
    page.goto(f"/staff/quotes/{saved.reference}")
    page.get_by_role("link", name="Print in Spanish").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Estimación")
    expect(page.locator(".crisis")).to_contain_text("oprima el 2")
    assert axe_violations(page) == []
    assert [pages_of(page.pdf(format=paper)) for paper in ("Letter", "A4")] == [1, 1]
    page.get_by_role("link", name="In English").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Estimate")


def test_an_old_quote_with_all_its_warnings_fits_one_sheet_too(console: Flask, page: Page):
    """Expired, corrected, for the clinic with the longest name: as many lines as there can be above a usual list."""
    old = save(console, LONG, days_ago=60, clinic="pacific-mind-health-orange-county-ca")
    save(console, LONG, supersedes=old.reference, reason="misheard")
    page.goto(f"/staff/quotes/{old.reference}/print")
    expect(page.get_by_text("Corrected: use")).to_be_visible()
    expect(page.get_by_text("Expired: it was valid")).to_be_visible()
    assert [pages_of(page.pdf(format=paper)) for paper in ("Letter", "A4")] == [1, 1]


def test_the_sheet_with_every_line_has_them_all(console: Flask, page: Page):
    saved = save(console, OPENING)
    page.goto(f"/staff/quotes/{saved.reference}/print")
    page.get_by_role("link", name="With every line").click()
    expect(page.get_by_role("heading", name="Line by line")).to_be_visible()
    assert pages_of(page.pdf(format="Letter")) > 1


def test_the_file_is_a_pdf_of_one_page(console: Flask, page: Page):
    saved = save(console, OPENING)
    page.goto(f"/staff/quotes/{saved.reference}")
    for name in ("PDF (Letter)", "PDF (A4)"):
        path = page.get_by_role("link", name=name).get_attribute("href")
        answer = page.request.get(path or "")
        assert answer.body().startswith(b"%PDF-1.")
        assert pages_of(answer.body()) == 1


def test_a_correction_shows_its_figure_before_it_is_saved(console: Flask, page: Page):
    saved = save(console, OPENING)
    page.goto(f"/staff/quotes/{saved.reference}/correct")
    page.get_by_label("Yearly deductible").fill("4,000")
    page.get_by_label("Why it is corrected").fill("deductible was misheard")
    page.get_by_role("button", name="Save as a new quote").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Correct {saved.shown}")
    page.get_by_role("button", name="Save as a new quote").click()
    expect(page.get_by_text(f"Corrects {saved.shown}")).to_be_visible()
    page.get_by_role("link", name=saved.shown).click()
    expect(page.get_by_text("Corrected. Use")).to_be_visible()


def test_nothing_runs_over_the_edge_of_a_narrow_screen(console: Flask, page: Page):
    saved = save(console, OPENING)
    page.set_viewport_size({"width": 320, "height": 700})
    for path in ("", f"/{saved.reference}", f"/{saved.reference}/changes", f"/{saved.reference}/correct"):
        page.goto(f"/staff/quotes{path}")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
