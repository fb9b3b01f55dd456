"""The answers of the call screen: the whole page, or the regions that a swap puts in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Response, make_response, render_template, request, url_for

from clinicfinder.domain.call_scripts import Piece
from clinicfinder.domain.quotes import Snapshot
from clinicfinder.errors import FieldProblem
from clinicfinder.store.call_drafts import StoredCall
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.call_drafts import KEPT_FOR
from clinicfinder.web.current import catalogue, settings, today
from clinicfinder.web.fragments import vary_by_htmx
from clinicfinder.web.staff.access import current_member, refusal
from clinicfinder.web.staff.call_form import CallForm
from clinicfinder.web.staff.call_script_view import script_view
from clinicfinder.web.staff.call_view import CallView, call_view
from clinicfinder.web.staff.quote_saving import estimate_stamp
from clinicfinder.web.wording import day_words


@dataclass(frozen=True, slots=True)
class OpenCallLine:
    """One call to go on with. `what` is as little as tells it from the others; None: it cannot be opened any more."""

    call_id: str
    started_at: datetime
    what: str | None


def call_page(
    form: CallForm,
    *,
    whole: bool,
    problems: Sequence[FieldProblem] = (),
    open_calls: Sequence[OpenCallLine] = (),
) -> Response:
    """The call screen.

    Args: whole: the page; else the regions alone, each to be put in its place.
        problems: what stood in the way of saving.
    """
    moment = datetime.now(UTC)
    view = call_view(catalogue(), form, current_member(), settings().crisis, moment, problems)
    page = render_template(
        "pages/staff/call.html" if whole else "partials/staff/call/swap.html",
        view=view,
        open_calls=open_calls,
        stamp=estimate_stamp(),
        plan_changed=request.form.get("shape") != view.plan.shape,
        refused=bool(problems),
        kept_days=KEPT_FOR // timedelta(days=1),
        caller_days=settings().caller_days,
    )
    answer = make_response(page, _status(view, problems))
    if not whole:
        # From now on the address is the call's own: loading it again, or signing in again, leads back to it.
        answer.headers["HX-Replace-Url"] = url_for("staff_call.resume", call_id=form.call_id)
    return vary_by_htmx(answer)


def _status(view: CallView, problems: Sequence[FieldProblem]) -> int:
    return 422 if problems or view.problems or view.call.place.is_problem else 200


def kept_note(call_id: str, crisis: bool) -> Response:
    """The short answer to a save in passing; help comes with it as soon as the text calls for it."""
    answer = make_response(render_template("partials/staff/call/kept.html", crisis_now=crisis))
    answer.headers["HX-Replace-Url"] = url_for("staff_call.resume", call_id=call_id)
    return answer


def ended_page(reference: str | None) -> Response:
    """The answer to a save that came after the call was closed."""
    return make_response(render_template("partials/staff/call/ended.html", reference=reference), 409)


def gone_page() -> Response:
    """The answer where there is no such call for this agent, on the way to a new one."""
    message = (
        f"A call that is not finished is deleted {KEPT_FOR.days} days after its last change, and only the agent who "
        "took it can open it. If it was saved, find it among the quotes by its reference."
    )
    return refusal("There is no such call.", message, 404)


def open_call_lines(held: Catalogue, calls: Sequence[StoredCall]) -> tuple[OpenCallLine, ...]:
    """The agent's open calls, each by its treatment and place."""
    return tuple(OpenCallLine(call.call_id, call.started_at, _what(held, call)) for call in calls)


def _what(held: Catalogue, call: StoredCall) -> str | None:
    if call.fields is None:
        return None
    values = dict(reversed(call.fields))
    treatment = held.treatments.get(values.get("treatment", ""))
    parts = (treatment.short_label if treatment else "", values.get("place", ""), values.get("payer", ""))
    return ", ".join(filter(None, parts)) or "nothing settled yet"


def saved_script(quote: Snapshot, shown: str, spelled: str) -> tuple[Piece, ...]:
    """The reference's block with all that is known after saving; empty for an agent who hides the script."""
    values = {
        "clinic_name": quote.clinic.name,
        "reference": shown,
        "reference_spelled": spelled,
        "valid_through": day_words(quote.valid_through),
    }
    script = script_view(catalogue().scripts, current_member(), settings().crisis, values, today())
    return script.pieces("reference")
