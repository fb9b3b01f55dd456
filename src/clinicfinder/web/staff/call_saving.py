"""The end of a call: the quote, its outcome and the closed call, in this order, so that nothing is lost on the way."""

from __future__ import annotations

from datetime import datetime

from clinicfinder.domain.quote_outcomes import OutcomeEntry, read_outcome
from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import BadForm, FieldProblem
from clinicfinder.usecases.call_drafts import end_call
from clinicfinder.usecases.record_outcome import record_outcome
from clinicfinder.web.current import catalogue, engine, settings
from clinicfinder.web.staff.call_form import CallForm
from clinicfinder.web.staff.call_script_view import script_view
from clinicfinder.web.staff.quote_saving import QuoteRequest, caller_seal, read_caller, save_typed_quote


def save_call(call: CallForm, stamp: str, member: StaffMember, moment: datetime) -> str:
    """Save the quote and how the call ended, then close the call. Sent again, it does the same once.

    Args: stamp: of the figure that was on the screen. The call must be kept already.
    Returns: the quote's reference.
    Raises: BadForm with every problem of every panel at once.
    """
    problems: list[FieldProblem] = []
    entry = _outcome(call, problems)
    if not call.value("treatment"):
        problems.append(FieldProblem("treatment", "Choose the treatment that the quote is for."))
    if call.place.heading and not call.place.for_estimate:
        # A quote without the place that the agent typed would look like one with it.
        message = f"{call.place.heading} {call.place.message} Or leave the place empty."
        problems.append(FieldProblem("place", message))
    request = _request(call, stamp, member)
    if entry is None or problems:
        raise BadForm([*problems, *_problems_of_quote(call)])
    saved = save_typed_quote(request, member, moment)
    record_outcome(engine(), saved.reference, entry, member, moment)
    end_call(engine(), caller_seal(), call.call_id, member, moment, reference=saved.reference)
    return saved.reference


def _outcome(call: CallForm, problems: list[FieldProblem]) -> OutcomeEntry | None:
    try:
        return read_outcome({**call.values, "entry_key": call.call_id}, call.estimate.today)
    except BadForm as error:
        problems.extend(error.problems)
        return None


def _request(call: CallForm, stamp: str, member: StaffMember) -> QuoteRequest:
    script = script_view(catalogue().scripts, member, settings().crisis, {}, call.estimate.today)
    return QuoteRequest(
        fields=call.estimate.values,
        clinic_code=call.value("clinic"),
        script_version=script.version,
        idempotency_key=call.call_id,
        caller_name=call.value("caller_name"),
        caller_phone=call.value("caller_phone"),
        stamp=stamp,
    )


def _problems_of_quote(call: CallForm) -> tuple[FieldProblem, ...]:
    """What the quote would be refused for besides, told in the same breath."""
    problems = list(call.estimate.problems)
    if not call.clinic:
        problems.append(FieldProblem("clinic_code", "Choose the clinic that the quote is for."))
    read_caller(call.value("caller_name"), call.value("caller_phone"), problems)
    return tuple(problems)
