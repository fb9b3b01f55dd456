"""Close a clinic for a time, give it holiday hours, and end either early. Every change is in the audit log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.overrides import Override, OverrideKind, Spans, read_spans, written_spans
from clinicfinder.errors import BadForm, FieldProblem, NotOnFile
from clinicfinder.store.audit import AuditEntry, append_entry
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.store.clinic_overrides import (
    KeptOverride,
    NewOverride,
    add_override,
    end_override,
    read_kept_overrides,
)

LONGEST_REASON: Final = 200
FURTHEST: Final = timedelta(days=366)
"""An exception further ahead than this is a slip of the year, or a clinic that should be given another status."""

_KINDS: Final[Mapping[str, OverrideKind]] = {"closure": "closure", "special_hours": "special_hours"}


@dataclass(frozen=True, slots=True)
class ClinicHours:
    """A clinic as the database has it now, which may be seconds ahead of what this process serves, and its log."""

    clinic: Clinic
    kept: tuple[KeptOverride, ...]


def hours_of_clinic(engine: Engine, catalogue: Catalogue, clinic_code: str) -> ClinicHours:
    """One clinic with its exceptions, newest first.

    Raises: NotOnFile.
    """
    clinic = catalogue.public_clinic(clinic_code)
    with engine.connect() as connection:
        kept = read_kept_overrides(connection, clinic_code)
    current = tuple(each.override for each in kept if each.ended_at is None)
    return ClinicHours(replace(clinic, overrides=current), tuple(reversed(kept)))


def exceptions_on_file(engine: Engine, catalogue: Catalogue, moment: datetime) -> tuple[tuple[Clinic, Override], ...]:
    """Every exception of today and later that nobody ended, the soonest first."""
    with engine.connect() as connection:
        kept = read_kept_overrides(connection)
    found = [
        (catalogue.clinics[each.clinic_code], each.override)
        for each in kept
        if each.ended_at is None and each.clinic_code in catalogue.clinics
    ]
    ahead = [pair for pair in found if pair[1].through_day >= _today(pair[0], moment)]
    return tuple(sorted(ahead, key=lambda pair: (pair[1].from_day, pair[0].name)))


def read_override(clinic: Clinic, fields: Mapping[str, str], moment: datetime) -> NewOverride:
    """An exception as a form sends it, checked.

    Args: fields: kind, from, through (YYYY-MM-DD), hours ("09:00-13:00"; blank: closed all day), reason.
    Raises: BadForm with every problem at once.
    """
    today = _today(clinic, moment)
    problems: list[FieldProblem] = []
    kind = _KINDS.get(fields.get("kind", ""))
    if kind is None:
        problems.append(FieldProblem("kind", "Choose a closure or special hours.", value=fields.get("kind", "")))
    if clinic.status != "open":
        problems.append(FieldProblem("kind", f"{clinic.name} is not in operation, so it keeps no hours to change."))
    first = _day("from", fields, problems)
    last = _day("through", fields, problems)
    if first and last:
        problems += _order_problems(first, last, today)
    spans = _spans(kind, fields.get("hours", "").strip(), problems)
    reason = _reason(fields.get("reason", ""), problems)
    if problems or kind is None or first is None or last is None:
        raise BadForm(problems)
    return NewOverride(clinic.clinic_code, kind, first, last, spans, reason)


def set_override(engine: Engine, new: NewOverride, actor: str, moment: datetime) -> int:
    """Store an exception: every worker takes it within seconds, and it ends by itself after its last day.

    The same exception sent twice is one. Returns its number.
    """
    value = _as_text(new.kind, new.from_day, new.through_day, new.spans)
    entry = AuditEntry(actor, "clinic_hours.set", "clinic", new.clinic_code, new=value, reason=new.reason)
    same = _number_of(engine, new)
    if same is not None:
        return same
    with engine.begin() as connection:
        append_entry(connection, entry, moment)
        return add_override(connection, new, actor, moment)


def end_early(engine: Engine, clinic_code: str, number: int, actor: str, moment: datetime) -> None:
    """End an exception before its last day; the usual hours count again. One that is ended already stays as it is.

    Raises: NotOnFile if this clinic has no such exception.
    """
    with engine.connect() as connection:
        kept = _found(connection, clinic_code, number)
    if kept.ended_at is not None:
        return
    each = kept.override
    value = _as_text(each.kind, each.from_day, each.through_day, each.spans)
    entry = AuditEntry(actor, "clinic_hours.ended", "clinic", clinic_code, old=value, reason=each.reason)
    with engine.connect() as connection:
        append_entry(connection, entry, moment)
        # If somebody else ended it a moment ago, their entry says so, and this one is not kept.
        if end_override(connection, number, actor, moment):
            connection.commit()


def _found(connection: Connection, clinic_code: str, number: int) -> KeptOverride:
    for each in read_kept_overrides(connection, clinic_code):
        if each.override.number == number:
            return each
    raise NotOnFile("exception to the hours", str(number))


def _number_of(engine: Engine, new: NewOverride) -> int | None:
    with engine.connect() as connection:
        kept = read_kept_overrides(connection, new.clinic_code)
    return next((each.override.number for each in kept if each.ended_at is None and _is_same(each.override, new)), None)


def _is_same(old: Override, new: NewOverride) -> bool:
    return all(
        getattr(old, name) == getattr(new, name) for name in ("kind", "from_day", "through_day", "spans", "reason")
    )


def _as_text(kind: str, first: date, last: date, spans: Spans) -> str:
    hours = written_spans(spans) or "closed"
    return json.dumps({"kind": kind, "from": first.isoformat(), "through": last.isoformat(), "hours": hours})


def _today(clinic: Clinic, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(clinic.timezone)).date()


def _day(name: str, fields: Mapping[str, str], problems: list[FieldProblem]) -> date | None:
    typed = fields.get(name, "").strip()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        message = f"{typed!r} is not a day. Write it as 2026-12-03." if typed else "Give a day, such as 2026-12-03."
        problems.append(FieldProblem(name, message, value=typed))
        return None


def _order_problems(first: date, last: date, today: date) -> list[FieldProblem]:
    if last < first:
        return [FieldProblem("through", f"{last} is before {first}. Give the last day, not before the first.")]
    if last < today:
        return [FieldProblem("through", f"{last} is over already. Give today or a later day.")]
    if last > today + FURTHEST:
        message = f"{last} is more than a year ahead. Check the year, or give the clinic another status."
        return [FieldProblem("through", message)]
    return []


def _spans(kind: OverrideKind | None, typed: str, problems: list[FieldProblem]) -> Spans:
    if kind != "special_hours" or not typed:
        return ()
    spans = read_spans(typed)
    if spans is None or len(typed) > 100:
        message = f"{typed!r} cannot be read. Write 09:00-13:00, or 09:00-12:00, 13:00-17:00. Blank: closed all day."
        problems.append(FieldProblem("hours", message, value=typed))
    return spans or ()


def _reason(typed: str, problems: list[FieldProblem]) -> str:
    """One line with an end mark, since it stands on public pages as a sentence."""
    reason = " ".join(typed.split())
    if not reason:
        problems.append(FieldProblem("reason", "Say why in a sentence. The public reads it."))
    elif len(reason) >= LONGEST_REASON:
        problems.append(FieldProblem("reason", f"Use fewer than {LONGEST_REASON} characters.", value=reason))
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
