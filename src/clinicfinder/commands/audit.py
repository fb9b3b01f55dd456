"""`audit`: prove that the log of who did what is whole."""

from __future__ import annotations

import click

from clinicfinder.commands.instance import console, open_database, settings_of_environment
from clinicfinder.domain.quote_reference import shown_reference
from clinicfinder.usecases.read_audit import altered_quotes, verify_audit


@click.group()
def audit() -> None:
    """The log of who did what."""


@audit.command()
@click.option("--expect", metavar="HASH", help="The last entry's hash as printed earlier; it must still be there.")
def verify(expect: str | None) -> None:
    """Prove that no entry was changed, left out or put in between, and that every quote is what was saved.

    Keep the printed hash somewhere else. With --expect, a later run also proves that nothing was cut off since.
    """
    with open_database(settings_of_environment()) as engine:
        report, altered = verify_audit(engine, expect), altered_quotes(engine)
    click.echo(f"{report.entries} {report.head}")
    if report.fault:
        raise click.ClickException(report.fault)
    if altered:
        shown = ", ".join(map(shown_reference, altered[:10]))
        raise click.ClickException(f"{len(altered)} quotes are not what the log says was saved, such as {shown}.")
    console.print(f"The audit log is whole: {report.entries:,} entries.")
