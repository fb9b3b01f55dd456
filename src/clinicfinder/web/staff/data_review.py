"""What the review before publishing shows: every cell, every fault, whose answer changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from flask import url_for

from clinicfinder.coverage.panel import Difference, Outcome
from clinicfinder.store.publications import Publication
from clinicfinder.usecases.data_tables import ReviewedChange, table_label
from clinicfinder.usecases.review_changes import ChangeReview
from clinicfinder.usecases.upload_rows import UploadReview
from clinicfinder.web.staff.data_controls import label_of

MOST_ROWS: Final = 200
"""Rows of one table that are shown cell by cell; those with faults come first."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell that changes."""

    label: str
    old: str
    new: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One row that changes."""

    words: str
    kind: str
    cells: tuple[CellView, ...]
    edit: str
    overtaken: str | None


@dataclass(frozen=True, slots=True)
class TableView:
    """The changes of one table. `more`: how many rows are not shown."""

    label: str
    counts: str
    rows: tuple[ChangeView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """Cases of the built-in profiles whose answer changes in the same way, when asked about a day."""

    day: str
    who: str
    before: str
    after: str
    cases: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The whole review."""

    tables: tuple[TableView, ...]
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    standing: int
    compared: bool
    answers: tuple[AnswerChange, ...]
    publishable: bool
    seen: str


def review_view(review: ChangeReview) -> ReviewView:
    """The review in words."""
    return ReviewView(
        tuple(_table(file, list(changes), review) for file, changes in groupby(review.changes, lambda one: one.file)),
        tuple(_errors(review)),
        review.warnings,
        review.standing,
        review.profiles_compared,
        answer_changes(review.differences),
        review.publishable,
        review.seen,
    )


def change_views(changes: Sequence[ReviewedChange], review: ChangeReview | None = None) -> tuple[ChangeView, ...]:
    """Rows cell by cell.

    Args: review: whose faults to show beside the cells.
    """
    return tuple(_change(change, review) for change in changes)


def answer_changes(differences: Sequence[Difference]) -> tuple[AnswerChange, ...]:
    """The differences, those of one day, payer, plan and treatment with the same outcomes joined."""

    def key(one: Difference) -> tuple[str, ...]:
        query = one.query
        who = " · ".join((query.payer or "any payer", query.plan_type or "any plan", query.treatment))
        return one.day.isoformat(), who, _outcome(one.before), _outcome(one.after)

    found = []
    for (day, who, before, after), group in groupby(sorted(differences, key=key), key=key):
        cases = list(group)
        people = "; ".join(dict.fromkeys(case.person for case in cases))
        conditions = ", ".join(dict.fromkeys(case.query.indication or "any" for case in cases))
        found.append(
            AnswerChange(
                day,
                who,
                before,
                after,
                f"{people} (for {conditions}; {len(cases)} {'case' if len(cases) == 1 else 'cases'})",
            )
        )
    return tuple(found)


def who_and_when(publication: Publication | None) -> str:
    """Whose publication it was, for a sentence."""
    if publication is None:
        return "an import or a newer data file"
    return f"{publication.author} on {publication.published_at:%Y-%m-%d %H:%M} UTC (“{publication.note}”)"


def history_tables(changes: Sequence[ReviewedChange]) -> tuple[TableView, ...]:
    """What a publication changed, table by table."""
    return tuple(
        TableView(table_label(file), _counted(rows), change_views(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))
        for file, group in groupby(changes, lambda one: one.file)
        for rows in (list(group),)
    )


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell of a spreadsheet that cannot be used."""

    line: int
    label: str
    value: str
    cure: str


@dataclass(frozen=True, slots=True)
class UploadView:
    """What a spreadsheet would do."""

    token: str
    table: str
    label: str
    filename: str
    reading: str
    counts: str
    changes: TableView | None
    refused: tuple[RefusedCell, ...]
    more_refused: int
    rows_refused: int
    notes: tuple[str, ...]


def upload_view(review: UploadReview) -> UploadView:
    """The dry run in words."""
    renamed = [f"Column {written!r} is read as {column}." for written, column in review.renamed.items()]
    refused = tuple(RefusedCell(one.line, label_of(one.column), one.value, one.cure) for one in review.refused)
    changes = review.changes
    kinds = [change.kind for change in changes]
    counts = (
        f"{kinds.count('added'):,} to add, {kinds.count('changed'):,} to change, {review.unchanged:,} unchanged, "
        f"{review.rows_refused:,} refused. {review.missing:,} rows on file are not in it and stay."
    )
    shown = TableView(review.table.label, _counted(changes), change_views(changes[:MOST_ROWS]), 0)
    return UploadView(
        review.token,
        review.table.name,
        review.table.label,
        review.filename,
        review.reading,
        counts,
        replace(shown, more=max(0, len(changes) - MOST_ROWS)) if changes else None,
        refused[:MOST_ROWS],
        max(0, len(refused) - MOST_ROWS),
        review.rows_refused,
        (*renamed, *(f"Line {note.line}: {note.words}" for note in review.notes[:MOST_ROWS])),
    )


def _counted(changes: Sequence[ReviewedChange]) -> str:
    kinds = [change.kind for change in changes]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("added", "changed", "removed") if kind in kinds)


def _table(file: str, changes: list[ReviewedChange], review: ChangeReview) -> TableView:
    counts = f"{_counted(changes)}, {review.unchanged.get(file, 0):,} unchanged"
    at_fault = {(row.file, row.key) for row in review.faults} | {
        (one.change.file, one.change.key) for one in review.overtaken
    }
    first = sorted(changes, key=lambda change: (change.file, change.key) not in at_fault)
    shown = change_views(first[:MOST_ROWS], review)
    return TableView(table_label(file), counts, shown, max(0, len(changes) - MOST_ROWS))


def _change(change: ReviewedChange, review: ChangeReview | None) -> ChangeView:
    faults = dict(review.faults_of(change)) if review else {}
    cells = [CellView(label_of(c.column), c.old, c.new, faults.pop(c.column, None)) for c in change.cells]
    same = change.after or {}
    cells += [
        CellView(label_of(column), same.get(column, ""), same.get(column, ""), text) for column, text in faults.items()
    ]
    overtaken = [one for one in review.overtaken if one.change == change] if review else []
    said = f"Changed meanwhile by {who_and_when(overtaken[0].by)}." if overtaken else None
    edit = url_for("staff_data.edit", table=change.file.removesuffix(".csv"), row=change.row_id)
    return ChangeView(change.words, change.kind, tuple(cells), edit, said)


def _errors(review: ChangeReview) -> Iterator[str]:
    ours = sum(len(row.faults) for row in review.faults if row.ours)
    if ours:
        yield f"{ours} {'cell' if ours == 1 else 'cells'} below cannot be used."
    for row in review.faults:
        if not row.ours:
            for fault in row.faults:
                where = f"{table_label(row.file)}, {'/'.join(filter(None, row.key))}"
                yield f"{where}, {label_of(fault.column)} would be at fault ({fault.value}): {fault.cure}"
    yield from review.rule_faults
    if review.overtaken:
        yield "Somebody else changed a row that you changed. Open it below: nothing you typed is lost."


def _outcome(outcome: Outcome) -> str:
    reason = f" ({outcome.reason})" if outcome.reason else ""
    return f"{outcome.status}{reason}, criteria {outcome.criteria}, {', '.join(outcome.rule_ids) or 'no rule'}".replace(
        "_", " "
    )
