"""Decide one case: the pure entrance to the coverage engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from clinicfinder.coverage.answers import Alternative, CitedRule, CoverageAnswer
from clinicfinder.coverage.book import RuleBook
from clinicfinder.coverage.cases import decision_cases
from clinicfinder.coverage.changes import coming_changes
from clinicfinder.coverage.facts import Facts
from clinicfinder.coverage.guidance import remedies, steps
from clinicfinder.coverage.label import label_facts
from clinicfinder.coverage.matching import Considered, Query
from clinicfinder.coverage.questions import Diagram, Node, diagram, questions_that_matter
from clinicfinder.coverage.resolution import Resolution, Status, resolve
from clinicfinder.coverage.rules import Rule
from clinicfinder.coverage.situation import Situation, gather
from clinicfinder.coverage.tracing import trace
from clinicfinder.coverage.truth import Truth
from clinicfinder.domain.provenance import Provenance, review_is_overdue


def is_unverified(rule: Rule, today: date) -> bool:
    """Whether the rule was last reviewed more than 12 months ago. It still answers, and is marked."""
    return review_is_overdue(rule.provenance.reviewed_on, today)


def _graph(situation: Situation) -> Diagram:
    """The status as a diagram over everything that is not known."""
    if situation.query.plan_type == "self_pay":
        return "self_pay"
    return diagram(decision_cases(situation), "unknown", situation.answers)


def _settled(found: Resolution, graph: Diagram) -> Resolution:
    """The resolution, corrected where every way to answer the open questions leads to one other status.

    Rules can ask together what no one can meet (an adult label, a rule for teens); each by itself looks open.
    """
    if isinstance(graph, Node) or graph == found.status:
        return found
    if graph == "not_covered":
        return replace(found, status="not_covered", reason="criteria_not_met", criteria=Truth.NOT_MET)
    return replace(found, status=cast(Status, graph), reason=None)


def _missing_facts(situation: Situation, found: Resolution, graph: Diagram) -> tuple[str, ...]:
    """The smallest set of unanswered questions on which the status depends, the most telling first."""
    dividing = [name for verdict in found.verdicts for one in verdict.rules for name in one.open]
    names = questions_that_matter(graph, dividing if found.divided else ())
    insured = situation.query.plan_type != "self_pay"
    return ("payer", *names) if insured and not situation.payer_known else names


def decide(book: RuleBook, query: Query, facts: Facts, *, as_of: date, today: date) -> CoverageAnswer:
    """What the rules in force on a day say about one case, with everything that led there.

    Args: query: the treatment and what is known of the plan. facts: what is known of the person; what is
        missing is never assumed. as_of: the day of the question, past or future. today: by which a rule is
        past its review date and a change lies in the past.
    Returns: the answer; see `CoverageAnswer` for each part.
    """
    situation = gather(book, query, facts, as_of)
    graph = _graph(situation)
    found = _settled(resolve(situation), graph)
    head = found.verdicts[0] if found.verdicts else None
    basis = _basis(found)
    rule = basis[0].rule if basis and not found.divided else None
    disputed = head.rules if head and len(head.rules) > 1 else ()
    granting = rule if rule and found.status in {"covered", "covered_with_prior_auth", "case_by_case"} else None
    alone = granting if len(found.verdicts) == 1 and not disputed else None
    return CoverageAnswer(
        status=found.status,
        reason=found.reason,
        criteria=found.criteria.value if found.criteria else "none_published",
        pathways=head.pathways if head and not found.divided else (),
        missing_facts=_missing_facts(situation, found, graph),
        steps=steps(query, found, unverified=any(is_unverified(one.rule, today) for one in basis)),
        prior_authorization=granting.prior_authorization if granting else None,
        first_authorization=alone.first_authorization if alone else None,
        renewal=alone.renewal if alone else None,
        rule=CitedRule(rule, is_unverified(rule, today)) if rule and not disputed else None,
        disputed=tuple(CitedRule(one.rule, is_unverified(one.rule, today)) for one in disputed),
        alternatives=_alternatives(found),
        failed_on=found.failed_on,
        label_facts=label_facts(query.treatment),
        broken_label=found.label.fact if found.label else None,
        what_would_change_it=remedies(found),
        may_appeal=found.status == "not_covered" and found.reason != "before_effective_date",
        changes=coming_changes(book, situation, facts, found, today),
        sources=_sources(query, basis),
        trace=trace(book, situation, found),
        crisis=facts.get("suicidality") is True,
    )


def _basis(found: Resolution) -> tuple[Considered, ...]:
    """The rules that the answer rests on, the headline first."""
    if found.near is not None:
        return (found.near,)
    return tuple(dict.fromkeys(one for verdict in found.verdicts for one in verdict.rules))


def _alternatives(found: Resolution) -> tuple[Alternative, ...]:
    if len(found.verdicts) < 2:
        return ()
    return tuple(
        Alternative(tuple(one.rule.rule_id for one in verdict.rules), verdict.status) for verdict in found.verdicts
    )


def _sources(query: Query, basis: tuple[Considered, ...]) -> tuple[Provenance, ...]:
    """The sources of the rules first, then those of the label; each page once."""
    named = [one.rule.provenance for one in basis]
    binding = [fact.provenance for fact in label_facts(query.treatment) if fact.kind == "binding"]
    once: dict[str, Provenance] = {}
    for source in (*named, *binding):
        once.setdefault(source.source_url, source)
    return tuple(once.values())
