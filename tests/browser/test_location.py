"""Use my location: asked for on a press, rounded, posted, never in an address; five ways to fail, each said."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.conftest import Visit

PHOENIX = {"latitude": 33.4483771, "longitude": -112.0740373}
GRANTED = {"geolocation": PHOENIX, "permissions": ["geolocation"]}


def press(page: Page) -> None:
    page.get_by_role("button", name="Use my location").click()


def posts_of(page: Page) -> list[Request]:
    posts: list[Request] = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    return posts


@pytest.mark.parametrize("start", ["/", "/clinics?near=10001"])
def test_the_nearest_clinics_are_shown_and_no_address_holds_the_point(visit: Visit, start: str):
    page = visit(start, **GRANTED)
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    posts = posts_of(page)
    before = page.url
    press(page)
    heading = page.get_by_role("heading", name="Clinics near your location")
    expect(heading).to_be_focused()
    assert page.url == before
    assert posts[0].post_data is not None
    assert "lat=33.45&lng=-112.07" in posts[0].post_data
    assert "33.448" not in posts[0].post_data
    assert not any("33.4" in url for url in urls)
    expect(page.locator(".distance").first).to_contain_text("about")


def test_filters_pages_and_a_typed_place_go_on_from_there(visit: Visit):
    page = visit("/", **GRANTED)
    press(page)
    expect(page.get_by_role("heading", name="Clinics near your location")).to_be_visible()
    posts = posts_of(page)
    with page.expect_response("**/clinics"):
        page.get_by_label("TMS", exact=True).check()
    expect(page.get_by_role("heading", name="Clinics near your location")).to_be_visible()
    page.get_by_role("button", name="Next clinics, further away").click()
    expect(page.locator(".number").first).to_have_text("11")
    expect(page.locator("#results-title")).to_be_focused()
    expect(page.get_by_label("TMS", exact=True)).to_be_checked()
    assert [("lat=33.45" in (post.post_data or "")) for post in posts] == [True, True]
    page.get_by_label("ZIP code, city and state, or address").fill("10001")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Clinics near New York, NY 10001")).to_be_visible()
    page.wait_for_url("**/clinics?near=10001&treatment=tms")


def test_a_typed_place_is_cleared_since_the_location_was_asked_for(visit: Visit):
    page = visit("/clinics?near=10001", **GRANTED)
    press(page)
    expect(page.get_by_role("heading", name="Clinics near your location")).to_be_visible()
    expect(page.get_by_label("ZIP code, city and state, or address")).to_have_value("")
    expect(page.locator("#near-hint")).to_contain_text("your location")


def test_a_point_outside_the_country_is_named_in_words(visit: Visit):
    page = visit("/", geolocation={"latitude": 48.8566, "longitude": 2.3522}, permissions=["geolocation"])
    press(page)
    expect(page.get_by_role("heading", name="outside the area")).to_be_visible()
    expect(page.locator("#results")).to_contain_text("“Your location”")
    expect(page.locator("#results")).not_to_contain_text("48.8")


def test_denied_is_said_and_focus_goes_back_to_the_box(visit: Visit):
    page = visit("/")  # A context without the permission denies it.
    press(page)
    expect(page.get_by_role("alert")).to_contain_text("did not share your location")
    expect(page.get_by_label("ZIP code, city and state, or address")).to_be_focused()


FAILURES = {
    "blocked": (
        "Object.defineProperty(document, 'featurePolicy', { value: { allowsFeature: () => false } })",
        "does not let",
    ),
    "unavailable": ("fail(2)", "does not know where it is"),
    "timed out": ("fail(3)", "took too long"),
    "insecure": ("Object.defineProperty(window, 'isSecureContext', { value: false })", "secure (https)"),
}
BROKEN_DEVICE = """
const fail = (code) => {
  const error = { code, message: "", PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3 };
  navigator.geolocation.getCurrentPosition = (_, refuse) => refuse(error);
};
"""


@pytest.mark.parametrize("kind", FAILURES)
def test_each_other_failure_has_its_own_words(visit: Visit, site: str, kind: str):
    breakage, words = FAILURES[kind]
    page = visit("/about", **GRANTED)
    page.add_init_script(BROKEN_DEVICE + breakage)
    page.goto(site + "/")
    press(page)
    expect(page.get_by_role("alert")).to_contain_text(words)
    expect(page.get_by_label("ZIP code, city and state, or address")).to_be_focused()


def test_a_network_that_fails_is_said_on_the_first_page_too(visit: Visit):
    page = visit("/", cut_off=True, **GRANTED)
    page.route("**/clinics", lambda route: route.abort())
    press(page)
    expect(page.get_by_role("alert")).to_contain_text("could not be reached")


def test_without_htmx_the_form_itself_is_posted(visit: Visit, site: str):
    page = visit("/about", cut_off=True, **GRANTED)
    page.route("**/htmx.min.js*", lambda route: route.abort())
    page.goto(site + "/")
    press(page)
    expect(page.get_by_role("heading", name="Clinics near your location")).to_be_visible()
    assert page.url == site + "/clinics"
    page.get_by_role("button", name="Next clinics, further away").click()
    expect(page.locator(".number").first).to_have_text("11")
    assert page.url == site + "/clinics"
