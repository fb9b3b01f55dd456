"""`clinicfinder partners`: who may show our search in a frame, what they paste, and whether their rows are sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click
from sqlalchemy import Connection

from clinicfinder.commands.instance import console, open_database, settings_of_environment
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.data_set import read_data
from clinicfinder.ingest.partner_rows import PARTNER_FILE, KnownToPartners, check_partner, places_of
from clinicfinder.store.partners import read_partner_cells
from clinicfinder.store.reading import read_networks, read_treatments, read_zip_records
from clinicfinder.web.embed.snippet import snippet

DEFAULT_SITE = "http://127.0.0.1:8000"


@click.group()
def partners() -> None:
    """List partners, print what a partner pastes into its page, check their rows."""


@partners.command("list")
def list_partners() -> None:
    """Every partner of the database: its name here, whether it is enabled, and its origins."""
    with _stored() as (stored, _):
        for slug, cells in stored.items():
            state = "enabled" if cells["enabled"] == "yes" else "switched off"
            click.echo(f"{slug}  {state}  {cells['allowed_origins'].replace(';', ' ')}  {cells['name']}")
        if not stored:
            console.print(f"There are no partners yet. Add a row to {PARTNER_FILE}, then: clinicfinder prepare")


@partners.command("snippet")
@click.argument("slug")
@click.option("--site", default=DEFAULT_SITE, show_default=True, help="Where partners' visitors reach this site.")
@click.option("--plain", is_flag=True, help="A frame of fixed height, for pages that may not run our script.")
def snippet_command(slug: str, site: str, plain: bool) -> None:
    """Print what the partner SLUG pastes into its page."""
    with _stored() as (stored, connection):
        if slug not in stored:
            known = ", ".join(stored) or "none yet"
            raise click.ClickException(f"There is no partner {slug!r}. Those on file: {known}.")
        partner, faults = check_partner(stored[slug], _known(connection))
    if partner is None:
        raise click.ClickException("\n".join(map(str, faults)))
    if not partner.enabled:
        console.print(f"[yellow]{slug} is switched off: its frame only says so.[/]")
    made = snippet(partner, site.rstrip("/"))
    click.echo(made.plain if plain else made.scripted)
    console.print(f"Only pages of {' '.join(partner.origins)} can show it.", markup=False)


@partners.command()
def check() -> None:
    """Check the partners of the data folder and of the database. Exit code 1 if any cannot be shown."""
    faults = _faults_of_file()
    with _stored() as (stored, connection):
        known = _known(connection)
        for slug, cells in stored.items():
            faults += [(f"database, partner {slug}", fault) for fault in check_partner(cells, known)[1]]
    for where, fault in faults:
        click.echo(f"{where}, column {fault.column}: {fault.value!r}. {fault.cure}")
    click.echo(f"{len(stored)} partners in the database, {len(faults)} faults in it and in {PARTNER_FILE}.")
    if faults:
        raise SystemExit(1)


def _faults_of_file() -> list[tuple[str, RowFault]]:
    """The faults of partners.csv. Those of the other files are for `prepare` to tell."""
    try:
        read_data(settings_of_environment().data_dir)
    except DataFault as error:
        own = [fault for fault in error.faults if fault.file == PARTNER_FILE]
        return [(f"{PARTNER_FILE}, line {fault.line}", fault) for fault in own]
    return []


@contextmanager
def _stored() -> Iterator[tuple[Mapping[str, dict[str, str]], Connection]]:
    with open_database(settings_of_environment()) as engine, engine.connect() as connection:
        yield read_partner_cells(connection), connection


def _known(connection: Connection) -> KnownToPartners:
    zips = {record.zip: record for record in read_zip_records(connection)}
    return KnownToPartners(
        {network.code for network in read_networks(connection)},
        {treatment.code for treatment in read_treatments(connection)},
        places_of(zips),
    )
