"""The page of one treatment, and what the page about our estimates says of the data behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import url_for

from clinicfinder.coverage.label import label_facts
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.reference import Treatment
from clinicfinder.domain.safety import SAFETY_KINDS, SafetyFact, SafetyKind
from clinicfinder.errors import NotOnFile
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.data_words import treatment_words
from clinicfinder.web.jsonld import JsonLd, breadcrumbs, graph, treatment_node
from clinicfinder.web.links import Link
from clinicfinder.web.source_view import SourceView, source_view, source_views
from clinicfinder.web.translation import data_text, gettext
from clinicfinder.web.wording import day_words

_LABEL_KINDS: Final[dict[str, SafetyKind]] = {"discuss_first": "discuss_first", "aftercare": "aftercare"}


@dataclass(frozen=True, slots=True)
class SafetyGroup:
    """Safety facts of one kind under their heading."""

    heading: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreatmentView:
    """One treatment: what it is, its safety, its label, and where to go from here."""

    treatment: Treatment
    label: tuple[str, ...]
    safety: tuple[SafetyGroup, ...]
    clinics_url: str
    estimate_url: str
    sources: tuple[SourceView, ...]
    jsonld: JsonLd


def treatment_view(catalogue: Catalogue, code: str) -> TreatmentView:
    """The page of one treatment.

    Raises: NotOnFile if there is none of that code.
    """
    treatment = catalogue.treatments.get(code)
    if treatment is None:
        raise NotOnFile("treatment page", code)
    label, facts = label_facts(code), _safety_of(catalogue, treatment)
    said = [(fact.kind, data_text(fact.statement)) for fact in facts]
    said += [(_LABEL_KINDS[fact.kind], data_text(fact.statement)) for fact in label if fact.kind in _LABEL_KINDS]
    groups = ((kind, tuple(statement for one, statement in said if one == kind)) for kind in SAFETY_KINDS)
    worded = treatment_words(treatment)
    return TreatmentView(
        treatment=worded,
        label=tuple(data_text(fact.statement) for fact in label if fact.kind == "binding"),
        safety=tuple(SafetyGroup(_heading(kind), statements) for kind, statements in groups if statements),
        clinics_url=url_for("finder.home", treatment=code),
        estimate_url=url_for("estimates.ask", treatment=code),
        sources=source_views(provenances_of(catalogue, treatment)),
        jsonld=graph(
            treatment_node(worded),
            breadcrumbs((Link(gettext("Treatments"), url_for("treatments.every")),), worded.label),
        ),
    )


def provenances_of(catalogue: Catalogue, treatment: Treatment) -> tuple[Provenance, ...]:
    """The sources of everything that the page of a treatment shows."""
    facts, label = _safety_of(catalogue, treatment), label_facts(treatment.code)
    return (treatment.provenance, *(one.provenance for one in facts), *(one.provenance for one in label))


def _safety_of(catalogue: Catalogue, treatment: Treatment) -> list[SafetyFact]:
    return [fact for fact in catalogue.safety if treatment.code in fact.treatments]


def treatments_in_order(catalogue: Catalogue) -> list[Treatment]:
    """Every treatment, as people look for them."""
    return sorted(map(treatment_words, catalogue.treatments.values()), key=lambda treatment: treatment.sort_order)


def _heading(kind: SafetyKind) -> str:
    match kind:
        case "side_effect":
            return gettext("Common side effects")
        case "discuss_first":
            return gettext("Discuss first with the clinic")
        case "risk":
            return gettext("Risks of misuse")
        case "aftercare":
            return gettext("Afterwards")


@dataclass(frozen=True, slots=True)
class EstimateData:
    """The size and the age of the data that estimates rest on, counted from the tables themselves."""

    rules: int
    payers: int
    laws: int
    prices: int
    newest_review: str
    oldest_review: str
    disputes: int
    programme_sources: tuple[SourceView, ...]


def estimate_data(catalogue: Catalogue) -> EstimateData:
    """Count the tables in hand."""
    tables = catalogue.estimates
    rows: list[Provenance] = [rule.provenance for rule in tables.book.rules]
    reviews = [row.reviewed_on for row in rows]
    return EstimateData(
        rules=len(tables.book.rules),
        payers=len({rule.payer for rule in tables.book.rules if rule.payer}),
        laws=len(tables.laws),
        prices=len(tables.prices),
        newest_review=day_words(max(reviews)),
        oldest_review=day_words(min(reviews)),
        disputes=len({rule.dispute_id for rule in tables.book.rules if rule.dispute_id}),
        programme_sources=tuple(source_view(one.provenance) for one in tables.costs.programmes),
    )
