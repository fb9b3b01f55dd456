"""The estimate in a real browser: the opening question by keyboard, without JavaScript, on a small screen, on paper."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Visit, axe_violations

SCHEMES: Final = pytest.mark.parametrize("scheme", ["light", "dark"])


def ask_opening_question(page: Page) -> None:
    """Cigna in Texas: what about Spravato?"""
    page.get_by_label("Treatment").select_option("spravato")
    page.get_by_label("Insurance company or program").fill("Cigna")
    page.get_by_label("Kind of plan").select_option("commercial")
    page.get_by_label("State or ZIP code").fill("75201")
    page.get_by_role("button", name="Show the estimate").click()
    expect(page.locator("#estimate-title")).to_have_text("Spravato with Cigna in Texas")
    expect(page.locator("#f-facts-failed_antidepressants, #f-indication").first).to_be_visible()


def active_id(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def tab_to(page: Page, field_id: str) -> None:
    """Press Tab until the field has the focus; a form that traps the keyboard never gets there."""
    for _ in range(80):
        if active_id(page) == field_id:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard never reached {field_id}")


class TestByKeyboard:
    def test_the_opening_question_is_asked_and_answered_without_a_mouse(self, visit: Visit):
        page = visit("/estimate?treatment=spravato")
        for field_id, text in (("f-payer", "Cigna"), ("f-place", "TX")):
            tab_to(page, field_id)
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.locator("#estimate-title")).to_have_text("Spravato with Cigna in Texas")
        expect(page.locator("#estimate-title")).to_be_focused()
        page.locator("#f-treatment").focus()
        tab_to(page, "f-facts-failed_antidepressants")
        page.keyboard.type("2")
        page.keyboard.press("Tab")
        expect(page.locator(".criteria .met")).to_contain_text("At least 2 antidepressants")

    def test_the_focus_stays_where_the_hand_is_when_questions_come_in(self, visit: Visit):
        page = visit("/estimate?treatment=spravato")
        tab_to(page, "f-payer")
        page.keyboard.type("Cigna")
        page.keyboard.press("Tab")
        expect(page.locator(".asked")).to_be_visible()
        assert active_id(page) == "f-plan_type"

    def test_what_is_typed_while_an_answer_is_on_its_way_is_kept(self, visit: Visit):
        page = visit("/estimate?treatment=spravato")
        page.locator("#f-payer").fill("Cigna")
        with page.expect_response("**/estimate"):
            page.locator("#f-place").focus()
            page.keyboard.type("TX")
        expect(page.locator(".asked")).to_be_visible()
        assert page.locator("#f-place").input_value() == "TX"


class TestJourney:
    def test_figures_narrow_the_range_and_the_comparison_keeps_every_answer(self, visit: Visit):
        page = visit("/estimate")
        ask_opening_question(page)
        page.locator("#plan-figures summary").click()
        page.get_by_label("Yearly deductible").fill("2000")
        page.get_by_label("How much of it is met this year").select_option("half")
        page.get_by_label("Coinsurance").fill("20")
        page.get_by_label("Yearly out-of-pocket maximum").fill("6000")
        page.get_by_role("button", name="Show the estimate").click()
        # The first answer has a chart too: the second is there when it carries the new figure.
        carried = page.locator("form[action='/estimate/compare'] input[name=deductible]")
        expect(carried).to_have_value("2000")
        expect(page.locator(".estimate .chart")).to_be_visible()
        expect(page.locator("#plan-figures")).to_have_attribute("open", "")
        assert page.url.endswith("/estimate")
        page.get_by_role("button", name="Compare these treatments").click()
        expect(page.get_by_role("columnheader")).to_have_text(["Spravato", "IV ketamine", "TMS", "KAP"])
        assert page.url.endswith("/estimate/compare")
        page.get_by_role("button", name="IV ketamine").click()
        expect(page.locator("#estimate-title")).to_have_text("IV ketamine with Cigna in Texas")
        expect(page.locator("#f-deductible")).to_have_value("2000")

    def test_thoughts_of_suicide_bring_help_first(self, visit: Visit):
        page = visit("/estimate")
        ask_opening_question(page)
        if not page.locator("#f-facts-suicidality").is_visible():
            page.locator("#more-questions summary").click()
        page.locator("#f-facts-suicidality").get_by_label("Yes").check()
        expect(page.locator("#crisis-first-title")).to_be_focused()
        assert page.locator("#estimate-result > *").first.get_attribute("class") == "crisis-first"

    def test_a_bad_answer_is_named_beside_its_field_and_takes_the_focus(self, visit: Visit):
        page = visit("/estimate?treatment=spravato")
        page.locator("#f-place").fill("Zzyzxville")
        page.get_by_role("button", name="Show the estimate").click()
        expect(page.get_by_role("alert")).to_contain_text("We do not know 'Zzyzxville'.")
        page.get_by_role("alert").get_by_role("link").click()
        expect(page.locator("#f-place")).to_be_focused()
        expect(page.locator("#f-place")).to_have_value("Zzyzxville")
        expect(page.locator("#f-place-problem")).to_be_visible()

    def test_clear_empties_the_form(self, visit: Visit):
        page = visit("/estimate")
        ask_opening_question(page)
        page.get_by_role("link", name="Clear everything").click()
        expect(page.locator("#f-payer")).to_have_value("")


class TestWithoutJavaScript:
    def test_the_same_question_gets_the_same_answer(self, open_page: OpenPage):
        with open_page("/estimate", java_script_enabled=False) as watched:
            page = watched.page
            ask_opening_question(page)
            expect(page.locator(".headline")).to_have_text("Possible")
            expect(page.locator("#f-payer")).to_have_value("Cigna")
            assert page.url.endswith("/estimate#estimate-title")
            expect(page.locator(".print-offer")).to_be_hidden()


class TestEverySize:
    @pytest.mark.parametrize("width", [320, 360, 768, 1280])
    def test_nothing_runs_out_of_the_screen(self, visit: Visit, width: int):
        page = visit("/estimate", viewport={"width": width, "height": 800})
        ask_opening_question(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Compare these treatments").click()
        expect(page.locator(".stack")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    def test_the_comparison_stacks_and_names_each_treatment_on_a_small_screen(self, visit: Visit):
        page = visit("/estimate", viewport={"width": 360, "height": 800})
        ask_opening_question(page)
        page.get_by_role("button", name="Compare these treatments").click()
        expect(page.locator(".stack-label").first).to_be_visible()
        tops = page.locator(".stack tbody tr:first-child td").evaluate_all("cells => cells.map(c => c.offsetTop)")
        assert tops == sorted(set(tops))


class TestForEverybody:
    @SCHEMES
    def test_axe_finds_nothing_wrong_with_an_open_answer(self, visit: Visit, scheme: str):
        page = visit("/estimate", color_scheme=scheme)
        ask_opening_question(page)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert axe_violations(page) == []

    @SCHEMES
    def test_axe_finds_nothing_wrong_with_a_refused_form(self, visit: Visit, scheme: str):
        page = visit("/estimate?treatment=spravato", color_scheme=scheme)
        page.locator("#f-place").fill("Zzyzxville")
        page.get_by_role("button", name="Show the estimate").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert axe_violations(page) == []

    @SCHEMES
    def test_axe_finds_nothing_wrong_with_the_comparison(self, visit: Visit, scheme: str):
        page = visit("/estimate", color_scheme=scheme)
        ask_opening_question(page)
        page.get_by_role("button", name="Compare these treatments").click()
        expect(page.locator(".stack")).to_be_visible()
        assert axe_violations(page) == []

    @pytest.mark.parametrize("path", ["/estimate", "/treatments", "/treatments/spravato", "/about-estimates"])
    @SCHEMES
    def test_axe_finds_nothing_wrong_with_the_pages_around_it(self, visit: Visit, path: str, scheme: str):
        assert axe_violations(visit(path, color_scheme=scheme)) == []


class TestOnPaper:
    def test_the_form_is_gone_and_the_folded_parts_are_there(self, visit: Visit):
        page = visit("/estimate")
        ask_opening_question(page)
        page.emulate_media(media="print")
        expect(page.locator("#estimate-form")).to_be_hidden()
        expect(page.locator("#call-script li").first).to_be_visible()
        expect(page.locator(".headline")).to_be_visible()
        expect(page.locator(".crisis-bar")).to_contain_text("988")
        expect(page.locator(".answer")).to_contain_text("Made on ")
