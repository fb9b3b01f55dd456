"""The states, the District and the territories, and the names people write them by.

Sources: USPS Publication 28, appendix B (two-letter codes); the traditional abbreviations of the
GPO Style Manual, section 9; Spanish names as used by the Real Academia Española.
"""

from __future__ import annotations

from typing import Final

from clinicfinder.domain.names import name_key

STATE_NAMES: Final[dict[str, str]] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
    "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming", "PR": "Puerto Rico", "VI": "U.S. Virgin Islands", "GU": "Guam", "AS": "American Samoa",
    "MP": "Northern Mariana Islands",
}  # fmt: skip

MILITARY_STATES: Final[frozenset[str]] = frozenset({"AA", "AE", "AP"})
ASSOCIATED_STATES: Final[frozenset[str]] = frozenset({"FM", "MH", "PW"})
"""Independent countries that the U.S. mail serves: they have ZIP codes and are outside the United States."""

# Traditional abbreviations and Spanish names, written as people type them.
_OTHER_NAMES: Final[dict[str, str]] = {
    "AL": "Ala", "AZ": "Ariz", "AR": "Ark", "CA": "Calif;Cal", "CO": "Colo", "CT": "Conn", "DE": "Del;Dela",
    "DC": "D C;Washington D C;Distrito de Columbia", "FL": "Fla", "GA": "Geo", "HI": "Hawái;Hawaiʻi", "IL": "Ill",
    "IN": "Ind", "KS": "Kan;Kans", "KY": "Ken;Kent", "LA": "Luisiana", "MD": "", "MA": "Mass", "MI": "Mich;Míchigan",
    "MN": "Minn", "MS": "Miss;Misisipi", "MO": "Misuri", "MT": "Mont", "NE": "Neb;Nebr", "NV": "Nev",
    "NH": "N H;Nuevo Hampshire;Nueva Hampshire", "NJ": "N J;Nueva Jersey", "NM": "N M;N Mex;Nuevo México;Nuevo Méjico",
    "NY": "N Y;Nueva York", "NC": "N C;N Car;Carolina del Norte", "ND": "N D;N Dak;Dakota del Norte", "OK": "Okla",
    "OR": "Ore;Oreg;Oregón", "PA": "Penn;Penna;Pensilvania", "RI": "R I", "SC": "S C;S Car;Carolina del Sur",
    "SD": "S D;S Dak;Dakota del Sur", "TN": "Tenn;Tenesí", "TX": "Tex;Tejas", "VA": "Virg", "WA": "Wash",
    "WV": "W Va;W Virg;Virginia Occidental;Virginia del Oeste", "WI": "Wis;Wisc", "WY": "Wyo",
    "PR": "P R;Porto Rico", "VI": "V I;Virgin Islands;US Virgin Islands;Islas Vírgenes", "AS": "Samoa Americana",
    "MP": "C N M I;Islas Marianas del Norte;Saipan",
}  # fmt: skip

WORDLIKE_CODES: Final[frozenset[str]] = frozenset({"co", "hi", "in", "la", "me", "ok", "or"})
"""Two-letter codes that are also words. Alone they name no state: 'or' is read as Oregon only after a place."""


def _state_by_key() -> dict[str, str]:
    keys: dict[str, str] = {}
    for code, name in STATE_NAMES.items():
        others = [other for other in _OTHER_NAMES.get(code, "").split(";") if other]
        for text in (code, name, *others):
            keys[name_key(text)] = code
    return keys


STATE_BY_KEY: Final[dict[str, str]] = _state_by_key()
LONGEST_STATE_NAME: Final[int] = max(len(key.split()) for key in STATE_BY_KEY)


def state_code(text: str) -> str | None:
    """The two-letter code of a state written in any way we know, or None.

    >>> state_code("Calif."), state_code("nuevo méxico"), state_code("N.Y."), state_code("Ontario")
    ('CA', 'NM', 'NY', None)
    """
    return STATE_BY_KEY.get(name_key(text))
