"""A quote: everything that was shown and said of one estimate, kept as it was, word for word and cent for cent.

A snapshot is a document of finished text and the figures behind it. It names no type of the estimate engine, so
that an engine of later years changes nothing about a quote of today. A new field means a new `format`: 2 has
`translations`, which 1 had not.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from clinicfinder.domain.canonical import from_canonical, to_canonical
from clinicfinder.domain.quote_document import Figure, Section, Translation
from clinicfinder.errors import ClinicfinderError

FORMAT: Final = 2

FigureBasis = Literal["plan", "self_pay", "none"]
"""What the amounts are: the person's part through the plan, clinics' own prices, or nothing on file."""


class QuoteAltered(ClinicfinderError):
    """A stored quote is not what was stored. It is never shown: nobody may read such figures to a caller."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who made the quote."""

    username: str
    name: str


@dataclass(frozen=True, slots=True)
class QuotedClinic:
    """The clinic as it stood on file. `acceptance`: what it says of the payer, with its date, or None."""

    code: str
    name: str
    network: str
    street: str
    city_line: str
    state: str
    phone: str | None
    website: str | None
    time_zone: str
    treatments_note: str | None
    acceptance: str | None


@dataclass(frozen=True, slots=True)
class Versions:
    """What the quote was made by: data (rules and prices), engine, words, and the script that was read ("": none)."""

    data: str
    engine: str
    text: str
    script: str


@dataclass(frozen=True, slots=True)
class QuotedCoverage:
    """The coverage answer under its stable keys. `own_rule`: it rests on a rule of the plan, not on a pattern."""

    status: str
    reason: str | None
    criteria: str
    rule_ids: tuple[str, ...]
    own_rule: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The same amount in the cheapest and the dearest course, in cents; either may be the larger on one line."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """One line of the ledger, in both courses. `session` counts from 1."""

    session: int
    day: date
    label: str
    codes: tuple[str, ...]
    allowed: Span
    deductible: Span
    copay: Span
    coinsurance: Span
    patient: Span
    help: Span


@dataclass(frozen=True, slots=True)
class QuotedPrice:
    """One row of the price table that the figures rest on, with its amounts in cents and its source."""

    price_id: str
    code: str | None
    payer_class: str
    setting: str
    price_kind: str
    unit: str
    year: int | None
    state: str | None
    locality: str | None
    low: int
    high: int
    said_by: str
    source_title: str
    source_url: str
    source_date: date | None
    reviewed_on: date
    confidence: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole quote. `given` is every field as typed; `inputs` the same in words.

    `low_cents` and `high_cents` None: no price was on file. `is_whole` False: they are only a part of the cost.
    `valid_because` says what ends the quote: "days", or a known end of a rule or a price.
    """

    format: Literal[1, 2]
    language: str
    made_at: datetime
    made_on: date
    valid_through: date
    valid_because: str
    agent: Agent
    clinic: QuotedClinic
    versions: Versions
    treatment: str
    treatment_label: str
    payer_code: str | None
    payer_name: str | None
    course_start: date | None
    given: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...]
    title: str
    headline: str
    summary: str
    coverage: QuotedCoverage
    figure_basis: FigureBasis
    low_cents: int | None
    high_cents: int | None
    is_whole: bool
    figures: tuple[Figure, ...]
    lines: tuple[QuotedLine, ...]
    prices: tuple[QuotedPrice, ...]
    sections: tuple[Section, ...]
    disclaimer: str
    translations: tuple[Translation, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the quote can be put on paper in, its own first."""
        return (self.language, *(one.language for one in self.translations))

    def section(self, key: str) -> Section | None:
        """One part of the quote, or None if it has no such part."""
        return next((section for section in self.sections if section.key == key), None)


def pack(snapshot: Snapshot) -> tuple[str, str]:
    """The text to store, and its SHA-256."""
    text = to_canonical(snapshot)
    return text, fingerprint(text)


def unpack(text: str, sha256: str) -> Snapshot:
    """The quote that a stored text holds.

    Raises: QuoteAltered if the text is not what was stored, or cannot be read.
    """
    if fingerprint(text) != sha256:
        raise QuoteAltered("A stored quote does not match its fingerprint.")
    try:
        return from_canonical(Snapshot, _of_this_format(text))
    except (ValueError, KeyError) as error:
        raise QuoteAltered("A stored quote cannot be read by this version.") from error


def _of_this_format(text: str) -> str:
    """The text with the fields that were added since it was stored, each empty."""
    fields = json.loads(text)
    if isinstance(fields, dict) and fields.get("format") == 1:
        return json.dumps({"translations": [], **fields})
    return text


def fingerprint(text: str) -> str:
    """The SHA-256 of a stored text, which the audit log keeps as well."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_expired(valid_through: date, time_zone: str, moment: datetime) -> bool:
    """Whether the last valid day is over where the clinic is.

    >>> from datetime import UTC
    >>> is_expired(date(2026, 12, 22), "America/Phoenix", datetime(2026, 12, 23, 6, 59, tzinfo=UTC))
    False
    >>> is_expired(date(2026, 12, 22), "America/Phoenix", datetime(2026, 12, 23, 7, 0, tzinfo=UTC))
    True
    """
    return moment.astimezone(ZoneInfo(time_zone)).date() > valid_through
