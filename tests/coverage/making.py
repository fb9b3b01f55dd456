"""Small synthetic rules for the tests of the coverage engine. No payer here exists."""

from __future__ import annotations

from datetime import date

from clinicfinder.coverage.book import rule_book
from clinicfinder.coverage.criteria import Criterion, Pathway, Test
from clinicfinder.coverage.decision import decide
from clinicfinder.coverage.facts import parse_facts
from clinicfinder.coverage.matching import Query
from clinicfinder.coverage.payers import Payer
from clinicfinder.coverage.rules import Rule
from clinicfinder.domain.provenance import Provenance

TODAY = date(2026, 11, 22)


def source(confidence="high", reviewed_on=TODAY):
    """A provenance that points nowhere real."""
    return Provenance("Synthetic policy", "https://example.org/policy", None, reviewed_on, confidence)


def criterion(fact, operator, *values):
    """One criterion whose wording is its own test."""
    return Criterion(Test(fact, operator, values), f"{fact} {operator} {values}")


def trials(count):
    """The commonest criterion: at least so many failed antidepressants."""
    return criterion("failed_antidepressants", "at_least", count)


def pathways(*ways):
    """Pathways named a, b, c ... from lists of criteria."""
    return tuple(Pathway(name, tuple(way)) for name, way in zip("abcdefgh", ways, strict=False))


def rule(rule_id, benefit="covered", *, confidence="high", reviewed_on=TODAY, **columns):
    """A rule of payer_a for TMS that needs prior authorization, unless the columns say otherwise."""
    columns.setdefault("payer", "payer_a")
    columns.setdefault("treatments", ("tms",))
    if benefit == "covered":
        columns.setdefault("prior_authorization", "required")
    if benefit == "not_covered":
        columns.setdefault("not_covered_kind", "not_medically_necessary")
    return Rule(rule_id, benefit=benefit, provenance=source(confidence, reviewed_on), **columns)


def ask(rules, *, facts=None, as_of=TODAY, today=TODAY, payers=(), macs=None, **query):
    """Decide about payer_a and TMS, unless the query says otherwise."""
    query.setdefault("payer", "payer_a")
    query.setdefault("treatment", "tms")
    on_file = [Payer("payer_a", "Payer A"), *payers]
    book = rule_book(rules, on_file, macs)
    return decide(book, Query(**query), parse_facts(facts or {}), as_of=as_of, today=today)
