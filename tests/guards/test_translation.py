"""With a catalog that puts every text in brackets, nothing a person reads stands outside brackets."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from babel.support import NullTranslations
from flask import Flask
from tests.guards.every_page import PAGES
from tests.guards.visible_text import names_of_things, visible, without
from tests.html_page import parse

from clinicfinder.app import create_app
from clinicfinder.web import cards, data_words, languages, translation
from clinicfinder.web.current import KEEPER
from clinicfinder.web.plain_text import search_in_text

DATES: Final = re.compile(
    r"\b(?:de|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    r"|ene|feb|mar|abr|may|jun|jul|ago|sept|oct|nov|dic|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|[ap]\.\s?m)\b",
    re.IGNORECASE,
)

KNOWN: Final = {
    "treatment": "spravato",
    "payer": "Cigna",
    "plan_type": "commercial",
    "place": "TX",
    "indication": "trd",
    "facts.failed_antidepressants": "2",
    "deductible": "2,000",
    "deductible_part": "half",
    "coinsurance": "20",
    "months": "12",
    "maintenance": "weekly",
}
QUESTIONS: Final[dict[str, dict[str, Any]]] = {
    "the one the work began with": KNOWN,
    "nothing known": {"treatment": "spravato"},
    "no plan": {"treatment": "iv_ketamine", "plan_type": "self_pay", "place": "10001"},
    "a dispute": {"treatment": "spravato", "payer": "QualChoice", "plan_type": "commercial"},
    "Medicare": {"treatment": "spravato", "payer": "Original Medicare", "plan_type": "medicare_part_b", "place": "FL"},
    "TMS in Medicaid": {"treatment": "tms", "payer": "Louisiana Medicaid", "plan_type": "medicaid", "facts.age": "40"},
    "TMS with every answer against it": {
        "treatment": "tms", "payer": "Aetna", "plan_type": "commercial", "indication": "mdd", "facts.age": "12",
        "facts.failed_antidepressants": "0", "facts.psychosis": "true", "facts.protocol": "accelerated",
    },
    "thoughts of suicide": KNOWN | {"indication": "mdd_si", "facts.suicidality": "true"},
    "a savings program shut out": KNOWN | {"other_plan": "medicare_part_b"},
    "out of network": KNOWN | {"facts.in_network": "false", "copay": "30", "coinsurance": ""},
    "nothing usable": {
        "treatment": "nothing", "place": "nowhere", "deductible": "much", "coinsurance": "200", "start": "soon",
        "facts.age": "old", "facts.psychosis": "perhaps", "facts.diagnosis_code": "?", "facts.protocol": "fast",
    },
}  # fmt: skip


class Bracketed(NullTranslations):
    """Every message in brackets, so that text which was never marked shows."""

    def ugettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        return f"⟦{singular if num == 1 else plural}⟧"

    gettext = ugettext
    ngettext = ungettext


def forget_kept_texts() -> None:
    """What is kept per language is kept by its name, and this pseudo-language goes by the name of a real one."""
    cards._rendered_body.cache_clear()
    data_words._treatment.cache_clear()


@pytest.fixture(scope="module")
def bracketed(make_settings) -> Iterator[Flask]:
    app = create_app(make_settings())
    patch = pytest.MonkeyPatch()
    patch.setattr(translation, "catalog_of", lambda _: Bracketed())
    patch.setattr(languages, "frame_language", lambda _: "es")
    forget_kept_texts()
    yield app
    forget_kept_texts()
    patch.undo()
    # The last request left the pseudo-language behind for whatever is worded outside a request.
    translation.use_language(translation.DEFAULT_LANGUAGE)


@pytest.fixture(scope="module")
def names(bracketed: Flask) -> list[str]:
    return names_of_things(bracketed.extensions[KEEPER].current())


def outside_brackets(text: str) -> str:
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = shorter
    return text


def unmarked(text: str, names: list[str]) -> list[str]:
    """The words of a text that no catalog could have put into another language."""
    rest = DATES.sub(" ", without(outside_brackets(text), names))
    return re.findall(r"[^\W\d_]{2,}", rest)


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in PAGES.items()])
def test_all_visible_text_is_translatable(bracketed: Flask, names: list[str], path: str):
    # A frame has no language in its address: its partner has chosen one.
    address = path if path.startswith("/embed/") else "/es" + path
    response = bracketed.test_client().get(address, headers={"Accept-Language": "es"})
    shown = list(visible(parse(response.text)))
    assert shown
    for text in shown:
        assert not unmarked(text, names), text


@pytest.mark.parametrize("path", ["/es/estimate", "/es/estimate/compare"])
@pytest.mark.parametrize("question", [pytest.param(values, id=name) for name, values in QUESTIONS.items()])
def test_all_text_of_an_estimate_is_translatable(
    bracketed: Flask, names: list[str], question: dict[str, Any], path: str
):
    for headers in ({}, {"HX-Request": "true"}):
        response = bracketed.test_client().post(
            path, data=question | {"with": ["tms", "iv_ketamine", "kap"]}, headers=headers
        )
        assert response.status_code in (200, 422)
        for text in visible(parse(response.text)):
            left = unmarked(text.replace(question.get("payer", "⟦⟧"), " "), names)
            assert not set(left) - {"IV", "TX", "HMO"}, text


@pytest.mark.parametrize("near", ["85032", "Springfield", "Barooklyn", "I want to die"])
def test_all_plain_text_is_translatable(bracketed: Flask, names: list[str], near: str):
    fields = [("near", near), ("treatment", "spravato"), ("payer", "aetna")]
    answer = search_in_text(bracketed, fields, moment=datetime.now(UTC), limit=5, language="es")
    for line in answer.lines:
        assert not unmarked(re.sub(r"https?://\S+", " ", line), [near, "Brooklyn", *names]), line
