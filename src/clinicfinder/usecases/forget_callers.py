"""Delete callers' names and phone numbers when they are no longer needed. The quotes stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine

from clinicfinder.domain.quote_reference import shown_reference
from clinicfinder.errors import NotOnFile
from clinicfinder.store.audit import AuditEntry, append_entry
from clinicfinder.store.call_drafts import reseal_calls
from clinicfinder.store.caller_details import CallerSeal
from clinicfinder.store.quote_people import callers_kept_before, delete_caller, holds_caller, reseal_callers
from clinicfinder.store.quotes import chain_of


class _NothingHeld(Exception):
    """Breaks off a transaction that found nothing to do, so that the log says nothing of it."""


def due_callers(engine: Engine, days: int, moment: datetime) -> Sequence[str]:
    """The references of quotes whose caller's details have been kept for more than so many days, the oldest first."""
    with engine.connect() as connection:
        return callers_kept_before(connection, moment - timedelta(days=days))


def asked_to_be_forgotten(engine: Engine, reference: str) -> Sequence[str]:
    """The quotes that hold details of the caller of this one: itself and those it corrects or that correct it.

    Raises: NotOnFile if there is no such quote.
    """
    with engine.connect() as connection:
        chain = chain_of(connection, reference)
        if not chain:
            raise NotOnFile("quote", shown_reference(reference))
        return [one for one in chain if holds_caller(connection, one)]


def forget_caller(engine: Engine, reference: str, actor: str, reason: str, moment: datetime) -> bool:
    """Delete what is held of the caller of one quote, and note that it was done.

    Returns: False if nothing was held; then nothing is noted either.
    """
    try:
        with engine.begin() as connection:
            append_entry(connection, AuditEntry(actor, "quote.forgotten", "quote", reference, reason=reason), moment)
            if not delete_caller(connection, reference):
                raise _NothingHeld
    except _NothingHeld:
        return False
    return True


def change_keys(engine: Engine, seal: CallerSeal, actor: str, moment: datetime) -> int:
    """Seal everything held anew under the newest key, calls that are not finished included.

    Returns: how many callers' details there are.
    """
    with engine.begin() as connection:
        append_entry(connection, AuditEntry(actor, "quote.resealed", "quote", "all"), moment)
        reseal_calls(connection, seal)
        return reseal_callers(connection, seal)
