"""`quality`: keep how good the data is today, for the trends of the console."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from clinicfinder.commands.instance import open_database, refusals_in_words, settings_of_environment
from clinicfinder.ingest.data_set import read_state_areas
from clinicfinder.store.catalogue import build_catalogue
from clinicfinder.usecases.data_quality import record_quality


@click.group()
def quality() -> None:
    """How good the data is, from day to day."""


@quality.command()
def record() -> None:
    """Count what is missing, unsure or old, and keep the counts of today. Meant to run once a day."""
    settings = settings_of_environment()
    with open_database(settings) as engine, refusals_in_words():
        catalogue = build_catalogue(engine, read_state_areas(settings.data_dir))
        counts = record_quality(engine, catalogue, datetime.now(UTC))
    for each in counts:
        click.echo(f"{each.measure:32} {each.count:>7,} of {each.total:,}")
