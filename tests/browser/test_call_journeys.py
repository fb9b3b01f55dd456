"""A whole call in a real browser: by keyboard alone, through an ended sign-in, on any screen, and nothing is lost."""

import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import text
from werkzeug.serving import make_server

from clinicfinder.app import missing_browser_libraries
from clinicfinder.web.current import ENGINE
from tests.browser.conftest import axe_violations, missing_or_skip
from tests.staff.conftest import PASSWORD, staff_site, staffed_database

__all__ = ["staff_site", "staffed_database"]  # The console's fixtures, for this folder too.

SCHEMES: Final = pytest.mark.parametrize("scheme", ["light", "dark"])
MOST_PRESSES: Final = 40

# The frame of focus may stand around the field, its chip or its clinic.
HAS_FRAME: Final = """() => {
  let stop = document.activeElement;
  for (let steps = 0; stop && steps < 3; steps += 1, stop = stop.parentElement) {
    const style = getComputedStyle(stop);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    if (outlined || style.boxShadow !== "none") return true;
  }
  return false;
}"""


@pytest.fixture
def site(staff_site: Flask, make_settings: Callable[..., Any]) -> Iterator[str]:
    """The console on loopback, with an account per role and a database of its own."""
    if missing := missing_browser_libraries(make_settings()):
        missing_or_skip(f"the browser libraries are not installed: {', '.join(missing)} (`make setup` does it)")
    server = make_server("127.0.0.1", 0, staff_site, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def console(visit) -> Callable[..., Page]:
    """A page of an agent who has just signed in."""

    def opened(**options: Any) -> Page:
        page = visit("/staff/sign-in", **options)
        sign_in(page)
        expect(page.locator("#call-form")).to_be_visible()
        return page

    return opened


def sign_in(page: Page, role: str = "agent") -> None:
    page.get_by_label("Username").fill(role)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")


def all_kept(page: Page) -> None:
    expect(page.locator("#call-kept")).to_have_text("Everything typed is kept.")


class Hands:
    """Two hands on a keyboard. `presses` counts every key but typed text; a chord counts each of its keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, keys: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(keys)
            self.presses += len(keys.split("+"))

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)


def end_sign_ins(app: Flask) -> None:
    with app.extensions[ENGINE].begin() as connection:
        connection.execute(text("UPDATE staff_sessions SET ended_at = created_at"))


def ask(page: Page) -> None:
    """Place, treatment, payer, kind of plan and clinic."""
    page.locator("#f-place").fill("33618")
    page.locator("#f-treatment").select_option("spravato")
    page.locator("#f-payer").fill("Cigna")
    page.locator("#f-plan_type").select_option("commercial")
    expect(page.locator("#call-figure")).to_contain_text("Spravato with Cigna in Florida")
    page.get_by_label("Florida TMS Clinic").or_(page.locator("#call-clinics input")).first.check()
    expect(page.locator("#say-figure")).not_to_contain_text("at the clinic")


class TestByKeyboard:
    def test_a_whole_call_takes_few_presses_besides_what_is_typed(self, console):
        page = console()
        hands = Hands(page)
        hands.press("Alt+3")
        expect(page.locator("#f-place")).to_be_focused()
        hands.type("33618")
        hands.press("Alt+4")
        hands.type("Spr")
        hands.press("Alt+5")
        hands.type("Cigna")
        hands.press("Tab")
        hands.type("Thr")  # Through an employer ...
        expect(page.locator("#call-figure")).to_contain_text("the estimate of what you may pay is $")
        hands.press("Alt+6")
        hands.press("Space")
        expect(page.locator("#call-clinics input:checked")).to_have_count(1)
        hands.press("Alt+8")
        expect(page.locator("#f-outcome")).to_be_focused()
        hands.type("Caller")  # Caller will think about it.
        hands.press("Tab", 3)
        hands.type("Rings again on Monday")
        hands.press("Tab", 2)
        expect(page.get_by_role("button", name="Save and get the reference")).to_be_focused()
        hands.press("Enter")
        expect(page.locator(".big-reference")).to_be_visible()
        assert hands.presses < MOST_PRESSES, hands.presses
        hands.press("Tab")
        expect(page.locator("#main a", has_text="New call")).to_be_focused()

    def test_every_stop_of_the_way_shows_where_it_is(self, console):
        page = console()
        page.keyboard.press("Alt+3")
        bare = []
        for _ in range(20):
            page.keyboard.press("Tab")
            if not page.evaluate(HAS_FRAME):
                bare.append(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))
        assert bare == []

    def test_shortcuts_are_listed_in_the_page_and_go_from_panel_to_panel(self, console):
        page = console()
        page.locator("#main").focus()
        page.keyboard.press("?")
        expect(page.locator("#call-help")).to_have_attribute("open", "")
        expect(page.locator("#call-help summary")).to_be_focused()
        page.keyboard.press("?")
        expect(page.locator("#call-help")).not_to_have_attribute("open", "")
        page.keyboard.press("Alt+1")
        expect(page.locator("#panel-1")).to_be_focused()
        for stop in ("f-danger", "f-place", "f-treatment", "f-payer"):
            page.keyboard.press("Alt+n")
            expect(page.locator(f"#{stop}")).to_be_focused()

    def test_a_question_mark_in_a_field_is_text(self, console):
        page = console()
        page.locator("#f-note").focus()
        page.keyboard.type("when? 12345678 n")
        expect(page.locator("#f-note")).to_have_value("when? 12345678 n")
        expect(page.locator("#call-help")).not_to_have_attribute("open", "")

    def test_shortcuts_that_are_turned_off_do_nothing(self, console):
        page = console()
        page.locator("#call-help summary").click()
        page.get_by_role("button", name="Turn shortcuts off").click()
        expect(page.locator("#call-form")).to_have_attribute("data-shortcuts", "off")
        page.locator("#f-note").focus()
        page.keyboard.press("Alt+3")
        expect(page.locator("#f-note")).to_be_focused()
        expect(page.locator("kbd.hint").first).to_be_hidden()


class TestSideBySide:
    def test_clinics_and_figure_follow_the_answers_and_the_hand_stays_where_it_is(self, console):
        page = console()
        page.locator("#f-place").fill("33618")
        page.keyboard.press("Tab")
        expect(page.locator("#call-clinics .clinic").first).to_be_visible()
        page.locator("#f-treatment").select_option("spravato")
        page.locator("#f-payer").focus()
        page.keyboard.type("Cigna")
        page.keyboard.press("Tab")
        expect(page.locator("#call-figure")).to_contain_text("Spravato with Cigna")
        expect(page.locator("#f-plan_type")).to_be_focused()
        # Both at one moment: an answer that is still to come puts them anew.
        clinics, figure = page.evaluate(
            """() => ["#call-clinics", "#call-figure"].map(
                name => document.querySelector(name).getBoundingClientRect().toJSON())"""
        )
        assert abs(clinics["y"] - figure["y"]) < 5
        assert clinics["right"] <= figure["x"]

    def test_what_follows_from_the_answers_has_its_room_before_the_first_answer(self, console):
        page = console(viewport={"width": 1280, "height": 800})
        plan, live = (page.locator(name).bounding_box() for name in ("#panel-5", "#panel-6"))
        assert abs(plan["y"] + plan["height"] - live["y"] - live["height"]) < 2

    def test_the_figure_stays_in_sight_beside_the_last_question_about_the_plan(self, console):
        page = console(viewport={"width": 1280, "height": 800})
        ask(page)
        page.locator("#call-course summary").focus()
        page.locator("#call-course summary").scroll_into_view_if_needed()
        for seen in (page.locator("#call-course summary"), page.locator("#call-figure .the-figure strong").first):
            box = seen.bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 800

    def test_what_is_typed_while_the_panels_are_on_their_way_counts(self, console):
        page = console()
        page.locator("#f-treatment").select_option("spravato")
        page.locator("#f-payer").focus()
        page.keyboard.type("Cigna", delay=80)
        page.keyboard.press("Tab")
        expect(page.locator("#f-payer")).to_have_value("Cigna")
        expect(page.locator("#call-figure")).to_contain_text("Spravato with Cigna")
        expect(page.locator("#f-plan_type")).to_be_focused()

    def test_a_clinic_is_chosen_by_one_key_and_the_focus_stays_on_it(self, console):
        page = console()
        page.locator("#f-place").fill("33618")
        page.keyboard.press("Tab")
        expect(page.locator("#call-clinics input").first).to_be_visible()
        page.keyboard.press("Alt+6")
        page.keyboard.press("Space")
        expect(page.locator("#call-clinics input:checked")).to_have_count(1)
        all_kept(page)
        expect(page.locator("#call-clinics input:checked")).to_be_focused()

    def test_words_of_crisis_bring_help_while_they_are_typed(self, console):
        page = console()
        page.locator("#f-note").focus()
        page.keyboard.type("she wants to end it all")
        expect(page.locator("#crisis-first-title")).to_be_visible()
        expect(page.locator("#f-note")).to_be_focused()
        expect(page.locator("#f-note")).to_have_value("she wants to end it all")
        assert page.locator("#crisis-first-title").evaluate("e => e.getBoundingClientRect().top >= 0")

    def test_a_name_of_many_towns_leaves_the_panels_below_where_they_are(self, console):
        page = console(viewport={"width": 1280, "height": 800})
        page.locator("#f-place").fill("Springfield")
        page.keyboard.press("Tab")
        expect(page.locator("#call-place input")).to_have_count(25)
        assert page.locator("#panel-4").bounding_box()["y"] < 800
        page.locator("#call-place input").first.focus()
        page.keyboard.press("ArrowUp")  # From the first to the last.
        chosen = page.locator("#call-place input:checked")
        expect(page.locator("#call-place .found")).to_contain_text("Springfield, WV")
        expect(chosen).to_be_focused()
        box, frame = chosen.bounding_box(), page.locator(".place-box").bounding_box()
        assert frame["y"] <= box["y"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]


class TestNothingIsLost:
    def test_when_the_browser_is_closed_in_the_middle(self, console):
        page = console()
        ask(page)
        page.locator("#f-note").fill("half a senten")
        all_kept(page)
        address = page.url
        assert "/staff/calls/" in address
        page.goto("about:blank")
        page.goto(address)
        expect(page.locator("#f-note")).to_have_value("half a senten")
        expect(page.locator("#call-figure")).to_contain_text("Spravato with Cigna in Florida")
        expect(page.locator("#call-clinics input:checked")).to_have_count(1)

    def test_when_the_sign_in_ends_in_the_middle_of_a_call(self, console, staff_site):
        page = console()
        ask(page)
        all_kept(page)
        end_sign_ins(staff_site)
        page.locator("#f-note").focus()
        page.keyboard.type("typed after the sign-in had ended")
        expect(page.locator("#sign-in-notice")).to_contain_text("You were signed out")
        expect(page.locator("#f-note")).to_have_value("typed after the sign-in had ended")
        with page.expect_popup() as opened:
            page.locator("#sign-in-notice a").click()
        other = opened.value
        sign_in(other)
        expect(other.locator("#call-form")).to_be_visible()
        other.close()
        page.bring_to_front()
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(page.locator("#sign-in-notice")).to_be_empty()
        all_kept(page)
        page.reload()
        expect(page.locator("#f-note")).to_have_value("typed after the sign-in had ended")
        page.locator("#f-outcome").select_option("thinking")
        page.get_by_role("button", name="Save and get the reference").click()
        expect(page.locator(".big-reference")).to_be_visible()

    def test_when_the_server_cannot_be_reached_for_a_while(self, visit):
        page = visit("/staff/sign-in", cut_off=True)
        sign_in(page)
        page.route("**/staff/calls/**", lambda route: route.abort())
        page.locator("#f-note").focus()
        page.keyboard.type("kept on this page")
        expect(page.locator("#call-trouble")).to_contain_text("the server does not answer")
        for stop in ("f-note", "f-place"):
            page.locator(f"#{stop}").focus()
            expect(page.locator("#call-trouble")).to_be_in_viewport(ratio=1)
        page.unroute("**/staff/calls/**")
        all_kept(page)
        expect(page.locator("#call-trouble")).to_be_empty()

    def test_leaving_warns_only_while_something_is_not_kept(self, visit):
        page = visit("/staff/sign-in", cut_off=True)
        sign_in(page)
        warned: list[str] = []
        page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
        page.locator("#f-note").focus()
        page.keyboard.type("kept")
        all_kept(page)
        page.get_by_role("link", name="Your account").click()
        expect(page.get_by_role("heading", name="Your account")).to_be_visible()
        assert warned == []
        page.goto(page.url.replace("/account", ""))
        page.route("**/staff/calls/**", lambda route: route.abort())
        page.locator("#f-note").focus()
        page.keyboard.type("not kept")
        expect(page.locator("#call-trouble")).to_contain_text("the server does not answer")
        page.get_by_role("link", name="Your account").click()
        expect(page.get_by_role("heading", name="Your account")).to_be_visible()
        assert warned == ["beforeunload"]

    def test_a_refused_save_puts_the_hand_on_what_is_missing(self, console):
        page = console()
        page.locator("#f-note").fill("first words")
        page.get_by_role("button", name="Save and get the reference").click()
        expect(page.locator("#call-problems")).to_be_focused()
        page.get_by_role("link", name="Choose how the call ended.").click()
        expect(page.locator("#f-outcome")).to_be_focused()
        expect(page.locator("#f-note")).to_have_value("first words")


class TestWithoutJavaScript:
    def test_the_whole_call_works_by_its_buttons(self, console):
        page = console(java_script_enabled=False)
        page.locator("#f-place").fill("33618")
        page.get_by_role("button", name="Find").click()
        page.locator("#f-treatment").select_option("spravato")
        page.locator("#f-payer").fill("Cigna")
        page.locator("#f-plan_type").select_option("commercial")
        page.get_by_role("button", name="Show clinics and estimate").click()
        expect(page.locator("#call-figure")).to_contain_text("Spravato with Cigna in Florida")
        page.locator("#call-clinics input").first.check()
        page.locator("#f-outcome").select_option("thinking")
        page.get_by_role("button", name="Save and get the reference").click()
        expect(page.locator(".big-reference")).to_be_visible()


class TestEverySize:
    @pytest.mark.parametrize("width", [320, 768, 1280])
    def test_nothing_runs_out_of_the_screen(self, console, width):
        page = console(viewport={"width": width, "height": 800})
        ask(page)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    @SCHEMES
    def test_axe_finds_nothing_wrong_with_a_call_and_its_reference(self, console, scheme):
        page = console(color_scheme=scheme, viewport={"width": 1280, "height": 800})
        ask(page)
        page.locator("#f-with-tms").check()
        page.locator("#f-danger").check()
        expect(page.locator("#crisis-first-title")).to_be_visible()
        expect(page.locator("#call-compared table")).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert axe_violations(page) == []
        page.locator("#f-outcome").select_option("thinking")
        page.get_by_role("button", name="Save and get the reference").click()
        expect(page.locator(".big-reference")).to_be_visible()
        assert axe_violations(page) == []
