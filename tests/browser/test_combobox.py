"""The search box with suggestions: by keyboard, by pointer, for screen readers, and when answers come late."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit, axe_violations

OPTION = "#near-options [role=option]"


def type_in(page: Page, text: str) -> None:
    page.locator("#near").press_sequentially(text, delay=20)


def test_the_list_opens_with_its_count_announced_and_escape_closes_it_keeping_the_text(visit: Visit):
    page = visit("/")
    box, options = page.get_by_role("combobox", name="ZIP code, city and state, or address"), page.locator(OPTION)
    type_in(page, "st pet")
    expect(options.first).to_have_text("Saint Petersburg, FL")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#near-status")).to_have_text("8 suggestions. Use the down arrow to choose.")
    page.keyboard.press("Escape")
    expect(page.locator("#near-options")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("st pet")


def test_arrows_go_round_through_the_box_and_enter_searches_for_the_active_option(visit: Visit):
    page = visit("/")
    box = page.locator("#near")
    type_in(page, "85032")
    expect(page.locator(OPTION)).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "near-option-1")
    expect(page.locator(f"{OPTION}[aria-selected=true]")).to_have_text("85032 Phoenix, AZ")
    page.keyboard.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", "near-option-1")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    expect(page.locator(f"{OPTION}[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clinics?near=85032*")
    expect(page.locator("#results-title")).to_have_text("Clinics near Phoenix, AZ 85032")


def test_enter_without_an_active_option_searches_for_what_was_typed(visit: Visit):
    page = visit("/")
    type_in(page, "mesa")
    expect(page.locator(OPTION).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#results-title")).to_have_text("Which one did you mean?")


def test_a_tap_on_an_option_searches_in_place_and_options_are_large_enough_for_a_finger(visit: Visit):
    page = visit("/clinics?near=85032", viewport={"width": 360, "height": 800}, has_touch=True)
    page.locator("#near").fill("Mes")
    option = page.locator(OPTION, has_text="Mesa, AZ")
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    option.tap()
    expect(page.locator("#results-title")).to_have_text("Clinics near Mesa, AZ")
    expect(page.locator("#near")).to_have_value("Mesa, AZ")
    expect(page.locator("#near-options")).to_be_hidden()


def test_a_late_answer_never_replaces_a_newer_one(visit: Visit):
    page = visit("/", cut_off=True)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/suggest?q=me", hold)
    type_in(page, "me")
    page.wait_for_timeout(400)
    assert len(held) == 1
    type_in(page, "sa")  # "mesa" now.
    expect(page.locator(OPTION).first).to_have_text("Mesa, AZ")
    held[0].fulfill(body='<ul role="listbox"><li role="option">late</li></ul>')
    page.wait_for_timeout(200)
    expect(page.locator(OPTION).first).to_have_text("Mesa, AZ")


def test_half_composed_text_asks_for_nothing(visit: Visit):
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    box = page.locator("#near")
    box.evaluate(
        "box => { box.value = 'mesa';"
        " box.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true })); }"
    )
    page.wait_for_timeout(300)
    assert asked == []
    box.evaluate("box => box.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))")
    expect(page.locator(OPTION).first).to_have_text("Mesa, AZ")


def test_a_street_address_is_not_asked_about_while_it_is_typed(visit: Visit):
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    type_in(page, "1501 N Gil")
    page.wait_for_timeout(400)
    assert not any("Gil" in url for url in asked)
    page.locator("#near").fill("Gilbert")
    expect(page.locator(OPTION).first).to_have_text("Gilbert, AZ")


def test_a_server_that_fails_leaves_a_plain_text_box(visit: Visit):
    page = visit("/", cut_off=True)
    page.route("**/suggest*", lambda route: route.abort())
    type_in(page, "85032")
    page.keyboard.press("Enter")
    expect(page.locator("#results-title")).to_have_text("Clinics near Phoenix, AZ 85032")


def test_without_javascript_the_box_is_a_text_field_and_searches(visit: Visit):
    page = visit("/", java_script_enabled=False)
    expect(page.get_by_role("combobox", name="ZIP code")).to_have_count(0)
    expect(page.get_by_role("button", name="Use my location")).to_be_hidden()
    page.get_by_label("ZIP code, city and state, or address").fill("85032")
    page.keyboard.press("Enter")
    expect(page.locator("#results-title")).to_have_text("Clinics near Phoenix, AZ 85032")
    expect(page.get_by_role("button", name="Show map")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_open_list(visit: Visit, scheme: str):
    page = visit("/", color_scheme=scheme)
    type_in(page, "st pet")
    expect(page.locator(OPTION)).to_have_count(8)
    page.keyboard.press("ArrowDown")
    assert axe_violations(page) == []
