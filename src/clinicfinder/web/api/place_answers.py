"""From a typed place to the plain object of the API. Nothing is guessed: several readings are several choices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from clinicfinder.domain.places import (
    Ambiguous,
    Approximate,
    Found,
    InvalidPlace,
    MilitaryAddress,
    NotFound,
    OutsideArea,
    Place,
    Resolution,
    Suggestion,
)
from clinicfinder.geocoding.suggestions import Completion
from clinicfinder.web.api.answers import origin_answer
from clinicfinder.web.outcomes import outcome_words

_OUTCOMES: Final = {
    Found: "found",
    Approximate: "approximate",
    Ambiguous: "ambiguous",
    MilitaryAddress: "military_address",
    OutsideArea: "outside_area",
    NotFound: "not_found",
    InvalidPlace: "invalid_place",
}


def places_answer(outcome: Resolution, completions: Sequence[Completion]) -> dict[str, Any]:
    """What a text means, and what it may be the beginning of."""
    place = outcome.place if isinstance(outcome, Found | Approximate) else None
    return {
        "outcome": _OUTCOMES[type(outcome)],
        "reason": _reason(outcome),
        "message": None if isinstance(outcome, Found | Approximate) else outcome_words(outcome)[1],
        "place": origin_answer(place) if place else None,
        "choices": _choices(each.place for each in outcome.choices) if isinstance(outcome, Ambiguous) else [],
        "suggestions": _choices(getattr(outcome, "suggestions", ())),
        "completions": [{"kind": each.kind, "text": each.text, "note": each.note} for each in completions],
    }


def _reason(outcome: Resolution) -> str | None:
    if isinstance(outcome, Approximate):
        return outcome.why
    return outcome.reason if isinstance(outcome, NotFound | InvalidPlace) else None


def _choices(places: Iterable[Place | Suggestion]) -> list[dict[str, str]]:
    return [{"label": each.label, "near": each.near} for each in places]
