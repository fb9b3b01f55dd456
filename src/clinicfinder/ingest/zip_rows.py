"""Read zip_codes.csv: 42,789 rows that a script made, checked as if a person had typed them."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args
from zoneinfo import available_timezones

from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.places import PointSource, ZipKind, ZipRecord
from clinicfinder.domain.states import ASSOCIATED_STATES, MILITARY_STATES, STATE_NAMES
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import Cells, note_repeats
from clinicfinder.ingest.rows import read_rows

ZIP_COLUMNS = (
    "zip", "city", "other_cities", "state", "county", "kind", "timezone",
    "latitude", "longitude", "point_source", "source",
)  # fmt: skip

_ZIP = re.compile(r"\d{5}")
_ZIP_RULE = "A ZIP code has 5 digits. A spreadsheet may have dropped a leading zero."
_MAIL_STATES = frozenset(STATE_NAMES) | MILITARY_STATES | ASSOCIATED_STATES
_KINDS: tuple[ZipKind, ...] = get_args(ZipKind)
_POINT_SOURCES: tuple[PointSource, ...] = get_args(PointSource)


@dataclass(frozen=True, slots=True)
class SourcedZip:
    """A ZIP code and the key of its source in sources.csv."""

    record: ZipRecord
    source: str


def read_zips(path: Path, sources: Container[str], faults: list[RowFault]) -> list[SourcedZip]:
    """The ZIP codes, in file order."""
    rows = read_rows(path, ZIP_COLUMNS, faults)
    made: list[SourcedZip] = []
    for row in rows:
        cells = Cells(row, faults)
        zip_code = SourcedZip(_record(cells), cells.known("source", sources, "sources.csv"))
        if cells.sound:
            made.append(zip_code)
    note_repeats([(row, row.cells["zip"]) for row in rows], "zip", faults)
    return made


def _record(cells: Cells) -> ZipRecord:
    state = cells.text("state")
    if state and state not in _MAIL_STATES:
        cells.refuse("state", "This is no USPS state, territory or military code.")
    return ZipRecord(
        zip=cells.matching("zip", _ZIP, _ZIP_RULE),
        city=cells.text("city"),
        other_cities=cells.several("other_cities"),
        state=state,
        county=cells.optional("county"),
        kind=cells.one_of("kind", _KINDS),
        timezone=timezone(cells),
        point=_point(cells),
        point_source=cells.one_of("point_source", _POINT_SOURCES),
    )


def _point(cells: Cells) -> LatLng | None:
    lat, lng = cells.decimal("latitude"), cells.decimal("longitude")
    stated = cells.optional("point_source") != "none"
    if (lat is None) != (lng is None) or (lat is not None) != stated:
        cells.refuse("point_source", "Both coordinates are given, or neither is and point_source is 'none'.")
    if lat is None or lng is None:
        return None
    if 0.0 in {lat, lng}:
        cells.refuse("latitude", "0 is no coordinate of the United States. Leave unknown coordinates empty.")
    return LatLng(lat, lng)


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())


def timezone(cells: Cells) -> str | None:
    """The IANA name in the column `timezone`, or None if the cell is empty."""
    name = cells.optional("timezone")
    if name and name not in _timezones():
        cells.refuse("timezone", "This is no IANA time zone. Write a name such as America/Phoenix.")
    return name
