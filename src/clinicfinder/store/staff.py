"""Accounts of the console and their sign-ins, read and written inside a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, delete, func, select

from clinicfinder.domain.staff import Role, StaffMember
from clinicfinder.models import SignInTryRow, StaffMemberRow, StaffSessionRow
from clinicfinder.store.reading import columns_of


@dataclass(frozen=True, slots=True)
class Account:
    """One account with what only accounts' own use cases may see."""

    member: StaffMember
    password_hash: str
    password_set_at: datetime
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoredSession:
    """One sign-in that has not been ended, whatever its age, and whose account is not disabled."""

    token_hash: str
    account: Account
    created_at: datetime
    last_seen_at: datetime


def read_account(connection: Connection, username: str) -> Account | None:
    """One account, disabled or not."""
    table = columns_of(StaffMemberRow)
    row = connection.execute(select(table).where(table.c.username == username)).one_or_none()
    return _account(row) if row else None


def read_accounts(connection: Connection) -> list[Account]:
    """All accounts by username."""
    table = columns_of(StaffMemberRow)
    return [_account(row) for row in connection.execute(select(table).order_by(table.c.username))]


def insert_account(connection: Connection, account: Account) -> None:
    """Add an account. The username must be free."""
    member = account.member
    connection.execute(
        columns_of(StaffMemberRow).insert(),
        {
            "username": member.username,
            "display_name": member.display_name,
            "role": member.role,
            "password_hash": account.password_hash,
            "password_set_at": account.password_set_at,
            "hide_scripts": member.hide_scripts,
            "shortcuts_off": member.shortcuts_off,
            "created_at": account.created_at,
            "disabled_at": account.disabled_at,
        },
    )


def update_account(connection: Connection, username: str, **values: Any) -> None:
    """Change some columns of one account."""
    table = columns_of(StaffMemberRow)
    connection.execute(table.update().where(table.c.username == username).values(**values))


def insert_session(connection: Connection, token_hash: str, username: str, moment: datetime) -> None:
    """Begin a sign-in."""
    row = {"token_hash": token_hash, "username": username, "created_at": moment, "last_seen_at": moment}
    connection.execute(columns_of(StaffSessionRow).insert(), row)


def read_session(connection: Connection, token_hash: str) -> StoredSession | None:
    """The sign-in of a token's hash, if nobody has ended it."""
    sessions, members = columns_of(StaffSessionRow), columns_of(StaffMemberRow)
    query = (
        select(members, sessions.c.created_at.label("began_at"), sessions.c.last_seen_at)
        .join(sessions, sessions.c.username == members.c.username)
        .where(sessions.c.token_hash == token_hash, sessions.c.ended_at.is_(None), members.c.disabled_at.is_(None))
    )
    row = connection.execute(query).one_or_none()
    return StoredSession(token_hash, _account(row), row.began_at, row.last_seen_at) if row else None


def touch_session(connection: Connection, token_hash: str, moment: datetime) -> None:
    """Say that a sign-in was used."""
    table = columns_of(StaffSessionRow)
    connection.execute(table.update().where(table.c.token_hash == token_hash).values(last_seen_at=moment))


def end_session(connection: Connection, token_hash: str, moment: datetime) -> None:
    """End one sign-in."""
    table = columns_of(StaffSessionRow)
    connection.execute(table.update().where(table.c.token_hash == token_hash).values(ended_at=moment))


def end_sessions_of(connection: Connection, username: str, moment: datetime, *, but: str | None = None) -> None:
    """End every sign-in of an account, except the one whose token's hash is `but`."""
    table = columns_of(StaffSessionRow)
    still = table.update().where(table.c.username == username, table.c.ended_at.is_(None))
    connection.execute((still.where(table.c.token_hash != but) if but else still).values(ended_at=moment))


def drop_old_sessions(connection: Connection, before: datetime) -> None:
    """Forget sign-ins that began before a moment: they are over by age."""
    table = columns_of(StaffSessionRow)
    connection.execute(delete(table).where(table.c.created_at < before))


def count_try(
    connection: Connection, account_key: str, address_key: str, moment: datetime, window: timedelta
) -> tuple[int, int]:
    """Note one try to sign in, before its password is looked at, and forget those older than the window.

    Returns: how many there are in the window for this account and for this address, this one included.
    """
    table = columns_of(SignInTryRow)
    connection.execute(table.insert(), {"account_key": account_key, "address_key": address_key, "at": moment})
    connection.execute(delete(table).where(table.c.at < moment - window))
    counts = [
        connection.execute(select(func.count()).where(column == key)).scalar_one()
        for column, key in ((table.c.account_key, account_key), (table.c.address_key, address_key))
    ]
    return counts[0], counts[1]


def forget_tries(connection: Connection, account_key: str, address_key: str) -> None:
    """Forget the tries for one account from one address, after one of them succeeded."""
    table = columns_of(SignInTryRow)
    connection.execute(delete(table).where(table.c.account_key == account_key, table.c.address_key == address_key))


def _account(row: Any) -> Account:
    member = StaffMember(row.username, row.display_name, cast("Role", row.role), row.hide_scripts, row.shortcuts_off)
    return Account(member, row.password_hash, row.password_set_at, row.created_at, row.disabled_at)
