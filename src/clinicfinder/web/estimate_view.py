"""Everything an estimate page shows, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clinicfinder.costs.presets import of_year
from clinicfinder.coverage.payers import Payer
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.reference import Treatment
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.estimate_care import OOP_PARAMETER, CareEstimate
from clinicfinder.web.call_script import CallScript, call_script
from clinicfinder.web.cost_view import CostView, cost_view
from clinicfinder.web.cost_words import assumption_words, no_cost_words
from clinicfinder.web.coverage_view import CoverageView, coverage_view
from clinicfinder.web.data_words import treatment_words
from clinicfinder.web.estimate_form import EstimateForm
from clinicfinder.web.estimate_words import disclaimer
from clinicfinder.web.form_options import MAIN_TREATMENTS, Option
from clinicfinder.web.question_words import plan_type_words
from clinicfinder.web.self_pay_view import SelfPayView, self_pay_view
from clinicfinder.web.source_view import SourceView, source_views
from clinicfinder.web.translation import data_text, gettext
from clinicfinder.web.wording import day_words


@dataclass(frozen=True, slots=True)
class TreatmentNote:
    """What to know of the treatment itself beside its cost."""

    label: str
    code: str
    getting_home: str | None


@dataclass(frozen=True, slots=True)
class EstimateView:
    """One estimate. `crisis`: help stands before everything else. `carried` keeps every answer for the next page."""

    title: str
    announcement: str
    crisis: bool
    coverage: CoverageView
    cost: CostView | None
    no_cost: str | None
    self_pay: SelfPayView | None
    script: CallScript
    treatment: TreatmentNote
    sources: tuple[SourceView, ...]
    assumptions: tuple[str, ...]
    disclaimer: str
    made_on: str
    inputs: tuple[tuple[str, str], ...]
    compare: tuple[Option, ...]
    carried: tuple[tuple[str, str], ...]


def estimate_view(catalogue: Catalogue, form: EstimateForm, care: CareEstimate) -> EstimateView:
    """The whole answer in finished words."""
    tables, question = catalogue.estimates, care.question
    treatment = treatment_words(catalogue.treatments[question.treatment])
    payer = form.payers[0] if len(form.payers) == 1 else None
    coverage = coverage_view(tables, care)
    title = estimate_title(treatment.short_label, payer, form, question.state)
    return EstimateView(
        title=title,
        announcement=f"{title}: {coverage.headline}. {coverage.summary}",
        crisis=care.coverage.crisis,
        coverage=coverage,
        cost=cost_view(care.insured.estimate) if care.insured else None,
        no_cost=None if care.insured else no_cost_words(care),
        self_pay=self_pay_view(care.self_pay) if care.self_pay else None,
        script=call_script(tables, care, treatment.label, payer),
        treatment=TreatmentNote(treatment.label, treatment.code, _getting_home(treatment, care)),
        sources=source_views(_sources(catalogue, care)),
        assumptions=tuple(_assumptions(form, care)),
        disclaimer=disclaimer(),
        made_on=gettext("Made on %(day)s, by the rules of that day.", day=day_words(question.today)),
        inputs=tuple(_inputs(catalogue, form, care, payer)),
        compare=_compare_options(catalogue, question.treatment),
        carried=carried(form),
    )


def _getting_home(treatment: Treatment, care: CareEstimate) -> str | None:
    """How to get home, unless a step says it already."""
    said = any(step.key == "ride_home" for step in care.coverage.steps)
    return None if said else treatment.driving_home


def estimate_title(treatment: str, payer: Payer | None, form: EstimateForm, state: str | None) -> str:
    """What was asked about, such as "Spravato with Cigna in Texas"."""
    said = data_text(payer.name) if payer else form.value("payer")
    where = data_text(STATE_NAMES.get(state or ""))
    if said and where:
        return gettext("%(treatment)s with %(payer)s in %(state)s", treatment=treatment, payer=said, state=where)
    if said:
        return gettext("%(treatment)s with %(payer)s", treatment=treatment, payer=said)
    if where:
        return gettext("%(treatment)s in %(state)s", treatment=treatment, state=where)
    return treatment


def carried(form: EstimateForm) -> tuple[tuple[str, str], ...]:
    """Every answer but the treatment, for the hidden fields of the next form. It travels by POST alone."""
    left = {"treatment", "shape", "with"}
    return tuple((name, text) for name, text in form.values.items() if name not in left)


def _inputs(
    catalogue: Catalogue, form: EstimateForm, care: CareEstimate, payer: Payer | None
) -> Iterator[tuple[str, str]]:
    """What the answer was made from, for the printed page."""
    question = care.question
    unsaid = gettext("not said")
    yield gettext("Treatment"), treatment_words(catalogue.treatments[question.treatment]).label
    yield gettext("Insurance"), data_text(payer.name) if payer else form.value("payer") or unsaid
    yield gettext("Kind of plan"), plan_type_words(question.plan_type) if question.plan_type else unsaid
    yield gettext("State"), data_text(STATE_NAMES.get(question.state or "")) or unsaid
    settings = {"office": gettext("Doctor's office or clinic"), "hospital": gettext("Hospital outpatient department")}
    yield gettext("Setting"), settings[question.setting] if question.setting else unsaid


def _assumptions(form: EstimateForm, care: CareEstimate) -> Iterator[str]:
    keys = list(care.assumptions)
    if care.insured:
        keys += ["out_of_network_terms"] if form.value("facts.in_network") == "false" else []
        keys += ["in_network_assumed"] if "facts.in_network" not in form.values else []
        keys += ["part_without_amount"] if form.plan.part_without_amount else []
        keys += ["reset_assumed"] if "reset" not in form.values else []
        keys += ["not_in_the_sum"]
        if care.insured.preset:
            keys.insert(0, "preset_used")
    if care.sessions and "start" not in form.values:
        keys.append("start_assumed")
    return (assumption_words(key) for key in keys)


def _sources(catalogue: Catalogue, care: CareEstimate) -> Iterator[Provenance]:
    """The sources of the answer, of the plan's ready figures and of the limits set by law."""
    yield from care.coverage.sources
    if care.insured is None:
        return
    year = care.sessions[0].on.year
    preset = of_year(catalogue.estimates.presets, care.insured.preset, year) if care.insured.preset else None
    if preset:
        yield from (field.provenance for field in preset.fields)
    if "oop_max_by_law" in care.assumptions:
        limit = OOP_PARAMETER.get(care.insured.payer_class)
        days = {session.on for session in care.sessions}
        yield from (
            row.provenance
            for row in catalogue.estimates.parameters
            if row.parameter == limit and any(row.holds_on(day) for day in days)
        )


def _compare_options(catalogue: Catalogue, chosen: str) -> tuple[Option, ...]:
    """The treatments to set side by side; the one at hand comes first and stays."""
    codes = [chosen, *(code for code in MAIN_TREATMENTS if code != chosen)]
    return tuple(Option(code, treatment_words(catalogue.treatments[code]).short_label, True) for code in codes[:4])
