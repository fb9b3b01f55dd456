"""Keep calls that are not finished, each for the agent who is on the phone, and nobody else."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine

from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import NotOnFile
from clinicfinder.store.call_drafts import (
    Fields,
    StoredCall,
    close_call,
    drop_old_calls,
    read_call,
    read_open_calls,
    write_call,
)
from clinicfinder.store.caller_details import CallerSeal

KEPT_FOR: Final = timedelta(days=7)
"""A call that nobody has touched for so long is deleted with all that was typed: it holds a person's health."""

_CALL_ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed is kept."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """The call was saved or discarded before, so what came now was not kept. `reference`: of its quote, if any."""

    reference: str | None


def new_call_id() -> str:
    """A name for a new call that nobody can guess: 128 random bits. It is the quote's idempotency key too."""
    return secrets.token_urlsafe(16)


def is_call_id(text: str) -> bool:
    """Whether a text can be the name of a call."""
    return _CALL_ID.fullmatch(text) is not None


def keep_call(
    engine: Engine, seal: CallerSeal, call_id: str, fields: Fields, member: StaffMember, moment: datetime
) -> Kept | Ended:
    """Keep what was typed so far. Calls that are too old are deleted on the way.

    Raises: NotOnFile for another agent's call, or a name that is none.
    """
    if not is_call_id(call_id):
        raise NotOnFile("call", call_id)
    with engine.begin() as connection:
        drop_old_calls(connection, moment - KEPT_FOR)
        if write_call(connection, call_id, member.username, fields, moment, seal):
            return Kept(moment)
        call = _own_call(connection, call_id, member, seal)
    return Ended(call.reference if call else None)


def open_call(engine: Engine, seal: CallerSeal, call_id: str, member: StaffMember) -> StoredCall:
    """A call to go on with, or a closed one for its reference.

    Raises: NotOnFile if there is none of this name, or it is another agent's.
    """
    with engine.connect() as connection:
        call = _own_call(connection, call_id, member, seal)
    if call is None:
        raise NotOnFile("call", call_id)
    return call


def open_calls(engine: Engine, seal: CallerSeal, member: StaffMember) -> Sequence[StoredCall]:
    """The agent's calls that are not finished, the one saved last first."""
    with engine.connect() as connection:
        return read_open_calls(connection, member.username, seal)


def end_call(
    engine: Engine,
    seal: CallerSeal,
    call_id: str,
    member: StaffMember,
    moment: datetime,
    *,
    reference: str | None = None,
) -> None:
    """Close a call, discarded or with the quote it led to. One that is closed, or was never kept, stays as it is.

    Raises: NotOnFile for another agent's call.
    """
    with engine.begin() as connection:
        call = _own_call(connection, call_id, member, seal)
        if call is not None and call.closed_at is None:
            close_call(connection, call_id, moment, reference)


def delete_old_calls(engine: Engine, moment: datetime) -> int:
    """Delete what is past KEPT_FOR. Returns: how many calls."""
    with engine.begin() as connection:
        return drop_old_calls(connection, moment - KEPT_FOR)


def _own_call(connection: Connection, call_id: str, member: StaffMember, seal: CallerSeal) -> StoredCall | None:
    call = read_call(connection, call_id, seal)
    if call is not None and call.username != member.username:
        raise NotOnFile("call", call_id)
    return call
