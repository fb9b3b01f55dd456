"""Every page of the public site in Spanish, with no English left over."""

import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from tests.guards.every_page import FRAME_PAGES, PAGES
from tests.guards.test_translation import QUESTIONS
from tests.guards.visible_text import names_of_things, visible, without
from tests.html_page import Element, parse

from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web import languages

SAME_IN_BOTH: Final = frozenset(
    {
        "No", "Error", "FDA", "TMS", "Spravato", "Medicaid", "Medicare Advantage", "TRICARE", "PHQ-9", "REMS",
        "(REMS).", "Spravato:", "Good Faith Estimate", "SSRI", "SNRI", "Google Maps", "HSA", "Covered California",
        "HDHP", "superbill", "off-label", "ICD-10",
    }
)  # fmt: skip
"""Short texts that Spanish writes as English does, and English names that Spanish gives in brackets."""

ENGLISH: Final = re.compile(
    r"\b(the|and|with|your|you|is|are|of|for|not|from|this|that|what|which|has|have|by|or|at|to|it|we|clinics?|ask|miles?)"
    r"\b",
    re.IGNORECASE,
)
"""Words that stand in almost every English sentence and in no Spanish one."""


@pytest.fixture(scope="module")
def names(catalogue: Catalogue) -> list[str]:
    """What stays as it is, with the names of payers and of the states that Spanish calls the same."""
    payers = {name for payer in catalogue.estimates.payers for name in (payer.name, *payer.aliases)}
    named = {*names_of_things(catalogue), *payers, *(one.name for one in catalogue.payers.values())}
    return sorted((*named, *STATE_NAMES.values(), *SAME_IN_BOTH), key=len, reverse=True)


def left_in_english(spanish: Element, english: Element, names: list[str]) -> list[str]:
    """Texts of the Spanish page that the English page has too, or that hold English words, names apart."""
    both = set(visible(english))
    left = []
    for text in visible(spanish):
        rest = without(text, names)
        repeated = text in both and re.search(r"[^\W\d_]{2,}", rest)
        if repeated or ENGLISH.search(rest):
            left.append(text)
    return left


def both(client: FlaskClient, path: str) -> tuple[Element, Element]:
    return parse(client.get("/es" + path).text), parse(client.get("/en" + path).text)


SITE_PAGES: Final = {name: path for name, path in PAGES.items() if name not in FRAME_PAGES}


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in SITE_PAGES.items()])
class TestEveryPageInSpanish:
    def test_leaves_nothing_in_english(self, client: FlaskClient, names: list[str], path: str):
        typed = dict(parse_qsl(urlsplit(path).query)).get("near", "")
        assert left_in_english(*both(client, path), [typed, *names] if typed else names) == []

    def test_names_its_language_and_leads_to_the_other(self, client: FlaskClient, path: str):
        spanish, english = both(client, path)
        for page, code, other in ((spanish, "es", "en"), (english, "en", "es")):
            assert page.one("html").attrs["lang"] == code
            switch = page.one("a", cls="language")
            assert (switch.attrs["lang"], switch.attrs["hreflang"]) == (other, other)
            assert str(switch.attrs["href"]).startswith(f"/{other}/")
            there = client.get(str(switch.attrs["href"]))
            assert there.status_code == client.get(f"/{code}{path}").status_code
            assert parse(there.text).one("html").attrs["lang"] == other

    def test_says_how_to_be_answered_in_spanish_by_the_crisis_line(self, client: FlaskClient, path: str):
        text = both(client, path)[0].text
        assert "Llame al 988 y oprima el 2 o envíe AYUDA por texto al 988" in text
        assert "Línea 988 de Prevención del Suicidio y Crisis" in text
        assert "oprima el 1" in text
        assert "llame al 911." in text

    def test_keeps_every_link_of_ours_in_spanish(self, client: FlaskClient, path: str):
        for e in both(client, path)[0].walk():
            for name in ("href", "action", "hx-post", "hx-get", "data-suggest"):
                address = str(e.attrs.get(name) or "")
                is_ours = address.startswith("/") and not address.startswith("/api/v1/")
                if is_ours and e.tag != "link" and e.attrs.get("hreflang") is None:
                    assert address.startswith("/es"), (e.tag, address)

    def test_loads_each_static_file_from_the_one_address_it_has(self, client: FlaskClient, path: str):
        spanish, english = both(client, path)
        files = [
            [e.attrs.get("src") or e.attrs["href"] for e in page.all() if e.tag in ("script", "link") and is_file(e)]
            for page in (spanish, english)
        ]
        assert files[0] == files[1]
        assert all(str(address).startswith("/static/") for address in files[0])
        assert files[0]


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in FRAME_PAGES.items()])
class TestEveryFrameInSpanish:
    """The frame of a partner who has chosen Spanish, whatever the visitor's browser prefers."""

    @pytest.fixture
    def spanish(self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str) -> Element:
        monkeypatch.setattr(languages, "frame_language", lambda _: "es")
        # A frame that nobody set up has no partner to choose for it.
        accepted = "es" if "/nobody" in path else "en"
        return parse(client.get(path, headers={"Accept-Language": accepted}).text)

    def test_leaves_nothing_in_english(self, client: FlaskClient, names: list[str], spanish: Element, path: str):
        typed = dict(parse_qsl(urlsplit(path).query)).get("near", "")
        english = parse(client.get(path.replace("/embed/demo", "/en"), follow_redirects=True).text)
        assert spanish.one("html").attrs["lang"] == "es"
        assert left_in_english(spanish, english, [typed, *names] if typed else names) == []

    def test_says_how_to_be_answered_in_spanish_by_the_crisis_line(self, spanish: Element):
        assert "Llame al 988 y oprima el 2 o envíe AYUDA por texto al 988" in spanish.text

    def test_leads_to_spanish_pages_of_the_full_site(self, spanish: Element, path: str):
        for link in spanish.all("a", target="_blank"):
            href = str(link.attrs["href"]).removeprefix("http://localhost")
            if href.startswith("/") and "/nobody" not in path:
                assert href.startswith("/es/"), href


def is_file(e: Element) -> bool:
    return "src" in e.attrs or e.attrs.get("rel") in ("stylesheet", "icon")


@pytest.mark.parametrize("path", ["/estimate", "/estimate/compare"])
@pytest.mark.parametrize("question", [pytest.param(values, id=name) for name, values in QUESTIONS.items()])
def test_an_estimate_in_spanish_leaves_nothing_in_english(
    client: FlaskClient, names: list[str], question: dict[str, Any], path: str
):
    sent = question | {"with": ["tms", "iv_ketamine", "kap"]}
    spanish, english = (parse(client.post(f"/{code}{path}", data=sent).text) for code in ("es", "en"))
    assert (
        left_in_english(spanish, english, [*(str(value) for value in question.values() if len(value) > 3), *names])
        == []
    )


def test_leftovers_are_found(names: list[str]):
    """The guard itself: an English sentence, a repeated word, and nothing where all is Spanish or a name."""
    english = parse("<p>Nothing yet</p><p>Spravato</p>")
    assert left_in_english(parse("<p>Nothing yet</p>"), english, names) == ["Nothing yet"]
    assert left_in_english(parse("<p>Llame to the clinic</p>"), english, names) == ["Llame to the clinic"]
    assert left_in_english(parse("<p>Nada todavía</p><p>Spravato</p>"), english, names) == []
    assert left_in_english(parse('<p lang="en">Ask the plan</p>'), english, names) == []
