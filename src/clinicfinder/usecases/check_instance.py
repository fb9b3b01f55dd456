"""Whether an installation is in order: its database, its data, its secret. Each check gives a verdict and a cure."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from clinicfinder.domain.provenance import Provenance
from clinicfinder.errors import ClinicfinderError
from clinicfinder.ingest.data_set import read_data
from clinicfinder.store.engine import current_schema, schema_version
from clinicfinder.store.loading import version_of_files
from clinicfinder.store.reading import (
    read_clinics,
    read_insurance,
    read_networks,
    read_payers,
    read_sources,
    read_treatments,
    stored_version,
)
from clinicfinder.store.secret_key import secret_key

Verdict = Literal["ok", "warning", "broken"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `cure` is empty if there is nothing to do."""

    name: str
    verdict: Verdict
    finding: str
    cure: str = ""


def check_data_folder(data_dir: Path) -> Check:
    """Whether every data file can be read and holds together."""
    try:
        data = read_data(data_dir)
    except ClinicfinderError as error:
        return Check("data files", "broken", str(error), "Correct the cells named, then run `clinicfinder prepare`.")
    return Check("data files", "ok", f"{len(data.clinics):,} clinics and {len(data.zips):,} ZIP codes are sound.")


def check_database(engine: Engine, data_dir: Path, today: date) -> list[Check]:
    """Whether the database answers, has the newest tables, and holds the newest files; and how old its rows are."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not Path(file).exists():
        # Asking SQLite would make an empty file, and a check changes nothing.
        return [Check("database", "broken", f"There is no database {file} yet.", "Run `clinicfinder prepare`.")]
    try:
        with engine.connect() as connection:
            schema = current_schema(connection)
            if schema != schema_version():
                finding = f"The tables are at version {schema or 'none'}, this program needs {schema_version()}."
                return [Check("database", "broken", finding, "Run `clinicfinder prepare`.")]
            return [
                Check("database", "ok", f"{engine.dialect.name} answers; its tables are up to date."),
                *_data_checks(connection, data_dir, today),
            ]
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip()
        return [Check("database", "broken", reason, "Start the database, or correct CLINICFINDER_DATABASE_URL.")]


def _data_checks(connection: Connection, data_dir: Path, today: date) -> list[Check]:
    held = stored_version(connection)
    if held is None:
        return [Check("data", "broken", "The database holds no data.", "Run `clinicfinder prepare`.")]
    changes = f", changed {held.operator_changes:,} times by an operator" if held.operator_changes else ""
    finding = f"Version {held.name}{changes}."
    try:
        is_newest = held.files == version_of_files(data_dir)
    except ClinicfinderError:
        is_newest = True  # The check of the data files says what is wrong with them.
    loaded = (
        Check("data", "ok", finding)
        if is_newest
        else Check("data", "warning", f"{finding} The data files are newer.", "Run `clinicfinder prepare`.")
    )
    kinds: dict[str, Iterable[Provenance]] = {
        "clinics": (row.provenance for row in read_clinics(connection)),
        "insurance statements": (row.provenance for row in read_insurance(connection)),
        "networks": (row.provenance for row in read_networks(connection)),
        "treatments": (row.provenance for row in read_treatments(connection)),
        "payers": (row.provenance for row in read_payers(connection)),
        "sources of ZIP codes": read_sources(connection).values(),
    }
    return [loaded, *(_age_check(kind, rows, today) for kind, rows in kinds.items())]


def _age_check(kind: str, rows: Iterable[Provenance], today: date) -> Check:
    days = sorted(row.reviewed_on for row in rows)
    due_before = _a_year_before(today)
    overdue = sum(day < due_before for day in days)
    if overdue:
        finding = f"{overdue:,} of {len(days):,} were last compared with their source before {due_before.isoformat()}."
        return Check(f"age of {kind}", "warning", finding, "Compare them with their source and set reviewed_on.")
    oldest = f"; the longest ago on {days[0].isoformat()}" if days else ""
    return Check(f"age of {kind}", "ok", f"All {len(days):,} were reviewed within 12 months{oldest}.")


def _a_year_before(day: date) -> date:
    """The same day a year before; February 28 for February 29.

    >>> _a_year_before(date(2028, 2, 29))
    datetime.date(2027, 2, 28)
    """
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if is_leap_day else day.day)


def check_secret(stated: str | None, file: Path) -> Check:
    """Whether there is a secret, long enough and closed to others. A missing one is made at its first use."""
    if not stated and not file.exists():
        return Check("secret key", "ok", f"None yet; one is made in {file} when it is first needed.")
    try:
        secret_key(stated, file)
    except ClinicfinderError as error:
        return Check("secret key", "broken", str(error), "Set CLINICFINDER_SECRET_KEY to a longer one.")
    if stated:
        return Check("secret key", "ok", "Set by CLINICFINDER_SECRET_KEY.")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        return Check("secret key", "warning", f"{file} can be read by others.", f"chmod 600 {file}")
    return Check("secret key", "ok", f"Kept in {file}, readable by its owner only.")
