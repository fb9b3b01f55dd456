"""What the page that explains a place shows. Raw answers are shown as text, never as markup."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.places import (
    Ambiguous,
    Approximate,
    Found,
    GeocoderUnavailable,
    InvalidPlace,
    MilitaryAddress,
    NotFound,
    OutsideArea,
    Resolution,
)
from clinicfinder.geocoding.answers import (
    AddressAnswer,
    AddressChoices,
    AddressFound,
    AddressNotFound,
    AddressRefused,
    Candidate,
    GeocoderDown,
    RefusalReason,
)
from clinicfinder.geocoding.explaining import Reading
from clinicfinder.geocoding.lookup import AddressTrace, ProviderNote
from clinicfinder.usecases.explain_place import PlaceExplanation
from clinicfinder.web.links import Link, clinic_url
from clinicfinder.web.outcomes import outcome_words
from clinicfinder.web.wording import approximate_words, miles_words

_REFUSED: Final[dict[RefusalReason, str]] = {
    "other_state": "Refused: it lies in another state than the one typed.",
    "outside_area": "Refused: it lies outside the United States and its territories.",
    "state_unknown": "Refused: it does not say which state it lies in.",
}

_OUTCOMES: Final[dict[type[Resolution], str]] = {
    Found: "Found: one place, as exact as what was typed.",
    Approximate: "Found, but only roughly.",
    Ambiguous: "It can mean several places. Nothing is picked: the person chooses.",
    MilitaryAddress: "A military mail address: it stands for no place.",
    OutsideArea: "A real place outside the United States and its territories.",
    NotFound: "We do not know this place.",
    GeocoderUnavailable: "A street address, and nobody to look it up right now. ZIP codes and cities still work.",
    InvalidPlace: "This cannot name a place.",
}
_FAILURES: Final[dict[str, str]] = {
    "GeocoderUnavailable": "it could not be reached",
    "GeocoderTimedOut": "it took too long",
    "GeocoderRateLimited": "it asked us to wait",
    "GeocoderQuotaExceeded": "our share of questions is used up",
    "GeocoderParseError": "its answer could not be read",
    "no turn": "too many of our own questions were waiting",
}
"""Other failures are told by the name that the library gives them."""


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One place a geocoder offered, what became of it, and its raw answer."""

    label: str
    facts: str
    fate: str
    raw: str | None


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One geocoder and what it said."""

    name: str
    words: str
    candidates: tuple[CandidateRow, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The whole explanation in finished words."""

    readings: tuple[Reading, ...]
    resolved_by: str
    kept: str | None
    providers: tuple[ProviderRow, ...]
    outcome: str
    facts: tuple[tuple[str, str], ...]
    choices: tuple[str, ...]
    search: str
    nearest: tuple[Link, ...]


def place_view(explained: PlaceExplanation) -> PlaceView:
    """The words of an explanation."""
    outcome, trace = explained.outcome, explained.trace
    hits = explained.search.hits if explained.search else ()
    return PlaceView(
        readings=explained.readings,
        resolved_by=_resolved_by(trace),
        kept=_answer_words(trace.kept) if trace and trace.kept else None,
        providers=tuple(_provider_row(note) for note in trace.notes) if trace else (),
        outcome=_OUTCOMES[type(outcome)],
        facts=_facts(outcome),
        choices=_choices(outcome),
        search=_search_words(outcome),
        nearest=tuple(
            Link(
                f"{hit.clinic.name}, {hit.clinic.city}: {miles_words(hit.miles, hit.approximate)}",
                clinic_url(hit.clinic),
            )
            for hit in hits
        ),
    )


def _resolved_by(trace: AddressTrace | None) -> str:
    if trace is None:
        return "Our own tables of ZIP codes, cities and clinics. Nothing left this machine."
    if trace.kept:
        return "An answer kept from an earlier look-up. No geocoder was asked now."
    if not trace.notes:
        return "Nobody: this installation names no geocoder, so street addresses cannot be looked up."
    match trace.answer:
        case AddressFound(provider=provider) | AddressChoices(provider=provider):
            return f"The geocoder {provider}, checked by us against what was typed."
        case _:
            return f"Asked: {', '.join(note.provider for note in trace.notes)}. None gave a place that we take."


def _provider_row(note: ProviderNote) -> ProviderRow:
    words = (
        f"No answer: {_FAILURES.get(note.failure, note.failure)}."
        if note.failure
        else f"{len(note.candidates)} offered. "
    )
    if note.verdict:
        words += _answer_words(note.verdict)
    pairs = zip(note.candidates, note.refusals, strict=True)
    return ProviderRow(note.provider, words, tuple(_candidate_row(candidate, why) for candidate, why in pairs))


def _candidate_row(candidate: Candidate, refusal: RefusalReason | None) -> CandidateRow:
    known = (
        ("precision", candidate.precision),
        ("house number", candidate.house_number),
        ("city", candidate.city),
        ("state", candidate.state),
        ("ZIP", candidate.zip),
        ("point", f"{candidate.point.lat:.6f}, {candidate.point.lng:.6f}"),
    )
    facts = ", ".join(f"{name} {value}" for name, value in known if value)
    raw = None
    if candidate.raw is not None:
        raw = json.dumps(candidate.raw, indent=2, ensure_ascii=False, sort_keys=True, default=str)
    return CandidateRow(candidate.label, facts, _REFUSED[refusal] if refusal else "May be taken.", raw)


def _answer_words(answer: AddressAnswer) -> str:
    match answer:
        case AddressFound():
            return f"Found: {answer.place}, precision {answer.precision}, by {answer.provider}."
        case AddressChoices():
            return f"{len(answer.choices)} places fit; the visitor chooses."
        case AddressNotFound():
            return "It knows no such address."
        case AddressRefused():
            return _REFUSED[answer.reason]
        case GeocoderDown():
            return "No geocoder answered." if answer.reason == "unavailable" else "No geocoder is configured."


def _facts(outcome: Resolution) -> tuple[tuple[str, str], ...]:
    if not isinstance(outcome, Found | Approximate):
        return ()
    place = outcome.place
    facts = [
        ("place", place.label),
        ("point", f"{place.point.lat:.5f}, {place.point.lng:.5f}"),
        ("precision", place.precision),
        ("state", place.state or "not known"),
        ("in page addresses", "never: it is only posted" if place.is_private else place.near),
    ]
    if isinstance(outcome, Approximate):
        facts.append(("why it is rough", approximate_words(outcome)))
    return tuple(facts)


def _choices(outcome: Resolution) -> tuple[str, ...]:
    if isinstance(outcome, Ambiguous):
        return tuple(
            f"{choice.place.label}{f', {choice.county}' if choice.county else ''}: "
            f"{choice.clinics_within_50_miles} clinics within 50 miles"
            for choice in outcome.choices
        )
    return tuple(each.label for each in getattr(outcome, "suggestions", ()))


def _search_words(outcome: Resolution) -> str:
    if isinstance(outcome, Found):
        return "It lists clinics by straight-line distance from this point."
    if isinstance(outcome, Approximate):
        return "It lists clinics by distance from this point, and says that distances are rough."
    heading, message = outcome_words(outcome)
    return f"It lists no clinics. The visitor reads: “{heading} {message}”"
