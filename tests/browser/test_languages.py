"""The site in Spanish in real Chromium: read, searched, and switched by keyboard."""

import re
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, axe_violations

SCHEMES: Final = pytest.mark.parametrize("scheme", ["light", "dark"])
RESULTS: Final = "/es/clinics?near=85032&treatment=spravato"


@SCHEMES
@pytest.mark.parametrize("path", ["/es", RESULTS, "/es/estimate?treatment=spravato", "/es/treatments/tms"])
def test_axe_finds_nothing_wrong(visit: Visit, path: str, scheme: str):
    assert axe_violations(visit(path, color_scheme=scheme)) == []


@pytest.mark.parametrize("path", ["/es", RESULTS, "/es/estimate", "/es/clinics/az/phoenix/serenity-chandler"])
def test_spanish_words_which_are_longer_fit_a_narrow_screen(visit: Visit, path: str):
    page = visit(path, viewport={"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_language_is_switched_by_keyboard_and_the_search_is_kept(visit: Visit):
    page = visit("/clinics?near=85032&treatment=tms")
    link = page.get_by_role("link", name="Español")
    for _ in range(20):
        page.keyboard.press("Tab")
        if link.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/es/clinics\?near=85032&treatment=tms$"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", name="Clínicas cerca de")).to_be_visible()
    expect(page.get_by_role("link", name="English")).to_be_visible()


def test_a_search_and_its_swaps_stay_in_spanish(visit: Visit):
    page = visit("/es/clinics?near=85032")
    page.get_by_label("Código postal, ciudad y estado, o dirección").fill("80202")
    page.get_by_role("button", name="Buscar", exact=True).click()
    expect(page.locator("#results-title")).to_contain_text("Clínicas cerca de Denver")
    expect(page).to_have_url(re.compile(r"/es/clinics\?near=80202$"))
    expect(page.locator("#announce")).to_contain_text("La más cercana está a")


def test_suggestions_speak_spanish(visit: Visit):
    page = visit("/es")
    page.get_by_label("Código postal, ciudad y estado, o dirección").press_sequentially("mes")
    expect(page.locator("#near-status")).to_contain_text("Use la flecha hacia abajo")


def test_a_browser_that_prefers_spanish_is_answered_in_spanish(visit: Visit):
    page = visit("/", locale="es-MX")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Encuentre la clínica más cercana para ketamina, Spravato o TMS"
    )
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find the nearest clinic for ketamine, Spravato or TMS")


def test_an_estimate_is_worked_out_in_spanish(visit: Visit):
    page = visit("/es/estimate?treatment=spravato")
    page.get_by_label("Aseguradora o programa").fill("Cigna")
    page.get_by_role("button", name="Mostrar la estimación").click()
    expect(page.locator("#estimate-title")).to_have_text("Spravato con Cigna")
    expect(page.locator("#announce")).to_contain_text("Spravato con Cigna")
