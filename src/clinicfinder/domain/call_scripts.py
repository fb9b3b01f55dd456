"""What an agent says on the phone: blocks of text with variables, each in numbered versions with a first day.

Pure. The words are ours; who to call in a crisis is a variable, so that it comes from the one configured value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

Block = Literal["greeting", "safety", "place", "treatment", "plan", "figure", "reference", "wrap_up"]

BLOCKS: Final[tuple[Block, ...]] = get_args(Block)
"""In the order of a call; each panel of the call screen begins with its block."""

VARIABLES: Final[Mapping[str, str]] = {
    "agent_name": "your name",
    "clinic_name": "the clinic",
    "clinic_phone": "its phone number",
    "crisis_number": "the crisis line",
    "emergency": "the emergency number",
    "reference": "the reference",
    "reference_spelled": "letter by letter",
    "treatment": "the treatment",
    "valid_through": "the last day",
}
"""What a text may hold in braces, with the words that stand there until the value is known."""

_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class ScriptBlock:
    """One version of one block. `effective_from` is the first day on which it is read."""

    block: Block
    version: int
    effective_from: date
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text. `is_variable`: it was filled in, and is shown in bold."""

    text: str
    is_variable: bool


def blocks_in_force(blocks: Iterable[ScriptBlock], day: date) -> dict[Block, ScriptBlock]:
    """The newest version of each block that has begun by `day`, in the order of a call."""
    begun = sorted((one for one in blocks if one.effective_from <= day), key=lambda one: one.version)
    newest = {one.block: one for one in begun}
    return {block: newest[block] for block in BLOCKS if block in newest}


def version_name(blocks: Iterable[ScriptBlock]) -> str:
    """Exactly which texts were on the screen, to be kept with a quote.

    >>> version_name([ScriptBlock("greeting", 2, date(2026, 1, 1), ""), ScriptBlock("plan", 1, date(2026, 1, 1), "")])
    'greeting 2, plan 1'
    """
    return ", ".join(f"{one.block} {one.version}" for one in blocks)


def unknown_variables(text: str) -> tuple[str, ...]:
    """Names in braces that stand for nothing; a lone brace counts as one.

    >>> unknown_variables("Call {clinic_name} at {phone}."), unknown_variables("Call {clinic_name")
    (('phone',), ('{',))
    """
    named = tuple(name for name in _VARIABLE.findall(text) if name not in VARIABLES)
    return named + tuple(char for char in _VARIABLE.sub("", text) if char in "{}")


def filled(text: str, values: Mapping[str, str]) -> tuple[Piece, ...]:
    """The text cut at its variables, each with its value or with the words that stand in for it.

    >>> [piece.text for piece in filled("Call {clinic_name}.", {"clinic_name": "Serenity"})]
    ['Call ', 'Serenity', '.']
    """
    return tuple(_pieces(text, values))


def _pieces(text: str, values: Mapping[str, str]) -> Iterator[Piece]:
    # Splitting by a pattern with one group gives texts and names in turn.
    for place, part in enumerate(_VARIABLE.split(text)):
        if place % 2:
            yield Piece(values.get(part) or VARIABLES[part], is_variable=True)
        elif part:
            yield Piece(part, is_variable=False)
