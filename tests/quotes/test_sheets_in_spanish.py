"""A quote on paper in Spanish: words that were kept when it was saved, beside the very figures of the English sheet."""

import json
import re
from dataclasses import replace
from hashlib import sha256
from typing import Final

import pytest
from flask import Flask, render_template

from clinicfinder.domain.quote_languages import in_language
from clinicfinder.domain.quotes import Snapshot, pack, unpack
from clinicfinder.store.quotes import StoredQuote
from clinicfinder.usecases.read_quotes import OpenedQuote
from clinicfinder.web.staff.quote_print import print_view
from clinicfinder.web.staff.quote_views import quote_view
from clinicfinder.web.translation import language, speaking
from tests.guards.test_spanish_pages import left_in_english, names  # noqa: F401  # A fixture.
from tests.guards.test_translation import KNOWN, QUESTIONS
from tests.html_page import Element, parse
from tests.quotes.conftest import AGENT, OPENING, TakeQuote

ASKED: Final = {name: fields for name, fields in QUESTIONS.items() if name != "nothing usable"}
MONEY: Final = re.compile(r"\$\d[\d,]*(?:\.\d\d)?")


@pytest.fixture(scope="module")
def sheet(app: Flask):
    """The sheet of a quote in a language, with every line."""

    def made(quote: Snapshot, code: str) -> Element:
        stored = StoredQuote("K7QM4TXP", in_language(quote, code), "", None, None)
        with app.test_request_context("/staff/quotes"), speaking(code):
            view = print_view(quote_view(OpenedQuote(stored, (), None, expired=False), 90), every_line=True)
            return parse(render_template("pages/staff/quote_print.html", view=view))

    return made


@pytest.mark.parametrize("question", [pytest.param(fields, id=name) for name, fields in ASKED.items()])
def test_leaves_nothing_in_english(take_quote: TakeQuote, sheet, names: list[str], question: dict[str, str]):  # noqa: F811
    quote = take_quote(question)
    spanish, english = sheet(quote, "es"), sheet(quote, "en")
    typed = [
        *(value for value in question.values() if len(value) > 3),
        quote.clinic.street,
        AGENT.display_name,
        "K7QM-4TXP",
    ]
    assert left_in_english(spanish, english, [*typed, *names]) == []
    assert spanish.one("html").attrs["lang"] == "es"
    assert "Llame al 988 y oprima el 2 o envíe AYUDA por texto al 988" in spanish.one("p", cls="crisis").text


@pytest.mark.parametrize("question", [pytest.param(fields, id=name) for name, fields in ASKED.items()])
def test_has_every_figure_of_the_english_one(take_quote: TakeQuote, sheet, question: dict[str, str]):
    quote = take_quote(question)
    amounts = [MONEY.findall(sheet(quote, code).text) for code in ("es", "en")]
    assert sorted(amounts[0]) == sorted(amounts[1])


def test_spells_its_reference_as_a_spanish_speaker_reads_it(take_quote: TakeQuote, sheet):
    spanish = sheet(take_quote(OPENING), "es")
    assert "K de kilo, siete, Q de quebec, M de mike; cuatro, T de tango" in spanish.text


class TestWhatIsKept:
    def test_is_the_quote_in_english_with_its_words_in_spanish(self, snapshot: Snapshot):
        assert (snapshot.format, snapshot.languages) == (2, ("en", "es"))
        spanish = in_language(snapshot, "es")
        assert spanish.languages == ("es", "en")
        assert spanish.title != snapshot.title
        assert (spanish.low_cents, spanish.high_cents) == (snapshot.low_cents, snapshot.high_cents)
        assert in_language(spanish, "en") == snapshot
        assert [section.key for section in spanish.sections] == [section.key for section in snapshot.sections]

    def test_leaves_the_console_in_english(self, take_quote: TakeQuote):
        take_quote(KNOWN)
        assert language() == "en"

    def test_a_quote_of_before_opens_and_stays_in_the_one_language_it_has(self, snapshot: Snapshot):
        fields = json.loads(pack(replace(snapshot, format=1, translations=()))[0])
        del fields["translations"]
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
        old = unpack(text, sha256(text.encode()).hexdigest())
        assert (old.format, old.languages) == (1, ("en",))
        assert in_language(old, "es") == old
        assert old.sections == snapshot.sections
