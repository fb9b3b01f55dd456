"""Show what an import did or would do, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from clinicfinder.usecases.import_rows import ImportReport

Value = TypeVar("Value")

MOST_LISTED: Final = 200
"""Rows of one table. An import of a hundred thousand rows would otherwise bury its own summary."""

MOST_NAMED: Final = 10


def show_report(report: ImportReport[Value], *, dry_run: bool, skip_refused: bool) -> None:
    """Print the report to standard output: how the file was read, what changes, what is refused, the sums."""
    out = Console(highlight=False, soft_wrap=True)
    plan, sheet = report.plan, report.sheet
    out.print(f"Read {len(sheet.rows):,} rows: {sheet.reading}.")
    for written, column in sheet.renamed.items():
        out.print(f"Column {escape(repr(written))} is read as {column}.")
    _table(out, "Added", ("line", "key"), [(str(row.line), row.key) for row in plan.added])
    cells = [(str(row.line), row.key, c.column, c.old, c.new) for row in plan.changed for c in row.cells]
    _table(out, "Changed", ("line", "key", "column", "old", "new"), cells)
    refused = [(str(fault.line), fault.column, fault.value, fault.cure) for fault in plan.refused]
    _table(out, "Refused", ("line", "column", "value", "cure"), refused)
    for note in plan.notes[:MOST_LISTED]:
        out.print(f"Line {note.line}: {escape(note.words)}")
    if plan.missing:
        named = ", ".join(plan.missing[:MOST_NAMED]) + (", ..." if len(plan.missing) > MOST_NAMED else "")
        out.print(f"Not in this file, and kept as they are ({len(plan.missing):,}): {escape(named)}")
    lines = len({fault.line for fault in plan.refused})
    out.print(
        f"{len(plan.added):,} added, {len(plan.changed):,} changed, {len(plan.unchanged):,} unchanged, "
        f"{len(plan.missing):,} missing, {lines:,} refused."
    )
    out.print(_verdict(report, dry_run=dry_run, skip_refused=skip_refused))


def _verdict(report: ImportReport[Value], *, dry_run: bool, skip_refused: bool) -> str:
    if report.stored:
        return "Stored."
    if report.plan.refused and not skip_refused:
        return "Nothing was stored. Correct the refused rows, or store the others with --skip-refused."
    if dry_run and report.plan.values:
        return "Nothing was stored: this was a dry run."
    return "Nothing was stored: there is nothing to change."


def _table(out: Console, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    table = Table(*columns, title=title, title_justify="left")
    for row in rows[:MOST_LISTED]:
        table.add_row(*(escape(cell) for cell in row))
    out.print(table)
    if len(rows) > MOST_LISTED:
        out.print(f"... and {len(rows) - MOST_LISTED:,} more.")
