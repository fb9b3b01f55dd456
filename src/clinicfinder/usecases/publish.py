"""Publish changes as one version, and undo a publication."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from clinicfinder.errors import BadForm, FieldProblem
from clinicfinder.ingest.data_tables import key_text
from clinicfinder.ingest.row_changes import RowChange, by_file
from clinicfinder.store.audit import AuditEntry, append_entry
from clinicfinder.store.drafts import drop_draft, read_draft
from clinicfinder.store.operator_changes import take_next_version
from clinicfinder.store.publications import (
    Publication,
    PublishedChange,
    read_publication,
    read_published_changes,
    record_publication,
)
from clinicfinder.store.table_rows import RowWrite, read_operator_keys, write_rows
from clinicfinder.usecases.review_changes import ChangeReview, review_changes

LONGEST_NOTE: Final = 2_000
MOST_AUDITED: Final = 200
"""Rows whose cells stand in the audit entry itself. Of longer publications it names the record of every cell."""

Progress = Callable[[str, int], None]
"""Told each table that is about to be written, and how many of its rows."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What the person who publishes says: who they are, why, which review they have read, and its warnings too."""

    author: str
    note: str
    seen: str
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """It is done."""

    number: int
    version: str


@dataclass(frozen=True, slots=True)
class NotPublished:
    """Nothing was written. `review` is what stands now; `why` is in words."""

    review: ChangeReview
    why: str


@dataclass(frozen=True, slots=True)
class _Undone:
    """The publication that is undone, and which of its rows, by file and key, were an operator's before it."""

    publication: Publication
    operators_before: frozenset[tuple[str, str]]


class _DataMovedOn(Exception):
    """Somebody else published between the review and the writing; it is reviewed again."""


def _say_nothing(_file: str, _rows: int) -> None:
    """The default for `progress`."""


def review_draft(engine: Engine, data_dir: Path, author: str, moment: datetime) -> ChangeReview:
    """What publishing one's draft would do."""
    with engine.connect() as connection:
        return review_changes(connection, data_dir, read_draft(connection, author), moment.date())


def publish_draft(
    engine: Engine, data_dir: Path, said: Confirmation, moment: datetime, progress: Progress = _say_nothing
) -> Published | NotPublished:
    """Publish one's draft: all of it in one transaction, or nothing.

    Raises: BadForm if there is no note.
    """
    with engine.connect() as connection:
        changes = read_draft(connection, said.author)
    return _publish(engine, data_dir, changes, said, moment, progress)


def review_undo(engine: Engine, data_dir: Path, number: int, moment: datetime) -> ChangeReview:
    """What undoing a publication would do. Rows that were changed since are among `overtaken`.

    Raises: NotOnFile.
    """
    with engine.connect() as connection:
        read_publication(connection, number)
        return review_changes(connection, data_dir, _inverses(connection, number), moment.date(), puts_back=True)


def undo_publication(
    engine: Engine, data_dir: Path, number: int, said: Confirmation, moment: datetime
) -> Published | NotPublished:
    """Put every cell back that a publication changed, as a publication of its own.

    Raises: NotOnFile; BadForm if there is no note, or if it was undone already.
    """
    with engine.connect() as connection:
        publication = read_publication(connection, number)
        undone = read_published_changes(connection, number)
    if publication.undone_by is not None:
        raise BadForm([FieldProblem("undo", f"It was undone already, by publication {publication.undone_by}.")])
    mine = frozenset((one.change.file, key_text(one.change.key)) for one in undone if one.was_operators)
    inverses = [one.change.inverse for one in undone]
    return _publish(engine, data_dir, inverses, said, moment, _say_nothing, undoes=_Undone(publication, mine))


def _inverses(connection: Connection, number: int) -> list[RowChange]:
    return [one.change.inverse for one in read_published_changes(connection, number)]


def _publish(
    engine: Engine,
    data_dir: Path,
    changes: Sequence[RowChange],
    said: Confirmation,
    moment: datetime,
    progress: Progress,
    *,
    undoes: _Undone | None = None,
) -> Published | NotPublished:
    note = said.note.strip()
    if not note or len(note) > LONGEST_NOTE:
        problem = f"Say in 1 to {LONGEST_NOTE} characters what changes and why: others read it in the history."
        raise BadForm([FieldProblem("note", problem, value=said.note)])
    while True:
        with engine.connect() as connection:
            review = review_changes(connection, data_dir, changes, moment.date(), puts_back=undoes is not None)
        why = _against(review, said)
        if why:
            return NotPublished(review, why)
        try:
            with engine.begin() as connection:
                return _write(connection, review, said, moment, progress, undoes)
        except _DataMovedOn:
            continue
        except IntegrityError:
            return NotPublished(review, "Other records, such as closures of a clinic, point to a row that would go.")


def _against(review: ChangeReview, said: Confirmation) -> str | None:
    """What stands against publishing, or None."""
    if not review.changes:
        return "There is nothing to publish."
    if review.overtaken:
        return "Somebody else changed a row since. Look at it again first."
    if not review.publishable:
        return "There are errors. Correct them first."
    if review.seen != said.seen:
        return "What you looked at has changed since. Look at it again, then publish."
    if review.warnings and not said.acknowledged:
        return "Read the warnings, and say that you have."
    return None


def _write(
    connection: Connection,
    review: ChangeReview,
    said: Confirmation,
    moment: datetime,
    progress: Progress,
    undoes: _Undone | None,
) -> Published:
    """The one transaction. The audit entry comes first, since it takes the one writer's turn."""
    number = review.version.operator_changes + 1
    append_entry(connection, _audit_entry(review, said, number, undoes), moment)
    if not take_next_version(connection, review.version):
        raise _DataMovedOn
    recorded = _marked_changes(connection, review)
    for file, changes in by_file(review.changes).items():
        writes = [RowWrite(change, _stays_operators(change, review, undoes)) for change in changes.values()]
        progress(file, len(writes))
        write_rows(connection, file, writes, review.values)
    publication = Publication(
        number,
        moment,
        said.author,
        said.note.strip(),
        review.version.files,
        undoes.publication.number if undoes else None,
        review.warnings,
        len(review.changes),
        None,
    )
    record_publication(connection, publication, list(recorded.values()))
    if undoes is None:
        drop_draft(connection, said.author)
    return Published(number, f"{review.version.files}+{number}")


def _marked_changes(connection: Connection, review: ChangeReview) -> dict[tuple[str, str], PublishedChange]:
    """The changes as they are recorded: with the place the row had, and whose it was."""
    found = {}
    mine = {file: read_operator_keys(connection, file) for file in by_file(review.changes)}
    for change in review.changes:
        row = review.stored[change.file].get(change.key)
        line = row.line if row else change.line
        recorded = RowChange(change.file, change.key, change.before, change.after, line)
        key = key_text(change.key)
        found[change.file, key] = PublishedChange(recorded, key in mine[change.file])
    return found


def _stays_operators(change: RowChange, review: ChangeReview, undoes: _Undone | None) -> bool:
    """Whether the row is an operator's afterwards.

    An undo gives a row back to the files if it was theirs, and if they are still the files of that time.
    """
    if undoes is None or undoes.publication.files_version != review.version.files:
        return True
    return (change.file, key_text(change.key)) in undoes.operators_before


def _audit_entry(review: ChangeReview, said: Confirmation, number: int, undoes: _Undone | None) -> AuditEntry:
    shown = review.changes[:MOST_AUDITED]
    old = {f"{one.file} {one.words}": {cell.column: cell.old for cell in one.cells} for one in shown}
    new = {f"{one.file} {one.words}": {cell.column: cell.new for cell in one.cells} for one in shown}
    if len(review.changes) > MOST_AUDITED:
        new["and more"] = {"rows": str(len(review.changes)), "all cells": f"publication {number}"}
    return AuditEntry(
        said.author,
        "data.undone" if undoes else "data.published",
        "publication",
        str(number),
        old=json.dumps(old, ensure_ascii=False),
        new=json.dumps(new, ensure_ascii=False),
        reason=said.note.strip(),
    )
