"""From coverage rules to the plain objects of the API."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from clinicfinder.coverage.book import RuleBook
from clinicfinder.coverage.history import history_of
from clinicfinder.coverage.rules import Rule
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.errors import FieldProblem, NotOnFile
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.api.answers import source_answer
from clinicfinder.web.api.rule_schemas import RulesQuery


def public_rules(book: RuleBook) -> tuple[Rule, ...]:
    """The rules that may be shown, by id. Those of low confidence decide nothing and are never public."""
    return tuple(rule for rule in book.rules if rule.provenance.confidence != "low")


def rules_answer(book: RuleBook, query: RulesQuery) -> dict[str, Any]:
    """The rules that fit a query."""
    fitting = [rule for rule in public_rules(book) if _fits(rule, query, book)]
    chosen = fitting[query.offset : query.offset + query.limit]
    return {"total": len(fitting), "rules": [rule_summary(rule) for rule in chosen]}


def unknown_rule_codes(query: RulesQuery, catalogue: Catalogue) -> list[FieldProblem]:
    """Codes that no rule could have: a misspelt one would read as "there are no rules"."""
    payers = {*catalogue.payers, *(rule.payer for rule in catalogue.estimates.book.rules)}
    problems = []
    if query.payer is not None and query.payer not in payers:
        message = f"There is no payer {query.payer!r}. GET /api/v1/payers?q= finds the code."
        problems.append(FieldProblem("payer", message, value=query.payer))
    if query.treatment is not None and query.treatment not in catalogue.treatments:
        message = f"There is no treatment {query.treatment!r}. GET /api/v1/treatments lists them."
        problems.append(FieldProblem("treatment", message, value=query.treatment))
    if query.state is not None and query.state not in STATE_NAMES:
        message = f"There is no state {query.state!r}. Give two letters such as TX."
        problems.append(FieldProblem("state", message, value=query.state))
    return problems


def rule_detail(book: RuleBook, rule_id: str) -> dict[str, Any]:
    """One rule with its criteria and its history.

    Raises: NotOnFile.
    """
    rules = public_rules(book)
    rule = next((each for each in rules if each.rule_id == rule_id), None)
    if rule is None:
        raise NotOnFile("rule", rule_id)
    return rule_summary(rule) | {"pathways": _pathways(rule), "history": _history(rule, rules)}


def rule_summary(rule: Rule) -> dict[str, Any]:
    """One rule without its criteria."""
    return {
        "id": rule.rule_id,
        "payer": rule.payer,
        "treatments": list(rule.treatments),
        "plan_types": list(rule.plan_types),
        "products": list(rule.products),
        "states": list(rule.states),
        "indications": list(rule.indications),
        "network_status": rule.network_status,
        "medicare_contractor": rule.mac,
        "age_from": rule.age_from,
        "age_to": rule.age_to,
        "protocol": rule.protocol,
        "devices": list(rule.devices),
        "diagnosis_codes": list(rule.diagnosis_codes),
        "effective_from": _day(rule.effective_from),
        "effective_to": _day(rule.effective_to),
        "benefit": rule.benefit,
        "not_covered_kind": rule.not_covered_kind,
        "dispute_id": rule.dispute_id,
        "prior_authorization": rule.prior_authorization,
        "first_authorization": rule.first_authorization,
        "renewal": rule.renewal,
        "benefit_channel": rule.benefit_channel,
        "codes": list(rule.codes),
        "wording": rule.wording,
        "policy_number": rule.policy_number,
        "source": source_answer(rule.provenance),
    }


def _pathways(rule: Rule) -> list[dict[str, Any]]:
    return [
        {
            "name": pathway.name,
            "criteria": [
                {
                    "fact": one.test.name,
                    "operator": one.test.operator,
                    "values": list(one.test.values),
                    "wording": one.wording,
                }
                for one in pathway.criteria
            ],
        }
        for pathway in rule.pathways
    ]


def _history(rule: Rule, rules: Iterable[Rule]) -> list[dict[str, Any]]:
    return [
        {
            "id": version.rule_id,
            "relation": relation,
            "effective_from": _day(version.effective_from),
            "effective_to": _day(version.effective_to),
            "benefit": version.benefit,
            "wording": version.wording,
        }
        for relation, version in history_of(rule, rules)
    ]


def _fits(rule: Rule, query: RulesQuery, book: RuleBook) -> bool:
    contractor = book.macs.get(query.state) if query.state else None
    return (
        query.payer in (None, rule.payer)
        and (query.treatment is None or query.treatment in rule.treatments)
        and (query.plan_type is None or not rule.plan_types or query.plan_type in rule.plan_types)
        and (query.state is None or not rule.states or query.state in rule.states)
        and (query.state is None or rule.mac is None or rule.mac == contractor)
        and (query.on is None or rule.in_force(query.on))
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
