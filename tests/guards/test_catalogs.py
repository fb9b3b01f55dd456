"""The catalogs are whole: nothing missing, nothing in doubt, nothing behind the texts they translate."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest
from babel.messages.catalog import Message

from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.translation import DOMAINS, LANGUAGES
from scripts import translations

OTHERS: Final = [language for language in LANGUAGES if language != "en"]
each_catalog = pytest.mark.parametrize(
    ("language", "domain"), [(language, domain) for language in OTHERS for domain in DOMAINS]
)

IN_SPANISH_ON_THE_LINE: Final = {
    "Call %(number)s": "y oprima el 2",
    "call %(number)s": "y oprima el 2",
    "In crisis? Call or text %(number)s, free, day and night.": "AYUDA",
    "In crisis? Call or text %(number)s": "AYUDA",
    "Help comes first: call or text %(number)s, free, day and night; in immediate danger call %(emergency)s.": "AYUDA",
}
"""Where the Spanish says more than the English: how to be answered in Spanish (2 on the phone, AYUDA by text)."""


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """A text with its translation; of a plural, both forms."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from zip(message.id, message.string, strict=True)


def messages(language: str, domain: str) -> list[Message]:
    return [message for message in translations.read_catalog(language, domain) if message.id]


@each_catalog
class TestEveryCatalog:
    def test_is_as_extraction_would_write_it_now(self, language: str, domain: str):
        """`make translations` would change nothing: no text is missing, none is left over."""
        file = translations.CATALOGS / language / "LC_MESSAGES" / f"{domain}.po"
        assert file.read_bytes() == translations.updated(language, domain)

    def test_translates_every_text_and_doubts_none(self, language: str, domain: str):
        assert messages(language, domain)
        for message in messages(language, domain):
            assert not message.fuzzy, message.id
            assert all(said.strip() for _, said in pairs(message)), message.id

    def test_keeps_every_placeholder_and_figure(self, language: str, domain: str):
        for message in messages(language, domain):
            for text, said in pairs(message):
                if text in IN_SPANISH_ON_THE_LINE:
                    assert IN_SPANISH_ON_THE_LINE[text] in said
                    assert set(re.findall(r"%\(\w+\)\w", said)) == set(re.findall(r"%\(\w+\)\w", text))
                    continue
                assert Counter(re.findall(r"%\(\w+\)\w", said)) == Counter(re.findall(r"%\(\w+\)\w", text)), text
                figures = r"\d+(?:[.,]\d+)*"
                assert Counter(re.findall(figures, said)) == Counter(re.findall(figures, text)), text

    def test_ends_and_begins_as_the_text_does(self, language: str, domain: str):
        """A space or a full stop that goes missing glues two sentences together."""
        for message in messages(language, domain):
            for text, said in pairs(message):
                assert (said[0] == " ", said[-1] == " ") == (text[0] == " ", text[-1] == " "), text
                assert (said.rstrip().removesuffix("EE. UU.")[-1] in ".:") == (text.rstrip()[-1] in ".:"), (text, said)

    def test_shows_no_markup(self, language: str, domain: str):
        for message in messages(language, domain):
            assert not any(char in said for _, said in pairs(message) for char in "<>{}")


class TestSpanish:
    def test_says_usted(self):
        for domain in DOMAINS:
            for message in messages("es", domain):
                for _, said in pairs(message):
                    assert not re.search(r"\b(tú|tu|tus|te|ti|contigo|vosotros|vuestr[oa]s?)\b", said.lower()), said

    def test_promises_nothing(self):
        """The same care as in English: an estimate, never a promise that a plan pays for one person."""
        for message in messages("es", "messages"):
            for _, said in pairs(message):
                assert not re.search(
                    r"garanti|aprobad[oa] por (?:el|su) plan|cubiert|lo cubre|usted pagará", said.lower()
                ), said


def test_every_text_of_the_data_that_is_shown_is_in_the_catalog(catalogue: Catalogue):
    """The files are read by the extraction and by the loader; both must see the same texts."""
    known = {message.id for message in messages("es", "data")}
    for treatment in catalogue.treatments.values():
        shown = (treatment.label, treatment.short_label, treatment.summary, treatment.fda_status)
        shown += (treatment.session_length, treatment.first_course, treatment.driving_home)
        assert {text for text in shown if text} <= known
    tables = catalogue.estimates
    assert {rule.wording for rule in tables.book.rules} <= known
    criteria = {
        criterion.wording for rule in tables.book.rules for pathway in rule.pathways for criterion in pathway.criteria
    }
    assert criteria <= known
    terms = {term for rule in tables.book.rules for term in (rule.first_authorization, rule.renewal) if term}
    assert terms <= known
    assert {law.wording for law in tables.laws} <= known
    assert {fact.statement for fact in catalogue.safety} <= known
    assert {preset.label for preset in tables.presets} <= known
    assert {code.label for code in tables.codes.values()} <= known
    programmes = tables.costs.programmes
    assert {text for one in programmes for text in (one.name, one.wording, one.eligibility)} <= known
    assert {clinic.notes for clinic in catalogue.clinics.values() if clinic.notes} <= known
