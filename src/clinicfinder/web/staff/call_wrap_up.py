"""The last panel of the call screen: how the call ended, and when and how to call again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.quote_outcomes import OUTCOMES
from clinicfinder.errors import FieldProblem
from clinicfinder.web.form_options import Option
from clinicfinder.web.staff.call_form import CallForm

TIME_ZONES: Final[Mapping[str, str]] = {
    "America/New_York": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
    "America/Puerto_Rico": "Atlantic (Puerto Rico)",
}
"""The clocks that callers go by, in the order of the list."""

_YES_NO: Final = (("yes", "Yes"), ("no", "No"), ("", "Not asked"))


@dataclass(frozen=True, slots=True)
class WrapUpView:
    """The wrap-up as filled in. `problems`: field -> message."""

    outcomes: tuple[Option, ...]
    time_zones: tuple[Option, ...]
    safe_to_call: tuple[Option, ...]
    voicemail_ok: tuple[Option, ...]
    values: Mapping[str, str]
    problems: Mapping[str, str]
    callback_open: bool


def wrap_up_view(form: CallForm, problems: Sequence[FieldProblem]) -> WrapUpView:
    """The controls of the wrap-up, each with what was typed or chosen."""
    said = {problem.field: problem.message for problem in problems}
    zone = form.value("callback_time_zone") or (form.clinic.timezone if form.clinic else "")
    slot = ("callback_day", "callback_from", "callback_until", "callback_time_zone", "do_not_call_until")
    return WrapUpView(
        outcomes=_options(((one.code, one.label) for one in OUTCOMES.values()), form.value("outcome")),
        time_zones=_options(TIME_ZONES.items(), zone),
        safe_to_call=_options(_YES_NO, form.value("safe_to_call")),
        voicemail_ok=_options(_YES_NO, form.value("voicemail_ok")),
        values=form.values,
        problems=said,
        callback_open=any(form.value(name) or name in said for name in slot if name != "callback_time_zone"),
    )


def _options(pairs: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(code, text, code == chosen) for code, text in pairs)
