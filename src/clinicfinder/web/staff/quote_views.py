"""A quote and what came of it, as the console shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clinicfinder.domain.quote_document import Section
from clinicfinder.domain.quote_outcomes import OUTCOMES, OutcomeEntry
from clinicfinder.domain.quote_reference import read_aloud, shown_reference
from clinicfinder.domain.quotes import Snapshot
from clinicfinder.errors import FieldProblem
from clinicfinder.store.quote_outcomes import RecordedOutcome
from clinicfinder.units import Cents
from clinicfinder.usecases.read_quotes import OpenedQuote
from clinicfinder.web.form_options import Option
from clinicfinder.web.staff.quote_saving import new_saving_key
from clinicfinder.web.translation import gettext, marked
from clinicfinder.web.wording import day_words, money_range_words, phone_words, time_words

TIME_ZONES: Final = (
    ("America/New_York", "Eastern"), ("America/Chicago", "Central"), ("America/Denver", "Mountain"),
    ("America/Phoenix", "Arizona"), ("America/Los_Angeles", "Pacific"), ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"), ("America/Puerto_Rico", "Puerto Rico"),
)  # fmt: skip

_FIRST: Final = ("caution", "cost", "self_pay", "before", "after")
"""Parts that stand open; the others can be opened. Nothing is left out."""

_DIGITS: Final = (
    marked("zero"), marked("one"), marked("two"), marked("three"), marked("four"), marked("five"), marked("six"),
    marked("seven"), marked("eight"), marked("nine"),
)  # fmt: skip

_WHY_IT_ENDS: Final = {
    "rule_changes": marked("A rule it rests on changes the day after."),
    "prices_end": marked("The prices it rests on end that day."),
}


@dataclass(frozen=True, slots=True)
class OtherQuote:
    """A quote that this one corrects, or that corrects it."""

    reference: str
    shown: str


@dataclass(frozen=True, slots=True)
class CallerView:
    """The caller's details, and until when they are kept. `is_sealed`: they cannot be opened here."""

    name: str | None
    phone: str | None
    kept_until: str
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """One entry beside a quote."""

    when: str
    who: str
    outcome: str | None
    note: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeFormView:
    """The fields of a wrap-up as typed. `problems` maps a field to its message."""

    values: Mapping[str, str]
    outcomes: tuple[Option, ...]
    time_zones: tuple[Option, ...]
    problems: Mapping[str, str]
    entry_key: str
    required: bool

    def value(self, field: str) -> str:
        """The text of a field as sent."""
        return self.values.get(field, "")


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quote. `quote` is the snapshot itself: a finished document that is shown as it stands."""

    reference: str
    shown: str
    read_aloud: str
    quote: Snapshot
    figure: str
    made: str
    valid: str
    expired: bool
    supersedes: OtherQuote | None
    superseded_by: OtherQuote | None
    clinic_phone: str | None
    caller: CallerView | None
    outcomes: tuple[OutcomeView, ...]
    first: tuple[Section, ...]
    more: tuple[Section, ...]


def quote_view(opened: OpenedQuote, caller_days: int) -> QuoteView:
    """Put an opened quote into words. What it holds is not touched: only dates and states around it are worded."""
    stored, quote = opened.stored, opened.stored.snapshot
    return QuoteView(
        reference=stored.reference,
        shown=shown_reference(stored.reference),
        read_aloud=_aloud(stored.reference),
        quote=quote,
        figure=figure_words(quote),
        made=_made_words(quote),
        valid=_valid_words(quote, expired=opened.expired),
        expired=opened.expired,
        supersedes=_other(stored.supersedes),
        superseded_by=_other(stored.superseded_by),
        clinic_phone=phone_words(quote.clinic.phone) if quote.clinic.phone else None,
        caller=_caller(opened, caller_days),
        outcomes=tuple(_outcome(one, quote.clinic.time_zone) for one in reversed(opened.outcomes)),
        first=tuple(section for section in quote.sections if section.key in _FIRST),
        more=tuple(section for section in quote.sections if section.key not in _FIRST),
    )


def figure_words(quote: Snapshot) -> str:
    """The one figure to read: the whole course as it was shown, and what it is."""
    amount = amount_words(quote.low_cents, quote.high_cents)
    match quote.figure_basis:
        case "plan":
            if quote.is_whole:
                return gettext("An estimate of %(amount)s for the whole course through the plan.", amount=amount)
            return gettext(
                "An estimate of %(amount)s for the whole course through the plan, and part of it has no price on file.",
                amount=amount,
            )
        case "self_pay":
            return gettext(
                "An estimate of %(amount)s for the whole course, by clinics' own prices, without insurance.",
                amount=amount,
            )
        case "none":
            return gettext("No figure: no price is on file. The clinic and the plan can tell.")


def amount_words(low: int | None, high: int | None) -> str:
    """A range of money, or a dash where there is none."""
    return "–" if low is None or high is None else money_range_words(Cents(low), Cents(high))


def outcome_form(
    fields: Mapping[str, str] | None = None,
    problems: Sequence[FieldProblem] = (),
    *,
    required: bool = True,
    time_zone: str = "",
) -> OutcomeFormView:
    """The fields of a wrap-up. `time_zone`: the one to start from, usually the clinic's."""
    values = dict(fields or {})
    chosen_zone = values.get("callback_time_zone") or time_zone
    known = dict(TIME_ZONES)
    zones = {**known, chosen_zone: known.get(chosen_zone, chosen_zone)} if chosen_zone else known
    return OutcomeFormView(
        values=values,
        outcomes=tuple(Option(o.code, o.label, o.code == values.get("outcome")) for o in OUTCOMES.values()),
        time_zones=tuple(Option(code, name, code == chosen_zone) for code, name in zones.items()),
        problems=by_field(problems),
        entry_key=values.get("entry_key") or new_saving_key(),
        required=required,
    )


def by_field(problems: Iterable[FieldProblem]) -> Mapping[str, str]:
    """The first message of each field."""
    messages: dict[str, str] = {}
    for problem in problems:
        messages.setdefault(problem.field, problem.message)
    return messages


def _aloud(reference: str) -> str:
    return read_aloud(reference, gettext("%(symbol)s as in %(word)s"), [gettext(digit) for digit in _DIGITS])


def _other(reference: str | None) -> OtherQuote | None:
    return OtherQuote(reference, shown_reference(reference)) if reference else None


def _moment_words(moment: datetime, time_zone: str) -> str:
    local = moment.astimezone(ZoneInfo(time_zone))
    words = {"day": day_words(local.date()), "time": time_words(local), "zone": local.tzname()}
    return gettext("%(day)s at %(time)s %(zone)s", **words)


def _made_words(quote: Snapshot) -> str:
    moment = _moment_words(quote.made_at, quote.clinic.time_zone)
    return gettext("Made on %(moment)s by %(name)s.", moment=moment, name=quote.agent.name)


def _valid_words(quote: Snapshot, *, expired: bool) -> str:
    day = day_words(quote.valid_through)
    if expired:
        return gettext(
            "Expired: it was valid through %(day)s. Make a new one before you read its figures to anybody.", day=day
        )
    until = gettext("Valid through %(day)s, end of day in %(city)s.", day=day, city=quote.clinic.city_line)
    why = _WHY_IT_ENDS.get(quote.valid_because)
    return f"{until} {gettext(why)}" if why else until


def _caller(opened: OpenedQuote, days: int) -> CallerView | None:
    held = opened.caller
    if held is None:
        return None
    phone = phone_words(held.details.phone) if held.details.phone else None
    until = day_words((held.kept_since + timedelta(days=days)).date())
    return CallerView(held.details.name, phone, until, held.is_sealed)


def _outcome(recorded: RecordedOutcome, time_zone: str) -> OutcomeView:
    entry = recorded.entry
    known = OUTCOMES.get(entry.outcome or "")
    return OutcomeView(
        when=_moment_words(recorded.recorded_at, time_zone),
        who=recorded.recorded_by_name,
        outcome=known.label if known else entry.outcome,
        note=entry.note,
        details=tuple(_details(entry)),
    )


def _details(entry: OutcomeEntry) -> Iterable[str]:
    if slot := entry.callback:
        zone = dict(TIME_ZONES).get(slot.time_zone, slot.time_zone)
        yield f"Call back on {day_words(slot.day)} from {slot.begins:%H:%M} to {slot.ends:%H:%M}, {zone} time."
    if entry.safe_to_call is not None:
        yield "Safe to call." if entry.safe_to_call else "Not safe to call."
    if entry.voicemail_ok is not None:
        yield "Voicemail is fine." if entry.voicemail_ok else "Leave no voicemail."
    if entry.do_not_call_until:
        yield f"Do not call before {day_words(entry.do_not_call_until)}."
