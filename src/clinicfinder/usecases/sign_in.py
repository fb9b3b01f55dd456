"""Sign in and out of the console. A sign-in lives in the database, so that it can be ended from anywhere."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from clinicfinder.domain.staff import LONGEST_PASSWORD, StaffMember, tidy_username
from clinicfinder.store.audit import AuditEntry, append_entry
from clinicfinder.store.passwords import hash_password, is_outdated, is_password
from clinicfinder.store.staff import (
    count_try,
    drop_old_sessions,
    end_session,
    forget_tries,
    insert_session,
    read_account,
    read_session,
    touch_session,
    update_account,
)

IDLE: Final = timedelta(minutes=30)
"""A sign-in ends after this long without a request. A call takes minutes; a forgotten screen must not stay open."""

LONGEST: Final = timedelta(hours=12)
"""A sign-in ends after this long in any case: one shift."""

WINDOW: Final = timedelta(minutes=15)
TRIES_PER_ACCOUNT: Final = 10
TRIES_PER_ADDRESS: Final = 50
"""Failed tries within WINDOW. An address may be a whole call center's, so it is given more."""

_TOUCH_AFTER: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new sign-in. `token` goes into the cookie and is kept nowhere else."""

    token: str
    member: StaffMember


@dataclass(frozen=True, slots=True)
class Refused:
    """The name and the password do not go together, or the account is disabled. Which it is, is never said."""


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """Nothing was looked at. `wait` is when to try again at the latest."""

    wait: timedelta = WINDOW


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in in use. `stamp` changes with the password and not with the sign-in."""

    token_hash: str
    member: StaffMember
    stamp: str


def sign_in(
    engine: Engine, key: bytes, username: str, password: str, address: str, moment: datetime
) -> SignedIn | Refused | TooManyTries:
    """Begin a sign-in, if the password is right and not too many were wrong of late.

    Args: key: for the hashes under which tries are counted; neither names nor addresses are kept.
        address: the network address the request came from.
    """
    name = tidy_username(username)[:60]
    account_key, address_key = _keyed(key, "account", name), _keyed(key, "address", address)
    # Counted before the password is looked at, so that many tries at once are all counted.
    with engine.begin() as connection:
        of_account, of_address = count_try(connection, account_key, address_key, moment, WINDOW)
    if of_account > TRIES_PER_ACCOUNT or of_address > TRIES_PER_ADDRESS:
        return TooManyTries()
    with engine.connect() as connection:
        account = read_account(connection, name)
    right = is_password(password[: LONGEST_PASSWORD + 1], account.password_hash if account else None)
    if account is None or not right or account.disabled_at is not None:
        return Refused()
    token = secrets.token_urlsafe(32)
    with engine.begin() as connection:
        append_entry(connection, AuditEntry(name, "account.signed_in", "account", name), moment)
        forget_tries(connection, account_key, address_key)
        drop_old_sessions(connection, moment - 2 * LONGEST)
        insert_session(connection, hash_of_token(token), name, moment)
        if is_outdated(account.password_hash):
            update_account(connection, name, password_hash=hash_password(password))
    return SignedIn(token, account.member)


def session_of(engine: Engine, token: str, moment: datetime) -> Session | None:
    """The sign-in of a cookie's token, or None if it has ended, was idle for too long or is too old."""
    with engine.connect() as connection:
        found = read_session(connection, hash_of_token(token))
    if found is None or moment - found.last_seen_at > IDLE or moment - found.created_at > LONGEST:
        return None
    if moment - found.last_seen_at > _TOUCH_AFTER:
        with engine.begin() as connection:
            touch_session(connection, found.token_hash, moment)
    return Session(found.token_hash, found.account.member, found.account.password_set_at.isoformat())


def sign_out(engine: Engine, session: Session, moment: datetime) -> None:
    """End this sign-in."""
    name = session.member.username
    with engine.begin() as connection:
        append_entry(connection, AuditEntry(name, "account.signed_out", "account", name), moment)
        end_session(connection, session.token_hash, moment)


def hash_of_token(token: str) -> str:
    """What is kept of a token. It is 256 random bits, so a plain hash cannot be tried out."""
    return hashlib.sha256(token.encode()).hexdigest()


def _keyed(key: bytes, kind: str, text: str) -> str:
    return hmac.new(key, f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()
