"""Make, list and revoke keys of the API. Every change is in the audit log; no key ever is."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from clinicfinder.errors import BadForm, FieldProblem, NotOnFile
from clinicfinder.store.api_keys import ApiKey, hash_of_key, insert_key, read_keys, revoke_key
from clinicfinder.store.audit import AuditEntry, append_entry

PER_MINUTE: Final = 6_000
"""Requests that a key may make in a minute unless it is made with another number: ten times those without one."""

MOST_PER_MINUTE: Final = 1_000_000

_LONGEST_HOLDER: Final = 100


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made. `secret` is the key itself, which nobody can be shown again."""

    key: ApiKey
    secret: str


def create_api_key(
    engine: Engine, holder: str, *, actor: str, moment: datetime, per_minute: int = PER_MINUTE
) -> NewKey:
    """Make a key.

    Args: holder: who will have it, for the list. per_minute: requests, at least 1.
    Raises: BadForm with every problem.
    """
    who = " ".join(holder.split())
    problems = []
    if not 1 <= len(who) <= _LONGEST_HOLDER:
        message = f"Say in 1 to {_LONGEST_HOLDER} characters who will have the key."
        problems.append(FieldProblem("holder", message, value=holder[:120]))
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        message = f"{per_minute} requests a minute cannot be. Give 1 to {MOST_PER_MINUTE:,}."
        problems.append(FieldProblem("per_minute", message, value=str(per_minute)))
    if problems:
        raise BadForm(problems)
    key_id = secrets.token_hex(4)
    secret = f"cf_{key_id}_{secrets.token_urlsafe(32)}"
    key = ApiKey(key_id, who, per_minute, moment, actor)
    entry = AuditEntry(actor, "api_key.created", "api_key", key_id, new=f"{who}, {per_minute} a minute")
    with engine.begin() as connection:
        append_entry(connection, entry, moment)
        insert_key(connection, key, hash_of_key(secret))
    return NewKey(key, secret)


def list_api_keys(engine: Engine) -> list[ApiKey]:
    """All keys, the oldest first, revoked ones among them."""
    with engine.connect() as connection:
        return read_keys(connection)


def revoke_api_key(engine: Engine, key_id: str, *, actor: str, moment: datetime) -> ApiKey:
    """Revoke a key, for good. Running workers notice within CLINICFINDER_REFRESH_SECONDS.

    Raises: NotOnFile if no key of this id is in use; nothing is changed then.
    """
    with engine.begin() as connection:
        append_entry(connection, AuditEntry(actor, "api_key.revoked", "api_key", key_id), moment)
        key = revoke_key(connection, key_id, actor, moment)
        if key is None:
            # Leaving the transaction by an exception takes the entry back.
            raise NotOnFile("API key in use", key_id)
    return key
