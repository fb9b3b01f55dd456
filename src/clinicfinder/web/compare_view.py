"""Up to four treatments side by side, with the same answers for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from clinicfinder.domain.reference import Treatment
from clinicfinder.domain.search import Filters
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.web.cost_words import no_cost_words
from clinicfinder.web.coverage_view import BEFORE_STEPS
from clinicfinder.web.data_words import treatment_words
from clinicfinder.web.estimate_form import EstimateForm, estimate_for
from clinicfinder.web.estimate_view import carried, estimate_title
from clinicfinder.web.estimate_words import disclaimer, headline, step_words, summary
from clinicfinder.web.links import Link, clinic_url
from clinicfinder.web.question_words import condition_words
from clinicfinder.web.self_pay_view import self_pay_figures, self_pay_of
from clinicfinder.web.translation import gettext, ngettext
from clinicfinder.web.wording import day_words, miles_words, money_range_words

MOST: Final = 4
_NAMED: Final = 4
"""How many open questions a narrow column names."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row says of one treatment: a strong word, lines below it, and a link at most."""

    strong: str | None
    lines: tuple[str, ...]
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One thing compared. `cells` stand in the order of the treatments."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """The comparison. `treatments` are code and label; `carried` keeps every answer for the way back."""

    title: str
    crisis: bool
    treatments: tuple[tuple[str, str], ...]
    rows: tuple[CompareRow, ...]
    disclaimer: str
    made_on: str
    carried: tuple[tuple[str, str], ...]


def compare_view(catalogue: Catalogue, form: EstimateForm, wanted: Sequence[str], moment: datetime) -> CompareView:
    """Estimate each treatment with the same answers.

    Args: form: with a question. wanted: codes of further treatments; unknown ones and those past four are left out.
        moment: aware, for the nearest clinic.
    """
    question = form.question
    if question is None:
        raise ValueError("a comparison needs a form without problems")
    codes = [code for code in dict.fromkeys((question.treatment, *wanted)) if code in catalogue.treatments][:MOST]
    cares = [estimate_for(catalogue, replace(question, treatment=code)) for code in codes]
    treatments = [treatment_words(catalogue.treatments[code]) for code in codes]
    payer = form.payers[0] if len(form.payers) == 1 else None
    return CompareView(
        title=estimate_title(gettext("Treatments side by side"), payer, form, question.state),
        crisis=any(care.coverage.crisis for care in cares),
        treatments=tuple((treatment.code, treatment.short_label) for treatment in treatments),
        rows=tuple(_rows(catalogue, form, cares, treatments, moment)),
        disclaimer=disclaimer(),
        made_on=gettext("Made on %(day)s, by the rules of that day.", day=day_words(question.today)),
        carried=carried(form),
    )


def _rows(
    catalogue: Catalogue,
    form: EstimateForm,
    cares: Sequence[CareEstimate],
    treatments: Sequence[Treatment],
    moment: datetime,
) -> list[CompareRow]:
    def row(label: str, cell: Callable[[CareEstimate], Cell]) -> CompareRow:
        return CompareRow(label, tuple(cell(care) for care in cares))

    rows = [
        row(gettext("What insurance may do"), _coverage_cell),
        row(gettext("What must happen first"), _steps_cell),
        row(gettext("Sessions"), _sessions_cell),
        row(gettext("What you may pay through the plan"), _cost_cell),
        row(gettext("Paying without insurance"), lambda care: _self_pay_cell(catalogue, care)),
        CompareRow(
            gettext("Getting home"),
            tuple(Cell(None, (t.driving_home or gettext("Not known: ask the clinic."),)) for t in treatments),
        ),
    ]
    if form.place:
        rows.append(
            row(gettext("Nearest clinic on our list"), lambda care: _clinic_cell(catalogue, form, care, moment))
        )
    return rows


def _coverage_cell(care: CareEstimate) -> Cell:
    answer = care.coverage
    lines = [summary(answer)]
    if answer.status == "unknown" and answer.missing_facts:
        named = ", ".join(condition_words(name) for name in answer.missing_facts[:_NAMED])
        lines.append(gettext("It depends on: %(list)s.", list=named))
    if answer.typical:
        lines.append(gettext("Typical of plans, not a rule of your own plan."))
    return Cell(headline(answer), tuple(lines))


def _steps_cell(care: CareEstimate) -> Cell:
    steps = tuple(step_words(step) for step in care.coverage.steps if step.key in BEFORE_STEPS)
    return Cell(None, steps or (gettext("Nothing that we know of. Ask the plan and the clinic."),))


def _sessions_cell(care: CareEstimate) -> Cell:
    if not care.sessions:
        return Cell(None, (gettext("Not known: no usual course is on file."),))
    count = ngettext("%(num)d session", "%(num)d sessions", len(care.sessions))
    weeks = ((care.sessions[-1].on - care.sessions[0].on).days + 7) // 7
    return Cell(count, (ngettext("over %(num)d week", "over %(num)d weeks", weeks),) if len(care.sessions) > 1 else ())


def _cost_cell(care: CareEstimate) -> Cell:
    if care.insured is None:
        return Cell(None, (no_cost_words(care),))
    estimate = care.insured.estimate
    if estimate.cost is None:
        return Cell(gettext("Not known"), (gettext("No price is on file for this kind of plan and setting."),))
    lines = [] if estimate.is_known else [gettext("Known only in part: some lines have no price on file.")]
    if estimate.with_help:
        span = money_range_words(estimate.with_help.low_cents, estimate.with_help.high_cents)
        lines.append(gettext("With the maker's savings program, while it lasts: %(amount)s.", amount=span))
    return Cell(money_range_words(estimate.cost.low_cents, estimate.cost.high_cents), tuple(lines))


def _self_pay_cell(catalogue: Catalogue, care: CareEstimate) -> Cell:
    """Clinics' own price, also where a plan may pay: people compare the two."""
    figures = self_pay_figures(self_pay_of(catalogue.estimates, care)) if care.sessions else ()
    if not figures:
        return Cell(None, (gettext("Not known: ask the clinic for its price."),))
    return Cell(figures[-1].amount, tuple(f"{figure.label}: {figure.amount}" for figure in figures[:-1]))


def _clinic_cell(catalogue: Catalogue, form: EstimateForm, care: CareEstimate, moment: datetime) -> Cell:
    filters = Filters(treatments=(care.question.treatment,))
    page = find_clinics(catalogue, form.place, filters, moment=moment, limit=1) if form.place else None
    if page is None or not page.hits:
        return Cell(None, (gettext("None on our list."),))
    hit = page.hits[0]
    return Cell(miles_words(hit.miles, hit.approximate), (), Link(hit.clinic.name, clinic_url(hit.clinic)))
