"""All public clinics without a place to measure from, for programs that keep a copy or draw a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.overrides import written_spans
from clinicfinder.domain.search import Filters
from clinicfinder.ingest.row_text import TextCells, clinic_cells
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.units import Miles
from clinicfinder.usecases.export_rows import sheet_text

_NOT_PUBLIC: Final = frozenset({"clinic_code", "aliases", "slug", "notes"})


@dataclass(frozen=True, slots=True)
class ClinicList:
    """Some of the clinics that fit, in the order of their codes, and how many fit in all."""

    clinics: tuple[Clinic, ...]
    total: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One clinic of a spreadsheet: the path of its page, and its distance where a search asked for one."""

    clinic: Clinic
    url: str
    miles: Miles | None = None


def list_clinics(catalogue: Catalogue, filters: Filters, *, moment: datetime, offset: int, limit: int) -> ClinicList:
    """The public clinics that fit the filters. Their order never depends on the data of another clinic.

    Args: moment: for `open_now`. offset, limit: as in a search.
    """
    rows = np.flatnonzero(catalogue.index.fitting(filters, moment))
    chosen = rows[offset : offset + limit].tolist()
    return ClinicList(tuple(catalogue.index.clinics[row] for row in chosen), int(rows.size))


def clinics_sheet(rows: Sequence[SheetRow]) -> str:
    """The clinics as CSV, with the guard against formulas that our other spreadsheets have.

    Coordinates are blank where only the middle of a ZIP code is known.
    """
    cells = [_cells(row) for row in rows]
    return sheet_text(SHEET_COLUMNS, cells)


def _cells(row: SheetRow) -> TextCells:
    own = {name: cell for name, cell in clinic_cells(row.clinic).items() if name not in _NOT_PUBLIC}
    far = "" if row.miles is None else f"{row.miles:.2f}"
    exceptions = ";".join(
        f"{each.from_day}/{each.through_day} {written_spans(each.spans) or 'closed'}" for each in row.clinic.overrides
    )
    code = row.clinic.clinic_code
    return {"id": code, **own, "url": row.url, "distance_miles": far, "exceptions": exceptions}


SHEET_COLUMNS: Final = (
    "id", "network", "name", "status", "street", "unit", "city", "state", "zip", "phone", "latitude", "longitude",
    "geo_precision", "timezone", "hours", "treatments", "treatments_evidence", "telehealth", "website",
    "source_title", "source_url", "source_date", "reviewed_on", "confidence", "url", "distance_miles",
    "exceptions",
)  # fmt: skip
"""Public and stable: new columns come last."""
