"""Supervisors edit data in Chromium: an import with one bad row, two editing one rule, undo."""

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from clinicfinder.app import create_app
from clinicfinder.web.current import ENGINE
from tests.browser.conftest import axe_violations
from tests.staff.conftest import PASSWORD, staffed_database  # noqa: F401  # A fixture.

RULE = "bcbs-ms-spravato"
LAWS = b"law_id,wording,topic\ntx-hb1337-step-therapy,Another wording.,\nnv-nrs-422-403-step-therapy,,weather\n"

SignedIn = Callable[[str], Page]


@pytest.fixture
def console(staffed_database: Path, tmp_path: Path, make_settings) -> Iterator[str]:  # noqa: F811
    """The address of a console with a database of its own."""
    file = shutil.copy(staffed_database, tmp_path / "console.sqlite3")
    app = create_app(make_settings(database_url=f"sqlite:///{file}", refresh_seconds=0.0))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions[ENGINE].dispose()


@pytest.fixture
def enter(chromium: Browser, console: str) -> Iterator[SignedIn]:
    """Sign in with a browser of one's own."""
    contexts = []

    def signed_in(name: str) -> Page:
        context = chromium.new_context(viewport={"width": 1100, "height": 900}, base_url=console)
        context.set_default_timeout(60_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/staff/sign-in?next=/staff/data")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Data")
        return page

    yield signed_in
    for context in contexts:
        context.close()


def open_rule(page: Page) -> None:
    page.goto(f"/staff/data/tables/coverage_rules?q={RULE}")
    page.get_by_role("link", name=f"Edit {RULE}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(RULE)


def publish(page: Page, note: str) -> None:
    page.get_by_label("What changes, and why").fill(note)
    page.get_by_role("button", name="Publish as one version").click()
    expect(page.get_by_text("It is published.")).to_be_visible()


def test_an_import_with_one_bad_row_is_shown_cell_by_cell_taken_without_it_published_and_undone(enter: SignedIn):
    page = enter("supervisor")
    page.get_by_role("link", name="Upload State laws").click()
    page.get_by_label("CSV file").set_input_files(files=[{"name": "laws.csv", "mimeType": "text/csv", "buffer": LAWS}])
    page.get_by_role("button", name="See what it would do").click()
    expect(page.get_by_text("0 to add, 1 to change, 0 unchanged, 1 refused. 31 rows")).to_be_visible()
    expect(page.get_by_role("region", name="Refused cells")).to_contain_text("weather")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Take it into my draft").click()
    expect(page.get_by_role("alert").filter(has_text="Nothing was taken")).to_be_visible()
    page.get_by_label("Leave out the 1 refused row").check()
    page.get_by_role("button", name="Take it into my draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Review and publish")
    expect(page.locator("ins")).to_have_text("Another wording.")
    assert axe_violations(page) == []
    publish(page, "The statute was amended.")
    page.get_by_role("button", name="Undo it").click()
    expect(page.locator("del")).to_have_text("Another wording.")
    page.get_by_label("What changes, and why").fill("It was not.")
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("It is undone.")).to_be_visible()
    page.goto("/staff/data/history")
    expect(page.get_by_role("row").nth(2)).to_contain_text("undone by 2")


def test_of_two_who_edit_one_rule_the_second_is_told_and_loses_nothing(enter: SignedIn):
    second, first = enter("supervisor"), enter("admin")
    open_rule(second)
    open_rule(first)
    first.get_by_label("Wording").fill("The first one's words.")
    first.get_by_role("button", name="Save to my draft").click()
    publish(first, "clearer")
    second.get_by_label("Wording").fill("The second one's words.")
    second.get_by_role("button", name="Save to my draft").click()
    told = second.get_by_role("alert").filter(has_text="Somebody else changed this row")
    expect(told).to_contain_text("admin published a change of it")
    expect(told).to_contain_text("clearer")
    expect(second.get_by_label("Wording")).to_have_value("The second one's words.")
    expect(second.locator("#cell-wording-theirs")).to_contain_text("The first one's words.")
    assert axe_violations(second) == []
    second.get_by_role("button", name="Save to my draft").click()
    expect(second.locator("del")).to_have_text("The first one's words.")
    publish(second, "clearer still")
