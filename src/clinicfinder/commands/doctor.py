"""`doctor`: is everything in order here?"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Final

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.exc import ArgumentError

from clinicfinder.app import missing_browser_libraries
from clinicfinder.config import Settings, read_settings, unknown_settings
from clinicfinder.errors import ClinicfinderError
from clinicfinder.geocoding.settings import parse_geocoders
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.check_instance import Check, Verdict, check_data_folder, check_database, check_secret

_STYLES: Final[dict[Verdict, str]] = {"ok": "green", "warning": "yellow", "broken": "bold red"}


@click.command()
def doctor() -> None:
    """Check settings, database, data and browser libraries, and say what to do.

    Changes nothing. Exits with 1 if something is broken; warnings leave it at 0.
    """
    checks = _checks()
    table = Table("check", "verdict", "finding", "what to do", title="clinicfinder", title_justify="left")
    for check in checks:
        verdict = f"[{_STYLES[check.verdict]}]{check.verdict}[/]"
        table.add_row(check.name, verdict, escape(check.finding), escape(check.cure))
    Console(highlight=False).print(table)
    if any(check.verdict == "broken" for check in checks):
        raise SystemExit(1)


def _checks() -> list[Check]:
    try:
        settings = read_settings(os.environ)
    except ClinicfinderError as error:
        return [Check("settings", "broken", str(error), "Correct the variable and run this again.")]
    try:
        engine = make_engine(settings.database_url)
    except (ArgumentError, ImportError) as error:
        finding = f"CLINICFINDER_DATABASE_URL cannot be used: {type(error).__name__}."
        return [_settings_check(), Check("database", "broken", finding, "Write sqlite:///... or postgresql://...")]
    try:
        database = check_database(engine, settings.data_dir, datetime.now(UTC).date())
    finally:
        engine.dispose()
    return [
        _settings_check(),
        check_data_folder(settings.data_dir),
        *database,
        _libraries_check(settings),
        _geocoders_check(settings),
        check_secret(settings.stated_secret, settings.secret_file),
    ]


def _settings_check() -> Check:
    unknown = unknown_settings(os.environ)
    if unknown:
        finding = f"{', '.join(unknown)} means nothing to clinicfinder and is ignored."
        return Check("settings", "warning", finding, "Correct the spelling or remove it.")
    return Check("settings", "ok", "All that are set can be used.")


def _libraries_check(settings: Settings) -> Check:
    missing = missing_browser_libraries(settings)
    if missing:
        finding = f"Not installed: {', '.join(missing)}. Pages are plain without them and still work."
        return Check("browser libraries", "warning", finding, "Run `make setup`.")
    return Check("browser libraries", "ok", "All are installed.")


def _geocoders_check(settings: Settings) -> Check:
    try:
        geocoders = parse_geocoders(settings.geocoders)
    except ClinicfinderError as error:
        return Check("geocoders", "broken", str(error), "Correct CLINICFINDER_GEOCODERS.")
    if not geocoders:
        finding = "None: street addresses are not looked up. ZIP codes and cities work."
        return Check("geocoders", "ok", finding)
    return Check("geocoders", "ok", f"Asked in this order: {', '.join(each.name for each in geocoders)}.")
