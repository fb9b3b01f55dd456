"""`users`: the accounts of the console. The first admin is made here; nobody has a password from the start."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Final

import click
from rich.console import Console
from rich.table import Table

from clinicfinder.commands.instance import console, open_database, settings_of_environment
from clinicfinder.domain.staff import ROLES, tidy_username
from clinicfinder.usecases.staff_accounts import (
    create_account,
    list_accounts,
    make_password,
    reset_password,
    set_disabled,
)

ACTOR: Final = "command line"

_generate = click.option("--generate", is_flag=True, help="Make a password and print it, instead of asking for one.")


@click.group()
def users() -> None:
    """The accounts of the console."""


@users.command()
@click.argument("username")
@click.option("--role", type=click.Choice(ROLES), default="agent", show_default=True)
@click.option("--name", default="", help="The name that colleagues see; the username if left out.")
@_generate
def create(username: str, role: str, name: str, generate: bool) -> None:
    """Make an account. Asks for its password, or reads it from standard input where that is no terminal."""
    password = _password(generate=generate)
    with open_database(settings_of_environment()) as engine:
        create_account(engine, username, name, role, password, actor=ACTOR, moment=datetime.now(UTC))
    _say(f"{tidy_username(username)} may sign in at /staff as {role}.", password if generate else None)


@users.command()
@click.argument("username")
def disable(username: str) -> None:
    """Let somebody in no more, and end their sign-ins at once."""
    with open_database(settings_of_environment()) as engine:
        set_disabled(engine, tidy_username(username), disabled=True, actor=ACTOR, moment=datetime.now(UTC))
    _say(f"{tidy_username(username)} is disabled. `clinicfinder users enable` lets them in again.", None)


@users.command()
@click.argument("username")
def enable(username: str) -> None:
    """Let somebody in again who was disabled."""
    with open_database(settings_of_environment()) as engine:
        set_disabled(engine, tidy_username(username), disabled=False, actor=ACTOR, moment=datetime.now(UTC))
    _say(f"{tidy_username(username)} may sign in again.", None)


@users.command("reset-password")
@click.argument("username")
@_generate
def reset(username: str, generate: bool) -> None:
    """Set a new password and end the account's sign-ins."""
    password = _password(generate=generate)
    with open_database(settings_of_environment()) as engine:
        reset_password(engine, tidy_username(username), password, actor=ACTOR, moment=datetime.now(UTC))
    _say(f"{tidy_username(username)} has a new password.", password if generate else None)


@users.command("list")
def list_users() -> None:
    """Show every account."""
    with open_database(settings_of_environment()) as engine:
        accounts = list_accounts(engine)
    table = Table("username", "name", "role", "since", "state")
    for account in accounts:
        state = f"disabled since {account.disabled_at:%Y-%m-%d}" if account.disabled_at else "may sign in"
        member = account.member
        table.add_row(member.username, member.display_name, member.role, f"{account.created_at:%Y-%m-%d}", state)
    Console(highlight=False).print(table)


def _password(*, generate: bool) -> str:
    if generate:
        return make_password()
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _say(words: str, password: str | None) -> None:
    console.print(words)
    if password:
        click.echo(password)
