"""What every command needs: the console, the settings, the database. Our refusals become words and an exit code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from clinicfinder.config import Settings, read_settings
from clinicfinder.errors import ClinicfinderError
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import LoadReport, load_data

console = Console(stderr=True, highlight=False)
"""For progress and remarks. What a command was asked for goes to standard output."""


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Show our own refusals as one message with exit code 1, never as a traceback."""
    try:
        yield
    except ClinicfinderError as error:
        raise click.ClickException(str(error)) from error
    except (OperationalError, ArgumentError) as error:
        reason = str(getattr(error, "orig", None) or error)
        raise click.ClickException(
            f"The database cannot be used: {reason.strip()} Check CLINICFINDER_DATABASE_URL; "
            "`clinicfinder doctor` says more."
        ) from error


def settings_of_environment() -> Settings:
    """The settings of this process."""
    with refusals_in_words():
        return read_settings(os.environ)


@contextmanager
def open_database(settings: Settings) -> Iterator[Engine]:
    """The database with its tables brought up to date, closed afterwards."""
    with refusals_in_words():
        engine = _engine(settings)
        try:
            migrate(engine)
            yield engine
        finally:
            engine.dispose()


def prepare_database(settings: Settings, *, take_files: bool = False) -> LoadReport:
    """Bring tables and data up to date, and say what that did."""
    with open_database(settings) as engine:
        report = load_data(
            engine,
            settings.data_dir,
            lambda step: console.print(f"[dim]{step} ...[/]"),
            take_files=take_files,
        )
    _say_what_loaded(report)
    return report


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar that also says how many of how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        yield progress


def _engine(settings: Settings) -> Engine:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return make_engine(settings.database_url)


def _say_what_loaded(report: LoadReport) -> None:
    if not report.loaded:
        console.print(f"[dim]Data version {report.version} is loaded already.[/]")
        return
    console.print(
        f"Loaded {report.zips:,} ZIP codes and {report.clinics:,} clinics, {report.public_clinics:,} of them public."
    )
    for code in report.clinics_vanished:
        console.print(f"[yellow]{code} is in the database but no longer in the file; it was kept.[/]")
    for row in report.kept:
        console.print(f"[yellow]Kept, changed by an operator: {row}.[/]")
    if report.kept:
        console.print("To prefer the files: clinicfinder prepare --take-files")
