"""What search engines and link previews read: every page of the sitemap, and the answers that are closed to them."""

import json
import re
from collections import Counter
from datetime import date
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.guards.every_page import PAGES
from tests.html_page import Element, parse

from clinicfinder.app import create_app
from clinicfinder.config import read_settings
from clinicfinder.errors import SettingFault
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web import head
from clinicfinder.web.crawlers import MOST
from clinicfinder.web.translation import LANGUAGES

SITEMAP: Final = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
PUBLIC: Final = "https://clinics.example.org"


@pytest.fixture(scope="module")
def public(make_settings) -> FlaskClient:
    """The application as the public knows it, whatever a request says of its host."""
    return create_app(make_settings(public_url=PUBLIC)).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def listed(public: FlaskClient) -> dict[str, date | None]:
    """Every path of the sitemap with its day."""
    found = {}
    for entry in xml(public.get("/sitemap.xml").text).findall("s:url", SITEMAP):
        url, day = entry.findtext("s:loc", None, SITEMAP), entry.findtext("s:lastmod", None, SITEMAP)
        assert url.startswith(f"{PUBLIC}/")
        found[url.removeprefix(PUBLIC)] = date.fromisoformat(day) if day else None
    return found


@pytest.fixture(scope="module")
def trees(public: FlaskClient, listed: dict[str, date | None]) -> dict[str, Element]:
    """Every page of the sitemap."""
    found = {}
    for path in listed:
        response = public.get(path)
        assert response.status_code == 200, path
        assert "X-Robots-Tag" not in response.headers, path
        found[path] = parse(response.text)
    return found


def xml(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  # Our own answer, not a stranger's.


def meta(tree: Element, name: str) -> list[str]:
    return [str(e.attrs["content"]) for e in tree.all("meta") if name in (e.attrs.get("name"), e.attrs.get("property"))]


def title_of(tree: Element) -> str:
    return " ".join("".join(map(str, tree.one("title").children)).split())


def jsonld_of(tree: Element) -> list[dict]:
    texts = ["".join(map(str, e.children)) for e in tree.all("script", type="application/ld+json")]
    return [node for text in texts for node in json.loads(text)["@graph"]]


class TestEveryPageOfTheSitemap:
    def test_is_every_public_clinic_city_state_and_treatment_once(self, listed, catalogue: Catalogue):
        parts = Counter(len(path.split("/")) for path in listed if re.match("/clinics/[a-z]{2}(/|$)", path))
        clinics = catalogue.index.clinics
        assert parts[5] == len(clinics) == 113
        assert parts[4] == len({(clinic.state, clinic.city) for clinic in clinics})
        assert parts[3] == len({clinic.state for clinic in clinics}) == 13
        assert sum(path.startswith("/treatments/") for path in listed) == len(catalogue.treatments)
        assert {"/", "/estimate", "/treatments", "/about", "/about-estimates", "/clinics/all"} <= listed.keys()

    def test_is_its_own_canonical_address(self, trees: dict[str, Element]):
        for path, tree in trees.items():
            assert tree.one("link", rel="canonical").attrs["href"] == PUBLIC + path
            assert meta(tree, "og:url") == [PUBLIC + path]
            assert not meta(tree, "robots")

    def test_has_a_title_and_a_description_that_no_other_has(self, trees: dict[str, Element]):
        for spoken in LANGUAGES:
            pages = [tree for tree in trees.values() if tree.one("html").attrs["lang"] == spoken]
            titles = Counter(title_of(tree) for tree in pages)
            described = Counter(text for tree in pages for text in meta(tree, "description"))
            assert [title for title, times in titles.items() if times > 1] == []
            assert [text for text, times in described.items() if times > 1] == []
            assert len(titles) == len(described) == len(trees) / len(LANGUAGES)
            assert all(len(text) >= 50 for text in described), min(described, key=len)

    def test_names_itself_in_each_language_and_they_all_name_the_same(self, trees: dict[str, Element]):
        for path, tree in trees.items():
            links = [e for e in tree.all("link", rel="alternate") if "hreflang" in e.attrs]
            named = {str(e.attrs["hreflang"]): str(e.attrs["href"]) for e in links}
            plain = re.sub("^/es(?=/)", "", path)
            assert named == {"en": PUBLIC + plain, "es": f"{PUBLIC}/es{plain}", "x-default": PUBLIC + plain}, path
            assert path in (plain, f"/es{plain}")

    def test_has_one_heading(self, trees: dict[str, Element]):
        for path, tree in trees.items():
            assert len(tree.all("h1")) == 1, path

    def test_says_the_same_to_messengers(self, trees: dict[str, Element]):
        for path, tree in trees.items():
            assert [f"{text} · clinicfinder" for text in meta(tree, "og:title")] == [title_of(tree)], path
            assert meta(tree, "og:description") == meta(tree, "description"), path
            assert meta(tree, "twitter:card") == ["summary_large_image"], path
            assert re.match(f"{PUBLIC}(/es)?/preview", meta(tree, "og:image")[0]), path

    def test_is_dated_by_its_data_and_never_by_today(self, listed, catalogue: Catalogue):
        newest = max(clinic.provenance.reviewed_on for clinic in catalogue.clinics.values())
        for clinic in catalogue.index.clinics:
            state, city, slug = (clinic.state.lower(), clinic.city.lower().replace(" ", "-"), clinic.slug)
            if day := listed.get(f"/clinics/{state}/{city}/{slug}"):
                assert day >= clinic.provenance.reviewed_on
        assert listed["/clinics/all"] == newest
        # Nothing in the data says when our own words changed.
        assert listed["/"] is None
        assert listed["/estimate"] is None

    def test_breadcrumbs_are_those_that_the_page_shows(self, trees: dict[str, Element]):
        with_trail = {path: tree for path, tree in trees.items() if tree.all("nav", cls="breadcrumb")}
        assert len(with_trail) > 200
        for path, tree in trees.items():
            lists = [node for node in jsonld_of(tree) if node["@type"] == "BreadcrumbList"]
            assert len(lists) == (path in with_trail), path
            if not lists:
                continue
            *above, here = lists[0]["itemListElement"]
            links = tree.one("nav", cls="breadcrumb").all("a")
            assert [(step["name"], step["item"]) for step in above] == [
                (link.text, PUBLIC + str(link.attrs["href"])) for link in links
            ]
            assert [step["position"] for step in (*above, here)] == list(range(1, len(above) + 2))
            assert here["name"] in tree.one("h1").text

    def test_questions_for_machines_are_those_on_the_page(self, trees: dict[str, Element]):
        asked = {
            path: node for path, tree in trees.items() for node in jsonld_of(tree) if node["@type"] == "FAQPage"
        }  # fmt: skip
        assert asked.keys() == {"/about-estimates", "/es/about-estimates"}
        for path, node in asked.items():
            main, questions = trees[path].one("main"), node["mainEntity"]
            assert [question["name"] for question in questions] == [heading.text for heading in main.all("h2")]
            shown = " ".join(" ".join(main.texts()).split())
            for question in questions:
                assert question["acceptedAnswer"]["text"] in shown

    def test_says_of_treatments_what_their_pages_say(self, trees: dict[str, Element], catalogue: Catalogue):
        for code, treatment in catalogue.treatments.items():
            described = jsonld_of(trees[f"/treatments/{code}"])[0]
            assert (described["name"], described["description"]) == (treatment.label, treatment.summary)
            assert described["url"] == f"{PUBLIC}/treatments/{code}"


class TestPlaces:
    def test_are_named_for_what_is_listed_there_and_no_more(self, client: FlaskClient, catalogue: Catalogue):
        for state in {clinic.state for clinic in catalogue.index.clinics}:
            codes = {code for clinic in catalogue.index.clinics if clinic.state == state for code in clinic.treatments}
            heading = parse(client.get(f"/clinics/{state.lower()}").text).one("h1").text
            assert ("Spravato" in heading) is ("spravato" in codes), heading
            assert ("TMS" in heading) is ("tms" in codes), heading
            assert ("Ketamine" in heading) is any("ketamine" in code or code == "kap" for code in codes), heading

    def test_of_a_city_tell_how_sure_each_clinic_is_and_what_is_nearby(self, client: FlaskClient, catalogue):
        main = parse(client.get("/clinics/az/phoenix").text).one("main")
        nearby = main.one("ul", cls="nearby")
        assert "Mesa, AZ" in nearby.text or "Gilbert, AZ" in nearby.text
        assert "Phoenix" not in nearby.text
        for link in nearby.all("a"):
            assert client.get(link.attrs["href"]).status_code == 200
        unsure = next(clinic for clinic in catalogue.index.clinics if clinic.treatments_evidence == "name_only")
        city = unsure.city.lower().replace(" ", "-")
        text = parse(client.get(f"/clinics/{unsure.state.lower()}/{city}").text).one("main").text
        assert "Taken from the clinic's name only: ask the clinic." in text


class TestWhatIsClosed:
    @pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in PAGES.items()])
    def test_a_page_is_for_search_engines_or_says_that_it_is_not(self, client: FlaskClient, path: str):
        response = client.get(path)
        tree = parse(response.text)
        closed = response.headers.get("X-Robots-Tag") == "noindex"
        assert closed is (meta(tree, "robots") == ["noindex"])
        assert bool(meta(tree, "og:url")) is not closed
        if not closed:
            canonical = str(tree.one("link", rel="canonical").attrs["href"])
            assert canonical == "http://localhost" + path.partition("?")[0]

    @pytest.mark.parametrize(
        "path",
        [
            "/clinics?near=85032",
            "/suggest?near=pho",
            "/api/v1/clinics?near=85032",
            "/healthz",
            "/nothing",
            "/sitemap.xml",
        ],
    )
    def test_other_answers_are_closed_by_their_header(self, client: FlaskClient, path: str):
        assert client.get(path).headers["X-Robots-Tag"] == "noindex"

    def test_an_estimate_with_answers_in_it_is_closed(self, client: FlaskClient):
        response = client.post("/estimate", data={"treatment": "spravato"})
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert not parse(response.text).all("link", rel="canonical")

    def test_pictures_and_style_sheets_are_not(self, client: FlaskClient):
        for path in ("/preview.png", "/static/site.css"):
            with client.get(path) as response:
                assert "X-Robots-Tag" not in response.headers

    def test_no_route_is_open_that_does_not_exist(self, app: Flask):
        assert app.view_functions.keys() >= head.INDEXED

    def test_robots_close_what_has_no_end_and_nothing_that_should_be_found(self, public: FlaskClient, listed):
        response = public.get("/robots.txt")
        assert response.content_type == "text/plain; charset=utf-8"
        lines = response.text.splitlines()
        assert lines[0] == "User-agent: *"
        assert f"Sitemap: {PUBLIC}/sitemap.xml" in lines
        closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]
        assert closed == [f"{spoken}{path}" for spoken in ("", "/en", "/es") for path in ("/clinics?", "/suggest")]
        for path in (*listed, "/preview.png", "/static/site.css", "/preview/clinics/az.png"):
            assert not path.startswith(tuple(closed)), path


class TestSplitList:
    def test_names_its_files_when_one_may_not_hold_it(self, make_settings, listed):
        app = create_app(make_settings(public_url=PUBLIC))
        app.config[MOST] = 100
        client = app.test_client()
        index = xml(client.get("/sitemap.xml").text)
        files = [entry.findtext("s:loc", None, SITEMAP) for entry in index.findall("s:sitemap", SITEMAP)]
        assert files == [f"{PUBLIC}/sitemap-{number}.xml" for number in range(1, len(listed) // 100 + 2)]
        assert len(files) > 2
        found = []
        for file in files:
            part = xml(client.get(file.removeprefix(PUBLIC)).text)
            urls = [entry.findtext("s:loc", None, SITEMAP) for entry in part.findall("s:url", SITEMAP)]
            assert 0 < len(urls) <= 100
            found += urls
        assert found == [PUBLIC + path for path in listed]
        assert client.get("/sitemap-99.xml").status_code == client.get("/sitemap-0.xml").status_code == 404

    def test_has_no_files_while_one_holds_it(self, client: FlaskClient):
        assert client.get("/sitemap-1.xml").status_code == 404


class TestLanguages:
    @pytest.mark.parametrize(
        ("path", "preferred", "canonical"),
        [
            pytest.param("/clinics/az", "en", "/clinics/az", id="no language in the address, English preferred"),
            pytest.param("/clinics/az", "es-MX", "/es/clinics/az", id="no language in the address, Spanish preferred"),
            pytest.param("/en/clinics/az", "es", "/clinics/az", id="English asked for"),
            pytest.param("/es/clinics/az", "en", "/es/clinics/az", id="Spanish asked for"),
        ],
    )
    def test_a_page_has_one_canonical_address_in_each(
        self, public: FlaskClient, path: str, preferred: str, canonical: str
    ):
        tree = parse(public.get(path, headers={"Accept-Language": preferred}).text)
        assert tree.one("link", rel="canonical").attrs["href"] == PUBLIC + canonical
        picture = meta(tree, "og:image")[0].removeprefix(PUBLIC)
        assert picture.startswith("/es/preview/") is canonical.startswith("/es/")
        assert public.get(picture).headers["Cache-Control"] == "public, max-age=31536000, immutable"

    def test_a_page_that_is_closed_names_no_other_language(self, client: FlaskClient):
        for path in ("/clinics?near=85032", "/nothing", "/es/clinics/zz"):
            assert not parse(client.get(path).text).all("link", rel="alternate")

    @pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/sitemap-1.xml", "/apple-touch-icon.png"])
    def test_what_exists_once_has_no_language_in_its_address(self, client: FlaskClient, path: str):
        response = client.get(f"/es{path}")
        assert (response.status_code, response.headers["Location"]) == (308, path)
        assert "Accept-Language" not in client.get(path).headers.get("Vary", "")


class TestPublicAddress:
    PATHS: Final = (
        "/", "/clinics/az/phoenix/serenity-chandler", "/clinics/az", "/treatments/tms", "/sitemap.xml", "/robots.txt",
    )  # fmt: skip

    @pytest.mark.parametrize("path", PATHS)
    def test_once_set_no_answer_depends_on_the_host_of_the_request(self, public: FlaskClient, path: str):
        usual = public.get(path)
        for host in ("evil.example", "evil.example:8080", "localhost"):
            forged = public.get(path, headers={"Host": host, "X-Forwarded-Host": host, "X-Forwarded-Proto": "http"})
            assert forged.data == usual.data
        assert b"evil" not in usual.data
        assert "private" not in usual.headers.get("Cache-Control", "")

    @pytest.mark.parametrize("path", PATHS)
    def test_while_unset_no_shared_cache_may_keep_a_host_that_a_request_made_up(self, client: FlaskClient, path: str):
        response = client.get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "worse.example"})
        assert "http://evil.example" in response.text
        assert "worse" not in response.text
        assert response.cache_control.private

    def test_a_host_with_markup_in_it_stays_text_or_is_refused(self, client: FlaskClient):
        response = client.get("/", headers={"Host": 'x"><script>alert(1)</script>'})
        assert b"<script>alert" not in response.data

    def test_a_folder_of_the_host_stands_in_every_address(self, public: FlaskClient):
        response = public.get("/clinics/az", environ_overrides={"SCRIPT_NAME": "/care"})
        tree = parse(response.text)
        assert tree.one("link", rel="canonical").attrs["href"] == f"{PUBLIC}/care/clinics/az"
        assert meta(tree, "og:image")[0].startswith(f"{PUBLIC}/care/preview/clinics/az.png")
        tree = parse(public.get("/es/clinics/az", environ_overrides={"SCRIPT_NAME": "/care"}).text)
        assert tree.one("link", rel="canonical").attrs["href"] == f"{PUBLIC}/care/es/clinics/az"

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("https://clinics.example.org", "https://clinics.example.org"),
            ("https://clinics.example.org/", "https://clinics.example.org"),
            ("https://Clinics.Example.org:8443", "https://clinics.example.org:8443"),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
            ("", None),
        ],
    )
    def test_is_scheme_and_host(self, given: str, kept: str | None):
        assert read_settings({"CLINICFINDER_PUBLIC_URL": given}).public_url == kept

    @pytest.mark.parametrize(
        "given",
        [
            "clinics.example.org", "ftp://clinics.example.org", "https://", "https://clinics.example.org/care",
            "https://a b", "https://user@clinics.example.org", "https://clinics.example.org?x", "javascript://x",
        ],
    )  # fmt: skip
    def test_of_any_other_form_is_refused_by_name(self, given: str):
        with pytest.raises(SettingFault, match="CLINICFINDER_PUBLIC_URL is"):
            read_settings({"CLINICFINDER_PUBLIC_URL": given})
