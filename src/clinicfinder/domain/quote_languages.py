"""A quote in another language: words that were kept with it, beside the same figures. None are translated later."""

from __future__ import annotations

from dataclasses import replace

from clinicfinder.domain.quote_document import Translation
from clinicfinder.domain.quotes import Snapshot


def translation_of(quote: Snapshot) -> Translation:
    """The words of a quote, to be kept with the same quote in another language."""
    return Translation(
        language=quote.language,
        treatments_note=quote.clinic.treatments_note,
        acceptance=quote.clinic.acceptance,
        inputs=quote.inputs,
        title=quote.title,
        headline=quote.headline,
        summary=quote.summary,
        figures=quote.figures,
        sections=quote.sections,
        disclaimer=quote.disclaimer,
    )


def in_language(quote: Snapshot, code: str) -> Snapshot:
    """The quote with the words that were kept in a language, its own among the translations; as it is if none were."""
    said = next((one for one in quote.translations if one.language == code), None)
    if said is None:
        return quote
    others = tuple(one for one in quote.translations if one is not said)
    return replace(
        quote,
        language=said.language,
        clinic=replace(quote.clinic, treatments_note=said.treatments_note, acceptance=said.acceptance),
        inputs=said.inputs,
        title=said.title,
        headline=said.headline,
        summary=said.summary,
        figures=said.figures,
        sections=said.sections,
        disclaimer=said.disclaimer,
        translations=(translation_of(quote), *others),
    )
