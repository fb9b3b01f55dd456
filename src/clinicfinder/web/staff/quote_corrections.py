"""Correct a quote: the same answers again, changed where they were wrong, saved as a new quote beside the old one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from werkzeug.datastructures import MultiDict

from clinicfinder.domain.quotes import Snapshot
from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import BadForm, FieldProblem
from clinicfinder.usecases.read_quotes import OpenedQuote
from clinicfinder.web.current import catalogue, settings, today
from clinicfinder.web.estimate_fields import FormView, form_view
from clinicfinder.web.estimate_form import estimate_for, read_estimate_form
from clinicfinder.web.form_options import Option
from clinicfinder.web.staff.quote_saving import (
    QuoteRequest,
    chosen_clinic,
    estimate_fields,
    estimate_stamp,
    new_saving_key,
)
from clinicfinder.web.staff.quote_snapshot import Occasion, take_down
from clinicfinder.web.staff.quote_views import by_field, figure_words


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """The form of a correction. `preview` is what would be saved; `seen` names just that, so nothing else is."""

    reference: str
    values: Mapping[str, str]
    form: FormView
    clinics: tuple[Option, ...]
    problems: Mapping[str, str]
    messages: tuple[str, ...]
    preview: Snapshot | None
    figure: str
    seen: str
    stamp: str

    def value(self, field: str) -> str:
        """The text of a field as sent."""
        return self.values.get(field, "")


def first_values(opened: OpenedQuote) -> dict[str, str]:
    """What a correction starts from: the old answers, the old clinic, and the caller's details if any are held."""
    quote = opened.stored.snapshot
    details = opened.caller.details if opened.caller else None
    return dict(quote.given) | {
        "clinic_code": quote.clinic.code,
        "caller_name": (details.name if details else None) or "",
        "caller_phone": (details.phone if details else None) or "",
        "saving_key": new_saving_key(),
    }


def is_seen(sent: Mapping[str, str]) -> bool:
    """Whether the figure on the screen was worked out from just these answers."""
    return sent.get("seen") == _seen(sent)


def correction_request(reference: str, sent: Mapping[str, str]) -> QuoteRequest:
    """What to save."""
    return QuoteRequest(
        fields=estimate_fields(sent),
        clinic_code=sent.get("clinic_code", ""),
        script_version="",
        idempotency_key=sent.get("saving_key", ""),
        caller_name=sent.get("caller_name", ""),
        caller_phone=sent.get("caller_phone", ""),
        supersedes=reference,
        reason=sent.get("reason", ""),
        stamp=sent.get("stamp", ""),
    )


def correction_view(
    reference: str,
    sent: Mapping[str, str],
    member: StaffMember,
    moment: datetime,
    problems: tuple[FieldProblem, ...] = (),
) -> CorrectionView:
    """The form as typed, and what would be saved by it."""
    held = catalogue()
    form = read_estimate_form(MultiDict(estimate_fields(sent)), held, today())
    care = estimate_for(held, form.question) if form.question else None
    found = {problem.message: problem for problem in (*form.problems, *problems)}
    preview = None
    try:
        clinic = chosen_clinic(sent.get("clinic_code", ""))
    except BadForm as error:
        found |= {problem.message: problem for problem in error.problems}
    else:
        occasion = Occasion(member, moment, "", settings().quote_days)
        preview = take_down(held, form, care, clinic, occasion) if care else None
    clinics = sorted(held.index.clinics, key=lambda one: one.name)
    return CorrectionView(
        reference=reference,
        values=sent,
        form=_kept_with_the_quote(form_view(held, form, care)),
        clinics=tuple(Option(c.clinic_code, f"{c.name}, {c.city} {c.state}", False) for c in clinics),
        problems=by_field(found.values()),
        messages=tuple(found),
        preview=preview,
        figure=figure_words(preview) if preview else "",
        seen=_seen(sent),
        stamp=estimate_stamp(),
    )


def _kept_with_the_quote(form: FormView) -> FormView:
    """The public form promises that a place is not stored. Here it is, so that the promise must go."""
    hint = "Such as TX or 75201. Kept with the quote."
    first = tuple(replace(field, hint=hint) if field.name == "place" else field for field in form.first)
    return replace(form, first=first)


def _seen(sent: Mapping[str, str]) -> str:
    """A name for the answers that a figure rests on. Empty ones count as not given."""
    given = sorted((name, text.strip()) for name, text in estimate_fields(sent).items() if text.strip())
    return hashlib.sha256(json.dumps([given, sent.get("clinic_code", "")]).encode()).hexdigest()
