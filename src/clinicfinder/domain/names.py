"""One spelling for names that people write in many ways.

Two texts name the same place when their keys are equal. The key is for comparing only and is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_WORDS: Final[dict[str, str]] = {
    "st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "mtn": "mountain", "pt": "point", "n": "north",
    "s": "south", "e": "east", "w": "west", "hts": "heights", "spgs": "springs", "spg": "spring", "jct": "junction",
    "bch": "beach", "vlg": "village", "ctr": "center", "twp": "township", "lk": "lake", "pk": "park",
    "vly": "valley", "cnty": "county",
}  # fmt: skip

# Elided particles that mail writes apart ("O Fallon", "Coeur D Alene") and people write with an apostrophe.
_PARTICLES: Final[frozenset[str]] = frozenset({"o", "d", "l"})

_APOSTROPHES: Final = re.compile("['’‘ʻ`´]")
_NOT_NAME: Final = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=65_536)
def name_key(text: str) -> str:
    """The comparison key of a name: lower case, no accents, abbreviations written out, particles joined.

    >>> name_key("St. Petersburg"), name_key("O'Fallon") == name_key("O Fallon") == name_key("OFallon")
    ('saint petersburg', True)
    >>> name_key("Coeur d'Alene") == name_key("Coeur D Alene"), name_key("Cañon City")
    (True, 'canon city')
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in folded if not unicodedata.combining(char))
    words = _NOT_NAME.sub(" ", _APOSTROPHES.sub("", plain.replace("&", " and "))).split()
    joined: list[str] = []
    particle = ""
    for position, word in enumerate(words):
        if word in _PARTICLES and not particle and position + 1 < len(words) and len(words[position + 1]) > 1:
            particle = word
            continue
        joined.append(particle + word if particle else _WORDS.get(word, word))
        particle = ""
    return " ".join(joined)
