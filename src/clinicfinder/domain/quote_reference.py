"""The reference of a quote: eight symbols that survive being read over the phone.

Seven random symbols and one check symbol, from Crockford's alphabet of 32 (no I, L, O, U). The symbols are read as
elements of the field with 32 elements and weighted with eight different powers of one element, so that the sum over a
good reference is zero. In a field a difference times a weight is never zero: every wrong symbol is caught. The weights
differ, so every swap of two different symbols is caught too, neighbors or not. Luhn's scheme over 32 symbols would miss
the swap of 0 and Z: docs/decisions/030-quote-references.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from clinicfinder.errors import BadForm, FieldProblem

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 8
RANDOM_BITS: Final = 35
"""Seven symbols of five bits each: 34 thousand million references."""

_MEANT: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FIELD_POLYNOMIAL: Final = 0b100101
"""x^5 + x^2 + 1, which cannot be factored over two elements."""

DIGITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LETTER: Final = "%(symbol)s as in %(word)s"

_WORDS: Final = {
    "A": "alfa", "B": "bravo", "C": "charlie", "D": "delta", "E": "echo", "F": "foxtrot", "G": "golf", "H": "hotel",
    "J": "juliett", "K": "kilo", "M": "mike", "N": "november", "P": "papa", "Q": "quebec", "R": "romeo", "S": "sierra",
    "T": "tango", "V": "victor", "W": "whiskey", "X": "x-ray", "Y": "yankee", "Z": "zulu",
}  # fmt: skip
"""Letters by the words of the NATO spelling alphabet, which are the same in every language."""


def _times(one: int, other: int) -> int:
    """The product of two elements of the field with 32 elements, each written as five bits.

    >>> _times(2, 16)
    5
    """
    product = 0
    while other:
        if other & 1:
            product ^= one
        other >>= 1
        one <<= 1
        if one & 0b100000:
            one ^= _FIELD_POLYNOMIAL
    return product


def _weights() -> tuple[int, ...]:
    """Powers 7 to 1 of the element 2 for the random symbols, and 1 for the check symbol: all different, none zero."""
    powers = [1]
    while len(powers) < LENGTH:
        powers.append(_times(powers[-1], 2))
    return tuple(reversed(powers))


_WEIGHTS: Final = _weights()


def reference_from(number: int) -> str:
    """The reference with these random bits.

    Args: number: 0 to 2**35 - 1, from a source of randomness that nobody can foresee.
    Raises: ValueError if the number lies outside.

    >>> reference_from(0), reference_from(2**35 - 1)
    ('00000000', 'ZZZZZZZC')
    """
    if not 0 <= number < 1 << RANDOM_BITS:
        raise ValueError(f"a reference holds {RANDOM_BITS} bits, got {number}")
    values = [number >> 5 * place & 31 for place in reversed(range(LENGTH - 1))]
    return "".join(ALPHABET[value] for value in (*values, _sum(values)))


def is_sound(reference: str) -> bool:
    """Whether eight symbols of the alphabet are a reference that could have been given out."""
    return len(reference) == LENGTH and _sum([ALPHABET.index(symbol) for symbol in reference]) == 0


def _sum(values: list[int]) -> int:
    total = 0
    for value, weight in zip(values, _WEIGHTS, strict=False):
        total ^= _times(value, weight)
    return total


def parse_reference(text: str, field: str = "reference") -> str:
    """The reference that somebody typed: lower case, spaces, dashes, O for 0, I or L for 1 are all understood.

    Raises: BadForm, before anything is looked up, if the text cannot be a reference of ours.

    >>> parse_reference(" zzzz-zzzc"), parse_reference("OOOO oooo")
    ('ZZZZZZZC', '00000000')
    """
    kept = "".join(char for char in text if not char.isspace() and unicodedata.category(char) not in ("Pd", "Pc", "Po"))
    symbols = kept.upper().translate(_MEANT) if kept.isascii() else kept
    if problem := _problem(text.strip()[:40], symbols):
        raise BadForm([FieldProblem(field, problem, code="bad_reference", value=text)])
    return symbols


def _problem(typed: str, symbols: str) -> str | None:
    if not symbols:
        return "Enter the reference of a quote, such as K7QM-4TXP."
    strange = [symbol for symbol in dict.fromkeys(symbols) if symbol not in ALPHABET]
    if strange:
        return f"{typed!r} has {', '.join(strange)} in it, which no reference has. Ask for it again, symbol by symbol."
    if len(symbols) != LENGTH:
        return f"{typed!r} has {len(symbols)} symbols. A reference has {LENGTH}: ask for all of them."
    if not is_sound(symbols):
        return f"{typed!r} has a slip in it: its check symbol does not fit. Ask for it again, symbol by symbol."
    return None


def shown_reference(reference: str) -> str:
    """A reference as people see it, in two groups of four.

    >>> shown_reference("ZZZZZZZC")
    'ZZZZ-ZZZC'
    """
    return f"{reference[:4]}-{reference[4:]}"


def read_aloud(reference: str, letter: str = LETTER, digits: Sequence[str] = DIGITS) -> str:
    """A reference as it is read over the phone, with a pause in the middle.

    Args: letter, digits: how a letter is told by its word, and the ten digits, in the reader's language.

    >>> read_aloud("K7QM0000")
    'K as in kilo, seven, Q as in quebec, M as in mike; zero, zero, zero, zero'
    """
    spoken = [
        letter % {"symbol": symbol, "word": _WORDS[symbol]} if symbol.isalpha() else digits[int(symbol)]
        for symbol in reference
    ]
    return "; ".join(", ".join(group) for group in (spoken[:4], spoken[4:]))
