"""Where the rule commands take their tables from: a data folder, or the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
from sqlalchemy import Engine

from clinicfinder.commands.instance import open_database, refusals_in_words, settings_of_environment
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.errors import DataFault, RowFault, SettingFault
from clinicfinder.ingest import estimate_files
from clinicfinder.ingest.reference_rows import read_payers, read_treatments
from clinicfinder.store import reading
from clinicfinder.store.estimate_rows import read_estimate_rows, read_estimate_tables

DATABASE: Final = "database"
"""What to write in place of a folder. A folder of this name is still reached as ./database."""


@dataclass(frozen=True, slots=True)
class RuleSource:
    """The tables that the rule commands look at, typed and as text, and what to call them."""

    name: str
    tables: EstimateTables
    rows: estimate_files.RowsByFile
    treatments: Sequence[str]


def open_source(name: str | None) -> RuleSource:
    """Read the tables, to answer by them.

    Args: name: a folder, or "database" for what the site answers by; None is the data folder of the settings.
    Raises: click.ClickException with every fault of every table, or saying why there is nothing to read.
    """
    with refusals_in_words():
        return read_source(name)


def read_source(name: str | None) -> RuleSource:
    """Read the tables, to judge them.

    Args: name: as for `open_source`.
    Raises: DataFault with every fault of a folder; click.ClickException saying why there is nothing to read.
    """
    settings = settings_of_environment()
    if name == DATABASE:
        with open_database(settings) as engine:
            return _from_database(engine)
    folder = Path(name) if name else settings.data_dir
    if not folder.is_dir():
        raise click.ClickException(f"There is no folder {str(folder)!r}. Name a data folder, or write {DATABASE}.")
    return _from_folder(folder)


def _from_folder(folder: Path) -> RuleSource:
    faults: list[RowFault] = []
    payers = read_payers(folder / "payers.csv", faults)
    treatments = read_treatments(folder / "treatments.csv", faults)
    rows = estimate_files.read_estimate_rows(folder, faults)
    tables = estimate_files.estimate_tables_of(rows, payers, faults)
    if faults:
        raise DataFault(faults)
    return RuleSource(str(folder), tables, rows, tuple(treatment.code for treatment in treatments))


def _from_database(engine: Engine) -> RuleSource:
    with engine.connect() as connection:
        if reading.data_version(connection) is None:
            raise SettingFault("The database holds no data. Run `clinicfinder prepare` first.")
        payers = reading.read_payers(connection)
        treatments = tuple(treatment.code for treatment in reading.read_treatments(connection))
        tables = read_estimate_tables(connection, payers)
        return RuleSource("the database", tables, read_estimate_rows(connection), treatments)
