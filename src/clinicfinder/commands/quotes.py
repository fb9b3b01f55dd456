"""`clinicfinder quotes`: forget callers whose time is over, and look after the keys that seal their details."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from sqlalchemy import Engine

from clinicfinder.commands.instance import console, open_database, refusals_in_words, settings_of_environment
from clinicfinder.config import Settings
from clinicfinder.domain.quote_reference import parse_reference, shown_reference
from clinicfinder.store.caller_details import KEY_PURPOSE, CallerSeal, new_key
from clinicfinder.store.secret_key import key_for, secret_key
from clinicfinder.usecases.call_drafts import delete_old_calls
from clinicfinder.usecases.forget_callers import asked_to_be_forgotten, change_keys, due_callers, forget_caller

ACTOR = "command line"


@click.group()
def quotes() -> None:
    """Callers' names and phone numbers: forget them in time, change the key that seals them."""


@quotes.command()
@click.option("--dry-run", is_flag=True, help="Show whose details would be deleted, and delete nothing.")
@click.option("--reference", help="Forget the caller of this quote and its corrections now, however recent they are.")
def forget(dry_run: bool, reference: str | None) -> None:
    """Delete names and phone numbers kept for longer than CLINICFINDER_CALLER_DAYS, and abandoned calls.

    The quotes stay. A call is abandoned when nobody has touched it for 7 days.
    """
    settings, moment = settings_of_environment(), datetime.now(UTC)
    with _database(settings) as engine:
        if reference is None:
            due = list(due_callers(engine, settings.caller_days, moment))
            reason = f"kept for more than {settings.caller_days} days"
        else:
            due, reason = list(asked_to_be_forgotten(engine, parse_reference(reference))), "asked to be forgotten"
        if dry_run:
            _say(due, f"Would forget the callers of {_quotes(due)} ({reason}).")
            return
        gone = [one for one in due if forget_caller(engine, one, ACTOR, reason, moment)]
        _say(gone, f"Forgot the callers of {_quotes(gone)} ({reason}).")
        if reference is None:
            console.print(f"Deleted {delete_old_calls(engine, moment)} abandoned calls.")


@quotes.command("new-key")
def new_key_command() -> None:
    """Print a new key for CLINICFINDER_ENCRYPTION_KEYS. Nothing is changed."""
    click.echo(new_key())


@quotes.command("change-key")
def change_key() -> None:
    """Seal everything held anew under the first key of CLINICFINDER_ENCRYPTION_KEYS."""
    settings = settings_of_environment()
    with _database(settings) as engine:
        own_key = key_for(KEY_PURPOSE, secret_key(settings.stated_secret, settings.secret_file))
        count = change_keys(engine, CallerSeal(settings.encryption_keys, own_key), ACTOR, datetime.now(UTC))
    console.print(f"Sealed the details of {count} callers anew.")


def _quotes(references: list[str]) -> str:
    return {0: "no quote", 1: "1 quote"}.get(len(references), f"{len(references):,} quotes")


def _say(references: list[str], summary: str) -> None:
    for reference in references:
        click.echo(shown_reference(reference))
    console.print(summary)


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    with open_database(settings) as engine, refusals_in_words():
        yield engine
