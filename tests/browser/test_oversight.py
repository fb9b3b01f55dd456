"""Supervisors' pages in Chromium: two clicks to a closure, a place explained, charts that can be read by everybody."""

import shutil
import threading
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text
from werkzeug.serving import make_server

from clinicfinder.app import create_app
from clinicfinder.domain.quote_outcomes import OUTCOMES, read_outcome
from clinicfinder.store.caller_details import CallerDetails
from clinicfinder.store.engine import make_engine
from clinicfinder.store.quality_counts import QualityCount, store_quality_counts
from clinicfinder.usecases.data_quality import quality_counts
from clinicfinder.usecases.record_outcome import record_outcome
from clinicfinder.usecases.save_quote import QuoteToSave, save_quote
from clinicfinder.web.current import ENGINE
from tests.browser.conftest import Watched, axe_violations
from tests.quotes.conftest import AGENT, seal, snapshot, take_quote  # noqa: F401  # Fixtures.
from tests.staff.conftest import PASSWORD, add_members

CLINIC = "serenity-gilbert-az"
PAGES = {
    "all hours": "/staff/hours?clinic=Serenity",
    "hours of a clinic": f"/staff/hours/{CLINIC}",
    "places": "/staff/places",
    "review": "/staff/review",
    "quality": "/staff/quality",
    "dashboard": "/staff/dashboard",
    "a partner": "/staff/partners/demo",
}


@pytest.fixture(scope="module")
def console(loaded_database, make_settings, tmp_path_factory, seal, snapshot, catalogue):  # noqa: F811  # As above.
    """The console's address, with three weeks of quotes and of counts."""
    file = shutil.copy(loaded_database, tmp_path_factory.mktemp("oversight") / "console.sqlite3")
    engine = make_engine(f"sqlite:///{file}")
    add_members(engine)
    add_quotes(engine, seal, snapshot)
    add_counts(engine, catalogue)
    grow_old(engine)
    engine.dispose()
    app = create_app(make_settings(database_url=f"sqlite:///{file}", refresh_seconds=0.0))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions[ENGINE].dispose()


def add_quotes(engine, seal, snapshot):  # noqa: F811  # Named as the fixtures.
    payers = [("cigna", "Cigna", True), ("humana", "Humana", False), ("aetna", "Aetna", False)]
    for number in range(40):
        code, name, own = payers[number % 3]
        at = datetime.now(UTC) - timedelta(days=number * number % 23)
        coverage = replace(snapshot.coverage, own_rule=own)
        quote = replace(snapshot, made_at=at, payer_code=code, payer_name=name, coverage=coverage)
        saved = save_quote(engine, seal, QuoteToSave(quote, str(number), CallerDetails(None, None)), AGENT, at)
        code = list(OUTCOMES)[number % 7]
        if code != "callback":
            entry = read_outcome({"outcome": code, "note": "", "entry_key": str(number)}, at.date())
            record_outcome(engine, saved.reference, entry, AGENT, at)


def grow_old(engine):
    """Make some rows due for review."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE clinics SET reviewed_on = '2025-10-01' WHERE state = 'AZ'"))
        connection.execute(text("UPDATE clinic_insurance SET reviewed_on = '2025-12-01'"))
        old = "payer = 'cigna' AND source_date < '2026'"
        connection.execute(text(f"UPDATE coverage_rules SET reviewed_on = '2026-04-01' WHERE {old}"))


def add_counts(engine, catalogue):
    today = datetime.now(UTC).date()
    with engine.begin() as connection:
        for days in range(21, 0, -1):
            counts = [
                QualityCount(each.measure, min(each.count + days // 3, each.total), each.total)
                for each in quality_counts(catalogue, today)
            ]
            store_quality_counts(connection, today - timedelta(days=days), counts)


@pytest.fixture
def supervisor(chromium, console):
    """Open a page of the console as a supervisor; at the end nothing may have gone wrong in it."""
    with ExitStack() as contexts:

        def opened(path: str = "/staff/hours", **options) -> Page:
            context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
            contexts.callback(context.close)
            page = context.new_page()
            watched = Watched(page, console)
            page.on("console", lambda message: watched.note_console(message.type, message.text))
            page.on("pageerror", lambda error: watched.troubles.append(f"script error: {error}"))
            page.on("request", lambda request: watched.note_request(request.url))
            contexts.callback(lambda: nothing_wrong(watched))
            page.goto(f"{console}/staff/sign-in")
            page.locator("input[name=username]").fill("supervisor")
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("main button[type=submit]").click()
            expect(page.get_by_role("button", name="Sign out")).to_be_visible()
            page.goto(console + path)
            return page

        yield opened


def nothing_wrong(watched):
    assert watched.troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_barrier_that_axe_knows(supervisor, name, scheme):
    page = supervisor(PAGES[name], color_scheme=scheme)
    for details in page.locator("details").all():
        details.evaluate("each => { each.removeAttribute('name'); each.open = true; }")
    assert axe_violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_small_phone(supervisor, name):
    page = supervisor(PAGES[name], viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", PAGES)
def test_every_page_names_988(supervisor, name):
    expect(supervisor(PAGES[name]).locator("body")).to_contain_text("988")


def test_a_clinic_is_closed_in_two_clicks_and_opened_in_one(supervisor, console):
    page = supervisor(f"/staff/hours/{CLINIC}")
    page.get_by_text("Close temporarily").click()
    page.get_by_role("button", name="Close for today only").click()
    expect(page.get_by_role("status")).to_contain_text("it ends by itself")
    expect(page.get_by_text("Temporarily closed through").first).to_be_visible()
    public = page.get_by_role("link", name="The clinic's public page").get_attribute("href")
    page.goto(console + public)
    expect(page.locator("main")).to_contain_text("Temporarily closed through")
    page.goto(f"{console}/staff/hours/{CLINIC}")
    page.get_by_role("button", name="End it now").click()
    expect(page.get_by_text("Nothing. The clinic keeps its usual hours.")).to_be_visible()


def test_a_holiday_is_set_in_two_clicks_without_javascript(supervisor):
    page = supervisor(f"/staff/hours/{CLINIC}", java_script_enabled=False)
    page.get_by_text("Holiday or special hours").click()
    button = page.get_by_role("button", name="Closed on").first
    words = button.inner_text()
    button.click()
    expect(page.get_by_role("status")).to_contain_text("Set.")
    page.get_by_text("Holiday or special hours").click()
    assert words not in [each.inner_text() for each in page.get_by_role("button", name="Closed on").all()]
    page.get_by_role("button", name="End it now").first.click()


def test_a_closure_is_set_by_keyboard_alone(supervisor):
    page = supervisor(f"/staff/hours/{CLINIC}")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Moving to the next floor")
    page.locator("#closure-through").fill((datetime.now(UTC).date() + timedelta(days=9)).isoformat())
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Set.")
    expect(page.get_by_text("Moving to the next floor.").first).to_be_visible()
    page.get_by_role("button", name="End it now").first.click()


def test_a_refused_form_stands_open_with_what_was_typed(supervisor):
    page = supervisor(f"/staff/hours/{CLINIC}")
    page.get_by_text("Holiday or special hours").click()
    page.locator("#special_hours-hours").fill("nine to noon")
    page.locator("#special_hours-through").fill((datetime.now(UTC).date() + timedelta(days=2)).isoformat())
    page.get_by_role("button", name="Set these hours").click()
    expect(page.get_by_role("alert").filter(has_text="cannot be read")).to_be_visible()
    expect(page.locator("#special_hours-hours")).to_have_value("nine to noon")


def test_a_place_is_explained_and_stands_in_no_address(supervisor):
    page = supervisor("/staff/places")
    page.get_by_label("Place as the caller says it").fill("Springfield")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="3. The outcome")).to_be_visible()
    expect(page.get_by_text("It can mean several places.")).to_be_visible()
    assert "Springfield" not in page.url


def test_the_dashboards_chart_has_the_same_figures_as_its_table(supervisor):
    page = supervisor("/staff/dashboard")
    page.get_by_text("Quotes per day as a table").click()
    counts = [int(each) for each in page.locator("details td").all_inner_texts()]
    assert sum(counts) == 40
    assert page.locator("svg.wide rect").count() == len([count for count in counts if count])
    expect(page.get_by_role("img", name="Quotes per day")).to_be_visible()


def test_what_a_partner_pastes_is_copied_by_a_button(supervisor):
    page = supervisor("/staff/partners/demo")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the two lines").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Two lines that size themselves").input_value()
    assert '<div data-clinicfinder="demo"' in copied
