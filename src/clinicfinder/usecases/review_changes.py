"""What publishing some changes would do: a dry run of exactly the steps that publishing takes, but for the writing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection

from clinicfinder.coverage.lint import Finding, check_rules
from clinicfinder.coverage.panel import Difference, compare_books
from clinicfinder.errors import RowFault, SettingFault
from clinicfinder.ingest.changes import Key
from clinicfinder.ingest.data_set import read_state_areas
from clinicfinder.ingest.data_tables import CLINIC_FILES, RULE_FILES, TABLE_OF
from clinicfinder.ingest.row_changes import RowChange, StoredTable, by_file
from clinicfinder.ingest.row_text import TextCells
from clinicfinder.ingest.table_checks import Changes, Checked, Stored, Surroundings, check_changes, needs_clinics
from clinicfinder.store.publications import Publication, last_publication_of
from clinicfinder.store.reading import (
    StoredVersion,
    read_clinics,
    read_clinics_as_said,
    read_zip_records,
    stored_version,
)
from clinicfinder.store.table_rows import BASIC_FILES, Values, cells_of_value, read_table
from clinicfinder.usecases.review_warnings import criteria_changed, older_sources, rewritten


@dataclass(frozen=True, slots=True)
class RowFaults:
    """The faults of one row. `ours`: the row is among the changes; else it came to be at fault through them."""

    file: str
    key: Key
    ours: bool
    faults: tuple[RowFault, ...]


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A row that somebody else changed since the change was made. `now` None: it is gone. `by` None: an import."""

    change: RowChange
    now: TextCells | None
    by: Publication | None


@dataclass(frozen=True, slots=True)
class ChangeReview:
    """What was found. Only with no `faults`, no `rule_faults` and nothing `overtaken` may it be published.

    `unchanged`: how many rows stay as they are, by file. `warnings` are new with these changes; `standing` counts
    those that were there before. `differences`: built-in profiles that would get another answer, now
    or on a day to come.
    """

    version: StoredVersion
    changes: tuple[RowChange, ...]
    stored: Stored
    unchanged: Mapping[str, int]
    faults: tuple[RowFaults, ...] = ()
    rule_faults: tuple[str, ...] = ()
    overtaken: tuple[Overtaken, ...] = ()
    warnings: tuple[str, ...] = ()
    standing: int = 0
    differences: tuple[Difference, ...] = ()
    profiles_compared: bool = False
    values: Values = field(default_factory=dict)

    @property
    def publishable(self) -> bool:
        """Whether nothing stands against publishing."""
        return bool(self.changes) and not (self.faults or self.rule_faults or self.overtaken)

    @property
    def seen(self) -> str:
        """A name for all that a person sees here: whoever publishes says which review they have read."""
        shown = [
            [[one.file, one.key, one.before, one.after] for one in self.changes],
            [self.warnings, [repr(one) for one in self.differences]],
        ]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:32]

    def faults_of(self, change: RowChange) -> Mapping[str, str]:
        """What to do about each cell of a changed row, by column."""
        found: dict[str, str] = {}
        for row in self.faults:
            if (row.file, row.key) == (change.file, change.key):
                for fault in row.faults:
                    found[fault.column] = " ".join(filter(None, (found.get(fault.column), fault.cure)))
        return found


def review_changes(
    connection: Connection, data_dir: Path, changes: Sequence[RowChange], today: date, *, puts_back: bool = False
) -> ChangeReview:
    """Everything that publishing these changes now would do, and everything that stands against it.

    Args: data_dir: for the states' outlines only. puts_back: the changes undo others, so that each row says again
        what its source said.
    Raises: SettingFault if the database holds no data yet.
    """
    version = stored_version(connection)
    if version is None:
        raise SettingFault("The database holds no data. Run `clinicfinder prepare` first.")
    of_file = by_file(changes)
    stored, checked = check_against_stored(connection, data_dir, of_file, today)
    compared = bool(RULE_FILES & of_file.keys()) and not checked.faults
    before = check_changes(_text_only(stored), {}, None) if compared else None
    warnings, standing = _warnings(of_file, stored, before, checked, today, puts_back=puts_back)
    return ChangeReview(
        version,
        tuple(changes if checked.faults else as_written(changes, checked.values)),
        stored,
        unchanged={file: len(stored[file].keys() - of_file[file].keys()) for file in of_file},
        faults=faults_by_row(checked, of_file),
        rule_faults=tuple(f"{fault.value}: {fault.cure}" for fault in checked.rule_faults),
        overtaken=tuple(_overtaken(connection, stored, changes)),
        warnings=warnings,
        standing=standing,
        differences=_differences(before, checked, today) if before else (),
        profiles_compared=compared,
        values=checked.values,
    )


def check_against_stored(
    connection: Connection, data_dir: Path, changes: Changes, today: date
) -> tuple[Stored, Checked]:
    """The tables as they stand, and what checking them with the changes finds."""
    clinics = needs_clinics(changes)
    files = (*BASIC_FILES, *(CLINIC_FILES if clinics else ()))
    stored: dict[str, StoredTable] = {file: read_table(connection, file) for file in files}
    around = clinic_surroundings(connection, data_dir) if clinics else None
    checked = check_changes(stored, changes, around)
    _note_reviews_to_come(checked, changes, today)
    return stored, checked


def _note_reviews_to_come(checked: Checked, changes: Changes, today: date) -> None:
    """Nobody has compared a row tomorrow: a mistyped year would keep it out of the review queue."""
    latest = (today + timedelta(days=1)).isoformat()  # It is tomorrow already in Guam.
    for file, of_file in changes.items():
        cells = [(key, cell) for key, change in of_file.items() for cell in change.cells]
        days = {key: cell.new for key, cell in cells if cell.column == "reviewed_on" and cell.new > latest}
        for row in checked.rows[file] if days else ():
            day = days.get(TABLE_OF[file].key_of(row.cells), "")
            if re.fullmatch(r"\d{4}-\d\d-\d\d", day):
                cure = f"{day} is still to come. Write the day it was compared."
                checked.faults.append(row.fault("reviewed_on", cure))


def clinic_surroundings(connection: Connection, data_dir: Path) -> Surroundings:
    """What clinics are held against beside the tables."""
    return Surroundings(
        {record.zip: record for record in read_zip_records(connection)},
        read_state_areas(data_dir),
        read_clinics_as_said(connection),
        {clinic.clinic_code: clinic for clinic in read_clinics(connection)},
    )


def as_written(changes: Sequence[RowChange], values: Values) -> list[RowChange]:
    """The changes with the cells that will be read back: a phone number has one way of being written."""
    return [
        change if change.after is None else replace(change, after=cells_of_value(value, change.after))
        for change in changes
        for value in (values.get((change.file, change.key)),)
    ]


def faults_by_row(checked: Checked, changes: Changes) -> tuple[RowFaults, ...]:
    """The faults of rows, those of the changed rows first."""
    found: dict[tuple[str, Key], list[RowFault]] = {}
    places = {file: checked.keys_at(file) for file in {fault.file for fault in checked.faults}}
    for fault in checked.faults:
        found.setdefault((fault.file, places[fault.file].get(fault.line, ())), []).append(fault)
    rows = [RowFaults(file, key, key in changes.get(file, {}), tuple(each)) for (file, key), each in found.items()]
    return tuple(sorted(rows, key=lambda row: not row.ours))


def _overtaken(connection: Connection, stored: Stored, changes: Sequence[RowChange]) -> list[Overtaken]:
    found = []
    for change in changes:
        row = stored[change.file].get(change.key)
        now = row.cells if row else None
        if now != change.before:
            found.append(Overtaken(change, now, last_publication_of(connection, change.file, change.key, now)))
    return found


def _warnings(
    changes: Changes, stored: Stored, before: Checked | None, checked: Checked, today: date, *, puts_back: bool
) -> tuple[tuple[str, ...], int]:
    """What must be acknowledged, and how many doubts about the rules are older than these changes.

    Args: before: the tables as they stand; None where the changes do not bear on rules.
        puts_back: as in review_changes.
    """
    if checked.faults:
        return (), 0
    sources = [] if puts_back else older_sources(changes)
    history = [*sources, *rewritten(changes), *criteria_changed(changes, stored)]
    if before is None:
        return tuple(history), 0
    older = set(_findings(before, today))
    after = [finding for finding in _findings(checked, today) if finding.level == "warning"]
    new = [f"{one.code}: {', '.join(one.rule_ids)}. {one.detail}" for one in after if one not in older]
    return (*history, *new), len(older & set(after))


def _findings(checked: Checked, today: date) -> tuple[Finding, ...]:
    return check_rules(checked.tables.book, [one.code for one in checked.tables.payers], checked.treatments, today)


def _text_only(stored: Stored) -> Stored:
    return {file: table for file, table in stored.items() if file not in CLINIC_FILES}


def _differences(before: Checked, checked: Checked, today: date) -> tuple[Difference, ...]:
    treatments = dict.fromkeys([*before.treatments, *checked.treatments])
    return compare_books(before.tables.book, checked.tables.book, treatments, today, today, ahead=True)
