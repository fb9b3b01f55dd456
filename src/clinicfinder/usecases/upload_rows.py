"""A spreadsheet of one table: what it would do, row by row, and taking it into one's draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from clinicfinder.errors import RowFault
from clinicfinder.ingest.changes import Key, RowNote, plan_changes
from clinicfinder.ingest.clinic_rows import Known
from clinicfinder.ingest.clinic_sheet import ClinicSheet
from clinicfinder.ingest.data_tables import DataTable, table_named
from clinicfinder.ingest.row_changes import RowChange, by_file
from clinicfinder.ingest.row_text import TextCells
from clinicfinder.ingest.rows import Row
from clinicfinder.ingest.spreadsheet import Sheet, read_sheet
from clinicfinder.store.drafts import drop_upload, read_draft, read_upload, save_draft, save_upload
from clinicfinder.store.reading import read_networks, read_treatments
from clinicfinder.store.table_rows import read_table
from clinicfinder.usecases.review_changes import as_written, check_against_stored, clinic_surroundings, faults_by_row

LONGEST_UPLOAD: Final = 8 * 1024 * 1024
"""Bytes: some 50,000 rows of clinics. Longer files are imported at the command line."""


@dataclass(frozen=True, slots=True)
class UploadReview:
    """What a spreadsheet would do. `refused` are faults by their line; rows with one are not among `changes`.

    `missing` rows stand in the table and not in the file: they stay.
    """

    token: str
    table: DataTable
    filename: str
    reading: str
    renamed: Mapping[str, str]
    changes: tuple[RowChange, ...]
    lines: Mapping[Key, int]
    unchanged: int
    missing: int
    refused: tuple[RowFault, ...]
    notes: tuple[RowNote, ...]

    @property
    def rows_refused(self) -> int:
        """How many rows have a fault."""
        return len({fault.line for fault in self.refused})


def receive_upload(engine: Engine, author: str, name: str, filename: str, content: bytes, moment: datetime) -> str:
    """Keep a spreadsheet to look at it.

    Returns: the token by which `review_upload` finds it.
    Raises: NotOnFile for a table that does not exist; DataFault if the file cannot be read at all.
    """
    table = table_named(name)
    _read(table, filename, content)
    with engine.begin() as connection:
        return save_upload(connection, author, table.file, filename, content, moment)


def review_upload(engine: Engine, data_dir: Path, author: str, token: str, moment: datetime) -> UploadReview:
    """What taking the spreadsheet would do, held against the data and one's draft.

    Raises: NotOnFile for a token that is not this person's, or is too old.
    """
    with engine.connect() as connection:
        return _review(connection, data_dir, author, token, moment.date())


def take_upload(
    engine: Engine, data_dir: Path, author: str, token: str, moment: datetime, *, leave_out: bool
) -> UploadReview | None:
    """Put the changes of a spreadsheet into one's draft.

    Args: leave_out: take the sound rows although others are refused.
    Returns: None if it is done; the review if rows are refused and nothing was taken.
    Raises: NotOnFile as for `review_upload`.
    """
    with engine.connect() as connection:
        review = _review(connection, data_dir, author, token, moment.date())
    if review.refused and not leave_out:
        return review
    with engine.begin() as connection:
        save_draft(connection, author, review.changes, moment)
        drop_upload(connection, author, token)
    return None


def forget_upload(engine: Engine, author: str, token: str) -> None:
    """Forget a spreadsheet."""
    with engine.begin() as connection:
        drop_upload(connection, author, token)


class _AnyRow:
    """A `RowKind` that leaves judging to the checks of the whole table."""

    columns: tuple[str, ...]
    key_columns: tuple[str, ...]
    required: Collection[str]

    def __init__(self, table: DataTable, clinics: ClinicSheet | None) -> None:
        """Args: clinics: what mends rows of clinics, for that table."""
        self.columns = table.columns
        self.key_columns = table.key
        self.required = clinics.required if clinics else (table.key[0],)
        self._clinics = clinics

    def amend(self, row: Row, cells: TextCells, stored: TextCells | None, notes: list[RowNote]) -> TextCells:
        """Mend what a spreadsheet does to clinics; nothing else."""
        return self._clinics.amend(row, cells, stored, notes) if self._clinics else cells

    def check(self, row: Row, stored: TextCells | None, faults: list[RowFault]) -> TextCells:  # noqa: ARG002  # The signature is RowKind's.
        """The cells as they are."""
        return dict(row.cells)

    def text(self, value: TextCells) -> TextCells:
        """The cells as they are."""
        return value


def _read(table: DataTable, filename: str, content: bytes) -> Sheet:
    aliases = table.aliases or {}
    return read_sheet(filename, content, columns=table.columns, needed=table.key, aliases=aliases)


def _review(connection: Connection, data_dir: Path, author: str, token: str, today: date) -> UploadReview:
    upload = read_upload(connection, author, token)
    table = table_named(upload.file.removesuffix(".csv"))
    sheet = _read(table, upload.filename, upload.content)
    stored = {key: row.cells for key, row in read_table(connection, table.file).items()}
    kind = _AnyRow(table, _clinic_sheet(connection, data_dir) if table.file == "locations.csv" else None)
    plan = plan_changes(sheet, stored, kind, lambda _done, _total: None)
    planned = [(new.line, new.value) for new in plan.added] + [(row.line, row.value) for row in plan.changed]
    lines = {table.key_of(cells): line for line, cells in planned}
    changes = [
        RowChange(table.file, key, stored.get(key), cells) for _, cells in planned for key in (table.key_of(cells),)
    ]
    sound, faults = _sorted_out(connection, data_dir, read_draft(connection, author), changes, lines, today)
    return UploadReview(
        token,
        table,
        upload.filename,
        sheet.reading,
        sheet.renamed,
        tuple(sound),
        lines,
        len(plan.unchanged),
        len(plan.missing),
        tuple(sorted((*plan.refused, *faults), key=lambda fault: fault.line)),
        plan.notes,
    )


def _clinic_sheet(connection: Connection, data_dir: Path) -> ClinicSheet:
    around = clinic_surroundings(connection, data_dir)
    networks = {network.code: network.name for network in read_networks(connection)}
    treatments = frozenset(treatment.code for treatment in read_treatments(connection))
    return ClinicSheet(Known(networks, treatments, around.zips, around.areas), around.said, around.shown)


def _sorted_out(
    connection: Connection,
    data_dir: Path,
    draft: Sequence[RowChange],
    changes: Sequence[RowChange],
    lines: Mapping[Key, int],
    today: date,
) -> tuple[list[RowChange], list[RowFault]]:
    """The rows that are sound together, and the faults of the others at their lines of the spreadsheet.

    A row may be at fault only because another one was refused, so what is left is checked again.
    """
    refused: list[RowFault] = []
    left = list(changes)
    while left:
        ours = {(change.file, change.key) for change in left}
        of_file = by_file([*(one for one in draft if (one.file, one.key) not in ours), *left])
        _, checked = check_against_stored(connection, data_dir, of_file, today)
        faulty = {row.key: row.faults for row in faults_by_row(checked, of_file) if (row.file, row.key) in ours}
        if not faulty:
            return [change for change in as_written(left, checked.values) if change.before != change.after], refused
        for key, faults in faulty.items():
            refused += [RowFault(one.file, lines[key], one.column, one.value, one.cure) for one in faults]
        left = [change for change in left if change.key not in faulty]
    return left, refused
