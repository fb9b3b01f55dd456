"""What a half-typed place may become, from local data only: ZIP codes, cities with their state, clinics.

The order: a name typed in full comes first, then bigger cities (more ZIP codes) before smaller ones, then the
alphabet. Clinics follow the cities, and a few places are kept for them. Nearness to a clinic plays no part: a person
types where they are, and a list that left out their own town would read as "not covered".
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

import numpy as np

from clinicfinder.domain.clinics import PUBLIC_STATUSES, Clinic
from clinicfinder.domain.names import name_key
from clinicfinder.domain.places import ZipRecord
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.geocoding.cities import City, has_a_place
from clinicfinder.geocoding.readings import NICKNAMES, clinic_labels
from clinicfinder.geocoding.typed_place import tidy, whole_zip

MOST_SUGGESTIONS: Final = 8
KEPT_FOR_CLINICS: Final = 3
SHORTEST_QUERY: Final = 2
SHORTEST_FOR_CLINICS: Final = 3
LONGEST_QUERY: Final = 80
"""Characters. The longest name on our lists is shorter; what is longer is no beginning of any."""

_AFTER_ALL: Final = "\uffff"
_MOST_LOOKED_AT: Final = 2000
"""Clinics compared word by word per query: keeps the answer quick even where one word stands in every name."""


@dataclass(frozen=True, slots=True)
class Completion:
    """One suggestion. `text` goes into the search box and finds this very place; `note` says more about a ZIP code."""

    kind: Literal["zip", "city", "clinic"]
    text: str
    note: str | None = None


class Suggestions:
    """Sorted keys that half-typed texts are looked up in. Built once per load; safe to share between threads."""

    def __init__(self, records: Iterable[ZipRecord], cities: Sequence[City], clinics: Iterable[Clinic]) -> None:
        """Args: cities: of the same records, biggest first."""
        self._zips = _ZipPrefixes(records)
        self._cities = _CityPrefixes(cities)
        self._clinics = _ClinicWords(clinics)

    def completions(self, typed: str) -> tuple[Completion, ...]:
        """At most MOST_SUGGESTIONS places that begin with what was typed; none for a text too short or too long.

        Never raises for any text.
        """
        if len(typed) > LONGEST_QUERY:
            return ()
        text = tidy(typed)
        if len(text) < SHORTEST_QUERY:
            return ()
        if text.replace("-", "").isdecimal():
            return tuple(self._zips.beginning_with(whole_zip(text) or text)) if text.isascii() else ()
        prefixes = _prefixes(text)
        if not prefixes:
            return ()
        clinics = self._clinics.matching(prefixes[0]) if len(text) >= SHORTEST_FOR_CLINICS else []
        cities = self._cities.beginning_with(prefixes)
        kept = min(KEPT_FOR_CLINICS, len(clinics))
        return tuple([*cities[: MOST_SUGGESTIONS - kept], *clinics][:MOST_SUGGESTIONS])


def _prefixes(text: str) -> list[str]:
    """The keys that a wanted key may begin with: the last word read as unfinished, as finished, and as a state code.

    "st" begins "stockton" and stands for "saint"; "mesa az" is "mesa arizona".

    >>> _prefixes("San s"), _prefixes("mesa, az"), _prefixes("St. Pet")
    (['san s', 'san south'], ['mesa az', 'mesa arizona'], ['saint pet'])
    """
    # No abbreviation ends in q, so the letter keeps the last word from being written out.
    unfinished = name_key(text + "q").removesuffix("q").strip()
    head, _, last = name_key(text).rpartition(" ")
    with_state = f"{head} {name_key(STATE_NAMES[last.upper()])}" if head and last.upper() in STATE_NAMES else ""
    return [prefix for prefix in dict.fromkeys((unfinished, name_key(text), with_state)) if prefix]


def _span(keys: Sequence[str], prefix: str) -> slice:
    return slice(bisect_left(keys, prefix), bisect_left(keys, prefix + _AFTER_ALL))


class _ZipPrefixes:
    """ZIP codes in order, those that mail is delivered to before PO boxes and single mailers."""

    def __init__(self, records: Iterable[ZipRecord]) -> None:
        placed = sorted(filter(has_a_place, records), key=lambda record: record.zip)
        self._groups = [
            [record for record in placed if record.kind == "STANDARD"],
            [record for record in placed if record.kind != "STANDARD"],
        ]
        self._keys = [[record.zip for record in group] for group in self._groups]

    def beginning_with(self, digits: str) -> list[Completion]:
        found = (
            record
            for group, keys in zip(self._groups, self._keys, strict=True)
            for record in group[_span(keys, digits)][:MOST_SUGGESTIONS]
        )
        return [Completion("zip", r.zip, f"{r.city}, {r.state}") for r in islice(found, MOST_SUGGESTIONS)]


class _CityPrefixes:
    """City keys with their state's name, each with the city's place in the order of size."""

    def __init__(self, cities: Sequence[City]) -> None:
        self._completions = [Completion("city", f"{city.name}, {city.state}") for city in cities]
        ranks = {(city.key, city.state): rank for rank, city in enumerate(cities)}
        names = list(ranks.items())
        names += [
            ((nickname, state), rank)
            for nickname, (name, state) in NICKNAMES.items()
            if (rank := ranks.get((name_key(name), state))) is not None
        ]
        self._in_full: dict[str, list[int]] = defaultdict(list)
        for (key, _), rank in names:
            self._in_full[key].append(rank)
        entries = sorted((f"{key} {name_key(STATE_NAMES[state])}", rank) for (key, state), rank in names)
        self._keys = [key for key, _ in entries]
        self._ranks = np.array([rank for _, rank in entries], dtype=np.int64)

    def beginning_with(self, prefixes: Sequence[str]) -> list[Completion]:
        in_full = sorted(rank for prefix in prefixes for rank in self._in_full.get(prefix, ()))
        begun = np.concatenate([self._ranks[_span(self._keys, prefix)] for prefix in prefixes])
        if len(begun) > 4 * MOST_SUGGESTIONS:
            # A city can be reached by two keys and by its full name too, so a few more are taken than are shown.
            begun = np.partition(begun, 4 * MOST_SUGGESTIONS)[: 4 * MOST_SUGGESTIONS]
        order = dict.fromkeys([*in_full, *np.sort(begun).tolist()])
        return [self._completions[rank] for rank in islice(order, MOST_SUGGESTIONS)]


class _ClinicWords:
    """Clinics by the words of their network, name, city and aliases: every typed word begins one of them."""

    def __init__(self, clinics: Iterable[Clinic]) -> None:
        public = [c for c in clinics if c.status in PUBLIC_STATUSES and c.position is not None]
        public.sort(key=lambda clinic: (clinic.name, clinic.clinic_code))
        self._completions = [Completion("clinic", label) for label in clinic_labels(public)]
        self._words = [
            frozenset(name_key(" ".join((c.network_name, c.name, c.city, *c.aliases))).split()) for c in public
        ]
        entries = sorted((word, row) for row, words in enumerate(self._words) for word in words)
        self._keys = [word for word, _ in entries]
        self._rows = [row for _, row in entries]

    def matching(self, key: str) -> list[Completion]:
        typed = key.split()
        spans = [_span(self._keys, word) for word in typed]
        fewest = min(spans, key=lambda span: span.stop - span.start)
        rows = sorted(set(self._rows[fewest][:_MOST_LOOKED_AT]))
        fitting = (row for row in rows if all(any(w.startswith(t) for w in self._words[row]) for t in typed))
        return [self._completions[row] for row in islice(fitting, MOST_SUGGESTIONS)]
