"""The figure as an agent reads it aloud: what must happen first, low to high, and what is not known, said as such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from clinicfinder.costs.ranges import CostRange
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.cost_view import Figure
from clinicfinder.web.cost_words import assumption_words
from clinicfinder.web.estimate_view import EstimateView
from clinicfinder.web.self_pay_view import self_pay_figures
from clinicfinder.web.staff.call_form import CallForm
from clinicfinder.web.translation import ngettext
from clinicfinder.web.wording import money_range_words

READ_WITH_IT: Final = ("in_network_assumed", "out_of_network_terms", "not_in_the_sum")
"""Assumptions that are part of every figure read aloud; the others stand ready beside it."""

Said = tuple[tuple[str, bool], ...]
"""A sentence in pieces; True where a piece is an amount or a name and stands in bold."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """What to read, in reading order.

    `outlook` and `summary` say what insurance may do. `first` must happen before a session. `sentences` hold the
    figures. `known`: whether there is any. `ask` names what would make the range narrower. `caveats` are read with it,
    `assumptions` if they fit.
    """

    title: str
    kind: str
    outlook: str
    summary: str
    first: tuple[str, ...]
    sentences: tuple[Said, ...]
    known: bool
    ask: str | None
    caveats: tuple[str, ...]
    assumptions: tuple[str, ...]
    disclaimer: str
    made_on: str


def figure_view(catalogue: Catalogue, form: CallForm, care: CareEstimate, view: EstimateView) -> FigureView:
    """Word the figure of one estimate.

    Args: view: the same estimate as the public page words it; the call screen says nothing else than it does.
    """
    sentences = tuple(_sentences(catalogue, form, care))
    always = {assumption_words(key) for key in READ_WITH_IT}
    summary = " ".join(filter(None, (view.coverage.summary, view.coverage.reason)))
    return FigureView(
        title=view.title,
        kind=view.coverage.kind,
        outlook=view.coverage.headline,
        summary=summary,
        first=view.coverage.before,
        sentences=sentences or (_unknown(view),),
        known=bool(sentences),
        ask=_ask(view),
        caveats=(*view.coverage.labels, *(words for words in view.assumptions if words in always)),
        assumptions=tuple(words for words in view.assumptions if words not in always),
        disclaimer=view.disclaimer,
        made_on=view.made_on,
    )


def _sentences(catalogue: Catalogue, form: CallForm, care: CareEstimate) -> Iterator[Said]:
    label = catalogue.treatments[care.question.treatment].short_label
    cost = care.insured.estimate.cost if care.insured else None
    if care.insured and cost:
        yield _plan_figure(label, form, care, cost)
        if care.insured.estimate.with_help:
            help_range = care.insured.estimate.with_help
            amount = money_range_words(help_range.low_cents, help_range.high_cents)
            yield (
                ("With the maker's savings program, while it lasts, it may be ", False),
                (amount, True),
                (".", False),
            )
    figures = self_pay_figures(care.self_pay) if care.self_pay else ()
    if figures:
        yield _own_price(label, figures[-1])


def _plan_figure(label: str, form: CallForm, care: CareEstimate, cost: CostRange) -> Said:
    payer = form.estimate.payers[0].name if len(form.estimate.payers) == 1 else form.value("payer")
    count = ngettext("%(num)d session", "%(num)d sessions", len(care.sessions))
    whole = care.insured is None or care.insured.estimate.is_known
    amount = money_range_words(cost.low_cents, cost.high_cents)
    return (
        (f"For {count} of ", False),
        (label, True),
        *(((" with ", False), (payer, True)) if payer else ()),
        (", the estimate of what you may pay is ", False),
        (amount, True),
        (", if the plan pays its part." if whole else ", if the plan pays its part, for those parts that have a price "
         "on file. What the others cost is not known, and comes on top.", False),
    )  # fmt: skip


def _own_price(label: str, figure: Figure) -> Said:
    return (
        ("Without insurance, clinics' own price lists say ", False),
        (figure.amount, True),
        (f" for {figure.label[0].lower()}{figure.label[1:]} of ", False),
        (label, True),
        (". Ask the clinic for its price.", False),
    )


def _unknown(view: EstimateView) -> Said:
    why = view.no_cost or "No price is on file for this."
    return (("I cannot give you a figure for this. ", True), (why, False))


def _ask(view: EstimateView) -> str | None:
    """What to ask the caller next, so that the range gets narrower."""
    if view.cost is None or view.cost.wide is None:
        return None
    return view.cost.wide.replace("“Your plan's figures”", "the plan's figures")
