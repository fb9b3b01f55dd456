"""The two groups of the estimate form that sharpen the cost: the plan's figures, and the course."""

from __future__ import annotations

from datetime import date

from clinicfinder.costs.presets import LEDGER_FIELDS
from clinicfinder.coverage.rules import PLAN_TYPES
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.estimate_form import COURSE_MONTHS, EstimateForm
from clinicfinder.web.fields import Field, FieldKind, select, yes_no
from clinicfinder.web.plan_form import MONTHS
from clinicfinder.web.question_words import maintenance_words, plan_type_words, question_words
from clinicfinder.web.translation import data_text, gettext
from clinicfinder.web.wording import month_day_words


def plan_fields(
    catalogue: Catalogue, form: EstimateForm, answer: CareEstimate | None, *, network_asked: bool
) -> tuple[Field, ...]:
    """The plan's figures, each optional. A network question that is asked above is not asked twice."""
    words = question_words("in_network")
    return (
        *_preset(catalogue, form, answer),
        _figure(form, "deductible", gettext("Yearly deductible"), gettext("What you pay before the plan starts.")),
        select(
            form,
            "deductible_part",
            gettext("How much of it is met this year"),
            (
                ("none", gettext("Nothing yet")),
                ("half", gettext("About half")),
                ("full", gettext("All of it")),
            ),
        ),
        _figure(form, "deductible_met", gettext("Or the amount met so far")),
        _figure(form, "copay", gettext("Copay for a visit"), gettext("A fixed amount for mental health care.")),
        _figure(form, "coinsurance", gettext("Coinsurance"), gettext("Your share in percent, such as 20."), "percent"),
        _figure(form, "oop_max", gettext("Yearly out-of-pocket maximum")),
        _figure(form, "oop_met", gettext("How much of that maximum is met")),
        select(
            form,
            "reset",
            gettext("When the yearly limits start again"),
            ((month, _first_of(int(month))) for month in MONTHS[1:]),
            empty=_first_of(1),
        ),
        *(() if network_asked else (yes_no(form, "facts.in_network", words.text, words.hint),)),
        select(
            form,
            "other_plan",
            gettext("Is there a second plan?"),
            ((code, plan_type_words(code)) for code in PLAN_TYPES if code != "self_pay"),
            hint=gettext("A government plan shuts out the maker's savings programs."),
            empty=gettext("No, or I don't know"),
        ),
    )


def course_fields(form: EstimateForm, answer: CareEstimate | None) -> tuple[Field, ...]:
    """When the course starts, how far to look, and what follows it."""
    choices = answer.maintenance_choices if answer else ("none",)
    return (
        Field(
            "start",
            gettext("First session"),
            "date",
            form.value("start"),
            hint=gettext("Left empty: today. It matters when the yearly limits start again."),
            problem=form.problem("start"),
        ),
        select(
            form,
            "months",
            gettext("How far to look"),
            ((months, gettext("%(months)s months", months=months)) for months in COURSE_MONTHS),
            empty=gettext("The first course alone"),
        ),
        *(
            (
                select(
                    form,
                    "maintenance",
                    gettext("After the first course"),
                    ((code, maintenance_words(code)) for code in choices if code != "none"),
                    hint=gettext("Counts only together with a number of months."),
                    empty=gettext("Nothing further"),
                ),
            )
            if len(choices) > 1
            else ()
        ),
    )


def _preset(catalogue: Catalogue, form: EstimateForm, answer: CareEstimate | None) -> tuple[Field, ...]:
    """Ready figures of the year of the course for this kind of plan, where a source gives any that enter the sums."""
    year = answer.sessions[0].on.year if answer and answer.sessions else form.today.year
    fitting = [
        (preset.preset, data_text(preset.label))
        for preset in catalogue.estimates.presets
        if preset.year == year
        and form.value("plan_type") in ("", preset.plan_type)
        and any(field.field in LEDGER_FIELDS for field in preset.fields)
    ]
    if not fitting:
        return ()
    hint = gettext("Figures of a known plan to start from. What you type below replaces them.")
    return (
        select(form, "preset", gettext("A plan like yours"), fitting, hint=hint, empty=gettext("None, I type my own")),
    )


def _figure(form: EstimateForm, name: str, label: str, hint: str | None = None, kind: FieldKind = "money") -> Field:
    return Field(name, label, kind, form.value(name), hint, problem=form.problem(name))


def _first_of(month: int) -> str:
    # The year only serves to make a date; 2001 has no leap day to trip over.
    return month_day_words(date(2001, month, 1))
