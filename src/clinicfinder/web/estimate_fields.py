"""The fields of the estimate form as the templates show them: a short form that grows only by what matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from clinicfinder.coverage.facts import FACTS, INDICATIONS
from clinicfinder.coverage.questions import DIMENSIONS
from clinicfinder.coverage.rules import PLAN_TYPES
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.estimate_form import FACT_PREFIX, EstimateForm
from clinicfinder.web.fields import Field, FieldKind, select, yes_no
from clinicfinder.web.form_options import Option
from clinicfinder.web.plan_fields import course_fields, plan_fields
from clinicfinder.web.question_words import choice_words, indication_words, plan_type_words, question_words
from clinicfinder.web.translation import data_text, gettext

ASKED_AT_ONCE: Final = 5
"""How many further questions stand open; the others wait under "More questions"."""

_ASKED_ABOVE: Final = frozenset({"payer", "plan_type", "state"})


@dataclass(frozen=True, slots=True)
class FormView:
    """The whole form. `shape` names the fields on show, so that a swap leaves an unchanged form alone."""

    first: tuple[Field, ...]
    questions: tuple[Field, ...]
    more_questions: tuple[Field, ...]
    plan: tuple[Field, ...]
    course: tuple[Field, ...]
    clinic: tuple[str, str] | None
    problems: tuple[tuple[str, str], ...]
    plan_open: bool
    course_open: bool
    shape: str


def form_view(catalogue: Catalogue, form: EstimateForm, answer: CareEstimate | None) -> FormView:
    """The form as filled in, with the questions that the answer still depends on."""
    first = tuple(_first_fields(catalogue, form))
    asked = [_question(form, name) for name in _names_asked(form, answer)]
    given = sum(1 for field in asked if field.value)
    plan = plan_fields(catalogue, form, answer, network_asked=any(f.name == "facts.in_network" for f in asked))
    course = course_fields(form, answer)
    code = form.value("clinic")
    clinic = catalogue.clinics[code] if catalogue.is_public(code) else None
    everything = (*first, *asked, *plan, *course)
    shape = ",".join(f"{f.name}{len(f.options)}{'!' if f.problem else ''}" for f in everything)
    return FormView(
        first=first,
        questions=tuple(asked[: given + ASKED_AT_ONCE]),
        more_questions=tuple(asked[given + ASKED_AT_ONCE :]),
        plan=plan,
        course=course,
        clinic=(clinic.clinic_code, clinic.name) if clinic else None,
        problems=tuple((f.field_id, f.problem) for f in everything if f.problem),
        plan_open=any(f.value or f.problem for f in plan),
        course_open=any(f.value or f.problem for f in course),
        shape=shape,
    )


def _first_fields(catalogue: Catalogue, form: EstimateForm) -> Iterable[Field]:
    treatments = sorted(catalogue.treatments.values(), key=lambda treatment: treatment.sort_order)
    yield select(
        form,
        "treatment",
        gettext("Treatment"),
        ((treatment.code, data_text(treatment.label)) for treatment in treatments),
        empty=gettext("Choose one"),
    )
    payers = sorted(catalogue.estimates.payers, key=lambda payer: payer.name.casefold())
    names = dict.fromkeys(name for payer in payers for name in (payer.name, *payer.aliases))
    yield Field(
        "payer",
        gettext("Insurance company or program"),
        "text",
        form.value("payer"),
        hint=_payer_hint(form),
        options=tuple(Option(name, name, False) for name in names),
        problem=form.problem("payer"),
    )
    if len(form.payers) > 1:
        yield Field(
            "payer_code",
            gettext("Which one is it?"),
            "radio",
            form.value("payer_code"),
            options=tuple(Option(payer.code, data_text(payer.name), False) for payer in form.payers[:12]),
        )
    yield select(
        form,
        "plan_type",
        gettext("Kind of plan"),
        ((code, plan_type_words(code)) for code in PLAN_TYPES),
    )
    yield Field(
        "place",
        gettext("State or ZIP code"),
        "text",
        form.value("place"),
        hint=gettext("Such as TX or 75201. Not stored."),
        problem=form.problem("place"),
    )
    yield select(
        form,
        "setting",
        gettext("Where it would be given"),
        (
            ("office", gettext("A doctor's office or clinic")),
            ("hospital", gettext("A hospital outpatient department")),
        ),
        hint=gettext("This moves the price most."),
    )


def _payer_hint(form: EstimateForm) -> str:
    if form.value("payer") and not form.payers:
        return gettext("We know no rules of this name, so the answer rests on what plans usually do.")
    if len(form.payers) == 1 and form.value("payer").casefold() != form.payers[0].name.casefold():
        return gettext("We took this as %(payer)s.", payer=data_text(form.payers[0].name))
    return gettext("As on the card, such as Cigna, BCBS Texas or Medicare.")


def _names_asked(form: EstimateForm, answer: CareEstimate | None) -> list[str]:
    """What was answered, in a fixed order, then what is still missing, the most telling first."""
    given = [name for name in (*DIMENSIONS, *FACTS) if _field_name(name) in form.values and name not in _ASKED_ABOVE]
    missing = answer.coverage.missing_facts if answer else ()
    asked = [name for name in missing if name not in _ASKED_ABOVE and name not in given]
    if "in_network" not in missing:
        given = [name for name in given if name != "in_network"]
    return [*given, *asked]


def _field_name(name: str) -> str:
    return FACT_PREFIX + name if name in FACTS else name


def _question(form: EstimateForm, name: str) -> Field:
    words, field = question_words(name), _field_name(name)
    if name == "indication":
        options = ((code, indication_words(code)) for code in INDICATIONS)
        return select(form, name, words.text, options, hint=words.hint)
    if name == "product":
        products = form.payers[0].products if len(form.payers) == 1 else ()
        if products:
            return select(form, name, words.text, ((product, product) for product in products))
        return Field(name, words.text, "text", form.value(name))
    spec = FACTS[name]
    if spec.kind == "choice":
        return select(form, field, words.text, ((code, choice_words(name, code)) for code in spec.choices))
    if spec.kind == "boolean":
        return yes_no(form, field, words.text, words.hint)
    kind: FieldKind = "number" if spec.kind == "count" else "text"
    return Field(field, words.text, kind, form.value(field), words.hint, words.unit, problem=form.problem(field))
