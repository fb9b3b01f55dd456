"""Save what an agent has on the screen as a quote: the one way in, for the call screen and for corrections."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import phonenumbers
from flask import current_app
from werkzeug.datastructures import MultiDict

from clinicfinder.coverage.facts import FACTS
from clinicfinder.domain.clinics import PUBLIC_STATUSES, Clinic
from clinicfinder.domain.quote_reference import parse_reference
from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import BadForm, FieldProblem
from clinicfinder.store.caller_details import KEY_PURPOSE, CallerDetails, CallerSeal
from clinicfinder.usecases.code_versions import engine_version
from clinicfinder.usecases.save_quote import QuoteToSave, SavedQuote, save_quote
from clinicfinder.web.current import catalogue, engine, key, settings, today
from clinicfinder.web.estimate_form import FACT_PREFIX, estimate_for, read_estimate_form
from clinicfinder.web.plan_form import MONEY_FIELDS
from clinicfinder.web.staff.quote_snapshot import Occasion, take_down

ESTIMATE_FIELDS: Final = frozenset(
    {
        "treatment", "payer", "payer_code", "plan_type", "product", "place", "clinic", "indication", "preset", "start",
        "months", "maintenance", "setting", "other_plan", "reset", "deductible_part", "coinsurance", *MONEY_FIELDS,
        *(FACT_PREFIX + fact for fact in FACTS),
    }
)  # fmt: skip
"""What a quote keeps of a form, as typed. Nothing else that a page sends is written into it: no name, no token."""

LONGEST_NAME: Final = 120
LONGEST_REASON: Final = 300
_SEAL: Final = "clinicfinder.caller_seal"


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """What an agent wants saved. `fields` are the estimate form's, as typed; empty texts mean "not given".

    `idempotency_key` is random and stands in the form: the same form sent twice is saved once, a changed one anew.
    `stamp` is what `estimate_stamp` gave when the figure was shown; "" leaves that unchecked.
    """

    fields: Mapping[str, str]
    clinic_code: str
    script_version: str
    idempotency_key: str
    caller_name: str = ""
    caller_phone: str = ""
    supersedes: str | None = None
    reason: str = ""
    stamp: str = ""


def save_typed_quote(request: QuoteRequest, member: StaffMember, moment: datetime) -> SavedQuote:
    """Work the estimate out, take it down and store it.

    Raises: BadForm with every problem at once; NotOnFile if `supersedes` is no quote.
    """
    held = catalogue()
    problems: list[FieldProblem] = []
    form = read_estimate_form(MultiDict(estimate_fields(request.fields)), held, today())
    problems += form.problems
    clinic = None
    try:
        clinic = chosen_clinic(request.clinic_code)
    except BadForm as error:
        problems += error.problems
    caller = read_caller(request.caller_name, request.caller_phone, problems)
    supersedes = _superseded(request, problems)
    if request.stamp and request.stamp != estimate_stamp():
        message = "The rules or prices were updated a moment ago. Look at the figure again, then save."
        problems.append(FieldProblem("stamp", message))
    if problems or form.question is None or clinic is None:
        raise BadForm(problems)
    occasion = Occasion(member, moment, request.script_version, settings().quote_days)
    snapshot = take_down(held, form, estimate_for(held, form.question), clinic, occasion)
    quote = QuoteToSave(snapshot, _saving_key(request), caller, supersedes, request.reason.strip() or None)
    return save_quote(engine(), caller_seal(), quote, member, moment)


def estimate_fields(sent: Mapping[str, str]) -> dict[str, str]:
    """The fields of an estimate among all that a page sent."""
    return {name: text for name, text in sent.items() if name in ESTIMATE_FIELDS}


def estimate_stamp() -> str:
    """What the estimates of this moment are made from: the data, the engine and the day."""
    return f"{catalogue().version} {engine_version()} {today().isoformat()}"


def chosen_clinic(code: str) -> Clinic:
    """The clinic that a quote is for.

    Raises: BadForm if it is none that the public may go to.
    """
    clinic = catalogue().clinics.get(code)
    if clinic is not None and clinic.status in PUBLIC_STATUSES:
        return clinic
    unknown = f"{code[:60]!r} is no open clinic of our list. Choose one from the list."
    message = unknown if code else "Choose the clinic that the quote is for."
    raise BadForm([FieldProblem("clinic_code", message, value=code)])


def new_saving_key() -> str:
    """A key for one form, to be sent with it as often as it is sent."""
    return secrets.token_urlsafe(16)


def caller_seal() -> CallerSeal:
    """What seals and opens callers' details here."""
    if _SEAL not in current_app.extensions:
        current_app.extensions[_SEAL] = CallerSeal(settings().encryption_keys, key(KEY_PURPOSE))
    seal: CallerSeal = current_app.extensions[_SEAL]
    return seal


def _saving_key(request: QuoteRequest) -> str:
    """The form's key and its content, so that a form that was changed and sent again is a quote of its own."""
    content = [
        request.idempotency_key or new_saving_key(),
        sorted(estimate_fields(request.fields).items()),
        request.clinic_code,
        request.supersedes,
        request.caller_name,
        request.caller_phone,
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def read_caller(typed_name: str, typed_phone: str, problems: list[FieldProblem]) -> CallerDetails:
    """Who called, as far as they said; what cannot be used is added to `problems`."""
    name = " ".join(typed_name.replace("\0", "").split())
    if len(name) > LONGEST_NAME:
        message = f"The name has {len(name)} letters. Shorten it to {LONGEST_NAME}."
        problems.append(FieldProblem("caller_name", message, value=name))
    return CallerDetails(name or None, _phone(typed_phone.strip(), problems))


def _phone(text: str, problems: list[FieldProblem]) -> str | None:
    if not text:
        return None
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_possible_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    message = f"{text[:40]!r} is no phone number. Enter it with its area code, such as 602-555-0123, or leave it out."
    problems.append(FieldProblem("caller_phone", message, value=text))
    return None


def _superseded(request: QuoteRequest, problems: list[FieldProblem]) -> str | None:
    if not request.supersedes:
        return None
    if not request.reason.strip():
        problems.append(FieldProblem("reason", "Say in a few words why the quote is corrected."))
    elif len(request.reason) > LONGEST_REASON:
        message = f"The reason has {len(request.reason)} characters. Shorten it to {LONGEST_REASON}."
        problems.append(FieldProblem("reason", message, value=request.reason))
    try:
        return parse_reference(request.supersedes, "supersedes")
    except BadForm as error:
        problems += error.problems
        return None
