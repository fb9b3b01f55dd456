"""Show step by step how a typed place is resolved, exactly as a search would, and keep nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clinicfinder.domain.places import Approximate, Found, Resolution
from clinicfinder.domain.search import Filters, SearchPage
from clinicfinder.geocoding.explaining import Reading, readings_of
from clinicfinder.geocoding.lookup import AddressLookup, AddressTrace
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.usecases.resolve_place import address_outcome, is_street_address

NEAREST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class PlaceExplanation:
    """How a text was read, what our tables said, what geocoders said (None: not asked), and what a search then does.

    `search` is None for an outcome that starts no search.
    """

    readings: tuple[Reading, ...]
    own_outcome: Resolution
    trace: AddressTrace | None
    outcome: Resolution
    search: SearchPage | None


def explain_place(
    catalogue: Catalogue, lookup: AddressLookup, typed: str, *, ask_anew: bool, moment: datetime
) -> PlaceExplanation:
    """Resolve a text as a search does and tell every step.

    Args: ask_anew: ask geocoders for a street address even if an answer is kept. moment: aware.
    """
    own = catalogue.gazetteer.resolve(typed)
    trace = lookup.explain(typed, ask_anew=ask_anew) if is_street_address(own) else None
    outcome = own
    if trace is not None and is_street_address(own):
        outcome = address_outcome(trace.answer, typed, own, catalogue.gazetteer)
    search = None
    if isinstance(outcome, Found | Approximate):
        search = find_clinics(catalogue, outcome.place, Filters(), moment=moment, limit=NEAREST_SHOWN)
    return PlaceExplanation(readings_of(catalogue.gazetteer, typed), own, trace, outcome, search)
