"""A partner's frame as a server answers it: who may show it, what it shows, what it keeps out of addresses."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.html_page import Element, parse

from clinicfinder.app import create_app
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.partners import save_partner
from clinicfinder.web.current import KEEPER

SWAP = {"HX-Request": "true"}
CELLS = {
    "slug": "example", "name": "An example", "allowed_origins": "https://www.example.org;https://example.org:8443",
    "networks": "serenity", "treatments": "tms", "default_place": "Mesa, AZ", "language": "en", "accent": "#6b2fa0",
    "corner_radius": "0", "font": "serif", "scheme": "dark", "enabled": "yes", "contact": "ana@example.org",
}  # fmt: skip
DARK = CELLS | {"accent": "#ffb454"}


@pytest.fixture(scope="module")
def framed(
    loaded_database: Path, make_settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FlaskClient]:
    """The application with a narrow, dark partner and one that is switched off."""
    copy = Path(shutil.copy(loaded_database, tmp_path_factory.mktemp("framed") / "copy.sqlite3"))
    url = f"sqlite:///{copy}"
    first = create_app(make_settings(database_url=url))
    catalogue = first.extensions[KEEPER].current()
    first.extensions[KEEPER].close()
    engine = make_engine(url)
    for cells in (DARK, DARK | {"slug": "closed", "enabled": "no"}):
        save_partner(engine, catalogue, cells)
    engine.dispose()
    app = create_app(make_settings(database_url=url))
    yield app.test_client(use_cookies=False)
    app.extensions[KEEPER].close()


def ancestors(response) -> str:
    return response.headers["Content-Security-Policy"].partition("frame-ancestors ")[2]


class TestWhoMayShowIt:
    @pytest.mark.parametrize(
        "path",
        ["", "/clinics?near=85032", "/clinics/az/gilbert/serenity-gilbert", "/estimate", "/theme.css", "/nothing"],
    )
    def test_the_partners_origins_and_our_own_previews(self, framed: FlaskClient, path: str):
        response = framed.get("/embed/example" + path)
        assert ancestors(response) == "'self' https://www.example.org https://example.org:8443"
        assert "X-Frame-Options" not in response.headers
        assert "geolocation=(self)" in response.headers["Permissions-Policy"]

    @pytest.mark.parametrize(
        "path", ["/", "/clinics?near=85032", "/embed", "/embed.js", "/oembed", "/embedded", "/api/v1/clinics"]
    )
    def test_nobody_may_show_anything_else(self, framed: FlaskClient, path: str):
        response = framed.get(path)
        assert ancestors(response) == "'none'"
        assert response.headers["X-Frame-Options"] == "DENY"

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_one_that_is_switched_off_says_so_to_its_own_visitors_alone(self, framed: FlaskClient, method: str):
        for path in ("", "/clinics", "/estimate", "/theme.css"):
            response = getattr(framed, method)("/embed/closed" + path)
            if response.status_code == 405:
                continue
            assert response.status_code == 404
            assert "switched off here" in parse(response.text).one("h1").text
            assert ancestors(response).startswith("'self' https://www.example.org")
            assert "/embed/closed" not in [e.attrs.get("href") for e in parse(response.text).all("a")]

    def test_an_unknown_one_says_so_to_whoever_mistyped_it(self, framed: FlaskClient):
        for slug in ("exampel", "EXAMPLE", "a'><script>alert(1)</script>"):
            response = framed.get(f"/embed/{slug}")
            assert response.status_code == 404
            assert "<script>alert" not in response.text
        response = framed.get("/embed/exampel")
        assert "not set up" in parse(response.text).one("h1").text
        assert ancestors(response) == "*"
        assert "tel:988" in response.text


class TestWhatItKeepsToItself:
    @pytest.mark.parametrize("path", ["", "/clinics?near=85032", "/clinics/az/gilbert/serenity-gilbert", "/estimate"])
    def test_no_cookie_no_cache_no_listing_no_history(self, framed: FlaskClient, path: str):
        for headers in ({}, SWAP):
            response = framed.get("/embed/example" + path, headers=headers)
            assert "Set-Cookie" not in response.headers
            assert response.headers["Cache-Control"] == "no-store"
            assert response.headers["X-Robots-Tag"] == "noindex"
            assert response.headers["HX-Push-Url"] == "false"
        tree = parse(framed.get("/embed/example" + path).text)
        assert tree.one("meta", name="robots").attrs["content"] == "noindex"
        assert tree.one("body").attrs["hx-push-url"] == "false"
        assert not [e for e in tree.walk() if e.attrs.get("hx-push-url", "false") != "false"]

    def test_every_link_stays_within_or_opens_a_new_tab_and_says_so(self, framed: FlaskClient):
        for path in (
            "",
            "/clinics?near=85032&treatment=tms",
            "/clinics/az/gilbert/serenity-gilbert",
            "/estimate",
            "/nothing",
        ):
            for link in parse(framed.get("/embed/example" + path).text).all("a"):
                href = str(link.attrs["href"])
                if href.startswith(("tel:", "sms:", "#", "/embed/example")):
                    assert "target" not in link.attrs
                else:
                    assert link.attrs.get("target") == "_blank", href
                    assert "opens a new tab" in link.text, href
                    assert "noopener" in str(link.attrs["rel"])

    @pytest.mark.parametrize(
        ("path", "full"),
        [
            ("", "/clinics?near=Mesa,+AZ"),
            ("/clinics?near=85032&treatment=tms", "/clinics?near=85032&treatment=tms"),
            ("/clinics/az/gilbert/serenity-gilbert", "http://localhost/clinics/az/gilbert/serenity-gilbert"),
            ("/estimate", "/estimate"),
        ],
    )
    def test_its_canonical_address_is_the_full_page(self, framed: FlaskClient, path: str, full: str):
        link = parse(framed.get("/embed/example" + path).text).one("link", rel="canonical")
        assert str(link.attrs["href"]).replace("%20", "+").replace("%2C", ",") == full


class TestWhatItShows:
    def names(self, tree: Element) -> list[str]:
        return [heading.text for heading in tree.all("h3") if heading.all("a")]

    def test_the_clinics_nearest_to_the_default_place_at_once(self, framed: FlaskClient):
        tree = parse(framed.get("/embed/example").text)
        assert tree.one(id="results-title").text == "Clinics near Mesa, AZ"
        assert tree.one(id="near").attrs["value"] == "Mesa, AZ"

    def test_only_the_partners_networks_and_treatments(self, framed: FlaskClient):
        tree = parse(framed.get("/embed/example/clinics?near=85032&radius=any").text)
        assert len(self.names(tree)) == 5
        assert all("Serenity" in name for name in self.names(tree))
        assert [e.attrs["value"] for e in tree.all("input", name="treatment", type="checkbox")] == ["tms"]
        options = parse(framed.get("/embed/example/estimate").text).one("select", name="treatment").all("option")
        assert [option.attrs["value"] for option in options] == ["", "tms"]

    def test_no_clinic_that_the_partner_does_not_show(self, framed: FlaskClient):
        assert framed.get("/embed/example/clinics/az/gilbert/serenity-gilbert").status_code == 200
        other = "/clinics/co/colorado-springs/colorado-psychiatry-solutions-kelly-johnson"
        assert framed.get(other).status_code == 200
        assert framed.get("/embed/example" + other).status_code == 404

    def test_its_next_page_goes_on_where_the_first_ended(self, framed: FlaskClient):
        pages = [parse(framed.get(f"/embed/example/clinics?near=85032&page={n}").text) for n in (1, 2)]
        assert [number.text for page in pages for number in page.all("span", cls="number")] == list(
            map(str, range(1, 11))
        )
        assert not set(self.names(pages[0])) & set(self.names(pages[1]))

    def test_its_own_theme_by_a_style_sheet_of_ours(self, framed: FlaskClient):
        tree = parse(framed.get("/embed/example").text)
        assert tree.one("html").attrs["data-theme"] == "dark"
        (href,) = [str(e.attrs["href"]) for e in tree.all("link") if "theme.css" in str(e.attrs.get("href"))]
        response = framed.get(href)
        assert response.content_type == "text/css; charset=utf-8"
        assert "--brand: #ffb454" in response.text
        assert "--radius: 0px" in response.text
        assert "Charter" in response.text

    def test_to_whom_it_tells_its_height(self, framed: FlaskClient):
        parents = parse(framed.get("/embed/example").text).one("html").attrs["data-parents"]
        assert parents == "http://localhost https://www.example.org https://example.org:8443"

    def test_cards_of_the_site_and_of_frames_do_not_get_into_each_other(self, framed: FlaskClient):
        for _ in range(2):
            assert "/embed/" not in framed.get("/clinics?near=85234").text
            cards = parse(framed.get("/embed/example/clinics?near=85234").text).one("ol", cls="cards")
            hrefs = [str(e.attrs["href"]) for e in cards.all("a") if str(e.attrs["href"]).startswith("/")]
            assert hrefs
            assert all(href.startswith("/embed/example/") for href in hrefs)


class TestWhatIsPosted:
    def test_a_place_that_may_stand_in_an_address_is_sent_on_to_it(self, framed: FlaskClient):
        response = framed.post("/embed/example/clinics", data={"near": "85032", "treatment": "tms"})
        assert response.status_code == 303
        assert response.headers["Location"] == "/embed/example/clinics?near=85032&treatment=tms"

    def test_a_devices_place_is_answered_and_goes_on_being_posted(self, framed: FlaskClient):
        tree = parse(framed.post("/embed/example/clinics", data={"lat": "33.45", "lng": "-112.07"}).text)
        assert tree.one(id="results-title").text == "Clinics near your location"
        form = next(e for e in tree.all("form") if "data-place-form" in e.attrs)
        assert form.attrs["method"] == "post"
        assert "hx-get" not in form.attrs
        assert not [e for e in tree.all("a") if "33.4" in str(e.attrs["href"])]

    def test_a_street_address_sent_by_get_is_asked_for_again_by_post(self, framed: FlaskClient):
        tree = parse(framed.get("/embed/example/clinics?near=1501+N+Gilbert+Rd,+Gilbert+AZ").text)
        box = tree.one(id="address")
        assert box.attrs["value"] == "1501 N Gilbert Rd, Gilbert AZ"
        assert "open" in tree.one("details", cls="by-address").attrs

    def test_an_estimate_is_short_and_leads_to_the_whole(self, framed: FlaskClient):
        sent = {"treatment": "tms", "payer": "Cigna", "plan_type": "commercial", "place": "85032"}
        tree = parse(framed.post("/embed/example/estimate", data=sent).text)
        assert tree.one("p", cls="headline").text
        assert "not a promise" in tree.text
        whole = next(e for e in tree.all("form") if e.attrs.get("target") == "_blank")
        assert whole.attrs["action"] == "/estimate"
        assert whole.attrs["method"] == "post"
        assert {e.attrs["name"]: e.attrs["value"] for e in whole.all("input")} == sent
        assert "opens a new tab" in whole.text

    def test_a_refused_estimate_keeps_what_was_typed(self, framed: FlaskClient):
        response = framed.post(
            "/embed/example/estimate", data={"treatment": "tms", "place": "nowhere", "payer": "Cigna"}
        )
        assert response.status_code == 422
        tree = parse(response.text)
        assert tree.one(id="f-place").attrs["value"] == "nowhere"
        assert tree.one(id="f-payer").attrs["value"] == "Cigna"
        assert "We do not know 'nowhere'" in tree.one("section", role="alert").text

    @pytest.mark.parametrize(
        "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {"Origin": "https://www.example.org"}]
    )
    def test_from_another_site_or_from_a_sandbox_is_refused_in_words(
        self, framed: FlaskClient, headers: dict[str, str]
    ):
        for path in ("/clinics", "/estimate"):
            response = framed.post("/embed/example" + path, data={"near": "85032"}, headers=headers)
            assert response.status_code == 403
            assert "keeps it apart from its own site" in response.text
            assert "tel:988" in response.text

    def test_from_the_frame_itself_is_answered(self, framed: FlaskClient):
        headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
        response = framed.post("/embed/example/estimate", data={"treatment": "tms"}, headers=headers)
        assert response.status_code == 200


class TestScript:
    def test_may_be_loaded_by_anybody_and_is_looked_at_again_within_the_hour(self, framed: FlaskClient):
        response = framed.get("/embed.js")
        assert response.content_type.startswith("text/javascript")
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cache-Control"] == "public, max-age=3600"
        again = framed.get("/embed.js", headers={"If-None-Match": response.headers["ETag"]})
        assert again.status_code == 304
        assert again.headers["Cross-Origin-Resource-Policy"] == "cross-origin"

    def test_is_about_3_kilobytes_of_readable_source(self, framed: FlaskClient):
        source = framed.get("/embed.js").text
        assert 2000 < len(source.encode()) < 3500
        assert max(map(len, source.splitlines())) <= 130
        assert source == (Path(__file__).resolve().parents[2] / "static/embed.js").read_text(encoding="utf-8")

    def test_nothing_in_a_frame_is_as_tall_as_the_window(self):
        css = (Path(__file__).resolve().parents[2] / "static/embed.css").read_text(encoding="utf-8")
        assert not re.search(r"\d[dsl]?vh\b", css)


class TestOembed:
    def ask(self, framed: FlaskClient, url: str, **more: str) -> Any:
        return framed.get("/oembed", query_string={"url": url, **more})

    def test_describes_a_frame(self, framed: FlaskClient):
        answer = self.ask(framed, "http://localhost/embed/example").json
        assert (answer["version"], answer["type"], answer["width"], answer["height"]) == ("1.0", "rich", 800, 700)
        frame = parse(answer["html"]).one("iframe")
        assert frame.attrs["src"] == "http://localhost/embed/example"
        assert (frame.attrs["width"], frame.attrs["height"]) == ("800", "700")
        assert frame.attrs["title"] == answer["title"]

    @pytest.mark.parametrize(
        ("asked", "width", "height"),
        [
            ({"maxwidth": "300", "maxheight": "400"}, 300, 400),
            ({"maxwidth": "2000", "maxheight": "2000"}, 800, 700),
            ({"maxwidth": "1"}, 1, 700),
            ({"maxwidth": "0", "maxheight": "-5"}, 800, 700),
            ({"maxwidth": "wide", "maxheight": ""}, 800, 700),
            ({"maxwidth": "9" * 5000}, 800, 700),
        ],
    )
    def test_honours_the_room_there_is(self, framed: FlaskClient, asked: dict[str, str], width: int, height: int):
        answer = self.ask(framed, "http://localhost/embed/example", **asked).json
        assert (answer["width"], answer["height"]) == (width, height)
        assert f'width="{width}" height="{height}"' in answer["html"]

    def test_describes_the_first_page_by_a_link_since_no_stranger_may_frame_it(self, framed: FlaskClient):
        answer = self.ask(framed, "http://localhost/").json
        assert parse(answer["html"]).one("a").attrs["href"] == "http://localhost/"
        assert "iframe" not in answer["html"]

    @pytest.mark.parametrize(
        "url",
        [
            "", "http://localhost/about", "http://localhost/embed/nobody", "http://localhost/embed/closed",
            "http://evil.example/embed/example", "http://localhost.evil.example/", "//localhost/", "ftp://localhost/",
            "javascript:alert(1)", "http://[", "http://localhost/embed/example/clinics?near=85032",
            "http://evil@localhost/", "/embed/example",
        ],
    )  # fmt: skip
    def test_knows_no_other_address(self, framed: FlaskClient, url: str):
        response = self.ask(framed, url)
        assert response.status_code == 404
        assert response.json["error"]

    def test_speaks_json_alone(self, framed: FlaskClient):
        assert self.ask(framed, "http://localhost/", format="xml").status_code == 501
        assert self.ask(framed, "http://localhost/", format="json").status_code == 200
        assert self.ask(framed, "http://localhost/").content_type == "application/json"

    @pytest.mark.parametrize("path", ["/", "/embed/example"])
    def test_is_discovered_on_the_pages_it_describes(self, framed: FlaskClient, path: str):
        link = parse(framed.get(path).text).one("link", type="application/json+oembed")
        assert str(link.attrs["href"]).startswith("http://localhost/oembed?url=http%3A%2F%2Flocalhost%2F")
        assert link.attrs["rel"] == "alternate"
        answer = framed.get(str(link.attrs["href"]).removeprefix("http://localhost"))
        assert json.loads(answer.data)["provider_name"] == "clinicfinder"
