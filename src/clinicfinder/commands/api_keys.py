"""`api-keys`: keys of the API. A key is printed once, when it is made."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from clinicfinder.commands.instance import console, open_database, settings_of_environment
from clinicfinder.usecases.api_keys import (
    MOST_PER_MINUTE,
    PER_MINUTE,
    create_api_key,
    list_api_keys,
    revoke_api_key,
)

ACTOR: Final = "command line"


@click.group("api-keys")
def api_keys() -> None:
    """Keys of the API: who has one is counted by it, not by address."""


@api_keys.command()
@click.argument("holder")
@click.option(
    "--per-minute",
    default=PER_MINUTE,
    show_default=True,
    type=click.IntRange(1, MOST_PER_MINUTE),
    help="Requests that it may make in a minute.",
)
def create(holder: str, per_minute: int) -> None:
    """Make a key for HOLDER and print it. It is not kept and cannot be printed again."""
    with open_database(settings_of_environment()) as engine:
        made = create_api_key(engine, holder, actor=ACTOR, moment=datetime.now(UTC), per_minute=per_minute)
    console.print(
        f"Key {made.key.key_id} for {escape(made.key.holder)}, {per_minute:,} requests a minute. Keep it now:"
    )
    click.echo(made.secret)


@api_keys.command("list")
def list_keys() -> None:
    """Show every key, without the keys themselves."""
    with open_database(settings_of_environment()) as engine:
        keys = list_api_keys(engine)
    table = Table("key", "holder", "a minute", "made", "by", "state")
    for key in keys:
        state = f"revoked {key.revoked_at:%Y-%m-%d} by {key.revoked_by}" if key.revoked_at else "in use"
        made = f"{key.created_at:%Y-%m-%d}"
        table.add_row(key.key_id, escape(key.holder), f"{key.per_minute:,}", made, key.created_by, state)
    Console(highlight=False).print(table)


@api_keys.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Revoke the key that begins with cf_KEY_ID, for good."""
    with open_database(settings_of_environment()) as engine:
        key = revoke_api_key(engine, key_id, actor=ACTOR, moment=datetime.now(UTC))
    console.print(f"Key {key.key_id} of {escape(key.holder)} is revoked.")
