"""Where the caller wants to be treated: the same closed outcomes as the public search, and a choice that is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.places import Ambiguous, Approximate, Found, InvalidPlace, NotFound, Place, Resolution
from clinicfinder.domain.states import state_code
from clinicfinder.geocoding.lookup import AddressLookup
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.resolve_place import resolve_place
from clinicfinder.web.outcomes import outcome_words
from clinicfinder.web.translation import ngettext
from clinicfinder.web.wording import approximate_words

_ZIP: Final = re.compile(r"\b\d{5}\b")


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One reading of an ambiguous place. `value` is what the form sends for it."""

    value: str
    label: str
    note: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CallPlace:
    """What the place field came to.

    `place` is where distances start; None while that is not known. `for_estimate` is what the estimate goes by: a
    ZIP code, a city or a state, never a street. `heading` is None where nothing was typed.
    """

    place: Place | None
    for_estimate: str | None
    heading: str | None
    message: str
    choices: tuple[PlaceChoice, ...]
    is_problem: bool


NOWHERE: Final = CallPlace(None, None, None, "", (), is_problem=False)


def call_place(catalogue: Catalogue, lookup: AddressLookup, values: Mapping[str, str]) -> CallPlace:
    """Resolve the place of a call. A street address is looked up, so `values` must have been posted.

    Args: values: the form; `place` as typed, `place_choice` the reading that was chosen.
    """
    typed = values.get("place", "").strip()
    if not typed:
        return NOWHERE
    outcome = resolve_place(catalogue.gazetteer, lookup, typed)
    choices: tuple[PlaceChoice, ...] = ()
    if isinstance(outcome, Ambiguous):
        choices, outcome = _choose(outcome, values.get("place_choice", ""))
    if isinstance(outcome, Found | Approximate):
        note = approximate_words(outcome) if isinstance(outcome, Approximate) else ""
        place = outcome.place
        return CallPlace(place, _for_estimate(catalogue, place), place.label, note, choices, is_problem=False)
    heading, message = outcome_words(outcome)
    state = state_code(typed)
    is_problem = isinstance(outcome, NotFound | InvalidPlace) and state is None
    return CallPlace(None, state, heading, message, choices, is_problem=is_problem)


def _choose(outcome: Ambiguous, chosen: str) -> tuple[tuple[PlaceChoice, ...], Resolution]:
    """The readings to choose from, and the one that was chosen, if any."""
    choices = []
    found: Resolution = outcome
    for choice in outcome.choices:
        place = choice.place
        clinics = ngettext(
            "%(num)d clinic within 50 miles", "%(num)d clinics within 50 miles", choice.clinics_within_50_miles
        )
        note = f"{choice.county}, {clinics}" if choice.county else clinics
        choices.append(PlaceChoice(place.near, place.label, note, chosen=place.near == chosen))
        if place.near == chosen:
            found = Found(place)
    return tuple(choices), found


def _for_estimate(catalogue: Catalogue, place: Place) -> str | None:
    """The text of a place that may be kept with a quote: of a street address its ZIP code, or only the state."""
    if not place.is_private:
        return place.near
    zips = _ZIP.findall(place.label)
    record = catalogue.gazetteer.zip_record(zips[-1]) if zips else None
    return record.zip if record and record.state == place.state else place.state
