"""What a person sees or hears of a page, and which of it comes from data and stays in every language as it is."""

import re
from collections.abc import Iterator
from typing import Final

from tests.html_page import Element

from clinicfinder.coverage.label import SPRAVATO_LABEL
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.languages import NAMES

SPOKEN: Final = ("aria-label", "title", "alt", "placeholder")
"""Attributes that are read out or shown."""

FOR_SCRIPTS: Final = (
    "data-unreachable", "data-announcement", "data-denied", "data-blocked", "data-unavailable", "data-timeout",
    "data-insecure", "data-show", "data-hide", "data-label", "data-credit", "data-zoom-in", "data-zoom-out",
    "data-start", "data-rough", "data-failed",
)  # fmt: skip
"""Attributes that hold the words which a script will show."""


def visible(tree: Element) -> Iterator[str]:
    """Text that is shown or read out and is in the page's own language: text nodes, and attributes that are words.

    Code is in no language.
    """
    for e in tree.walk():
        if e.tag in ("script", "style", "code", "pre") or is_place_to_choose(e) or is_in_another_language(e):
            continue
        for name in (*SPOKEN, *FOR_SCRIPTS):
            if e.attrs.get(name):
                yield str(e.attrs[name])
        if e.tag == "meta" and e.attrs.get("name") == "description":
            yield str(e.attrs["content"])
        text = "".join(child for child in e.children if isinstance(child, str)).strip()
        if text:
            yield text


def is_place_to_choose(e: Element) -> bool:
    """A link whose text is the name of a place, as the ZIP data writes it."""
    return e.tag == "a" and e.parent is not None and e.parent.tag == "li" and "near=" in str(e.attrs.get("href"))


def is_in_another_language(e: Element | None) -> bool:
    """Whether an element, or one around it, says that it is not in the page's language."""
    while e is not None and e.tag != "html":
        if "lang" in e.attrs:
            return True
        e = e.parent
    return False


def names_of_things(catalogue: Catalogue) -> list[str]:
    """Names, addresses and titles of sources, which are the same in every language; longest first."""
    values = {"clinicfinder", *NAMES.values(), "988lifeline.org", "988", "911", "https://"}
    for clinic in catalogue.index.clinics:
        values |= {clinic.name, clinic.network_name, clinic.street, clinic.city, clinic.unit or ""}
        values |= {clinic.provenance.source_title, clinic.county or "", clinic.clinic_code}
        values |= {row.listed_as for row in catalogue.insurance[clinic.clinic_code]}
    facts = (*SPRAVATO_LABEL, *catalogue.safety, *catalogue.treatments.values(), *catalogue.estimates.book.rules)
    values |= {fact.provenance.source_title for fact in facts}
    values |= {rule.rule_id for rule in catalogue.estimates.book.rules}
    values |= {network.name for network in catalogue.networks.values()}
    values |= {"NeuroStar", "BrainsWay", "MagVenture"}
    values |= {product for payer in catalogue.estimates.payers for product in payer.products}
    return sorted((value for value in values if len(value) > 2), key=len, reverse=True)


def without(text: str, names: list[str]) -> str:
    """What is left of a text when the names in it are taken out."""
    for name in names:
        text = text.replace(name, " ")
    # A city with its state and ZIP code, wherever the ZIP data has it from.
    text = re.sub(r"\b[A-Z][\w.' -]+(?:, [A-Z][\w.' -]+)?, [A-Z]{2}\b(?: \d{5})?", " ", text)
    return re.sub(r"[\w' .-]+ (?:County|Parish|Borough|Municipio)\b|\b[A-Z]{2}\b", " ", text)
