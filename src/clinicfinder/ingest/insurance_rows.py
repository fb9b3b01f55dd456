"""Read clinic_insurance.csv: what a source says about a payer at a clinic, or at a network's clinics."""

from __future__ import annotations

from collections.abc import Container, Mapping
from pathlib import Path
from typing import get_args

from clinicfinder.domain.clinics import Acceptance, AcceptanceBasis, Clinic, InsuranceAcceptance
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells, note_repeats
from clinicfinder.ingest.rows import read_rows

INSURANCE_COLUMNS = (
    "network", "clinic_code", "state", "payer", "listed_as", "acceptance", "basis", "scope",
    *PROVENANCE_COLUMNS, "notes",
)  # fmt: skip

INSURANCE_KEY = ("network", "clinic_code", "state", "payer")
"""What makes a statement one of its kind; a blank clinic_code or state stands for all."""

_ACCEPTANCES: tuple[Acceptance, ...] = get_args(Acceptance)
_BASES: tuple[AcceptanceBasis, ...] = get_args(AcceptanceBasis)


def read_insurance(
    path: Path,
    networks: Container[str],
    clinics: Mapping[str, Clinic],
    payers: Container[str],
    faults: list[RowFault],
) -> list[InsuranceAcceptance]:
    """The rows, in file order. One network (or clinic), state and payer may stand only once."""
    rows = read_rows(path, INSURANCE_COLUMNS, faults)
    made: list[InsuranceAcceptance] = []
    for row in rows:
        cells = Cells(row, faults)
        acceptance = acceptance_of(cells, networks, clinics, payers)
        if cells.sound:
            made.append(acceptance)
    note_repeats([(row, "/".join(row.cells[key] for key in INSURANCE_KEY)) for row in rows], "payer", faults)
    return made


def acceptance_of(
    cells: Cells, networks: Container[str], clinics: Mapping[str, Clinic], payers: Container[str]
) -> InsuranceAcceptance:
    """The statement of one row. After a fault it is a stand-in: check `cells.sound` first."""
    network = cells.known("network", networks, "networks.csv")
    clinic = _clinic(cells, network, clinics)
    state = cells.optional("state")
    if state and state not in STATE_NAMES:
        cells.refuse("state", "This is no USPS code of a state or territory.")
    if clinic and state and clinic.state != state:
        cells.refuse("state", f"The clinic lies in {clinic.state}. Correct it or leave it empty.")
    acceptance = cells.one_of("acceptance", _ACCEPTANCES)
    basis = cells.one_of("basis", _BASES)
    if acceptance == "accepted" and basis != "in_network_stated":
        cells.refuse("acceptance", "Only a stated network contract is 'accepted'. A list or a disclaimer is 'ask'.")
    return InsuranceAcceptance(
        network_code=network,
        clinic_code=cells.optional("clinic_code"),
        state=state,
        payer_code=cells.known("payer", payers, "payers.csv"),
        listed_as=cells.text("listed_as"),
        acceptance=acceptance,
        basis=basis,
        scope=cells.optional("scope"),
        notes=cells.optional("notes"),
        provenance=cells.provenance(),
    )


def _clinic(cells: Cells, network: str, clinics: Mapping[str, Clinic]) -> Clinic | None:
    code = cells.optional("clinic_code")
    if code is None:
        return None
    clinic = clinics.get(cells.known("clinic_code", clinics, "locations.csv"))
    if clinic and clinic.network_code != network:
        cells.refuse("clinic_code", f"This clinic belongs to the network {clinic.network_code}.")
    return clinic
