"""With a locale that puts every translated text in brackets, nothing a person reads stands outside brackets."""

import re
from collections.abc import Iterator

import pytest
from babel.support import NullTranslations
from flask import Flask
from tests.guards.every_page import PAGES
from tests.html_page import Element, parse

from clinicfinder.app import create_app
from clinicfinder.coverage.label import SPRAVATO_LABEL
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web import cards, translation
from clinicfinder.web.current import KEEPER
from clinicfinder.web.languages import NAMES


class Bracketed(NullTranslations):
    """Every message in brackets, so that text which was never marked shows."""

    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        return f"⟦{singular if num == 1 else plural}⟧"

    gettext = ugettext
    ngettext = ungettext


@pytest.fixture(scope="module")
def bracketed(make_settings) -> Iterator[Flask]:
    app = create_app(make_settings())
    patch = pytest.MonkeyPatch()
    patch.setattr(translation, "catalog_of", lambda _: Bracketed())
    # Cards are kept per language, and this pseudo-locale goes by the name of the real one.
    cards._rendered_body.cache_clear()
    yield app
    cards._rendered_body.cache_clear()
    patch.undo()


def outside_brackets(text: str) -> str:
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    return text


def data_values(catalogue: Catalogue) -> list[str]:
    """What comes from the data files and is shown as it stands there; longest first."""
    values = {"clinicfinder", *NAMES.values(), "988lifeline.org", "988", "911"}
    for clinic in catalogue.index.clinics:
        values |= {clinic.name, clinic.network_name, clinic.street, clinic.city, clinic.unit or "", clinic.notes or ""}
        values |= {clinic.provenance.source_title, clinic.county or "", clinic.clinic_code}
        for row in catalogue.insurance[clinic.clinic_code]:
            values |= {row.listed_as, row.notes or ""}
    for treatment in catalogue.treatments.values():
        values |= {treatment.short_label, treatment.label, treatment.summary, treatment.fda_status or ""}
        values |= {treatment.session_length or "", treatment.first_course or "", treatment.driving_home or ""}
        values |= {line.wording for code in catalogue.treatments if (line := catalogue.coverage_line(code))}
        values |= {line.provenance.source_title for c in catalogue.treatments if (line := catalogue.coverage_line(c))}
    values |= {payer.name for payer in catalogue.payers.values()}
    values |= {fact.statement for fact in (*SPRAVATO_LABEL, *catalogue.safety)}
    values |= {fact.provenance.source_title for fact in (*SPRAVATO_LABEL, *catalogue.safety)}
    values |= {treatment.provenance.source_title for treatment in catalogue.treatments.values()}
    values |= {preset.label for preset in catalogue.estimates.presets}
    values |= {network.name for network in catalogue.networks.values()}
    values |= set(STATE_NAMES.values())
    return sorted((value for value in values if len(value) > 2), key=len, reverse=True)


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in PAGES.items()])
def test_all_visible_text_is_translatable(bracketed: Flask, path: str):
    tree = parse(bracketed.test_client().get(path).text)
    known = data_values(bracketed.extensions[KEEPER].current())
    for text in visible(tree):
        rest = outside_brackets(text)
        for value in known:
            rest = rest.replace(value, " ")
        rest = re.sub(r"\b[A-Z][\w.' -]+(?:, [A-Z][\w.' -]+)?, [A-Z]{2}\b(?: \d{5})?", " ", rest)
        rest = re.sub(
            r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b", " ", rest
        )
        rest = re.sub(r"\b\w+day\b|\b[AP]M\b|\b[A-Z]{2}\b|[\w' .-]+ (?:County|Parish|Borough|Municipio)", " ", rest)
        assert not re.search(r"[A-Za-z]{2,}", rest), (text, rest)


def is_place_to_choose(e: Element) -> bool:
    """A link whose text is the name of a place, as the ZIP data writes it."""
    return e.tag == "a" and e.parent is not None and e.parent.tag == "li" and "near=" in str(e.attrs.get("href"))


def visible(tree: Element) -> Iterator[str]:
    """Text that is shown or read out: text nodes and the attributes that are spoken."""
    for e in tree.walk():
        if e.tag in ("script", "style") or is_place_to_choose(e):
            continue
        for name in ("aria-label", "title", "alt", "placeholder"):
            if e.attrs.get(name):
                yield str(e.attrs[name])
        text = "".join(child for child in e.children if isinstance(child, str)).strip()
        if text:
            yield text
