"""Edit one row into one's draft: the cells are checked at once, and nobody's change is overwritten unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from clinicfinder.errors import BadForm, FieldProblem, NotOnFile
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS
from clinicfinder.ingest.changes import Key, key_words
from clinicfinder.ingest.data_tables import DataTable, row_id, table_named
from clinicfinder.ingest.row_changes import RowChange, by_file, cells_hash
from clinicfinder.ingest.row_text import TextCells
from clinicfinder.store.drafts import drop_draft, read_draft, save_draft
from clinicfinder.store.publications import Publication, last_publication_of
from clinicfinder.store.table_rows import read_table
from clinicfinder.usecases.data_tables import row_to_edit
from clinicfinder.usecases.review_changes import as_written, check_against_stored, faults_by_row

RULES: Final = "coverage_rules"
_SOURCES: Final = dict.fromkeys(PROVENANCE_COLUMNS, "")


@dataclass(frozen=True, slots=True)
class Saved:
    """The row is in the draft. `row_id` finds it; `changes` False: it says what is on file, so the draft forgets it."""

    row_id: str
    changes: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Cells cannot be used: what to do, by column. Nothing was saved."""

    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """The row is no longer what the form was made from. `now` None: it is gone. `by` None: not by a publication."""

    now: TextCells | None
    by: Publication | None


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A form as it was sent. `base`: the hash of the cells it was made from. `wanted` None: a new row."""

    author: str
    table: str
    wanted: str | None
    cells: Mapping[str, str]
    base: str


def save_row(engine: Engine, data_dir: Path, typed: TypedRow, moment: datetime) -> Saved | Refused | ChangedMeanwhile:
    """Check a row beside one's draft, and put it in.

    Raises: NotOnFile for a table or row that does not exist.
    """
    table = table_named(typed.table)
    with engine.connect() as connection:
        changes = _changes(connection, table, typed)
        if not isinstance(changes, list):
            return changes
        changes, problems = _checked(connection, data_dir, typed.author, changes, moment.date())
    if problems:
        return Refused(problems)
    with engine.begin() as connection:
        save_draft(connection, typed.author, changes, moment)
    last = changes[-1]
    return Saved(row_id(last.key), last.before != last.after)


def remove_row(engine: Engine, author: str, name: str, wanted: str, moment: datetime) -> None:
    """Put the removal of a row into one's draft; a row that only the draft has is forgotten.

    Raises: NotOnFile; BadForm where rows of the table may not go.
    """
    table = table_named(name)
    with engine.begin() as connection:
        row = row_to_edit(connection, author, table, wanted)
        if row.stored is None:
            drop_draft(connection, author, table.file, row.key)
            return
        if not table.removable:
            raise BadForm([FieldProblem("remove", _STAYS.format(table=table.label))])
        save_draft(connection, author, [RowChange(table.file, row.key, row.stored, None)], moment)


def forget_row(engine: Engine, author: str, name: str, wanted: str) -> None:
    """Take one row out of one's draft.

    Raises: NotOnFile.
    """
    table = table_named(name)
    with engine.begin() as connection:
        drop_draft(connection, author, table.file, row_to_edit(connection, author, table, wanted).key)


def forget_draft(engine: Engine, author: str) -> None:
    """Forget all of one's draft."""
    with engine.begin() as connection:
        drop_draft(connection, author)


def new_version(engine: Engine, author: str, wanted: str, day: str, moment: datetime) -> str:
    """End a rule on a day and begin a new version of it, with the same criteria and no source yet, in one's draft.

    Args: day: as typed: the first day of the new version.
    Returns: the row id of the new version, whose source has to be filled in before it can be published.
    Raises: NotOnFile; BadForm for a day that cannot be used.
    """
    table = table_named(RULES)
    with engine.begin() as connection:
        row = row_to_edit(connection, author, table, wanted)
        first = _day(day)
        old = (row.draft.after if row.draft else None) or row.stored
        if old is None or row.stored is None:
            raise BadForm([FieldProblem("day", "This rule is new itself. Publish it first.", value=day)])
        _refuse_day_outside(first, old)
        rule_id = f"{_VERSION_DAY.sub('', row.key[0])}-{first}"
        if (rule_id,) in read_table(connection, table.file):
            raise BadForm([FieldProblem("day", f"There is a version {rule_id} already.", value=day)])
        ended = RowChange(table.file, row.key, row.stored, {**old, "effective_to": first})
        begun = {**old, **_SOURCES, "rule_id": rule_id, "effective_from": first, "confidence": old["confidence"]}
        new = RowChange(table.file, (rule_id,), None, begun)
        save_draft(connection, author, [ended, new, *_criteria(connection, row.key[0], rule_id)], moment)
    return row_id((rule_id,))


_STAYS: Final = (
    "Rows of {table} stay, because the past and other tables rest on them. Give it an end, a status or low confidence."
)
_VERSION_DAY: Final = re.compile(r"-\d{4}-\d\d-\d\d$")


def _changes(connection: Connection, table: DataTable, typed: TypedRow) -> list[RowChange] | Refused | ChangedMeanwhile:
    """What the form asks for. Another key is a row that goes and a row that comes."""
    cells = {column: _tidy(typed.cells.get(column, "")) for column in table.columns}
    key = table.key_of(cells)
    stored = read_table(connection, table.file)
    drafted = {one.key for one in read_draft(connection, typed.author) if one.file == table.file and one.after}
    if typed.wanted is None:
        taken = key in stored or key in drafted
        return _taken(table, key) if taken else [RowChange(table.file, key, None, cells)]
    try:
        row = row_to_edit(connection, typed.author, table, typed.wanted)
    except NotOnFile:
        return ChangedMeanwhile(None, last_publication_of(connection, table.file, key, None))
    if cells_hash(row.stored) != typed.base:
        return ChangedMeanwhile(row.stored, last_publication_of(connection, table.file, row.key, row.stored))
    if key == row.key:
        return [RowChange(table.file, key, row.stored, cells)]
    if key in stored or key in drafted:
        return _taken(table, key)
    if row.stored is not None and not table.removable:
        return Refused(
            dict.fromkeys(table.key, f"The row is {key_words(row.key)} and stays so. Add a new row instead.")
        )
    return [RowChange(table.file, row.key, row.stored, None), RowChange(table.file, key, None, cells)]


def _taken(table: DataTable, key: Key) -> Refused:
    return Refused({table.key[0]: f"There is a row {key_words(key)} already. Edit that one, or choose another key."})


def _checked(
    connection: Connection, data_dir: Path, author: str, changes: list[RowChange], today: date
) -> tuple[list[RowChange], Mapping[str, str]]:
    """The changes as they would be written, and the faults of these very rows beside the data and one's draft."""
    ours = {(change.file, change.key) for change in changes}
    others = [one for one in read_draft(connection, author) if (one.file, one.key) not in ours]
    of_file = by_file([*others, *changes])
    _, checked = check_against_stored(connection, data_dir, of_file, today)
    found: dict[str, str] = {}
    for row in faults_by_row(checked, of_file):
        if (row.file, row.key) in ours:
            for fault in row.faults:
                found[fault.column] = " ".join(filter(None, (found.get(fault.column), fault.cure)))
    return changes if found else as_written(changes, checked.values), found


def _criteria(connection: Connection, old: str, new: str) -> list[RowChange]:
    table = table_named("coverage_criteria")
    rows = [
        replace(row, cells={**row.cells, "rule_id": new})
        for row in read_table(connection, table.file).values()
        if row.cells["rule_id"] == old
    ]
    return [RowChange(table.file, table.key_of(row.cells), None, row.cells) for row in rows]


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        problem = FieldProblem("day", f"{text!r} is not a day. Write it as 2026-11-22.", value=text)
        raise BadForm([problem]) from error


def _refuse_day_outside(day: str, old: TextCells) -> None:
    """The new version begins while the old one is in force."""
    begins, ends = old["effective_from"], old["effective_to"]
    if (begins and day <= begins) or (ends and day >= ends):
        span = f"from {begins or 'the beginning'} to {ends or 'now on'}"
        raise BadForm([FieldProblem("day", f"The rule is in force {span}. Choose a day within.", value=day)])


def _tidy(text: str) -> str:
    """A cell as it is kept: browsers send line ends as two characters, and no database keeps a NUL."""
    return text.replace("\r\n", "\n").replace("\0", "").strip()
