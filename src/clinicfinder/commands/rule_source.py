"""Where the rule commands take their tables from: a data folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from clinicfinder.config import read_settings
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.domain.reference import Payer, Treatment
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.estimate_files import read_estimate_files
from clinicfinder.ingest.reference_rows import read_payers, read_treatments


@dataclass(frozen=True, slots=True)
class RuleSource:
    """The tables that the rule commands look at, and what to call them."""

    name: str
    tables: EstimateTables
    payers: Sequence[Payer]
    treatments: Sequence[Treatment]

    def treatment_codes(self) -> list[str]:
        """The codes of all treatments, in the order of the file."""
        return [treatment.code for treatment in self.treatments]


def open_source(name: str | None) -> RuleSource:
    """Read the tables.

    Args: name: a folder; None is the folder of the settings.
    Raises: DataFault with every fault of every file; SettingFault; click.ClickException if it is no folder.
    """
    folder = Path(name) if name else read_settings(os.environ).data_dir
    if not folder.is_dir():
        raise click.ClickException(f"There is no folder {str(folder)!r}. Name a data folder.")
    faults: list[RowFault] = []
    payers = read_payers(folder / "payers.csv", faults)
    treatments = read_treatments(folder / "treatments.csv", faults)
    try:
        tables = read_estimate_files(folder, payers)
    except DataFault as error:
        raise DataFault([*faults, *error.faults]) from error
    if faults:
        raise DataFault(faults)
    return RuleSource(str(folder), tables, payers, treatments)
