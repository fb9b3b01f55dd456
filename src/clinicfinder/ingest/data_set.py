"""Read the whole data folder at once, each table held against the others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.domain.partners import Partner
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.reference import Network, Payer, Treatment
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.call_scripts import SCRIPT_FILE, scripts_of
from clinicfinder.ingest.clinic_rows import Known, read_clinics
from clinicfinder.ingest.estimate_files import (
    ESTIMATE_FILES,
    RowsByFile,
    estimate_tables_of,
    note_rule_errors,
    read_estimate_rows,
)
from clinicfinder.ingest.insurance_rows import read_insurance
from clinicfinder.ingest.partner_rows import PARTNER_FILE, KnownToPartners, places_of, read_partners
from clinicfinder.ingest.reference_rows import read_networks, read_payers, read_sources, read_treatments
from clinicfinder.ingest.table_checks import note_key_repeats
from clinicfinder.ingest.treatment_safety import SAFETY_FILE, safety_of
from clinicfinder.ingest.zip_rows import SourcedZip, read_zips

DATA_FILES = (
    "sources.csv",
    "zip_codes.csv",
    "state_areas.json",
    "networks.csv",
    "treatments.csv",
    "payers.csv",
    "locations.csv",
    "clinic_insurance.csv",
    PARTNER_FILE,
    *ESTIMATE_FILES,
)
"""All files a load depends on. A change in any of them is a new data version."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """Everything in the data folder, checked.

    `estimate_rows` are the rows an estimate rests on. They stay text, because they are stored as people write them.
    """

    sources: dict[str, Provenance]
    zips: tuple[SourcedZip, ...]
    networks: tuple[Network, ...]
    treatments: tuple[Treatment, ...]
    payers: tuple[Payer, ...]
    clinics: tuple[Clinic, ...]
    insurance: tuple[InsuranceAcceptance, ...]
    partners: tuple[Partner, ...]
    estimate_rows: RowsByFile


def read_state_areas(data_dir: Path) -> StateAreas:
    """The outlines of the states.

    Raises: DataFault if the file is missing or is not JSON.
    """
    path = data_dir / "state_areas.json"
    try:
        return StateAreas(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        cure = "Make the file anew with scripts/build_state_areas.py."
        raise DataFault([RowFault(path.name, 0, "", str(error), cure)]) from error


def read_data(data_dir: Path) -> DataSet:
    """Read and check every table of the folder.

    Returns: the tables, complete.
    Raises: DataFault with every fault of every file, in the order of the files and their lines.
    """
    faults: list[RowFault] = []
    areas = read_state_areas(data_dir)
    sources = read_sources(data_dir / "sources.csv", faults)
    zips = read_zips(data_dir / "zip_codes.csv", sources, faults)
    networks = read_networks(data_dir / "networks.csv", faults)
    treatments = read_treatments(data_dir / "treatments.csv", faults)
    payers = read_payers(data_dir / "payers.csv", faults)
    known = Known(
        networks={network.code: network.name for network in networks},
        treatments=frozenset(treatment.code for treatment in treatments),
        zips={zip_code.record.zip: zip_code.record for zip_code in zips},
        areas=areas,
    )
    clinics = read_clinics(data_dir / "locations.csv", known, faults)
    insurance = read_insurance(
        data_dir / "clinic_insurance.csv",
        known.networks,
        {clinic.clinic_code: clinic for clinic in clinics},
        {payer.code for payer in payers},
        faults,
    )
    partners = read_partners(
        data_dir / PARTNER_FILE, KnownToPartners(known.networks, known.treatments, places_of(known.zips)), faults
    )
    estimate_rows = _checked_estimate_rows(data_dir, payers, treatments, faults)
    if faults:
        order = {file: place for place, file in enumerate(DATA_FILES)}
        raise DataFault(sorted(faults, key=lambda fault: (order[fault.file], fault.line)))
    return DataSet(
        sources,
        tuple(zips),
        tuple(networks),
        tuple(treatments),
        tuple(payers),
        tuple(clinics),
        tuple(insurance),
        tuple(partners),
        estimate_rows,
    )


def _checked_estimate_rows(
    data_dir: Path, payers: Sequence[Payer], treatments: Sequence[Treatment], faults: list[RowFault]
) -> RowsByFile:
    """The rows an estimate rests on. Checks that need other tables wait until those are sound, lest they cry wolf."""
    rows = read_estimate_rows(data_dir, faults)
    tables = estimate_tables_of(rows, payers, faults)
    codes = [treatment.code for treatment in treatments]
    if not any(fault.file == "treatments.csv" for fault in faults):
        safety_of(rows[SAFETY_FILE], codes, faults)
    scripts_of(rows[SCRIPT_FILE], faults)
    note_key_repeats(rows, faults)
    if not faults:
        note_rule_errors(tables, rows, codes, faults)
    return rows
