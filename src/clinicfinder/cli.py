"""The command line: a group that each command is registered with. The commands themselves are in commands/."""

from __future__ import annotations

import logging
import os
import sys

import click

from clinicfinder.commands import spreadsheets
from clinicfinder.commands.api_keys import api_keys
from clinicfinder.commands.audit import audit
from clinicfinder.commands.doctor import doctor
from clinicfinder.commands.geocode import geocode
from clinicfinder.commands.instance import console
from clinicfinder.commands.partners import partners
from clinicfinder.commands.quality import quality
from clinicfinder.commands.quotes import quotes
from clinicfinder.commands.rules import rules
from clinicfinder.commands.search import search
from clinicfinder.commands.serving import prepare, serve
from clinicfinder.commands.users import users
from clinicfinder.config import unknown_settings


@click.group()
def main() -> None:
    """clinicfinder: nearest clinics, honest coverage."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    for name in unknown_settings(os.environ):
        console.print(f"[yellow]{name} is not a setting of clinicfinder and is ignored.[/]")


for command in (
    prepare,
    serve,
    search,
    doctor,
    geocode,
    rules,
    api_keys,
    users,
    audit,
    quotes,
    quality,
    partners,
    spreadsheets.import_locations_command,
    spreadsheets.export_locations_command,
    spreadsheets.import_insurance_command,
    spreadsheets.export_insurance_command,
):
    main.add_command(command)
