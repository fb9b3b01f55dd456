"""What people do, in a real browser: with and without JavaScript, by keyboard alone, on a small screen, on paper."""

import re
from typing import Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage, Watched, axe_violations
from tests.guards.every_page import PAGES

kinds = pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in PAGES.items()])
FOUND: Final = "/clinics?near=85032"


def search(page: Page, near: str) -> None:
    page.locator("#near").fill(near)
    page.get_by_role("button", name="Search").click()


def title(page: Page) -> str:
    return page.locator("#results-title").inner_text()


def expect_title(page: Page, text: str) -> None:
    expect(page.locator("#results-title")).to_have_text(text)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.name || document.activeElement.innerText")


class TestWithJavaScript:
    def test_a_person_finds_a_clinic_and_its_phone(self, open_page: OpenPage):
        with open_page("/") as watched:
            page = watched.page
            search(page, "85032")
            expect_title(page, "Clinics near Phoenix, AZ 85032")
            page.get_by_role("checkbox", name="Spravato").check()
            expect(page.locator(".notice")).to_contain_text("prior authorization")
            assert page.url == f"{watched.site}/clinics?near=85032&treatment=spravato"
            page.locator("article.card h3 a").first.click()
            expect(page.get_by_role("heading", name="Insurance", exact=True)).to_be_visible()
            expect(page.locator("main a.call")).to_have_attribute("href", re.compile(r"tel:\+1\d{10}"))

    def test_each_control_swaps_the_results_in_place(self, open_page: OpenPage):
        with open_page("/clinics?near=90210") as watched:
            page = watched.page
            page.evaluate("window.stayed = true")
            page.get_by_label("Distance").select_option("10")
            expect(page.locator(".count")).to_contain_text("within 10 miles")
            page.get_by_label("Insurance").select_option("cigna")
            expect(page.locator(".insurance").first).to_contain_text("Cigna")
            page.get_by_label("Insurance").select_option("")
            page.get_by_text("More filters").click()
            page.get_by_label("offer online visits").check()
            expect(page.locator(".tags").first).to_contain_text("Online visits")
            page.get_by_label("Network").select_option("cps-utah")
            expect(page.locator("article.card")).to_have_count(3)
            page.get_by_label("are open now").check()
            page.wait_for_url("**open_now=true**")
            assert page.evaluate("window.stayed")
            for piece in ("near=90210", "radius=10", "telehealth=true", "network=cps-utah", "open_now=true"):
                assert piece in page.url

    def test_the_address_bar_can_be_shared(self, open_page: OpenPage):
        with open_page(FOUND) as watched:
            watched.page.get_by_role("checkbox", name="TMS").check()
            watched.page.wait_for_url("**treatment=tms**")
            names = watched.page.locator("article.card h3").all_inner_texts()
            with open_page(watched.page.url.removeprefix(watched.site)) as friend:
                assert friend.page.locator("article.card h3").all_inner_texts() == names
                expect(friend.page.get_by_role("checkbox", name="TMS")).to_be_checked()

    def test_back_after_two_searches_gives_whole_right_pages(self, open_page: OpenPage):
        with open_page(FOUND) as watched:
            page = watched.page
            search(page, "Mesa, AZ")
            expect_title(page, "Clinics near Mesa, AZ")
            search(page, "10001")
            expect_title(page, "Clinics near New York, NY 10001")
            for near, heading in (("Mesa, AZ", "Mesa, AZ"), ("85032", "Phoenix, AZ 85032")):
                page.go_back()
                expect_title(page, f"Clinics near {heading}")
                expect(page.locator("#near")).to_have_value(near)
                expect(page.locator("header.site-header")).to_be_visible()
                expect(page.locator(".crisis-bar")).to_be_visible()
                assert page.title() == f"Clinics near {heading} · clinicfinder"
            page.go_forward()
            expect_title(page, "Clinics near Mesa, AZ")

    def test_back_restores_the_filters_with_the_results(self, open_page: OpenPage):
        with open_page(FOUND) as watched:
            page = watched.page
            page.get_by_role("checkbox", name="Spravato").check()
            page.wait_for_url("**treatment=spravato**")
            page.get_by_label("Distance").select_option("100")
            page.wait_for_url("**radius=100**")
            page.go_back()
            expect(page.get_by_label("Distance")).to_have_value("25")
            expect(page.get_by_role("checkbox", name="Spravato")).to_be_checked()
            page.go_back()
            expect(page.get_by_role("checkbox", name="Spravato")).not_to_be_checked()

    def test_back_from_a_clinic_gives_the_results_again(self, open_page: OpenPage):
        with open_page("/") as watched:
            page = watched.page
            search(page, "Springfield")
            page.get_by_role("link", name="Springfield, MO", exact=True).click()
            expect_title(page, "Clinics near Springfield, MO")
            page.locator("article.card h3 a").first.click()
            expect(page.locator("h1")).to_be_visible()
            page.go_back()
            expect_title(page, "Clinics near Springfield, MO")
            expect(page.locator("article.card")).to_have_count(10)

    def test_a_late_answer_never_overwrites_a_newer_one(self, open_page: OpenPage):
        with open_page("/clinics?near=90210") as watched:
            page = watched.page
            held: list[Route] = []
            page.route("**/clinics", lambda route: route.continue_() if held else held.append(route))
            search(page, "85032")
            page.wait_for_timeout(200)
            assert held
            search(page, "10001")
            expect_title(page, "Clinics near New York, NY 10001")
            held[0].continue_()
            page.wait_for_timeout(700)
            assert title(page) == "Clinics near New York, NY 10001"
            assert page.url.endswith("near=10001")

    def test_a_failed_search_replaces_the_last_results(self, open_page: OpenPage):
        with open_page(FOUND) as watched:
            page = watched.page
            search(page, "Qwxzzy")
            expect_title(page, "We could not find that place.")
            expect(page.locator("article.card")).to_have_count(0)
            assert page.title().startswith("Error: ")
            assert page.url.endswith(FOUND), "a place that was not understood stays out of the address bar"

    def test_a_broken_network_is_said_and_never_leaves_old_results(self, open_page: OpenPage):
        with open_page(FOUND) as watched:
            page = watched.page
            page.route("**/clinics", lambda route: route.abort())
            search(page, "10001")
            expect(page.locator("#results [role=alert]")).to_contain_text("could not be reached")
            expect(page.locator("#announce")).to_contain_text("could not be reached")
            expect(page.locator("article.card")).to_have_count(0)
            page.unroute("**/clinics")
            search(page, "10001")
            expect_title(page, "Clinics near New York, NY 10001")
            watched.troubles = [t for t in watched.troubles if "ERR_FAILED" not in t and "htmx:sendError" not in t]

    def test_the_live_region_says_how_many_and_how_near(self, open_page: OpenPage):
        with open_page(FOUND) as watched:
            page = watched.page
            region = page.locator("#announce")
            expect(region).to_have_attribute("aria-live", "polite")
            page.evaluate("window.region = document.getElementById('announce')")
            page.get_by_label("Distance").select_option("100")
            expect(region).to_contain_text("within 100 miles")
            expect(region).to_have_text(page.locator(".count").inner_text())
            assert page.evaluate("window.region === document.getElementById('announce')"), "the node itself must stay"

    def test_focus_moves_to_the_answer_after_a_search_and_stays_on_a_changed_filter(self, open_page: OpenPage):
        with open_page(FOUND) as watched:
            page = watched.page
            search(page, "Mesa, AZ")
            expect_title(page, "Clinics near Mesa, AZ")
            assert focused(page) == "results-title"
            page.get_by_role("checkbox", name="Spravato").focus()
            page.keyboard.press("Space")
            page.wait_for_url("**treatment=spravato**")
            assert focused(page) == "treatment"

    def test_words_of_crisis_bring_the_crisis_line_into_focus(self, open_page: OpenPage):
        with open_page(FOUND) as watched:
            page = watched.page
            search(page, "I want to die")
            expect(page.locator(".crisis-first")).to_be_visible()
            assert focused(page) == "crisis-first-title"
            expect(page.locator("#announce")).to_contain_text("988")
            top = page.evaluate("document.getElementById('crisis-first-title').getBoundingClientRect().top")
            assert 0 <= top < 800

    def test_no_cookie_and_nothing_else_is_kept(self, open_page: OpenPage):
        with open_page("/") as watched:
            page = watched.page
            search(page, "85032")
            expect_title(page, "Clinics near Phoenix, AZ 85032")
            search(page, "Mesa, AZ")
            expect_title(page, "Clinics near Mesa, AZ")
            assert page.context.cookies() == []
            assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


class TestWithoutJavaScript:
    def test_a_person_searches_filters_pages_and_goes_back(self, open_page: OpenPage):
        with open_page("/", java_script_enabled=False) as watched:
            page = watched.page
            page.get_by_role("checkbox", name="Spravato").check()
            search(page, "85032")
            expect_title(page, "Clinics near Phoenix, AZ 85032")
            expect(page.locator(".notice")).to_contain_text("prior authorization")
            page.get_by_label("Distance").select_option("100")
            page.get_by_role("button", name="Search").click()
            expect(page.locator(".count")).to_contain_text("100 miles")
            expect(page.get_by_role("checkbox", name="Spravato")).to_be_checked()
            page.get_by_role("link", name="Next clinics, further away").click()
            expect(page.locator("article.card")).to_have_count(10)
            page.go_back()
            page.locator("article.card h3 a").first.click()
            expect(page.locator("h1")).to_be_visible()

    def test_an_ambiguous_name_is_chosen_by_link(self, open_page: OpenPage):
        with open_page("/", java_script_enabled=False) as watched:
            search(watched.page, "Springfield")
            expect_title(watched.page, "Which one did you mean?")
            watched.page.get_by_role("link", name="Springfield, OR", exact=True).click()
            expect_title(watched.page, "Clinics near Springfield, OR")

    def test_a_refused_search_keeps_what_was_typed(self, open_page: OpenPage):
        with open_page("/", java_script_enabled=False) as watched:
            search(watched.page, "2634")
            expect(watched.page.locator("#near")).to_have_value("2634")
            watched.page.get_by_role("link", name="02634").click()
            expect_title(watched.page, "Clinics near Centerville, MA 02634")


class TestByKeyboardAlone:
    def test_a_search_from_the_skip_link_to_a_phone_number(self, open_page: OpenPage):
        with open_page("/") as watched:
            page = watched.page
            page.keyboard.press("Tab")
            assert focused(page) == "Skip to the content"
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            assert focused(page) == "near"
            page.keyboard.type("85032")
            page.keyboard.press("Enter")
            expect_title(page, "Clinics near Phoenix, AZ 85032")
            page.locator("#near").focus()
            page.keyboard.press("Control+A")
            page.keyboard.type("Mesa, AZ")
            page.keyboard.press("Enter")
            expect_title(page, "Clinics near Mesa, AZ")
            assert focused(page) == "results-title"
            page.keyboard.press("Tab")
            assert focused(page) == "Show map"
            page.keyboard.press("Tab")
            assert "Serenity" in focused(page)
            page.keyboard.press("Tab")
            assert focused(page).startswith("Call ")

    def test_every_stop_is_seen(self, open_page: OpenPage):
        """Each element that takes the focus shows it, and none is hidden behind another."""
        with open_page("/clinics?near=85032&treatment=spravato") as watched:
            page = watched.page
            for _ in range(60):
                page.keyboard.press("Tab")
                seen = page.evaluate(
                    """() => {
                        const e = document.activeElement;
                        if (e === document.body) return "body";
                        const box = e.getBoundingClientRect(), style = getComputedStyle(e);
                        const label = e.closest("label") ?? e;
                        const outer = getComputedStyle(label);
                        const ring = [style, outer].some(s => s.outlineStyle !== "none" && s.outlineWidth !== "0px"
                            || s.boxShadow !== "none");
                        const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
                        return ring && inside ? "" : `${e.outerHTML.slice(0, 80)}: ring ${ring}, seen ${inside}`;
                    }"""
                )
                if seen == "body":
                    break
                assert seen == ""


class TestSmallScreensAndLargeText:
    @kinds
    def test_nothing_scrolls_sideways_at_320_pixels(self, open_page: OpenPage, path: str):
        with open_page(path, viewport={"width": 320, "height": 640}) as watched:
            assert sideways(watched) == []

    @kinds
    def test_nothing_scrolls_sideways_with_text_at_200_percent(self, open_page: OpenPage, path: str):
        with open_page(path, viewport={"width": 640, "height": 800}) as watched:
            watched.page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert sideways(watched) == []

    def test_targets_are_large_enough_for_a_thumb(self, open_page: OpenPage):
        with open_page(FOUND, viewport={"width": 320, "height": 640}, has_touch=True) as watched:
            small = watched.page.evaluate(
                """() => [...document.querySelectorAll("button, select, label.chip, summary, .actions a, .pages a")]
                    .filter(e => e.offsetParent && Math.min(e.offsetHeight, e.offsetWidth) < 24)
                    .map(e => `${e.tagName} ${e.innerText} ${e.offsetWidth}x${e.offsetHeight}`)"""
            )
            assert small == []


def sideways(watched: Watched) -> list[str]:
    """The elements that stick out to the right of the screen, if the page can be scrolled there."""
    return watched.page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
            [...document.querySelectorAll("body *")]
                .filter(e => !e.closest(".scroll, .visually-hidden"))
                .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                .map(e => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).slice(0, 8)"""
    )


class TestPaper:
    @kinds
    def test_shows_the_crisis_line_and_no_form(self, open_page: OpenPage, path: str):
        with open_page(path) as watched:
            watched.page.emulate_media(media="print")
            expect(watched.page.locator(".crisis-footer")).to_be_visible()
            assert "988" in watched.page.locator(".crisis-footer").inner_text()

    def test_is_dark_on_white_from_a_device_that_prefers_dark(self, open_page: OpenPage):
        with open_page(FOUND, color_scheme="dark") as watched:
            on_screen = ink(watched)
            watched.page.emulate_media(media="print")
            assert ink(watched) < 300 < on_screen
            assert axe_violations(watched.page) == []


def ink(watched: Watched) -> int:
    """How light the title's letters are: red, green and blue together, from 0 to 765."""
    color = watched.page.locator("#results-title").evaluate("e => getComputedStyle(e).color")
    return sum(map(int, re.findall(r"\d+", color)[:3]))


class TestAccessibility:
    @kinds
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing(self, open_page: OpenPage, path: str, scheme: str):
        with open_page(path, color_scheme=scheme) as watched:
            for details in watched.page.locator("details").all():
                details.evaluate("e => { e.open = true }")
            assert axe_violations(watched.page) == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("near", ["Mesa, AZ", "Springfield", "Qwxzzy", "I want to die"])
    def test_axe_finds_nothing_after_a_swap(self, open_page: OpenPage, near: str, scheme: str):
        with open_page(FOUND, color_scheme=scheme) as watched:
            search(watched.page, near)
            expect(watched.page.locator("#results-title")).not_to_have_text("Clinics near Phoenix, AZ 85032")
            assert axe_violations(watched.page) == []

    def test_the_policy_of_the_page_is_enforced(self, open_page: OpenPage):
        with open_page(FOUND) as watched:
            blocked = watched.page.evaluate(
                """() => new Promise(done => {
                    document.addEventListener("securitypolicyviolation", e => done(e.effectiveDirective));
                    const s = document.createElement("script"); s.textContent = "window.ran = true";
                    document.body.append(s);
                })"""
            )
            assert blocked.startswith("script-src")
            assert watched.page.evaluate("window.ran") is None
            watched.troubles = [t for t in watched.troubles if "Content Security Policy" not in t]
