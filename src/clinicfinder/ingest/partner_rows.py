"""Read partners.csv, and check one partner's cells wherever they come from: the file, the database or a form."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from clinicfinder.domain.contrast import HEX_COLOR
from clinicfinder.domain.names import name_key
from clinicfinder.domain.partners import LANGUAGES, Partner, origin_fault
from clinicfinder.domain.places import ZipRecord
from clinicfinder.domain.themes import FONTS, LARGEST_RADIUS, SCHEMES, Theme, accent_fault
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import Cells, note_repeats
from clinicfinder.ingest.rows import Row, read_rows

PARTNER_FILE: Final = "partners.csv"
PARTNER_COLUMNS: Final = (
    "slug", "name", "allowed_origins", "networks", "treatments", "default_place", "language", "accent",
    "corner_radius", "font", "scheme", "enabled", "contact",
)  # fmt: skip

_SLUG: Final = re.compile(r"(?=.{2,40}$)[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_RULE: Final = "Write 2 to 40 of a-z and 0-9 with hyphens between, such as example-health."
_LONGEST_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class KnownToPartners:
    """What a partner's row is held against. `knows_place`: whether a text names one place to start a search at."""

    networks: Container[str]
    treatments: Container[str]
    knows_place: Callable[[str], bool]


def read_partners(path: Path, known: KnownToPartners, faults: list[RowFault]) -> list[Partner]:
    """The partners, in file order. Slugs are unique: they stand in the pages of other sites."""
    rows = read_rows(path, PARTNER_COLUMNS, faults)
    made = [partner for row in rows if (partner := partner_of(row, known, faults)) is not None]
    note_repeats([(row, row.cells["slug"]) for row in rows], "slug", faults)
    return made


def check_partner(cells: Mapping[str, str], known: KnownToPartners) -> tuple[Partner | None, tuple[RowFault, ...]]:
    """One partner from the text of its cells, or every fault in them with its column and cure.

    Args: cells: any of PARTNER_COLUMNS; one that is missing counts as empty, others are not looked at.
    Returns: the partner and no fault, or None and at least one.
    """
    faults: list[RowFault] = []
    row = Row(PARTNER_FILE, 0, {column: cells.get(column, "").strip() for column in PARTNER_COLUMNS})
    return partner_of(row, known, faults), tuple(faults)


def partner_cells(partner: Partner) -> dict[str, str]:
    """The cells of a partner's row. Reading them again gives the same partner."""
    return {
        "slug": partner.slug,
        "name": partner.name,
        "allowed_origins": ";".join(partner.origins),
        "networks": ";".join(partner.networks),
        "treatments": ";".join(partner.treatments),
        "default_place": partner.default_place or "",
        "language": partner.language,
        "accent": partner.theme.accent,
        "corner_radius": str(partner.theme.corner_radius),
        "font": partner.theme.font,
        "scheme": partner.theme.scheme,
        "enabled": "yes" if partner.enabled else "no",
        "contact": partner.contact,
    }


def places_of(zips: Mapping[str, ZipRecord]) -> Callable[[str], bool]:
    """Whether a text is a ZIP code that has a point, or a city and state of one: for rows read without a gazetteer."""

    def is_place(text: str) -> bool:
        if (record := zips.get(text)) is not None:
            return record.point is not None
        city, comma, state = text.rpartition(",")
        key, state = name_key(city), state.strip().upper()
        return bool(comma) and any(
            record.state == state and record.point is not None and key in map(name_key, _cities(record))
            for record in zips.values()
        )

    return is_place


def _cities(record: ZipRecord) -> Iterable[str]:
    return (record.city, *record.other_cities)


def partner_of(row: Row, known: KnownToPartners, faults: list[RowFault]) -> Partner | None:
    """The partner of one row, or None if there are faults in it."""
    cells = Cells(row, faults)
    partner = Partner(
        slug=cells.matching("slug", _SLUG, _SLUG_RULE),
        name=_short(cells, row, "name"),
        origins=_origins(cells),
        networks=_codes(cells, "networks", known.networks, "networks.csv"),
        treatments=_codes(cells, "treatments", known.treatments, "treatments.csv"),
        default_place=_place(cells, known),
        language=cells.one_of("language", LANGUAGES),
        theme=_theme(cells),
        enabled=cells.flag("enabled"),
        contact=_short(cells, row, "contact"),
    )
    return partner if cells.sound else None


def _short(cells: Cells, row: Row, column: str) -> str:
    text = cells.text(column)
    if len(text) > _LONGEST_TEXT or any(ord(char) < 32 for char in row.cells[column]):
        cells.refuse(column, f"Write one line of at most {_LONGEST_TEXT} characters.")
    return text


def _origins(cells: Cells) -> tuple[str, ...]:
    origins = cells.several("allowed_origins")
    if not origins:
        cells.refuse("allowed_origins", "Name at least one origin, such as https://www.example.org.")
    for origin in filter(None, origins):
        if fault := origin_fault(origin):
            cells.refuse("allowed_origins", fault)
    return origins


def _codes(cells: Cells, column: str, codes: Container[str], file: str) -> tuple[str, ...]:
    named = cells.several(column)
    unknown = [code for code in named if code and code not in codes]
    if unknown:
        cells.refuse(column, f"Not in {file}: {', '.join(unknown)}. Correct it or add it there first.")
    return named


def _place(cells: Cells, known: KnownToPartners) -> str | None:
    place = cells.optional("default_place")
    if place and not known.knows_place(place):
        cells.refuse("default_place", "Write a ZIP code, or a city and state such as Mesa, AZ, that we know.")
    return place


def _theme(cells: Cells) -> Theme:
    accent = cells.text("accent").lower()
    scheme = cells.one_of("scheme", SCHEMES)
    radius = cells.whole_number("corner_radius")
    if accent and not HEX_COLOR.fullmatch(accent):
        cells.refuse("accent", "Write # and six of 0-9 and a-f, such as #1d6360.")
    elif accent and (fault := accent_fault(accent, scheme)):
        cells.refuse("accent", fault)
    if radius > LARGEST_RADIUS:
        cells.refuse("corner_radius", f"Write 0 to {LARGEST_RADIUS} (pixels).")
    return Theme(accent, radius, cells.one_of("font", tuple(FONTS)), scheme)
