"""`geocode`: from the point of a ZIP to that of the street address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy import Engine

from clinicfinder.commands.instance import (
    open_database,
    progress_bar,
    refusals_in_words,
    settings_of_environment,
)
from clinicfinder.config import Settings
from clinicfinder.domain.places import ZipRecord
from clinicfinder.errors import SettingFault
from clinicfinder.geocoding.lookup import AddressLookup, build_lookup
from clinicfinder.geocoding.settings import GeocoderSetting, parse_geocoders
from clinicfinder.ingest.data_set import read_state_areas
from clinicfinder.store.reading import read_zip_records
from clinicfinder.store.secret_key import secret_key
from clinicfinder.usecases.geocode_clinics import GeocodeReport, geocode_clinics

WHY: Final = {
    "not_found": "No geocoder knows this address. Check it, or set a manual pin.",
    "not_exact": "Only the street or the town was found, not the house. Check the number, or set a manual pin.",
    "several_places": "Several places have this address. Make it clearer, or set a manual pin.",
    "other_state": "What was found lies in another state. Check city, state and ZIP.",
    "outside_area": "What was found lies outside the United States. Check city, state and ZIP.",
    "state_unknown": "The geocoder did not say in which state its answer lies. Try another one, or set a manual pin.",
    "far_from_zip": "What was found lies more than 25 miles from the ZIP. Check the ZIP, or set a manual pin.",
}


@click.command()
@click.option("--limit", type=click.IntRange(min=1), help="Look up this many addresses at most.")
@click.option("--provider", help="Ask these geocoders instead, written as in CLINICFINDER_GEOCODERS.")
@click.option("--again", is_flag=True, help="Ask again for addresses that did not resolve before.")
def geocode(limit: int | None, provider: str | None, again: bool) -> None:
    """Place clinics at their street address instead of their ZIP.

    Only addresses that are new or changed are looked up. Coordinates that a person gave never move. It can be
    stopped at any time; the next run goes on from there.
    """
    settings = settings_of_environment()
    with refusals_in_words():
        geocoders = parse_geocoders(provider or settings.geocoders)
        if not geocoders:
            raise SettingFault("No geocoder is configured. Set CLINICFINDER_GEOCODERS, or name one with --provider.")
        areas = read_state_areas(settings.data_dir)
    with open_database(settings) as engine, progress_bar() as progress:
        zips = _zips(engine)
        task = progress.add_task("Looking up", total=None)
        report = geocode_clinics(
            engine,
            _lookup(settings, geocoders, engine, zips),
            areas,
            zips,
            now=lambda: datetime.now(UTC),
            progress=lambda done, total: progress.update(task, completed=done, total=total),
            limit=limit,
            again=again,
        )
    _show(report)
    if report.silent:
        raise SystemExit(1)


def _zips(engine: Engine) -> dict[str, ZipRecord]:
    with engine.connect() as connection:
        return {record.zip: record for record in read_zip_records(connection)}


def _lookup(
    settings: Settings, geocoders: Sequence[GeocoderSetting], engine: Engine, zips: Mapping[str, ZipRecord]
) -> AddressLookup:
    return build_lookup(
        geocoders,
        engine=engine,
        secret=secret_key(settings.stated_secret, settings.secret_file),
        state_of_zip=lambda zip_code: zips[zip_code].state if zip_code in zips else None,
    )


def _show(report: GeocodeReport) -> None:
    out = Console(highlight=False, soft_wrap=True)
    if report.unresolved:
        table = Table("clinic", "address", "why", title="Not resolved", title_justify="left")
        for each in report.unresolved:
            table.add_row(each.clinic_code, escape(each.address), WHY[each.outcome])
        out.print(table)
    out.print(
        f"{len(report.placed):,} placed, {len(report.unresolved):,} not resolved, {report.known:,} known already, "
        f"{report.left:,} left."
    )
    if report.silent:
        out.print("The geocoders did not answer. What was found is stored; run this again later.")
