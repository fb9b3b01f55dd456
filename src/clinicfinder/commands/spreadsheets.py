"""`import-locations`, `export-locations`, and the same for insurance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy import Engine

from clinicfinder.commands.import_report import show_report
from clinicfinder.commands.instance import console, open_database, progress_bar, settings_of_environment
from clinicfinder.usecases.export_rows import export_insurance, export_locations
from clinicfinder.usecases.import_rows import ImportReport, StepProgress, import_insurance, import_locations

Value = TypeVar("Value")

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
_TARGET = click.argument("file", default="-", type=click.Path(dir_okay=False, writable=True, allow_dash=True))
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Report what would change and change nothing.")
_SKIP_REFUSED = click.option("--skip-refused", is_flag=True, help="Store the sound rows although others are refused.")


@click.command("import-locations")
@_FILE
@_DRY_RUN
@_SKIP_REFUSED
def import_locations_command(file: Path, dry_run: bool, skip_refused: bool) -> None:
    """Add and change clinics from a spreadsheet FILE (CSV).

    A blank cell leaves a value, (clear) clears it. Nothing is deleted. If a row is refused, nothing changes.
    """
    settings = settings_of_environment()
    _run(
        lambda engine, progress: import_locations(
            engine, settings.data_dir, file, progress, dry_run=dry_run, skip_refused=skip_refused
        ),
        dry_run=dry_run,
        skip_refused=skip_refused,
    )


@click.command("import-insurance")
@_FILE
@_DRY_RUN
@_SKIP_REFUSED
def import_insurance_command(file: Path, dry_run: bool, skip_refused: bool) -> None:
    """Add and change what clinics say about payers, from a spreadsheet FILE (CSV)."""
    _run(
        lambda engine, progress: import_insurance(engine, file, progress, dry_run=dry_run, skip_refused=skip_refused),
        dry_run=dry_run,
        skip_refused=skip_refused,
    )


@click.command("export-locations")
@_TARGET
def export_locations_command(file: str) -> None:
    """Write all clinics to FILE (CSV for a spreadsheet), or to standard output."""
    _export(export_locations, file)


@click.command("export-insurance")
@_TARGET
def export_insurance_command(file: str) -> None:
    """Write all statements about payers to FILE (CSV for a spreadsheet), or to standard output."""
    _export(export_insurance, file)


def _run(run: Callable[[Engine, StepProgress], ImportReport[Value]], *, dry_run: bool, skip_refused: bool) -> None:
    with open_database(settings_of_environment()) as engine, progress_bar() as progress:
        tasks = {step: progress.add_task(step, total=None, visible=False) for step in ("Checking", "Storing")}

        def show(step: str, done: int, total: int) -> None:
            progress.update(tasks[step], completed=done, total=total, visible=True)

        report = run(engine, show)
    show_report(report, dry_run=dry_run, skip_refused=skip_refused)
    if report.plan.refused and not skip_refused:
        raise SystemExit(1)


def _export(export: Callable[[Engine], str], file: str) -> None:
    with open_database(settings_of_environment()) as engine:
        text = export(engine)
    # With the byte order mark Excel reads UTF-8; without it, it would take it for Windows-1252.
    with click.open_file(file, "wb", atomic=file != "-") as target:
        target.write(text.encode("utf-8-sig"))
    if file != "-":
        console.print(f"Wrote {file}.")
