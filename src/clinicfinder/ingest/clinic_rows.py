"""Read locations.csv: one row for each clinic we know of, public or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.clinics import Clinic, ClinicStatus, GeoPrecision, TreatmentsEvidence
from clinicfinder.domain.names import name_key
from clinicfinder.domain.places import ZipRecord
from clinicfinder.errors import RowFault
from clinicfinder.ingest import clinic_checks
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells, note_repeats
from clinicfinder.ingest.rows import read_rows
from clinicfinder.ingest.zip_rows import timezone

CLINIC_COLUMNS = (
    "clinic_code", "network", "name", "status", "street", "unit", "city", "state", "zip", "phone",
    "latitude", "longitude", "geo_precision", "timezone", "hours", "treatments", "treatments_evidence",
    "telehealth", "website", "aliases", "slug", *PROVENANCE_COLUMNS, "notes",
)  # fmt: skip

_STATUSES: tuple[ClinicStatus, ...] = get_args(ClinicStatus)
_PRECISIONS: tuple[GeoPrecision, ...] = get_args(GeoPrecision)
_EVIDENCE: tuple[TreatmentsEvidence, ...] = get_args(TreatmentsEvidence)

_CODE = re.compile(r"(?=.{3,60}$)[a-z][a-z0-9]*(-[a-z0-9]+)+")
_CODE_RULE = "Write 3 to 60 of a-z and 0-9 with hyphens between, such as serenity-gilbert-az."
_SLUG = re.compile(r"(?=.{3,60}$)[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_RULE = "Write 3 to 60 of a-z and 0-9 with hyphens between, such as serenity-gilbert."


@dataclass(frozen=True, slots=True)
class Known:
    """What the other tables say, for a clinic's row to be held against."""

    networks: Mapping[str, str]  # code -> name
    treatments: frozenset[str]
    zips: Mapping[str, ZipRecord]
    areas: StateAreas


def read_clinics(path: Path, known: Known, faults: list[RowFault]) -> list[Clinic]:
    """The clinics, in file order. Codes are unique; slugs are unique within their city."""
    rows = read_rows(path, CLINIC_COLUMNS, faults)
    made: list[Clinic] = []
    for row in rows:
        cells = Cells(row, faults)
        clinic = clinic_of(cells, known)
        if cells.sound:
            made.append(clinic)
    note_repeats([(row, row.cells["clinic_code"]) for row in rows], "clinic_code", faults)
    pages = [(row, (row.cells["state"], name_key(row.cells["city"]), row.cells["slug"])) for row in rows]
    note_repeats([(row, "/".join(page)) for row, page in pages], "slug", faults)
    return made


def clinic_of(cells: Cells, known: Known) -> Clinic:
    """The clinic of one row. After a fault it is a stand-in: check `cells.sound` first."""
    record = clinic_checks.zip_record(cells, known.zips)
    status = cells.one_of("status", _STATUSES)
    precision = cells.one_of("geo_precision", _PRECISIONS)
    sound_precision = cells.optional("geo_precision") in _PRECISIONS
    network = cells.known("network", known.networks, "networks.csv")
    clinic_checks.check_public(cells, status)
    return Clinic(
        clinic_code=cells.matching("clinic_code", _CODE, _CODE_RULE),
        network_code=network,
        network_name=known.networks.get(network, ""),
        name=cells.text("name"),
        status=status,
        street=cells.text("street"),
        unit=cells.optional("unit"),
        city=cells.text("city"),
        state=cells.text("state"),
        zip=cells.text("zip"),
        county=record.county if record else None,
        phone=clinic_checks.phone(cells),
        position=clinic_checks.position(cells, precision, record, known.areas) if sound_precision else None,
        geo_precision=precision,
        timezone=_timezone(cells),
        hours=clinic_checks.hours(cells),
        treatments=_treatments(cells, known.treatments),
        treatments_evidence=cells.one_of("treatments_evidence", _EVIDENCE),
        telehealth=cells.optional_flag("telehealth"),
        website=cells.url("website"),
        slug=cells.matching("slug", _SLUG, _SLUG_RULE),
        aliases=cells.several("aliases"),
        notes=cells.optional("notes"),
        provenance=cells.provenance(),
    )


def _timezone(cells: Cells) -> str:
    cells.text("timezone")
    return timezone(cells) or ""


def _treatments(cells: Cells, codes: frozenset[str]) -> tuple[str, ...]:
    treatments = cells.several("treatments")
    if not treatments:
        cells.refuse("treatments", "Name at least one treatment of treatments.csv.")
    unknown = [code for code in treatments if code and code not in codes]
    if unknown:
        cells.refuse("treatments", f"Not in treatments.csv: {', '.join(unknown)}. Correct it or add it there first.")
    return treatments
