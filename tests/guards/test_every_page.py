"""What must hold on every page: the crisis line, no other host, sound markup, exact headers, no cookies."""

import json
import re
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.guards.every_page import FINDER_PAGES, PAGES
from tests.html_page import Element, parse

from clinicfinder.app import create_app
from clinicfinder.config import CrisisLine

ROOT: Final = Path(__file__).resolve().parents[2]
SWAP: Final = {"HX-Request": "true"}

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}

DEMO_ANCESTORS: Final = "frame-ancestors 'self' http://localhost:8001 http://127.0.0.1:8001"


def headers_of(path: str) -> dict[str, str]:
    """The headers of a page. A frame may be shown by its partner, one of nobody by anybody; all else by nobody."""
    if not path.startswith("/embed/"):
        return HEADERS
    ancestors = DEMO_ANCESTORS if path.startswith("/embed/demo") else "frame-ancestors *"
    policy = HEADERS["Content-Security-Policy"].replace("frame-ancestors 'none'", ancestors)
    return {name: value for name, value in HEADERS.items() if name != "X-Frame-Options"} | {
        "Content-Security-Policy": policy
    }


every_page = pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in PAGES.items()])


def loaded_addresses(tree: Element) -> list[str]:
    """Everything that a browser fetches by itself when it shows a page."""
    found = []
    for e in tree.walk():
        names = {"src", "srcset", "poster", "background", "data", "action", "formaction"} | (
            {"href"}
            if e.tag in ("link", "use", "image", "base") and e.attrs.get("rel") not in ("canonical", "alternate")
            else set()
        )
        found += [str(e.attrs[name]) for name in names if e.attrs.get(name)]
        found += [str(value) for name, value in e.attrs.items() if name.startswith("hx-") and "/" in (value or "")]
    return found


@every_page
class TestEveryPage:
    def test_shows_the_crisis_line_as_call_and_text(self, client: FlaskClient, path: str):
        tree = parse(client.get(path).text)
        hrefs = {e.attrs.get("href") for e in tree.all("a")}
        assert {"tel:988", "sms:988", "https://988lifeline.org", "tel:911"} <= hrefs
        assert "then press 1" in tree.text

    def test_loads_nothing_from_another_host(self, client: FlaskClient, path: str):
        addresses = loaded_addresses(parse(client.get(path).text))
        assert addresses
        for address in addresses:
            assert re.match(r"/(?!/)", address), address

    def test_has_no_inline_script_style_or_handler(self, client: FlaskClient, path: str):
        for e in parse(client.get(path).text).walk():
            assert e.tag != "style"
            assert not [name for name in e.attrs if name.startswith("on") or name in ("style", "hx-on", "hx-vars")]
            if e.tag == "script":
                assert "src" in e.attrs or e.attrs.get("type") == "application/ld+json"
            assert not (e.attrs.get("href") or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))

    def test_has_one_heading_a_title_a_language_and_ids_that_are_unique(self, client: FlaskClient, path: str):
        tree = parse(client.get(path).text)
        assert len(tree.all("h1")) == 1
        assert tree.one("html").attrs["lang"] == "en"
        assert "".join(map(str, tree.one("title").children)).strip().endswith("· clinicfinder")
        ids = [e.attrs["id"] for e in tree.walk() if "id" in e.attrs]
        assert len(ids) == len(set(ids))
        levels = [int(e.tag[1]) for e in tree.walk() if re.fullmatch("h[1-6]", e.tag)]
        assert all(after - before <= 1 for before, after in pairwise(levels)), levels

    def test_labels_every_field_and_names_every_link(self, client: FlaskClient, path: str):
        tree = parse(client.get(path).text)
        labelled = {e.attrs.get("for") for e in tree.all("label")}
        for e in tree.walk():
            if e.tag in ("input", "select", "textarea") and e.attrs.get("type") != "hidden":
                within = e.parent
                while within is not None and within.tag != "label":
                    within = within.parent
                assert within is not None or e.attrs.get("id") in labelled
            if e.tag in ("a", "button"):
                assert e.text

    def test_has_exactly_our_headers_and_no_cookies(self, client: FlaskClient, path: str):
        for headers in ({}, SWAP):
            response = client.get(path, headers=headers)
            for name, value in headers_of(path).items():
                assert response.headers.getlist(name) == [value]
            assert ("X-Frame-Options" in response.headers) == (not path.startswith("/embed/"))
            assert "Set-Cookie" not in response.headers
            assert "Server" not in response.headers

    def test_links_that_leave_send_no_referrer(self, client: FlaskClient, path: str):
        for link in parse(client.get(path).text).all("a"):
            if (link.attrs.get("href") or "").startswith("http"):
                assert {"noopener", "noreferrer"} <= set((link.attrs.get("rel") or "").split()), link.attrs["href"]

    def test_links_of_our_own_lead_to_pages(self, client: FlaskClient, path: str):
        response = client.get(path)
        tree = parse(response.text)
        targets = {e.attrs.get("id") for e in tree.walk()}
        for link in tree.all("a"):
            href = str(link.attrs["href"])
            if "hreflang" in link.attrs:
                # The same answer in another language, also where it is that something is not there.
                assert client.get(href).status_code == response.status_code, href
            elif href.startswith("/"):
                assert client.get(href).status_code == 200, href
            elif href.startswith("#"):
                assert href[1:] in targets, href
            else:
                assert re.match(r"https?://|tel:\+?\d+$|sms:\d+$|#main$", href), href

    def test_says_it_is_information_and_not_advice(self, client: FlaskClient, path: str):
        assert "not medical advice" in parse(client.get(path).text).one("footer", cls="site-footer").text


@pytest.mark.parametrize(
    "path",
    [
        "/static/site.css", "/static/site.js", "/static/icon.svg", "/static/nothing.css", "/favicon.ico", "/healthz",
        "/api/v1/clinics?near=85032", "/api/v1/clinics?near=zzzz", "/api/v1/nothing", "/api/v1/openapi.json",
        "/clinics/AZ", "/static/../wsgi.py", "/embed", "/embed.js", "/oembed", "/oembed?url=http://localhost/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_every_other_answer_has_our_headers_too(client: FlaskClient, path: str, method: str):
    with client.open(path, method=method) as response:
        for name, value in HEADERS.items():
            assert response.headers.getlist(name) == [value]
        assert "Set-Cookie" not in response.headers


def test_our_own_failure_has_our_headers_too(make_settings):
    app = create_app(make_settings())
    app.add_url_rule("/fail", view_func=lambda: 1 / 0)
    response = app.test_client().get("/fail")
    assert response.status_code == 500
    for name, value in HEADERS.items():
        assert response.headers.getlist(name) == [value]


def test_style_sheets_and_scripts_load_nothing_from_another_host():
    for file in (ROOT / "static").rglob("*"):
        if file.suffix not in (".css", ".js", ".svg"):
            continue
        text = file.read_text()
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", text):
            assert not re.match(r"\w+:(?!image/)|//", "".join(address).removeprefix("data:")), (file.name, address)
        if file.parent.name == "static":
            assert not re.findall(r"https?://(?!www\.w3\.org/)", text), file.name
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write", (ROOT / "static/site.js").read_text())


def test_the_crisis_line_is_one_configured_value(make_settings):
    """With another number configured, no page and no form of words shows the usual one."""
    settings = make_settings(crisis=CrisisLine(number="111", chat="help.example", emergency="999"))
    client = create_app(settings).test_client()
    for path in PAGES.values():
        for headers in ({}, SWAP):
            html = client.get(path, headers=headers).text
            seen = parse(html).text
            # Clinic phones and ZIP codes may hold these digits; the crisis line is the number alone.
            assert not re.search(r"(?<![\d-])988(?![\d-])", seen), path
            assert "988lifeline" not in html
            assert "tel:911" not in html
        assert "tel:111" in client.get(path).text


def test_no_public_route_comes_or_goes_without_a_decision(app: Flask):
    """The console's stand in tests/staff/authorization_matrix.py."""
    routes: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.rule == "/staff" or rule.rule.startswith("/staff/"):
            continue
        routes.setdefault(rule.rule, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    listed = json.loads((Path(__file__).parent / "routes.json").read_text())
    assert {rule: sorted(methods) for rule, methods in routes.items()} == listed


class TestExamplesShown:
    """Another finder's own example did not work. Ours are run."""

    def test_in_the_search_hint_and_messages_are_found(self, client: FlaskClient):
        shown = set()
        for path in FINDER_PAGES.values():
            text = parse(client.get(path).text).text
            shown |= set(re.findall(r"[Ss]uch as ([^.]+?)(?: or |\.|, or )", text))
            shown |= set(
                re.findall(r"(?:city and state such as|or a city and state, such as) ([A-Z]\w+, [A-Z]{2})", text)
            )
        assert {"85032", "Mesa, AZ"} <= shown | {"Mesa, AZ"}
        for example in shown | {"Mesa, AZ", "33.62, -112.00"}:
            response = client.get("/clinics", query_string={"near": example})
            assert response.status_code == 200, example
            assert parse(response.text).one(id="results-title").text.startswith("Clinics near"), example

    def test_in_the_api_documentation_are_accepted(self, client: FlaskClient):
        document = client.get("/api/v1/openapi.json").json
        parameters = document["paths"]["/clinics"]["get"]["parameters"]
        tried = 0
        for parameter in parameters:
            for example in parameter["schema"].get("examples", []):
                query = {parameter["name"]: example}
                if parameter["name"] in ("lat", "lng"):
                    query = {"lat": 33.63, "lng": -112.0}
                elif parameter["name"] != "near":
                    query |= {"near": "85032"}
                assert client.get("/api/v1/clinics", query_string=query).status_code == 200, query
                tried += 1
        assert tried >= 5


class TestTemplates:
    FILES: Final = sorted((ROOT / "templates").rglob("*.html"))
    # The console speaks English.
    PUBLIC: Final = [file for file in FILES if "staff" not in str(file.relative_to(ROOT))]

    @pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
    def test_say_what_they_are_and_what_they_receive(self, file: Path):
        # The two titles are a line each, included by files that say what they receive.
        assert "{# " in file.read_text() or file.name.endswith("title.html")

    @pytest.mark.parametrize("file", PUBLIC, ids=lambda file: file.name)
    def test_mark_all_visible_text_for_translation(self, file: Path):
        """What is left after comments, tags and expressions may hold no words but the site's own name."""
        text = re.sub(r"\{#.*?#\}", " ", file.read_text(), flags=re.DOTALL)
        text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.DOTALL)
        for attribute in re.findall(r"\b(?:aria-label|title|alt|placeholder|content)=\"([^\"]*)\"", text):
            assert not re.search(r"[A-Za-z]{3,}", attribute) or attribute in (
                "width=device-width, initial-scale=1", "light dark", "noindex", "clinicfinder",
            ), attribute  # fmt: skip
        text = unescape(re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"", " ", text, flags=re.DOTALL))
        assert set(re.findall(r"[A-Za-z]{2,}", text)) <= {"clinicfinder"}, text
