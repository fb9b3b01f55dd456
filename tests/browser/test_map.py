"""The map: only when asked for, in step with the list, by keyboard, on paper, and from nobody else's server."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, axe_violations

SEARCH = "/clinics?near=85032"


def show_map(page: Page) -> None:
    page.get_by_role("button", name="Show map").click()
    expect(page.locator(".map-county").first).to_be_attached()


def numbers(page: Page, selector: str) -> list[str]:
    return page.locator(selector).all_inner_texts()


def test_nothing_of_the_map_is_loaded_before_its_button_is_pressed(visit: Visit):
    page = visit(SEARCH)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.partition("?")[0].partition("/vendor/")[2]))
    page.wait_for_load_state("networkidle")
    assert page.locator("script[src*=leaflet]").count() == 0
    show_map(page)
    assert list(filter(None, loaded)) == ["leaflet.js", "leaflet.css", "map/index.json", "map/AZ.json"]


def test_pins_bear_the_numbers_of_the_list_on_every_page_of_it(visit: Visit):
    page = visit(SEARCH)
    show_map(page)
    assert numbers(page, ".map-pin") == numbers(page, ".card .number") == [str(n) for n in range(1, 11)]
    page.get_by_role("link", name="Next clinics, further away").click()
    expect(page.locator(".number").first).to_have_text("11")
    show_map(page)
    assert numbers(page, ".map-pin") == numbers(page, ".card .number")
    values = page.locator(".cards > li[value]").evaluate_all("items => items.map((item) => String(item.value))")
    assert values == numbers(page, ".card .number")


def test_a_changed_filter_draws_the_new_list(visit: Visit):
    page = visit(SEARCH)
    show_map(page)
    with page.expect_response("**/clinics"):
        page.get_by_label("Spravato", exact=True).check()
    expect(page.locator(".map-county").first).to_be_attached()
    expect(page.get_by_role("button", name="Hide map")).to_have_attribute("aria-expanded", "true")
    # List and pins at one moment, once the new list has its pins.
    page.wait_for_function(
        """() => {
          const names = [...document.querySelectorAll(".card h3 a")].map(link => link.textContent.trim());
          const labels = [...document.querySelectorAll(".map-pin")].map(pin => pin.getAttribute("aria-label"));
          return location.search.includes("treatment=spravato") && names.length > 0 && names.length === labels.length
            && names.every((name, n) => labels[n].includes(`, ${name}`));
        }"""
    )


def test_list_and_map_point_at_each_other(visit: Visit):
    page = visit(SEARCH)
    show_map(page)
    page.locator(".card").nth(1).hover()
    expect(page.locator(".map-pin.is-highlighted")).to_have_text("2")
    page.locator(".map-pin", has_text="3").hover()
    expect(page.locator(".card.is-highlighted .number")).to_have_text("3")


def test_a_pin_is_reached_by_keyboard_and_leads_to_its_clinic(visit: Visit):
    page = visit(SEARCH)
    show_map(page)
    pin = page.get_by_role("button", name="2, NeuroStim TMS Scottsdale")
    pin.focus()
    expect(page.locator(".card.is-highlighted .number")).to_have_text("2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="NeuroStim TMS Scottsdale", exact=True)).to_be_focused()


def test_a_far_clinic_comes_into_sight_when_the_list_points_at_it(visit: Visit):
    page = visit(SEARCH, reduced_motion="reduce")
    show_map(page)
    page.locator(".card h3 a").last.focus()
    pin, frame = page.locator(".map-pin", has_text="10").bounding_box(), page.locator(".map").bounding_box()
    assert pin is not None
    assert frame is not None
    assert frame["x"] <= pin["x"] <= frame["x"] + frame["width"]
    assert frame["y"] <= pin["y"] <= frame["y"] + frame["height"]


def test_the_map_names_the_start_and_the_bigger_cities(visit: Visit):
    page = visit(SEARCH)
    show_map(page)
    expect(page.get_by_role("img", name="Start of the search")).to_be_visible()
    assert {"Phoenix", "Mesa"} <= set(numbers(page, ".map-city"))


def test_it_closes_again(visit: Visit):
    page = visit(SEARCH)
    show_map(page)
    page.get_by_role("button", name="Hide map").click()
    expect(page.locator(".map")).to_have_count(0)
    expect(page.get_by_role("button", name="Show map")).to_have_attribute("aria-expanded", "false")


def test_a_map_that_cannot_be_loaded_says_so(visit: Visit):
    page = visit(SEARCH, cut_off=True)
    page.route("**/leaflet.js*", lambda route: route.abort())
    page.get_by_role("button", name="Show map").click()
    expect(page.get_by_role("alert").filter(has_text="could not be loaded")).to_be_visible()


def test_a_clinic_page_has_a_small_one(visit: Visit, site: str):
    page = visit(SEARCH)
    page.goto(site + (page.locator(".card h3 a").first.get_attribute("href") or ""))
    show_map(page)
    expect(page.get_by_role("img", name="Serenity Mental Health Centers - Desert Ridge")).to_be_visible()


def test_it_is_printed_when_it_is_open_and_the_list_always(visit: Visit):
    page = visit(SEARCH)
    show_map(page)
    page.emulate_media(media="print")
    expect(page.locator(".map")).to_be_visible()
    expect(page.locator(".card").first).to_be_visible()
    expect(page.get_by_role("button", name="Hide map")).to_be_hidden()


def test_nothing_is_wider_than_a_narrow_screen(visit: Visit):
    page = visit(SEARCH, viewport={"width": 320, "height": 700})
    show_map(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_with_the_open_map(visit: Visit, scheme: str):
    page = visit(SEARCH, color_scheme=scheme)
    show_map(page)
    assert axe_violations(page) == []
