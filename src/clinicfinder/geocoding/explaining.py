"""What the place reader sees in a typed text, question by question, in the order in which it asks.

It asks the very functions that a search asks, so it cannot tell another story. What it answers is shown once and
kept nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from clinicfinder.domain.places import ZipRecord
from clinicfinder.domain.states import STATE_NAMES, state_code
from clinicfinder.geocoding.addresses import looks_like_street_address, read_address
from clinicfinder.geocoding.gazetteer import Gazetteer
from clinicfinder.geocoding.typed_place import (
    LONGEST_PLACE,
    coordinates,
    is_military,
    name_and_state,
    names_another_country,
    tidy,
    whole_zip,
    without_country,
    zip_beside_name,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One question about the text and its answer; None where the text holds no such thing."""

    question: str
    answer: str | None


def readings_of(gazetteer: Gazetteer, typed: str) -> tuple[Reading, ...]:
    """Every question about a typed text with its answer, in order."""
    text = without_country(tidy(typed[: LONGEST_PLACE + 1]))
    pair = coordinates(text)
    zip_code = whole_zip(text)
    beside = None if zip_code else zip_beside_name(text)
    state = state_code(text)
    return (
        Reading("Made plain: odd spaces, edge punctuation and the country taken off", text or "nothing is left"),
        Reading("A latitude and a longitude", f"{pair[0]}, {pair[1]}" if pair else None),
        Reading("A ZIP code", _zip_words(gazetteer, zip_code) if zip_code else None),
        Reading("A military mail address", "yes" if is_military(text) else None),
        Reading("A country or province elsewhere", "yes" if names_another_country(text) else None),
        Reading("A ZIP code beside a name", f"{beside[0]} + {_zip_words(gazetteer, beside[1])}" if beside else None),
        Reading("A name and its state", _name_words(text)),
        Reading("A state by itself", STATE_NAMES.get(state or "")),
        Reading("A street address", _address_words(text)),
    )


def _name_words(text: str) -> str | None:
    splits = name_and_state(text)
    return "; or ".join(", ".join(filter(None, (each.name, each.county, each.state))) for each in splits) or None


def _zip_words(gazetteer: Gazetteer, zip_code: str) -> str:
    record = gazetteer.zip_record(zip_code)
    return f"{zip_code}: {_record_words(record)}" if record else f"{zip_code}: not on file"


def _record_words(record: ZipRecord) -> str:
    others = f" (mail also accepts {', '.join(record.other_cities)})" if record.other_cities else ""
    return f"{record.city}, {record.state}{others}, kind {record.kind}, point from {record.point_source}"


def _address_words(text: str) -> str | None:
    if not looks_like_street_address(text):
        return None
    read = read_address(text)
    parts = (("house number", read.house_number), ("state", read.state), ("ZIP", read.zip))
    return ", ".join(f"{name} {value}" for name, value in parts if value) or "yes"
