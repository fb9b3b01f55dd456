"""A partner's page on another origin, in real Chromium: what its visitors see, and what the browser forbids."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from sqlalchemy import Engine

from clinicfinder.app import create_app, missing_browser_libraries
from clinicfinder.domain.partners import Partner
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.partners import save_partner
from clinicfinder.web.current import KEEPER
from clinicfinder.web.embed.snippet import SANDBOX, snippet
from tests.browser.conftest import CHROMIUM, FLAGS, axe_violations, missing_or_skip, serve
from tests.browser.partner_pages import PartnerSite, serve_partner

PHOENIX = {"latitude": 33.4483771, "longitude": -112.0740373}
CELLS = {
    "slug": "example", "name": "An example", "language": "en", "accent": "#6b2fa0", "corner_radius": "8",
    "font": "serif", "scheme": "auto", "enabled": "yes", "contact": "nobody@example.org",
}  # fmt: skip
SEARCH = {"name": "ZIP code, or city and state"}


@pytest.fixture(scope="module")
def partner_site() -> Iterator[PartnerSite]:
    with serve_partner() as site:
        yield site


@pytest.fixture(scope="module")
def framed_app(
    loaded_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
    partner_site: PartnerSite,
    make_settings: Callable[..., Any],
) -> Iterator[Flask]:
    """The application with a partner whose only origin is the partner's site by its right name."""
    if missing := missing_browser_libraries(make_settings()):
        missing_or_skip(f"the browser libraries are not installed: {', '.join(missing)} (`make setup` does it)")
    copy = tmp_path_factory.mktemp("framed") / "copy.sqlite3"
    copy.write_bytes(loaded_database.read_bytes())
    url = f"sqlite:///{copy}"
    prepared = create_app(make_settings(database_url=url))
    engine: Engine = make_engine(url)
    catalogue = prepared.extensions[KEEPER].current()
    for cells in (CELLS, CELLS | {"slug": "arizona", "default_place": "Mesa, AZ", "networks": "serenity"}):
        save_partner(engine, catalogue, cells | {"allowed_origins": partner_site.allowed})
    engine.dispose()
    prepared.extensions[KEEPER].close()
    app = create_app(make_settings(database_url=url))
    yield app
    app.extensions[KEEPER].close()


@pytest.fixture(scope="module")
def our_site(framed_app: Flask) -> Iterator[str]:
    with serve(framed_app) as address:
        yield address


@pytest.fixture(scope="module")
def snippets(framed_app: Flask, our_site: str) -> Any:
    partner: Partner = framed_app.extensions[KEEPER].current().partners["example"]
    return snippet(partner, our_site)


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, partner_site: PartnerSite, our_site: str) -> Iterator[Visit]:
    """Open a page of the partner. Nothing may go to a third host, and no script may fail."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []
    errors: list[str] = []
    known = (partner_site.allowed, partner_site.stranger, our_site, "data:", "chrome-error:")

    def visited(body: str, *, origin: str | None = None, headers: dict[str, str] | None = None, **options: Any) -> Page:
        partner_site.put("/page", body, **(headers or {}))
        context = chromium.new_context(**{"viewport": {"width": 1000, "height": 800}} | options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith(known) else strangers.append(r.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto((origin or partner_site.allowed) + "/page")
        return page

    yield visited
    for context in contexts:
        assert [cookie for cookie in context.cookies() if "name" in cookie] == []
        context.close()
    assert strangers == []
    assert errors == []


@pytest.fixture
def own_browser(chromium: Browser) -> Iterator[Callable[[list[str]], Browser]]:
    """A browser started with further flags, beside the one that all tests share."""
    with ExitStack() as browsers:

        def started(flags: list[str]) -> Browser:
            browser = chromium.browser_type.launch(executable_path=str(CHROMIUM), args=[*FLAGS, *flags])
            browsers.callback(browser.close)
            return browser

        yield started


def frame_of(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def search(frame: FrameLocator, place: str) -> None:
    frame.get_by_label(SEARCH["name"]).fill(place)
    frame.get_by_role("button", name="Search", exact=True).first.click()


def settled_height(page: Page, least: int = 0) -> int:
    """The frame's height once it has stayed the same for half a second."""
    page.wait_for_function(
        """(least) => {
          const now = Number(document.querySelector("iframe").height);
          const [last, since] = window.seen ?? [0, 0];
          if (now !== last) window.seen = [now, performance.now()];
          return now === last && now > least && performance.now() - since > 500;
        }""",
        arg=least,
    )
    return int(page.locator("iframe").get_attribute("height") or 0)


class TestTwoLines:
    def test_show_a_working_right_sized_finder(self, visit: Visit, snippets: Any) -> None:
        page = visit(f"<h1>Dr. Example</h1>{snippets.scripted}<p id=after>The partner's own text.</p>")
        frame = frame_of(page)
        search(frame, "85032")
        expect(frame.get_by_role("heading", name="Clinics near Phoenix, AZ 85032")).to_be_visible()
        expect(frame.locator(".card")).to_have_count(5)
        height = settled_height(page, 1000)
        inside = frame.locator("body").evaluate("body => [body.getBoundingClientRect().height, innerHeight]")
        assert abs(inside[0] - height) <= 1
        assert inside[1] == height
        expect(page.get_by_role("link", name="Find a ketamine, Spravato or TMS clinic")).to_be_visible()

    def test_lead_to_a_clinic_and_an_estimate_without_touching_the_partners_history(
        self, visit: Visit, snippets: Any
    ) -> None:
        page = visit(snippets.scripted)
        before = page.evaluate("history.length")
        frame = frame_of(page)
        search(frame, "85032")
        first = frame.locator(".card h3 a").first
        name = first.inner_text()
        first.click()
        expect(frame.get_by_role("heading", name=name, level=1)).to_be_focused()
        frame.get_by_role("link", name="Estimate the cost here").click()
        frame.get_by_label("Insurance company or program").fill("Cigna")
        frame.get_by_role("button", name="Show the estimate").click()
        expect(frame.locator(".headline")).to_be_visible()
        expect(frame.locator("#estimate-title")).to_be_focused()
        assert page.evaluate("history.length") == before
        for heading in ("What may it cost?", name):
            frame.get_by_role("button", name="Back", exact=True).click()
            expect(frame.get_by_role("heading", name=heading, level=1)).to_be_visible()
        frame.get_by_role("button", name="Back", exact=True).click()
        expect(frame.get_by_role("heading", name="Clinics near Phoenix, AZ 85032")).to_be_focused()
        expect(frame.get_by_label(SEARCH["name"])).to_have_value("85032")
        with page.expect_response("**/clinics?**treatment=tms**"):
            frame.get_by_label("TMS", exact=True).check()
        expect(frame.locator(".notice")).to_be_visible()

    def test_bring_the_beginning_of_another_page_back_into_sight(self, visit: Visit, snippets: Any) -> None:
        page = visit("<div style='height:1500px'>Above</div>" + snippets.scripted)
        page.mouse.wheel(0, 1500)
        frame = frame_of(page)
        search(frame, "85032")
        settled_height(page, 1000)
        last = frame.locator(".card h3 a").last
        last.scroll_into_view_if_needed()
        assert page.evaluate("document.querySelector('iframe').getBoundingClientRect().top") < 0
        last.click()
        expect(frame.get_by_role("heading", name="Visit and contact")).to_be_in_viewport()

    def test_two_frames_are_each_as_tall_as_they_need(self, visit: Visit, our_site: str) -> None:
        page = visit(
            "<div data-clinicfinder=example></div><div data-clinicfinder=arizona></div>"
            f'<script src="{our_site}/embed.js"></script><script src="{our_site}/embed.js"></script>'
        )
        expect(page.locator("iframe")).to_have_count(2)
        page.locator("iframe").last.scroll_into_view_if_needed()
        expect(page.frame_locator("iframe >> nth=1").locator(".card")).to_have_count(5)
        page.wait_for_function("[...document.querySelectorAll('iframe')].every(f => f.height !== '700')")
        one, two = (int(page.locator("iframe").nth(n).get_attribute("height") or 0) for n in (0, 1))
        assert 300 < one < two
        networks = page.frame_locator("iframe >> nth=1").locator(".card h3").all_inner_texts()
        assert all("Serenity" in name for name in networks)

    def test_fit_on_320_pixels_and_have_no_fault_that_axe_finds(self, visit: Visit, snippets: Any) -> None:
        for scheme in ("light", "dark"):
            page = visit(
                "<meta name=viewport content='width=device-width'>" + snippets.scripted,
                viewport={"width": 320, "height": 700},
                color_scheme=scheme,
            )
            frame = frame_of(page)
            search(frame, "85032")
            expect(frame.locator(".card").first).to_be_visible()
            assert settled_height(page, 1000) <= 5000
            body = page.frames[1]
            assert body.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert axe_violations(body) == []


class TestTheHeight:
    def test_comes_to_rest(self, visit: Visit, snippets: Any) -> None:
        count = "<script>let told = 0; addEventListener('message', () => { told += 1; });</script>"
        page = visit(count + snippets.scripted)
        search(frame_of(page), "85032")
        settled_height(page, 1000)
        before = page.evaluate("told")
        page.wait_for_timeout(1500)
        assert page.evaluate("told") == before < 15

    def test_is_believed_from_the_frame_alone_and_within_bounds(self, visit: Visit, snippets: Any) -> None:
        page = visit(snippets.scripted)
        height = settled_height(page)
        page.evaluate("postMessage({type: 'clinicfinder:height', height: 4000}, '*')")
        page.evaluate("""() => {
          const other = document.createElement('iframe');
          other.srcdoc = "<script>parent.postMessage({type: 'clinicfinder:height', height: 4000}, '*')</" + "script>";
          document.body.append(other);
        }""")
        page.wait_for_timeout(500)
        assert page.locator("iframe").first.get_attribute("height") == str(height)
        for asked, becomes in ((1e9, 5000), (1, 200), ("NaN", 200)):
            page.frames[1].evaluate(
                f"parent.postMessage({{type: 'clinicfinder:height', height: {asked}}}, document.referrer)"
            )
            expect(page.locator("iframe").first).to_have_attribute("height", str(becomes))

    def test_is_not_told_to_a_page_that_merely_holds_our_page(self, visit: Visit, our_site: str) -> None:
        """Without embed.js nobody greets the frame; a greeting from a window that is not its parent does not count."""
        page = visit(
            "<script>let told = []; addEventListener('message', (e) => told.push(e.data));</script>"
            f"<iframe src='{our_site}/embed/example' width=600 height=500></iframe>"
        )
        expect(frame_of(page).get_by_label(SEARCH["name"])).to_be_visible()
        page.frames[1].evaluate("postMessage({type: 'clinicfinder:hello'}, '*')")
        page.wait_for_timeout(300)
        assert page.evaluate("told") == []
        page.evaluate("frames[0].postMessage({type: 'clinicfinder:hello'}, '*')")
        page.wait_for_function("told.length > 0")


class TestRefused:
    def test_on_an_origin_that_is_not_the_partners(
        self, visit: Visit, snippets: Any, partner_site: PartnerSite
    ) -> None:
        page = visit(snippets.scripted, origin=partner_site.stranger)
        expect(page.locator("iframe")).to_have_count(1)
        page.wait_for_timeout(1500)
        assert page.frames[1].url.startswith("chrome-error:")
        expect(page.get_by_role("link", name="Find a ketamine")).to_be_visible()

    def test_within_a_partners_page_that_a_stranger_holds(
        self, visit: Visit, snippets: Any, partner_site: PartnerSite
    ) -> None:
        partner_site.put("/inner", snippets.plain)
        page = visit(
            f"<iframe src='{partner_site.allowed}/inner' width=900 height=900></iframe>", origin=partner_site.stranger
        )
        page.wait_for_timeout(1500)
        assert [frame.url[:13] for frame in page.frames[2:]] == ["chrome-error:"]

    def test_not_within_a_page_of_its_own_that_the_partner_holds(
        self, visit: Visit, snippets: Any, partner_site: PartnerSite
    ) -> None:
        partner_site.put("/inner", snippets.scripted)
        page = visit(f"<iframe src='{partner_site.allowed}/inner' width=900 height=900></iframe>")
        inner = frame_of(page).frame_locator("iframe")
        search(inner, "85032")
        expect(inner.locator(".card")).to_have_count(5)

    def test_our_own_pages_are_never_framed(self, visit: Visit, our_site: str) -> None:
        page = visit(f"<iframe src='{our_site}/clinics?near=85032'></iframe>")
        page.wait_for_timeout(1000)
        assert page.frames[1].url.startswith("chrome-error:")


class TestLocation:
    def test_is_found_where_visitor_and_page_allow_it(self, visit: Visit, snippets: Any) -> None:
        page = visit(snippets.scripted, geolocation=PHOENIX, permissions=["geolocation"])
        frame = frame_of(page)
        urls: list[str] = []
        page.on("request", lambda request: urls.append(request.url))
        frame.get_by_role("button", name="Use my location").click()
        expect(frame.get_by_role("heading", name="Clinics near your location")).to_be_visible()
        frame.get_by_label("TMS", exact=True).check()
        expect(frame.locator(".notice")).to_be_visible()
        assert not any("33.4" in url for url in urls)

    @pytest.mark.parametrize(
        ("body", "headers"),
        [
            pytest.param("{scripted}", {"Permissions_Policy": "geolocation=()"}, id="the page's own policy bars it"),
            pytest.param("<iframe src='{site}/embed/example'></iframe>", {}, id="the frame lacks allow=geolocation"),
        ],
    )
    def test_that_the_page_does_not_allow_is_said(
        self, visit: Visit, snippets: Any, our_site: str, body: str, headers: dict[str, str]
    ) -> None:
        page = visit(
            body.format(scripted=snippets.scripted, site=our_site),
            headers=headers,
            geolocation=PHOENIX,
            permissions=["geolocation"],
        )
        frame = frame_of(page)
        frame.get_by_role("button", name="Use my location").click()
        expect(frame.get_by_role("alert")).to_contain_text("does not let it ask for your location")
        expect(frame.get_by_label(SEARCH["name"])).to_be_focused()


class TestWithoutScripts:
    def test_the_plain_frame_searches_and_the_link_stands_beneath(self, visit: Visit, snippets: Any) -> None:
        page = visit(snippets.plain, java_script_enabled=False)
        frame = frame_of(page)
        search(frame, "85032")
        expect(frame.get_by_role("heading", name="Clinics near Phoenix, AZ 85032")).to_be_visible()
        frame.locator(".card h3 a").first.click()
        expect(frame.get_by_role("heading", name="Visit and contact")).to_be_visible()
        expect(page.get_by_role("link", name="Find a ketamine")).to_be_visible()

    def test_the_scripted_lines_leave_their_link(self, visit: Visit, snippets: Any) -> None:
        page = visit(snippets.scripted, java_script_enabled=False)
        expect(page.locator("iframe")).to_have_count(0)
        expect(page.get_by_role("link", name="Find a ketamine")).to_be_visible()

    def test_a_street_address_is_asked_for_again_by_a_form_that_posts_it(self, visit: Visit, snippets: Any) -> None:
        page = visit(snippets.plain, java_script_enabled=False)
        frame = frame_of(page)
        search(frame, "1501 N Gilbert Rd, Gilbert AZ")
        expect(frame.get_by_label("Street address with city and state")).to_have_value("1501 N Gilbert Rd, Gilbert AZ")
        frame.get_by_role("button", name="Search", exact=True).last.click()
        expect(frame.locator("#results-title")).to_contain_text("cannot be looked up")
        assert page.frames[1].url.endswith("/clinics")


def test_a_street_address_stays_out_of_every_address(visit: Visit, snippets: Any) -> None:
    page = visit(snippets.scripted)
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    frame = frame_of(page)
    for _ in ("from the first page", "from the results"):
        search(frame, "1501 N Gilbert Rd, Gilbert AZ")
        expect(frame.locator("#results-title")).to_contain_text("cannot be looked up")
    assert urls
    assert not any("Gilbert" in url for url in urls)


class TestSandboxed:
    def sandboxed(self, snippets: Any, allowed: str) -> str:
        plain: str = snippets.plain
        return plain.replace("<iframe ", f'<iframe sandbox="{allowed}" ')

    def test_as_documented_everything_works(self, visit: Visit, snippets: Any) -> None:
        page = visit(self.sandboxed(snippets, SANDBOX))
        frame = frame_of(page)
        search(frame, "85032")
        frame.locator(".card h3 a").first.click()
        frame.get_by_role("link", name="Estimate the cost here").click()
        frame.get_by_role("button", name="Show the estimate").click()
        expect(frame.locator(".headline")).to_be_visible()
        with page.context.expect_page() as opened:
            frame.get_by_role("button", name="The whole estimate").click()
        expect(opened.value.locator(".headline")).to_be_visible()

    @pytest.mark.parametrize(
        "allowed",
        [
            pytest.param("allow-scripts", id="as WordPress does to strangers: not even forms"),
            pytest.param("allow-scripts allow-forms", id="forms, but no origin"),
            pytest.param("allow-forms", id="forms, but no scripts"),
        ],
    )
    def test_without_an_origin_searching_and_reading_work(self, visit: Visit, snippets: Any, allowed: str) -> None:
        page = visit(self.sandboxed(snippets, allowed))
        frame = frame_of(page)
        search(frame, "85032")
        expect(frame.get_by_role("heading", name="Clinics near Phoenix, AZ 85032")).to_be_visible()
        frame.locator(".card h3 a").first.click()
        expect(frame.get_by_role("heading", name="Visit and contact")).to_be_visible()
        frame.get_by_role("link", name="Estimate the cost here").click()
        expect(frame.get_by_role("button", name="Show the estimate")).to_be_visible()

    def test_without_an_origin_a_street_address_is_sent_nowhere(self, visit: Visit, snippets: Any) -> None:
        page = visit(self.sandboxed(snippets, "allow-scripts"))
        urls: list[str] = []
        page.on("request", lambda request: urls.append(request.url))
        frame = frame_of(page)
        search(frame, "1501 N Gilbert Rd, Gilbert AZ")
        expect(frame.get_by_role("alert")).to_contain_text("keeps it apart from its own site")
        expect(frame.get_by_label(SEARCH["name"])).to_have_value("1501 N Gilbert Rd, Gilbert AZ")
        search(frame, "85032")
        expect(frame.get_by_role("heading", name="Clinics near Phoenix, AZ 85032")).to_be_visible()
        assert not any("Gilbert" in url or "/suggest" in url for url in urls)

    def test_without_an_origin_what_is_posted_is_refused_in_words(self, visit: Visit, snippets: Any) -> None:
        page = visit(self.sandboxed(snippets, "allow-scripts allow-forms"))
        frame = frame_of(page)
        frame.get_by_text("Search by street address").click()
        frame.get_by_label("Street address with city and state").fill("1501 N Gilbert Rd, Gilbert AZ")
        frame.get_by_role("button", name="Search", exact=True).last.click()
        expect(frame.get_by_role("heading", name="That cannot be sent from here.")).to_be_visible()
        expect(frame.get_by_role("link", name="Call 988").first).to_be_visible()


def test_where_foreign_cookies_are_blocked_everything_works_since_there_are_none(
    partner_site: PartnerSite, our_site: str, snippets: Any, own_browser: Callable[[list[str]], Browser]
) -> None:
    partner_site.put("/page", snippets.scripted)
    page = own_browser(["--test-third-party-cookie-phaseout"]).new_page()
    page.goto(partner_site.allowed + "/page")
    frame = frame_of(page)
    search(frame, "85032")
    expect(frame.locator(".card")).to_have_count(5)
    assert page.context.cookies() == []
    setting = "document.cookie = 'a=b; SameSite=None; Secure'; document.cookie"
    # The browser does block in the frame what it keeps for the same page on its own.
    assert page.frames[1].evaluate(setting) == ""
    page.goto(our_site + "/embed/example")
    assert page.evaluate(setting) == "a=b"
