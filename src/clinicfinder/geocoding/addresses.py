"""Reading what a person typed as a street address: pure text, no table of places, no network.

Only enough is read to decide whether a text may be sent to a geocoder, to check the answer against it and to
offer a way on when there is none: the house number, the state, the ZIP code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.states import LONGEST_STATE_NAME, STATE_NAMES, state_code

_COUNTRY: Final = re.compile(r"[\s,]+(?:u\.?\s?s\.?(?:\s?a\.?)?|united states(?: of america)?)\s*$", re.IGNORECASE)
_ZIP: Final = re.compile(r"(?<![\w.-])(\d{5})(?:-\d{4})?(?![\w.-])")
_ZIP_AT_END: Final = re.compile(r"[\s,]+\d{5}(?:-\d{4})?\s*$")
_PO_BOX: Final = re.compile(r"\s*(?:p\.?\s*o\.?|post\s+office|apartado)[\s.,#]*(?:box|postal|\d)", re.IGNORECASE)

# "123", "123A", "12-34" (Queens), "N6W23001" (Wisconsin's grid). Never more than six digits in a row.
_HOUSE_NUMBER: Final = re.compile(r"(?:\d{1,6}[a-z]?(?:-\d{1,5}[a-z]?)?|[nsew]\d{1,5}[nsew]\d{1,5})", re.IGNORECASE)
_WORD: Final = re.compile(r"(?:[^\W\d_]{2,}|[nsew]\.?$|\d{1,3}(?:st|nd|rd|th)\b)", re.IGNORECASE)

# Puerto Rican addresses often put the street first: "Calle Loíza 1950, San Juan".
_SPANISH_STREETS: Final = frozenset({"calle", "avenida", "ave", "av", "carretera", "carr", "camino", "paseo", "urb"})

# A text that starts with a number and one of these is a dose, a time or a sum, not a house.
# fmt: off
_NOT_STREETS: Final = frozenset({
    "mg", "mcg", "ug", "ml", "kg", "lbs", "mi", "mile", "miles", "km", "hr", "hrs", "hour", "hours",
    "min", "mins", "minute", "minutes", "day", "days", "week", "weeks", "month", "months", "year",
    "years", "session", "sessions", "infusion", "infusions", "treatment", "treatments", "clinic",
    "clinics", "dollars", "percent", "am", "pm",
})
# fmt: on
_EMERGENCY_NUMBERS: Final = frozenset({"911", "988"})

# A five-digit number in front may be a ZIP: it is a house number if one of these follows, or a ZIP of its
# own.
# fmt: off
_STREET_WORDS: Final = frozenset({
    "st", "street", "ave", "av", "avenue", "rd", "road", "blvd", "boulevard", "dr", "drive", "ln", "lane",
    "ct", "court", "pl", "place", "ter", "terrace", "way", "hwy", "highway", "pkwy", "parkway", "cir",
    "circle", "trl", "trail", "pike", "sq", "square", "loop", "run", "rte", "route", "fwy", "expy",
    "broadway", "calle", "avenida",
})
# fmt: on

# State codes that also end a street's name: court, and northeast.
_STREET_ENDINGS: Final = frozenset({"CT", "NE"})


@dataclass(frozen=True, slots=True)
class TypedAddress:
    """What was typed, and the parts of it an answer can be checked against. None means it was not typed."""

    text: str
    house_number: str | None
    state: str | None
    zip: str | None


def read_address(text: str) -> TypedAddress:
    """The checkable parts of a street address.

    >>> read_address("1 Main St, Mesa, AZ 85201")
    TypedAddress(text='1 Main St, Mesa, AZ 85201', house_number='1', state='AZ', zip='85201')
    """
    return TypedAddress(text, house_number_in(text), state_in(text), zip_in(text))


def looks_like_street_address(text: str) -> bool:
    """Whether a text has a house number and a street, so that only a geocoder can place it.

    A PO box, a ZIP code, a latitude and longitude, a dose and a telephone number to call in a crisis are not.

    >>> looks_like_street_address("350 5th Ave, New York"), looks_like_street_address("PO Box 12, Mesa AZ")
    (True, False)
    >>> looks_like_street_address("85032 Phoenix"), looks_like_street_address("85032 Phoenix Ave")
    (False, True)
    >>> looks_like_street_address("33.62, -112.00"), looks_like_street_address("100 mg ketamine")
    (False, False)
    """
    if _PO_BOX.match(text):
        return False
    words = _words(text)
    if len(words) < 2:
        return False
    if words[0] in _SPANISH_STREETS:
        return any(_HOUSE_NUMBER.fullmatch(word) for word in words[1:])
    if not _HOUSE_NUMBER.fullmatch(words[0]) or words[0] in _EMERGENCY_NUMBERS or words[1] in _NOT_STREETS:
        return False
    if _ZIP.fullmatch(words[0]):
        return any(word in _STREET_WORDS or _ZIP.fullmatch(word) for word in words[1:])
    return any(_WORD.match(word) for word in words[1:])


def house_number_in(text: str) -> str | None:
    """The house number a street address starts with (or, in Spanish order, holds), lower case.

    >>> house_number_in("12-34 56th St"), house_number_in("Calle Loíza 1950, San Juan"), house_number_in("Mesa")
    ('12-34', '1950', None)
    """
    if not looks_like_street_address(text):
        return None
    return next(word for word in _words(text) if _HOUSE_NUMBER.fullmatch(word))


def zip_in(text: str) -> str | None:
    """The ZIP code in a text, five digits; a house number is not one, and ZIP+4 loses its last four.

    >>> zip_in("12345 Main St, Phoenix AZ 85032-1234"), zip_in("12345 Main St"), zip_in("85032 Phoenix")
    ('85032', None, '85032')
    """
    house = house_number_in(text)
    found = [match for match in _ZIP.finditer(text) if match.start() > len(text) - len(text.lstrip()) or not house]
    return found[-1].group(1) if found else None


def state_in(text: str) -> str | None:
    """The state an address ends with, as a USPS code, or None when it names none for certain.

    A word counts as a state only where a state stands: last, before the ZIP and the country, and with a town
    or a comma before it. "NE" and "CT" without a comma anywhere stay undecided: streets end that way too.
    "Washington" right after the street stays undecided: it is more often the capital.

    >>> state_in("12 Oak Ct"), state_in("12 Oak Ct, Lincoln NE 68508"), state_in("1 Main St, Columbus, Ohio")
    (None, 'NE', 'OH')
    >>> state_in("1600 Pennsylvania"), state_in("1 Main St Columbus OH"), state_in("1 Main St, Montana")
    (None, 'OH', 'MT')
    """
    segments, zip_follows = _segments(text)
    written = _state_words(segments)
    if not written:
        return None
    code = state_code(written)
    words_before = len(segments[-1]) - len(written.split())
    stands = code is not None and _stands_as_state(written, code, len(segments), words_before, zip_follows)
    return code if stands else None


def town_in(text: str) -> str | None:
    """The town of an address whose commas set it apart, right before its state.

    >>> town_in("1 Main St, Mesa, AZ 85201, USA"), town_in("1 Main St, Apt 4, Lincoln NE"), town_in("1 Main St, AZ")
    ('Mesa', 'Lincoln', None)
    """
    segments, _ = _segments(text)
    if not state_in(text):
        return None
    before = segments[-1][: len(segments[-1]) - len(_state_words(segments).split())]
    if before and len(segments) >= 2:
        return " ".join(before)
    return " ".join(segments[-2]) if len(segments) >= 3 else None


def _segments(text: str) -> tuple[list[list[str]], bool]:
    """The words between the commas, without country and ZIP, and whether there was a ZIP."""
    rest, zips = _ZIP_AT_END.subn("", _COUNTRY.sub("", text))
    return [segment.split() for segment in rest.split(",") if segment.strip()], bool(zips)


def _state_words(segments: list[list[str]]) -> str:
    """The longest name of a state that the last segment ends with, as written; empty if there is none."""
    last = segments[-1] if segments else []
    endings = (" ".join(last[-length:]) for length in range(min(LONGEST_STATE_NAME, len(last)), 0, -1))
    return next((written for written in endings if state_code(written)), "")


def _stands_as_state(written: str, code: str, segments: int, words_before: int, zip_follows: bool) -> bool:
    """Whether a state's name is in a state's seat, given the comma segments and the words before it."""
    is_code = written.upper() == code
    if segments >= 3 or (segments == 2 and words_before):
        return True
    by_its_own_name = is_code or written.casefold() == STATE_NAMES[code].casefold()
    if segments == 2:
        # The town's seat: "1 Main St, Delaware 43015" lies in Delaware, Ohio; there the ZIP decides.
        return is_code or (by_its_own_name and not zip_follows and code != "WA")
    return by_its_own_name and words_before >= 3 and code not in _STREET_ENDINGS


def normalised(text: str) -> str:
    """One spelling of an address for the cache: case, commas, full stops and spaces do not count.

    Marks that tell houses apart (#, -, /) stay. Street types are not expanded: a wrong guess would join two
    addresses.

    >>> normalised("4600  Silver Hill Rd., Washington,DC") == normalised("4600 silver hill rd washington dc")
    True
    >>> normalised("1 1/2 Elm St #3") == normalised("11/2 Elm St 3")
    False
    """
    folded = unicodedata.normalize("NFKC", _COUNTRY.sub("", text)).casefold()
    return " ".join(re.sub(r"[.,;]", " ", folded).split())


def _words(text: str) -> list[str]:
    return [word for part in text.casefold().replace(",", " , ").split() if (word := part.rstrip(".;")) and word != ","]
