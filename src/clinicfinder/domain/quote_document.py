"""The parts a quote is written in: sections of paragraphs, lists, figures, tables and sources, all finished text.

They know nothing of estimates, so that what an estimate shows in later years changes nothing about a quote of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Source:
    """A source as it was shown: title, address (None: it has none), its date and the day it was checked."""

    title: str
    url: str | None
    dates: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `flag` marks what must not be overlooked."""

    text: str
    flag: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list. `to_do`: things to tick off."""

    items: tuple[str, ...]
    to_do: bool = False
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount with what it is for."""

    label: str
    amount: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts, the most telling first."""

    figures: tuple[Figure, ...]
    kind: Literal["figures"] = "figures"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a row of one cell is a heading within it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a source says, in the words of our row, and who says so."""

    text: str
    note: str
    source: Source
    kind: Literal["quoted"] = "quoted"


@dataclass(frozen=True, slots=True)
class Sources:
    """A list of sources."""

    sources: tuple[Source, ...]
    kind: Literal["sources"] = "sources"


Block = Paragraph | Bullets | Figures | Table | Quoted | Sources


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the quote. `key` is stable, for comparing two quotes part by part."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """What a sheet of paper says of a quote, in one more language: words made with it, from the same figures."""

    language: str
    treatments_note: str | None
    acceptance: str | None
    inputs: tuple[tuple[str, str], ...]
    title: str
    headline: str
    summary: str
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    disclaimer: str
