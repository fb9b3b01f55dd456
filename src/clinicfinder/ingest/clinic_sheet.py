"""An operator's spreadsheet of clinics: the columns of locations.csv, in any order, some left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.names import name_key
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import Cells
from clinicfinder.ingest.changes import RowNote
from clinicfinder.ingest.clinic_rows import CLINIC_COLUMNS, Known, clinic_of
from clinicfinder.ingest.row_text import TextCells, clinic_cells
from clinicfinder.ingest.rows import Row

CLINIC_ALIASES: Final[Mapping[str, str]] = {
    "code": "clinic_code", "clinic": "clinic_code", "clinic_id": "clinic_code", "network_code": "network",
    "clinic_name": "name", "address": "street", "street_address": "street", "address_1": "street",
    "address_2": "unit", "suite": "unit", "zip_code": "zip", "zipcode": "zip", "postal_code": "zip",
    "phone_number": "phone", "telephone": "phone", "lat": "latitude", "lng": "longitude", "lon": "longitude",
    "long": "longitude", "precision": "geo_precision", "time_zone": "timezone", "opening_hours": "hours",
    "treatment": "treatments", "web_site": "website", "url": "website", "source": "source_title", "note": "notes",
}  # fmt: skip

CLINIC_KEY: Final = ("clinic_code",)
_REQUIRED: Final = frozenset(CLINIC_COLUMNS) - {
    "unit", "phone", "latitude", "longitude", "hours", "telehealth", "website", "aliases", "source_url",
    "source_date", "notes",
}  # fmt: skip

_PLACE: Final = ("latitude", "longitude", "geo_precision")
_ADDRESS: Final = ("street", "city", "state", "zip")
_ZIP_PLUS_4: Final = re.compile(r"(\d{5})-?\d{4}")

Page = tuple[str, str, str]


class ClinicSheet:
    """The checks of a clinic's row (a `RowKind`). Made anew for each import, since it remembers pages given away."""

    columns: tuple[str, ...] = CLINIC_COLUMNS
    key_columns: tuple[str, ...] = CLINIC_KEY
    required: Collection[str] = _REQUIRED

    def __init__(self, known: Known, said: Iterable[Clinic], shown: Mapping[str, Clinic]) -> None:
        """Args: said: the stored clinics as said. shown: the same by code, at their looked-up points."""
        self._known = known
        self._shown = shown
        self._pages: dict[Page, str] = {_page(c.state, c.city, c.slug): c.clinic_code for c in said}

    def amend(self, row: Row, cells: TextCells, stored: TextCells | None, notes: list[RowNote]) -> TextCells:
        """Mend the ZIP, and sort out whether coordinates are new or only repeat what was looked up."""
        cells = {**cells, "zip": self._zip(row, cells, notes)}
        shown = self._shown.get(cells["clinic_code"])
        if stored and shown and stored["geo_precision"] == "zip" and _repeats(cells, clinic_cells(shown)):
            cells |= {column: stored[column] for column in _PLACE}
        elif cells["geo_precision"] == "zip":
            given = {column for column in ("latitude", "longitude") if row.cells.get(column, "").strip()}
            cells |= {column: "" for column in ("latitude", "longitude") if column not in given}
        elif stored and _moved(cells, stored) and not any(cells[column] != stored[column] for column in _PLACE):
            words = f"{cells['clinic_code']}: the address changed and the coordinates did not. Check them."
            notes.append(RowNote(row.line, words))
        return cells

    def check(self, row: Row, stored: TextCells | None, faults: list[RowFault]) -> Clinic:
        """The clinic, held against the other tables, its own slug and everybody's pages."""
        before = len(faults)
        cells = Cells(row, faults)
        clinic = clinic_of(cells, self._known)
        if stored and clinic.slug != stored["slug"]:
            cells.refuse("slug", f"The slug was {stored['slug']} and must stay: other sites link to it.")
        page = _page(clinic.state, clinic.city, clinic.slug)
        owner = self._pages.get(page, clinic.clinic_code)
        if owner != clinic.clinic_code:
            cells.refuse("slug", f"This page belongs to {owner}. Choose another slug.")
        if len(faults) == before:
            self._pages[page] = clinic.clinic_code
        return clinic

    def text(self, value: Clinic) -> TextCells:
        """The cells of the clinic."""
        return clinic_cells(value)

    def _zip(self, row: Row, cells: TextCells, notes: list[RowNote]) -> str:
        """The ZIP with lost zeros put back if that fits the state of the row, and without +4.

        Padding blindly has turned a Texan's slip into New England; where it does not fit, the check refuses it.
        """
        written = cells["zip"]
        plus_4 = _ZIP_PLUS_4.fullmatch(written)
        if plus_4:
            return plus_4.group(1)
        if not (written.isascii() and written.isdigit() and len(written) in (3, 4)):
            return written
        record = self._known.zips.get(written.zfill(5))
        if record is None or record.state != cells["state"]:
            return written
        notes.append(RowNote(row.line, f"{cells['clinic_code']}: ZIP {written} was read as {record.zip}."))
        return record.zip


def _page(state: str, city: str, slug: str) -> Page:
    return state, name_key(city), slug


def _repeats(cells: TextCells, shown: TextCells) -> bool:
    """Whether coordinates only repeat the looked-up point, as an export wrote it and a spreadsheet may reformat it."""
    try:
        same = all(float(cells[column]) == float(shown[column]) for column in ("latitude", "longitude"))
    except ValueError:
        return False
    return same and cells["geo_precision"] == shown["geo_precision"]


def _moved(cells: TextCells, stored: TextCells) -> bool:
    return any(cells[column] != stored[column] for column in _ADDRESS)
