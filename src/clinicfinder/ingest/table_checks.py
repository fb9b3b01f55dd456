"""Check all tables as they would stand after some changes: the checks of the files, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.domain.places import ZipRecord
from clinicfinder.domain.reference import Network, Payer, Treatment
from clinicfinder.errors import RowFault
from clinicfinder.ingest.call_scripts import SCRIPT_FILE, scripts_of
from clinicfinder.ingest.cells import Cells, note_repeats
from clinicfinder.ingest.changes import Key
from clinicfinder.ingest.clinic_rows import Known
from clinicfinder.ingest.clinic_sheet import ClinicSheet
from clinicfinder.ingest.data_tables import CLINIC_FILES, TABLE_OF
from clinicfinder.ingest.estimate_files import ESTIMATE_FILES, estimate_tables_of, note_rule_errors
from clinicfinder.ingest.insurance_rows import acceptance_of
from clinicfinder.ingest.partner_rows import PARTNER_FILE, KnownToPartners, partner_of, places_of
from clinicfinder.ingest.reference_rows import networks_of, payers_of, treatments_of
from clinicfinder.ingest.row_changes import RowChange, StoredTable, changed_rows
from clinicfinder.ingest.row_text import TextCells
from clinicfinder.ingest.rows import Row
from clinicfinder.ingest.treatment_safety import SAFETY_FILE, safety_of

Stored = Mapping[str, StoredTable]
"""The rows of tables as they stand, by file."""

Changes = Mapping[str, Mapping[Key, RowChange]]
"""What becomes of rows, by file and key."""

_KEY_UNCHECKED = ("coverage_criteria.csv", "medicare_localities.csv", SAFETY_FILE)
"""Files whose readers take a key that stands there twice."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rows of clinics are held against beside the tables. `said`, `shown`: as `ClinicSheet` wants them."""

    zips: Mapping[str, ZipRecord]
    areas: StateAreas
    said: Sequence[Clinic]
    shown: Mapping[str, Clinic]


@dataclass(slots=True)
class Checked:
    """What the tables would hold.

    `faults` lie in rows, `rule_faults` between rules; with any of them nothing may be written. `values`: the typed
    values of changed rows of tables that are not kept as text, by file and key.
    """

    rows: dict[str, list[Row]]
    tables: EstimateTables
    treatments: tuple[str, ...]
    faults: list[RowFault] = field(default_factory=list)
    rule_faults: list[RowFault] = field(default_factory=list)
    values: dict[tuple[str, Key], object] = field(default_factory=dict)

    def keys_at(self, file: str) -> dict[int, Key]:
        """The key of each row of a file by its line, to which faults point."""
        return {row.line: TABLE_OF[file].key_of(row.cells) for row in self.rows.get(file, ())}


def check_changes(stored: Stored, changes: Changes, around: Surroundings | None) -> Checked:
    """Check everything that the changes bear on.

    Args: stored: the tables of an estimate, networks, treatments and payers; and, if `needs_clinics`, clinics and
        statements. around: needed in that case.
    """
    rows = {file: changed_rows(file, table, changes.get(file, {})) for file, table in stored.items()}
    checked, short = _checked_rows(rows, changes)
    if around is not None:
        _check_clinics(checked, stored, changes, around, short)
    if not checked.faults:
        note_rule_errors(checked.tables, rows, checked.treatments, checked.rule_faults)
    return checked


def check_rows(rows: Mapping[str, Sequence[Row]]) -> list[RowFault]:
    """The faults of all tables but those of clinics."""
    checked, _ = _checked_rows({file: list(of_file) for file, of_file in rows.items()}, {})
    if not checked.faults:
        note_rule_errors(checked.tables, checked.rows, checked.treatments, checked.rule_faults)
    return [*checked.faults, *checked.rule_faults]


def _checked_rows(rows: dict[str, list[Row]], changes: Changes) -> tuple[Checked, _Short]:
    faults: list[RowFault] = []
    networks = networks_of(rows["networks.csv"], faults)
    treatments = treatments_of(rows["treatments.csv"], faults)
    payers = payers_of(rows["payers.csv"], faults)
    tables = estimate_tables_of({file: rows[file] for file in ESTIMATE_FILES}, payers, faults)
    codes = tuple(treatment.code for treatment in treatments)
    if not any(fault.file == "treatments.csv" for fault in faults):
        safety_of(rows[SAFETY_FILE], codes, faults)
    scripts_of(rows[SCRIPT_FILE], faults)
    note_key_repeats(rows, faults)
    checked = Checked(rows, tables, codes, faults)
    _note_values(checked, changes, networks, treatments, payers)
    return checked, _Short(networks, codes, payers)


def needs_clinics(changes: Changes) -> bool:
    """Whether clinics and statements must be looked at: for changes of theirs, or of what they point to."""
    return bool(CLINIC_FILES & changes.keys()) or _something_goes(changes)


def _something_goes(changes: Changes) -> bool:
    return any(
        change.after is None
        for file in ("networks.csv", "treatments.csv", "payers.csv")
        for change in changes.get(file, {}).values()
    )


def note_key_repeats(rows: Mapping[str, Sequence[Row]], faults: list[RowFault]) -> None:
    """Add a fault for each key that stands twice in tables whose readers would take both rows."""
    for file in _KEY_UNCHECKED:
        table = TABLE_OF[file]
        note_repeats([(row, repr(table.key_of(row.cells))) for row in rows[file]], table.key[-1], faults)


@dataclass(frozen=True, slots=True)
class _Short:
    """The short lists that clinics and statements point to."""

    networks: Sequence[Network]
    treatments: Sequence[str]
    payers: Sequence[Payer]


def _note_values(
    checked: Checked,
    changes: Changes,
    networks: Sequence[Network],
    treatments: Sequence[Treatment],
    payers: Sequence[Payer],
) -> None:
    of_file: dict[str, Sequence[Network] | Sequence[Treatment] | Sequence[Payer]] = {
        "networks.csv": networks,
        "treatments.csv": treatments,
        "payers.csv": payers,
    }
    for file, values in of_file.items():
        changed = changes.get(file, {})
        checked.values |= {(file, (value.code,)): value for value in values if (value.code,) in changed}


def _check_clinics(checked: Checked, stored: Stored, changes: Changes, around: Surroundings, short: _Short) -> None:
    """The changed clinics, and every statement that is changed or points to one of them.

    If a network, treatment or payer goes, all of them: any might have needed it.
    """
    known = Known(
        networks={network.code: network.name for network in short.networks},
        treatments=frozenset(short.treatments),
        zips=around.zips,
        areas=around.areas,
    )
    changed = changes.get("locations.csv", {})
    gone = {key[0] for key, change in changed.items() if change.after is None}
    sheet = ClinicSheet(known, (one for one in around.said if one.clinic_code not in gone), around.shown)
    everything = _something_goes(changes)
    clinics = {clinic.clinic_code: clinic for clinic in around.said if clinic.clinic_code not in gone}
    for row in checked.rows["locations.csv"]:
        key = TABLE_OF[row.file].key_of(row.cells)
        if key not in changed and not everything:
            continue
        clinic = sheet.check(row, _before(stored, row.file, key), checked.faults)
        clinics[clinic.clinic_code] = clinic
        checked.values[row.file, key] = clinic
    _check_statements(checked, changes, known, clinics, short, everything=everything)
    _check_partners(checked, changes, known, everything=everything)


def _check_partners(checked: Checked, changes: Changes, known: Known, *, everything: bool) -> None:
    to_partners = KnownToPartners(known.networks, known.treatments, places_of(known.zips))
    changed = changes.get(PARTNER_FILE, {})
    for row in checked.rows[PARTNER_FILE]:
        key = TABLE_OF[row.file].key_of(row.cells)
        if everything or key in changed:
            checked.values[row.file, key] = partner_of(row, to_partners, checked.faults)


def _before(stored: Stored, file: str, key: Key) -> TextCells | None:
    row = stored[file].get(key)
    return row.cells if row else None


def _check_statements(
    checked: Checked,
    changes: Changes,
    known: Known,
    clinics: Mapping[str, Clinic],
    short: _Short,
    *,
    everything: bool,
) -> None:
    payers = {payer.code for payer in short.payers}
    about = {key[0] for key in changes.get("locations.csv", {})}
    changed = changes.get("clinic_insurance.csv", {})
    for row in checked.rows["clinic_insurance.csv"]:
        key = TABLE_OF[row.file].key_of(row.cells)
        if everything or key in changed or row.cells["clinic_code"] in about:
            cells = Cells(row, checked.faults)
            checked.values[row.file, key] = acceptance_of(cells, known.networks, clinics, payers)
