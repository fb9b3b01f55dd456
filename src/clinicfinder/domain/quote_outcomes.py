"""How a call about a quote ended, and what was noted: entries that are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final
from zoneinfo import available_timezones

from clinicfinder.errors import BadForm, FieldProblem

LONGEST_NOTE: Final = 1_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way a call can end. Some need a note or a time to call back, or the entry is of no use to the next agent."""

    code: str
    label: str
    needs_note: bool = False
    needs_callback: bool = False


OUTCOMES: Final[Mapping[str, Outcome]] = {
    outcome.code: outcome
    for outcome in (
        Outcome("booked", "Booked with the clinic"),
        Outcome("connected", "Connected to the clinic"),
        Outcome("callback", "Call back agreed", needs_callback=True),
        Outcome("thinking", "Caller will think about it"),
        Outcome("cost", "Cost stood in the way"),
        Outcome("coverage", "Coverage stood in the way"),
        Outcome("distance", "No clinic near enough"),
        Outcome("crisis", "Handed over to crisis help"),
        Outcome("do_not_call", "Asked not to be called"),
        Outcome("ended_early", "Call ended early"),
        Outcome("wrong_number", "Wrong number"),
        Outcome("other", "Something else (say what in the note)", needs_note=True),
    )
}


@dataclass(frozen=True, slots=True)
class CallbackSlot:
    """When to call back, by the clocks of `time_zone` (an IANA name)."""

    day: date
    begins: time
    ends: time
    time_zone: str


@dataclass(frozen=True, slots=True)
class OutcomeEntry:
    """One entry. `outcome` None: a note alone. `safe_to_call`, `voicemail_ok` None: not asked.

    `entry_key` is random; the same key is stored once, however often it is sent.
    """

    outcome: str | None
    note: str
    callback: CallbackSlot | None
    safe_to_call: bool | None
    voicemail_ok: bool | None
    do_not_call_until: date | None
    entry_key: str


def read_outcome(fields: Mapping[str, str], today: date, *, required: bool = True) -> OutcomeEntry:
    """Read the fields of a wrap-up, every problem at once.

    Args: required: whether an outcome must be chosen; else a note may stand alone.
    Raises: BadForm.
    """
    problems: list[FieldProblem] = []
    code = fields.get("outcome", "").strip() or None
    outcome = OUTCOMES.get(code or "")
    note = _note(fields, problems)
    callback = _callback(fields, today, problems)
    if code and outcome is None:
        problems.append(FieldProblem("outcome", f"We do not know {code[:40]!r}. Choose one from the list.", value=code))
    if required and code is None:
        problems.append(FieldProblem("outcome", "Choose how the call ended."))
    if not required and code is None and not note:
        problems.append(FieldProblem("note", "Choose an outcome or write a note."))
    if outcome and outcome.needs_note and not note:
        problems.append(FieldProblem("note", f"For “{outcome.label}” say in the note what happened."))
    no_slot_problem = not any(problem.field.startswith("callback") for problem in problems)
    if outcome and outcome.needs_callback and callback is None and no_slot_problem:
        problems.append(FieldProblem("callback_day", "Give the day and time on which to call back."))
    entry = OutcomeEntry(
        outcome=code,
        note=note,
        callback=callback,
        safe_to_call=_answer(fields, "safe_to_call", problems),
        voicemail_ok=_answer(fields, "voicemail_ok", problems),
        do_not_call_until=_day(fields, "do_not_call_until", today, problems),
        entry_key=fields.get("entry_key", "")[:64],
    )
    if problems:
        raise BadForm(problems)
    return entry


def _note(fields: Mapping[str, str], problems: list[FieldProblem]) -> str:
    # A NUL cannot be stored, and line ends differ between browsers.
    note = fields.get("note", "").replace("\0", "").replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        message = f"The note has {len(note):,} characters. Shorten it to {LONGEST_NOTE:,}."
        problems.append(FieldProblem("note", message, value=note))
    return note


def _answer(fields: Mapping[str, str], name: str, problems: list[FieldProblem]) -> bool | None:
    text = fields.get(name, "").strip()
    if text in ("", "yes", "no"):
        return {"yes": True, "no": False}.get(text)
    problems.append(FieldProblem(name, f"We do not know {text[:40]!r}. Choose yes, no or not asked.", value=text))
    return None


def _day(fields: Mapping[str, str], name: str, today: date, problems: list[FieldProblem]) -> date | None:
    text = fields.get(name, "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is not None and today <= day and day.year <= today.year + 10:
        return day
    message = f"{text[:40]!r} is not a day to come. Enter one such as {today.isoformat()}."
    problems.append(FieldProblem(name, message, value=text))
    return None


def _callback(fields: Mapping[str, str], today: date, problems: list[FieldProblem]) -> CallbackSlot | None:
    names = ("callback_day", "callback_from", "callback_until")
    texts = [fields.get(name, "").strip() for name in names]
    if not any(texts):
        return None
    day = _day(fields, "callback_day", today, problems)
    if not texts[0]:
        problems.append(FieldProblem("callback_day", "Give the day on which to call back."))
    begins, ends = (_clock(fields, name, problems) for name in names[1:])
    zone = fields.get("callback_time_zone", "").strip()
    if zone not in available_timezones():
        problems.append(FieldProblem("callback_time_zone", "Choose the time zone of the callback.", value=zone))
    if begins and ends and begins >= ends:
        problems.append(FieldProblem("callback_until", "The end of the callback must come after its start."))
    if day is None or begins is None or ends is None:
        return None
    return CallbackSlot(day, begins, ends, zone)


def _clock(fields: Mapping[str, str], name: str, problems: list[FieldProblem]) -> time | None:
    text = fields.get(name, "").strip()
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        message = f"{text[:40]!r} is not a time. Enter one such as 14:30." if text else "Give both times."
        problems.append(FieldProblem(name, message, value=text))
        return None
