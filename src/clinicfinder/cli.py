"""The command line: prepare the database, serve the site."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import click
from rich.console import Console
from sqlalchemy import make_url

from clinicfinder.commands.rules import rules
from clinicfinder.config import Settings, read_settings, unknown_settings
from clinicfinder.errors import ClinicfinderError
from clinicfinder.server import serve_app
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import LoadReport, load_data

console = Console(stderr=True, highlight=False)


@click.group()
def main() -> None:
    """clinicfinder: nearest clinics, honest coverage."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for name in unknown_settings(os.environ):
        console.print(f"[yellow]{name} is not a setting of clinicfinder and is ignored.[/]")


main.add_command(rules)


@main.command()
def prepare() -> None:
    """Create or update the database and load the data files."""
    _say_what_loaded(_prepare(_settings()))


@main.command()
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True, type=click.IntRange(1, 65_535))
@click.option("--workers", default=2, envvar="WORKERS", show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Prepare the database if need be, then serve the site."""
    settings = _settings()
    _say_what_loaded(_prepare(settings))
    serve_app(settings, host, port, workers)


def _settings() -> Settings:
    try:
        return read_settings(os.environ)
    except ClinicfinderError as error:
        raise click.ClickException(str(error)) from error


def _prepare(settings: Settings) -> LoadReport:
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database_url)
    try:
        migrate(engine)
        return load_data(engine, settings.data_dir, lambda step: console.print(f"[dim]{step} ...[/]"))
    except ClinicfinderError as error:
        raise click.ClickException(str(error)) from error
    finally:
        engine.dispose()


def _say_what_loaded(report: LoadReport) -> None:
    if not report.loaded:
        console.print(f"[dim]Data version {report.version} is loaded already.[/]")
        return
    console.print(
        f"Loaded {report.zips:,} ZIP codes and {report.clinics:,} clinics, {report.public_clinics:,} of them public."
    )
    for code in report.clinics_vanished:
        console.print(f"[yellow]{code} is in the database but no longer in the file; it was kept.[/]")
