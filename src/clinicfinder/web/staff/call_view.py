"""Everything the call screen shows, in the order of a call, from what was typed so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clinicfinder.config import CrisisLine
from clinicfinder.domain.staff import StaffMember
from clinicfinder.errors import FieldProblem
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.compare_view import CompareView, compare_view
from clinicfinder.web.estimate_fields import FormView, form_view
from clinicfinder.web.estimate_form import estimate_for
from clinicfinder.web.estimate_view import EstimateView, estimate_view
from clinicfinder.web.fields import Field
from clinicfinder.web.form_options import MAIN_TREATMENTS, Option
from clinicfinder.web.staff.call_clinics import CallClinics, call_clinics
from clinicfinder.web.staff.call_figure import FigureView, figure_view
from clinicfinder.web.staff.call_form import CallForm
from clinicfinder.web.staff.call_script_view import ScriptView, script_view
from clinicfinder.web.staff.call_wrap_up import WrapUpView, wrap_up_view
from clinicfinder.web.wording import phone_words


@dataclass(frozen=True, slots=True)
class CallView:
    """One call. `figure` None: `no_figure` says what is still needed. `problems`: a field's id and its message."""

    call: CallForm
    crisis: bool
    script: ScriptView
    treatment: Field
    compare: tuple[Option, ...]
    plan_first: tuple[Field, ...]
    plan: FormView
    clinics: CallClinics
    figure: FigureView | None
    no_figure: str
    compared: CompareView | None
    whole: EstimateView | None
    wrap_up: WrapUpView
    problems: tuple[tuple[str, str], ...]


def call_view(
    catalogue: Catalogue,
    call: CallForm,
    member: StaffMember,
    crisis: CrisisLine,
    moment: datetime,
    problems: Sequence[FieldProblem] = (),
) -> CallView:
    """Put a call into words.

    Args: problems: what stood in the way of saving it; none while the call goes on.
    """
    form = call.estimate
    care = estimate_for(catalogue, form.question) if form.question and call.value("treatment") else None
    whole = estimate_view(catalogue, form, care) if care else None
    plan = form_view(catalogue, form, care)
    first = {field.name: field for field in plan.first}
    return CallView(
        call=call,
        crisis=call.crisis or bool(call.value("danger")) or bool(care and care.coverage.crisis),
        script=script_view(catalogue.scripts, member, crisis, _known(catalogue, call), form.today),
        treatment=first["treatment"],
        compare=_compare(catalogue, call),
        plan_first=tuple(first[name] for name in ("payer", "payer_code", "plan_type", "setting") if name in first),
        plan=plan,
        clinics=call_clinics(catalogue, call, moment),
        figure=figure_view(catalogue, call, care, whole) if care and whole else None,
        no_figure=_no_figure(call),
        compared=_compared(catalogue, call, care, moment),
        whole=whole,
        wrap_up=wrap_up_view(call, problems),
        problems=_all_problems(plan, problems),
    )


def _known(catalogue: Catalogue, call: CallForm) -> dict[str, str]:
    """The variables of the script that the call has settled."""
    clinic, treatment = call.clinic, catalogue.treatments.get(call.value("treatment"))
    return {
        "clinic_name": clinic.name if clinic else "",
        "clinic_phone": phone_words(clinic.phone) if clinic and clinic.phone else "",
        "treatment": treatment.short_label if treatment else "",
    }


def _compare(catalogue: Catalogue, call: CallForm) -> tuple[Option, ...]:
    return tuple(Option(code, catalogue.treatments[code].short_label, code in call.compare) for code in MAIN_TREATMENTS)


def _compared(catalogue: Catalogue, call: CallForm, care: CareEstimate | None, moment: datetime) -> CompareView | None:
    further = [code for code in call.compare if care and code != care.question.treatment]
    return compare_view(catalogue, call.estimate, further, moment) if further else None


def _no_figure(call: CallForm) -> str:
    if call.estimate.problems:
        return "An answer cannot be used: correct it, and the figure comes back."
    return "Choose a treatment to see the estimate."


def _all_problems(plan: FormView, problems: Sequence[FieldProblem]) -> tuple[tuple[str, str], ...]:
    """Each problem once, with the control it belongs to; those of the plan stand beside their fields at any time."""
    places = {"clinic_code": "call-clinics", "stamp": "call-figure"}
    in_plan = {message for _, message in plan.problems}
    others = [
        (places.get(problem.field, "f-" + problem.field.replace(".", "-")), problem.message)
        for problem in problems
        if problem.message not in in_plan
    ]
    return (*plan.problems, *others)
