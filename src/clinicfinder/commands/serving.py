"""`prepare` and `serve`."""

from __future__ import annotations

import click

from clinicfinder.commands.instance import prepare_database, settings_of_environment
from clinicfinder.server import serve_app


@click.command()
@click.option("--take-files", is_flag=True, help="Prefer the data files to what an operator has imported since.")
def prepare(take_files: bool) -> None:
    """Create or update the database and load the data files."""
    prepare_database(settings_of_environment(), take_files=take_files)


@click.command()
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True, type=click.IntRange(1, 65_535))
@click.option("--workers", default=2, envvar="WORKERS", show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Prepare the database if need be, then serve the site."""
    settings = settings_of_environment()
    prepare_database(settings)
    serve_app(settings, host, port, workers)
