"""Taking a typed place apart: ZIP codes, coordinates, states and house numbers. Pure text, no data.

Each function answers one question about the text and guesses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.names import name_key
from clinicfinder.domain.states import LONGEST_STATE_NAME, MILITARY_STATES, state_code

LONGEST_PLACE: Final = 120
"""Characters. The longest address line that mail prints is far shorter; past this it is not a place."""

_ZIP: Final = re.compile(r"(\d{5})(?:[-\s]?\d{4})?")
_ZIP_AT_END: Final = re.compile(r"^(.*?\D)[\s,]*?\b(\d{5})(?:-\d{4})?$")
_ZIP_AT_START: Final = re.compile(r"^(\d{5})(?:-\d{4})?[\s,]+(\D+)$")
_COORDINATES: Final = re.compile(r"([-+]?\d{1,3}(?:\.\d+)?)°?\s*(?:[,;]\s*|\s+)([-+]?\d{1,3}(?:\.\d+)?)°?")
_HOUSE_NUMBER: Final = re.compile(r"^(?:\d+[a-z]?(?:-\d+)?\s+\S*[^\W\d]|p\.?\s*o\.?\s*box\b)", re.IGNORECASE)
_MILITARY: Final = re.compile(r"\b(?:apo|fpo|dpo)\b", re.IGNORECASE)
_CANADIAN_POST_CODE: Final = re.compile(r"\b[a-z]\d[a-z]\s?\d[a-z]\d\b", re.IGNORECASE)

_THIS_COUNTRY: Final = frozenset(
    name_key(name)
    for name in (
        "USA", "US", "U.S.", "U.S.A.", "United States", "United States of America", "America", "Estados Unidos",
        "EE. UU.", "EEUU",
    )
)  # fmt: skip
_ELSEWHERE: Final = frozenset(
    name_key(name)
    for name in (
        "Canada", "Canadá", "Ontario", "ON", "Quebec", "Québec", "QC", "British Columbia", "BC", "Alberta", "AB",
        "Manitoba", "MB", "Saskatchewan", "SK", "Nova Scotia", "NS", "New Brunswick", "NB", "Newfoundland", "Yukon",
        "Mexico", "México", "England", "Scotland", "United Kingdom", "UK", "Great Britain", "Ireland", "Germany",
        "France", "Spain", "España", "Italy", "India", "China", "Japan", "Australia", "Philippines", "Brazil", "Cuba",
        "Dominican Republic", "República Dominicana", "Colombia", "Venezuela", "Guatemala", "El Salvador", "Honduras",
        "Palau", "Micronesia", "Marshall Islands",
    )
)  # fmt: skip
"""Countries and provinces that callers name. Read only after a comma, or alone."""


@dataclass(frozen=True, slots=True)
class NameAndState:
    """A name with the state typed after it. `county` is the middle part of "City, County, ST"."""

    name: str
    county: str | None
    state: str


def tidy(text: str) -> str:
    """The text with odd spaces, full-width digits and edge punctuation made plain.

    >>> tidy("  \\uff18\\uff15032 \\u00a0"), tidy("Mesa ,  AZ.")
    ('85032', 'Mesa , AZ')
    """
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip(" ,.;")


def whole_zip(text: str) -> str | None:
    """The ZIP code if the text is one, or a ZIP+4; the last four digits are dropped.

    >>> whole_zip("85032"), whole_zip("85032-1234"), whole_zip("850321234"), whole_zip("8503")
    ('85032', '85032', '85032', None)
    """
    match = _ZIP.fullmatch(text)
    return match[1] if match else None


def zip_beside_name(text: str) -> tuple[str, str] | None:
    """The rest of the text and the ZIP code, if it ends or begins with one beside a name.

    >>> zip_beside_name("Phoenix, AZ 85032"), zip_beside_name("85032 Phoenix"), zip_beside_name("12 Elm St 85032")
    (('Phoenix, AZ', '85032'), ('Phoenix', '85032'), ('12 Elm St', '85032'))
    """
    if match := _ZIP_AT_END.match(text):
        return match[1].strip(" ,"), match[2]
    if match := _ZIP_AT_START.match(text):
        return match[2].strip(" ,"), match[1]
    return None


def coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude as typed, unchecked, or None if the text is not a pair of numbers.

    >>> coordinates("33.6, -112.0"), coordinates("33.6 -112"), coordinates("85032")
    ((33.6, -112.0), (33.6, -112.0), None)
    """
    match = _COORDINATES.fullmatch(text)
    return (float(match[1]), float(match[2])) if match else None


def is_on_earth(lat: float, lng: float) -> bool:
    """Whether the pair can be a latitude and a longitude."""
    return -90 <= lat <= 90 and -180 <= lng <= 180


def rounded(lat: float, lng: float) -> LatLng:
    """A typed point rounded to two decimals (about 0.7 mile), so that no exact place stands in a URL."""
    return LatLng(round(lat, 2) + 0.0, round(lng, 2) + 0.0)


def is_military(text: str) -> bool:
    """Whether the text is a military mail address by its words ("APO AE 09012")."""
    return bool(_MILITARY.search(text)) and not _HOUSE_NUMBER.match(text)


def names_another_country(text: str) -> bool:
    """Whether the last part of the text, or all of it, names a place outside the United States.

    >>> names_another_country("Toronto, ON"), names_another_country("K1A 0B1"), names_another_country("London")
    (True, True, False)
    """
    last = name_key(text.rpartition(",")[2])
    return last in _ELSEWHERE or bool(_CANADIAN_POST_CODE.search(text))


def has_house_number(text: str) -> bool:
    """Whether the text begins as a street address or a PO box does.

    >>> has_house_number("1501 N Gilbert Rd"), has_house_number("PO Box 12"), has_house_number("Mesa, AZ")
    (True, True, False)
    """
    return bool(_HOUSE_NUMBER.match(text))


def without_country(text: str) -> str:
    """The text without a closing "USA" or "United States", after a comma or after a state or ZIP code.

    >>> without_country("Mesa, AZ, USA"), without_country("Phoenix Arizona United States"), without_country("Us")
    ('Mesa, AZ', 'Phoenix Arizona', 'Us')
    """
    head, comma, last = text.rpartition(",")
    if comma and name_key(last) in _THIS_COUNTRY:
        return head.strip(" ,")
    words = text.split(" ")
    for length in range(min(4, len(words) - 1), 0, -1):
        rest = " ".join(words[:-length])
        ends_in_state = bool(name_and_state(rest)) or rest[-5:].isdigit()
        if name_key(" ".join(words[-length:])) in _THIS_COUNTRY and ends_in_state:
            return rest
    return text


def name_and_state(text: str) -> list[NameAndState]:
    """Every way to read the text as a name followed by a state, longest state name first.

    A state can stand after a comma, or as the last words of the text.

    >>> name_and_state("Mesa, AZ")
    [NameAndState(name='Mesa', county=None, state='AZ')]
    >>> [r.state for r in name_and_state("Charleston West Virginia")]
    ['WV', 'VA']
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) in (2, 3):
        state = _state(parts[-1])
        return [NameAndState(parts[0], parts[1] if len(parts) == 3 else None, state)] if state else []
    if len(parts) != 1:
        return []
    words = parts[0].split(" ")
    return [
        NameAndState(" ".join(words[:-length]), None, state)
        for length in range(min(LONGEST_STATE_NAME, len(words) - 1), 0, -1)
        if (state := _state(" ".join(words[-length:])))
    ]


def _state(text: str) -> str | None:
    code = text.strip(" .").upper()
    return code if code in MILITARY_STATES else state_code(text)
