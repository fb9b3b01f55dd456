"""Which language an answer is in: the address first, then the browser; and what has no language."""

from datetime import UTC, date, datetime

import pytest
from babel.numbers import format_currency, format_decimal
from flask import Flask
from flask.testing import FlaskClient
from tests.html_page import Element, parse
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from clinicfinder.units import Cents
from clinicfinder.web import wording
from clinicfinder.web.languages import preferred_language
from clinicfinder.web.translation import English, data_text, gettext, language, use_language, with_language

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}


def page(client: FlaskClient, path: str, **options: object) -> Element:
    return parse(client.get(path, **options).text)


def spoken(client: FlaskClient, path: str, **options: object) -> str | None:
    return page(client, path, **options).one("html").attrs["lang"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "en"), ("es", "es"), ("en", "en"), ("es-MX", "es"), ("es-419,en;q=0.5", "es"), ("es-MX, en;q=0.9", "es"),
        ("en-US,es;q=0.9", "en"), ("fr-FR,fr;q=0.9", "en"), ("fr-FR,es;q=0.3", "es"), ("de,es;q=0.4,en;q=0.5", "en"),
        ("es;q=0,en;q=0.1", "en"), ("es;q=0", "en"), ("*", "en"), ("ES-us", "es"), ("spanish", "en"),
    ],
)  # fmt: skip
def test_the_browser_prefers_one_of_our_languages(header: str, expected: str):
    assert preferred_language(parse_accept_header(header, LanguageAccept)) == expected


class TestWhichLanguage:
    def test_is_that_of_the_address_whatever_the_browser_prefers(self, client: FlaskClient):
        assert spoken(client, "/es/about") == "es"
        assert spoken(client, "/en/about", headers=SPANISH) == "en"
        assert spoken(client, "/es/about", headers={"Accept-Language": "en"}) == "es"

    def test_is_that_of_the_browser_where_the_address_has_none(self, client: FlaskClient):
        assert spoken(client, "/about") == "en"
        assert spoken(client, "/about", headers=SPANISH) == "es"

    @pytest.mark.parametrize("path", ["/es", "/es/", "/es?treatment=tms"])
    def test_of_the_first_page_needs_no_slash(self, client: FlaskClient, path: str):
        assert spoken(client, path) == "es"

    @pytest.mark.parametrize("path", ["/es/es", "/es/en/about", "/esp/about", "/ES/about", "/fr/about", "/es/nothing"])
    def test_is_taken_once_and_as_written(self, client: FlaskClient, path: str):
        assert client.get(path).status_code == 404

    def test_of_one_request_is_not_that_of_the_next(self, client: FlaskClient):
        assert [spoken(client, path) for path in ("/es/about", "/about", "/es", "/en")] == ["es", "en", "es", "en"]
        assert language() == "en"

    def test_of_an_error_is_that_of_the_page(self, client: FlaskClient):
        assert page(client, "/es/nothing").one("h1").text == "Esa página no existe."
        assert "Esa página no existe." in client.get("/es/clinics/zz").text

    def test_of_a_swap_is_that_of_its_page(self, client: FlaskClient):
        answer = client.post("/es/clinics", data={"near": "85032"}, headers={"HX-Request": "true"})
        assert "Clínicas cerca de" in answer.text
        assert answer.headers["HX-Push-Url"] == "/es/clinics?near=85032"

    def test_outlives_a_redirect(self, client: FlaskClient):
        assert client.post("/es/clinics", data={"near": "85032"}).headers["Location"] == "/es/clinics?near=85032"
        assert client.get("/es/clinics/AZ").headers["Location"] == "/es/clinics/az"
        old = client.get("/es/clinics/AZ/phoenix/serenity-chandler")
        assert old.headers["Location"] == "/es/clinics/az/phoenix/serenity-chandler"

    def test_holds_in_a_folder_of_the_host(self, client: FlaskClient):
        answer = client.get("/es/about", environ_overrides={"SCRIPT_NAME": "/finder"})
        tree = parse(answer.text)
        assert tree.one("a", cls="brand").attrs["href"] == "/finder/es/"
        assert tree.one("a", cls="language").attrs["href"] == "/finder/en/about"


class TestCaches:
    @pytest.mark.parametrize("path", ["/", "/about", "/clinics?near=85032", "/nothing", "/clinics/AZ", "/suggest?q=me"])
    def test_are_told_that_an_address_without_a_language_varies(self, client: FlaskClient, path: str):
        assert "accept-language" in client.get(path).vary

    @pytest.mark.parametrize(
        "path", ["/es", "/en/about", "/static/site.css", "/api/v1/clinics?near=85032", "/healthz", "/favicon.ico"]
    )
    def test_keep_one_copy_of_what_does_not_vary(self, client: FlaskClient, path: str):
        with client.get(path) as response:
            assert "accept-language" not in response.vary


class TestWhatHasNoLanguage:
    @pytest.mark.parametrize(
        ("path", "target"),
        [
            ("/es/static/site.css?v=1", "/static/site.css?v=1"), ("/en/healthz", "/healthz"),
            ("/es/api/v1/clinics?near=85032", "/api/v1/clinics?near=85032"), ("/es/staff/", "/staff/"),
            ("/es/embed/somebody", "/embed/somebody"),
            ("/es/robots.txt", "/robots.txt"), ("/es/sitemap.xml", "/sitemap.xml"),
        ],
    )  # fmt: skip
    def test_is_found_at_its_one_address(self, client: FlaskClient, path: str, target: str):
        response = client.get(path)
        assert (response.status_code, response.headers["Location"]) == (308, target)

    def test_the_api_answers_in_english_and_a_posted_question_is_sent_on(self, client: FlaskClient):
        refused = client.get("/api/v1/clinics?near=85032&radius=7", headers=SPANISH)
        assert "miles" in refused.get_data(as_text=True)
        assert "millas" not in refused.get_data(as_text=True)
        sent_on = client.post("/es/api/v1/estimates", json={"treatment": "tms"})
        assert sent_on.status_code == 308

    def test_a_write_from_another_site_is_refused_in_every_language(self, client: FlaskClient):
        for prefix in ("", "/es", "/en"):
            answer = client.post(f"{prefix}/clinics", data={"near": "85032"}, headers={"Sec-Fetch-Site": "cross-site"})
            assert answer.status_code == 403

    def test_never_leads_to_another_host(self, client: FlaskClient):
        for path in ("/es//example.org/", "/es//example.org/static", "/es/static//example.org"):
            answer = client.get(path)
            assert answer.status_code == 404 or answer.headers["Location"].startswith("/static")


class TestTheSwitch:
    def switch(self, tree: Element) -> str:
        return str(tree.one("a", cls="language").attrs["href"])

    def test_keeps_a_search_that_stands_in_the_address(self, client: FlaskClient):
        tree = page(client, "/clinics?near=85032&treatment=tms&radius=50")
        assert self.switch(tree) == "/es/clinics?near=85032&treatment=tms&radius=50"

    def test_leads_from_a_posted_answer_to_its_form(self, client: FlaskClient):
        located = parse(client.post("/clinics", data={"lat": "33.62", "lng": "-112.00"}).text)
        assert self.switch(located) == "/es/"
        question = {"treatment": "spravato", "deductible": "2000"}
        assert self.switch(parse(client.post("/es/estimate", data=question).text)) == "/en/estimate"
        assert self.switch(parse(client.post("/es/estimate/compare", data=question).text)) == "/en/estimate"

    def test_offers_english_to_a_browser_that_prefers_spanish(self, client: FlaskClient):
        tree = page(client, "/about", headers=SPANISH)
        assert self.switch(tree) == "/en/about"
        assert spoken(client, self.switch(tree), headers=SPANISH) == "en"


class TestAlternates:
    def alternates(self, tree: Element) -> dict[str | None, str | None]:
        return {e.attrs["hreflang"]: e.attrs["href"] for e in tree.all("link", rel="alternate")}

    @pytest.mark.parametrize("prefix", ["", "/es", "/en"])
    def test_name_the_page_in_each_language(self, client: FlaskClient, prefix: str):
        assert self.alternates(page(client, f"{prefix}/treatments/tms?utm=1")) == {
            "en": "http://localhost/treatments/tms",
            "x-default": "http://localhost/treatments/tms",
            "es": "http://localhost/es/treatments/tms",
        }

    @pytest.mark.parametrize("path", ["/clinics?near=85032", "/nothing", "/es/clinics?near=Barooklyn"])
    def test_are_not_given_for_what_is_not_indexed(self, client: FlaskClient, path: str):
        assert self.alternates(page(client, path)) == {}

    def test_are_not_given_for_an_answer(self, client: FlaskClient):
        assert self.alternates(parse(client.post("/estimate", data={"treatment": "tms"}).text)) == {}
        assert self.alternates(page(client, "/estimate"))


@pytest.fixture
def in_spanish(app: Flask):
    with app.test_request_context():
        use_language("es")
        yield


@pytest.mark.usefixtures("in_spanish")
class TestFigures:
    def test_dates_spell_the_month(self):
        assert wording.day_words(date(2026, 11, 22)) == "22 de noviembre de 2026"
        assert wording.short_day_words(date(2026, 11, 2)) == "2 nov 2026"
        assert wording.month_day_words(date(2001, 1, 1)) == "1 de enero"
        assert wording.weekday_words(date(2026, 11, 22)) == "domingo"

    def test_times_are_those_of_twelve_hour_clocks(self):
        at = wording.time_words(datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
        assert " ".join(at.split()) == "6:30 p.m."

    @pytest.mark.parametrize("cents", [5, 100, 123_456, 1_234_567_89])
    def test_money_and_distances_are_written_as_spanish_speakers_in_the_united_states_do(self, cents: int):
        amount = format_currency(cents / 100, "USD", locale="es_US")
        assert wording.money_words(Cents(cents)) == amount.replace("\xa0", "")
        assert wording.miles_words(1633.2, approximate=False) == f"{format_decimal(1633, locale='es_US')} millas"
        assert wording.miles_words(4.2, approximate=True) == f"unas {format_decimal(4.2, locale='es_US')} millas"


@pytest.mark.usefixtures("in_spanish")
class TestTextsOfTheData:
    def test_that_nobody_has_translated_stay_in_english_and_say_so(self):
        edited = data_text("A sentence that an operator has typed <today>.")
        assert isinstance(edited, English)
        assert with_language(edited) == '<span lang="en">A sentence that an operator has typed &lt;today&gt;.</span>'

    def test_that_are_translated_are_plain(self):
        assert data_text("New York") == with_language("Nueva York") == "Nueva York"
        assert data_text(None) is None
        assert gettext("Search") == "Buscar"


def test_english_needs_no_mark(app: Flask):
    with app.test_request_context():
        assert with_language(data_text("Anything")) == "Anything"


def test_a_language_that_we_do_not_speak_is_refused():
    with pytest.raises(ValueError, match="do not speak 'fr'"):
        use_language("fr")


def test_a_card_is_kept_for_each_language_and_each_kind_of_address(client: FlaskClient):
    """The same clinic, four times: neither the words nor the links of one may show up in another."""
    shown = {}
    for path, headers in (("", {}), ("", SPANISH), ("/es", {}), ("/en", {})):
        tree = page(client, f"{path}/clinics?near=85032", headers=headers)
        card = tree.all("article", cls="card")[0]
        link = next(str(a.attrs["href"]) for a in card.all("a") if "/estimate" in str(a.attrs["href"]))
        shown[path, bool(headers)] = (link.partition("/estimate")[0], card.one("ul", cls="tags").attrs["aria-label"])
    assert shown == {
        ("", False): ("", "Treatments"),
        ("", True): ("", "Tratamientos"),
        ("/es", False): ("/es", "Tratamientos"),
        ("/en", False): ("/en", "Treatments"),
    }
