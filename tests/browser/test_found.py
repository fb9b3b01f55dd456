"""What is in the head of a page for others must not trouble the browser that shows it."""

from typing import Final

import pytest

PATHS: Final = (
    "/clinics/az/phoenix/serenity-chandler",
    "/clinics/az/phoenix",
    "/treatments/spravato",
    "/about-estimates",
)


@pytest.mark.parametrize("path", PATHS)
def test_descriptions_for_machines_are_there_and_break_no_policy(chromium, site, path: str):
    """`open_page` would miss a violation that is only reported to scripts, so one listens before the page does."""
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script(
        "window.violations = [];"
        "document.addEventListener('securitypolicyviolation', e => window.violations.push(e.violatedDirective))"
    )
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(site + path)
    script = page.locator("script[type='application/ld+json']")
    assert script.count() == 1
    kinds = page.evaluate(
        "JSON.parse(document.querySelector(\"script[type='application/ld+json']\").textContent)['@graph']"
        ".map(node => node['@type'])"
    )
    assert kinds
    assert page.evaluate("window.violations") == []
    assert said == []
    context.close()


def test_the_picture_that_a_page_names_is_one_that_a_browser_shows(chromium, site):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site}/clinics/az/phoenix")
    address = page.locator("meta[property='og:image']").get_attribute("content")
    page.goto(str(address))
    size = page.evaluate("(({naturalWidth, naturalHeight}) => [naturalWidth, naturalHeight])(document.images[0])")
    assert size == [1200, 630]
    context.close()
