"""The call screen: one page in call order, kept on the server as the agent types."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.domain.quote_reference import read_aloud, shown_reference
from clinicfinder.errors import BadForm, NotOnFile
from clinicfinder.usecases.call_drafts import Ended, end_call, keep_call, new_call_id, open_call, open_calls
from clinicfinder.usecases.read_quotes import open_snapshot
from clinicfinder.usecases.staff_accounts import set_preferences
from clinicfinder.web.current import address_lookup, catalogue, engine, today
from clinicfinder.web.fragments import htmx
from clinicfinder.web.staff.access import current_member, for_role
from clinicfinder.web.staff.call_form import CallForm, Fields, kept_fields, read_call_form, speaks_of_crisis
from clinicfinder.web.staff.call_pages import call_page, ended_page, gone_page, kept_note, open_call_lines, saved_script
from clinicfinder.web.staff.call_saving import save_call
from clinicfinder.web.staff.quote_saving import caller_seal

call: Final = Blueprint("staff_call", __name__, url_prefix="/staff")

PREFERENCES: Final = {
    "hide_scripts": ("hide_scripts", True),
    "show_scripts": ("hide_scripts", False),
    "shortcuts_off": ("shortcuts_off", True),
    "shortcuts_on": ("shortcuts_off", False),
}
"""What a button of the page may change of how the agent likes it."""


@call.get("")
@for_role("agent")
def begin() -> Response:
    """An empty call, under a list of the agent's calls that are not finished."""
    calls = open_calls(engine(), caller_seal(), current_member())
    form = read_call_form(new_call_id(), (), catalogue(), address_lookup(), today())
    return call_page(form, open_calls=open_call_lines(catalogue(), calls), whole=True)


@call.get("/calls/<call_id>")
@for_role("agent")
def resume(call_id: str) -> AnyResponse:
    """A call as it was left."""
    stored = open_call(engine(), caller_seal(), call_id, current_member())
    if stored.closed_at is not None:
        return redirect(_after(call_id, stored.reference), 303)
    return call_page(_read(call_id, stored.fields or ()), whole=True)


@call.post("/calls/<call_id>")
@for_role("agent")
def answer(call_id: str) -> AnyResponse:
    """What the page makes of the form: the panels that follow from it, or the quote, or another look of the page."""
    fields = kept_fields(request.form.items(multi=True))
    kept = keep_call(engine(), caller_seal(), call_id, fields, current_member(), datetime.now(UTC))
    if isinstance(kept, Ended):
        return _go(_after(call_id, kept.reference))
    wanted = request.form.get("do", "")
    if wanted == "save":
        return _save(call_id, fields)
    if wanted in PREFERENCES:
        return _prefer(call_id, *PREFERENCES[wanted])
    return call_page(_read(call_id, fields), whole=not htmx)


@call.post("/calls/<call_id>/draft")
@for_role("agent")
def keep(call_id: str) -> Response:
    """Keep what is being typed, and look at it for words of crisis."""
    fields = kept_fields(request.form.items(multi=True))
    kept = keep_call(engine(), caller_seal(), call_id, fields, current_member(), datetime.now(UTC))
    return ended_page(kept.reference) if isinstance(kept, Ended) else kept_note(call_id, speaks_of_crisis(fields))


@call.post("/calls/<call_id>/discard")
@for_role("agent")
def discard(call_id: str) -> AnyResponse:
    """Give a call up; what was typed is deleted."""
    end_call(engine(), caller_seal(), call_id, current_member(), datetime.now(UTC))
    return redirect(url_for("staff_call.begin"), 303)


@call.get("/calls/<call_id>/saved")
@for_role("agent")
def saved(call_id: str) -> Response:
    """The reference, large, with how to read it aloud."""
    reference = open_call(engine(), caller_seal(), call_id, current_member()).reference
    if reference is None:
        raise NotOnFile("saved call", call_id)
    quote = open_snapshot(engine(), reference, datetime.now(UTC)).stored.snapshot
    shown, spelled = shown_reference(reference), read_aloud(reference)
    script = saved_script(quote, shown, spelled)
    page = render_template(
        "pages/staff/call_saved.html", quote=quote, reference=reference, shown=shown, spelled=spelled, script=script
    )
    return make_response(page)


@call.errorhandler(NotOnFile)
def _gone(_: NotOnFile) -> Response:
    """A call that is kept no more, or is another agent's: which of the two is nobody's business."""
    return gone_page()


def _read(call_id: str, fields: Fields) -> CallForm:
    return read_call_form(call_id, fields, catalogue(), address_lookup(), today())


def _save(call_id: str, fields: Fields) -> AnyResponse:
    form = _read(call_id, fields)
    try:
        reference = save_call(form, request.form.get("stamp", ""), current_member(), datetime.now(UTC))
    except BadForm as error:
        return call_page(form, problems=error.problems, whole=not htmx)
    return _go(_after(call_id, reference))


def _prefer(call_id: str, name: str, value: bool) -> AnyResponse:
    member = current_member()
    chosen = {"hide_scripts": member.hide_scripts, "shortcuts_off": member.shortcuts_off, name: value}
    set_preferences(engine(), member.username, **chosen)
    return _go(url_for("staff_call.resume", call_id=call_id))


def _after(call_id: str, reference: str | None) -> str:
    """Where a closed call leads: to its reference, or to the next call."""
    return url_for("staff_call.saved", call_id=call_id) if reference else url_for("staff_call.begin")


def _go(address: str) -> AnyResponse:
    """Send the whole page there, by whichever way it asked."""
    if not htmx:
        return redirect(address, 303)
    onward = make_response("")
    onward.headers["HX-Redirect"] = address
    return onward
