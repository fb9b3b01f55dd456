"""From an estimate to the plain objects of the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clinicfinder.costs.assistance import Barred, Offered
from clinicfinder.costs.cost_share_request import CostShareRequest
from clinicfinder.costs.estimate import CostEstimate, EstimatedLine
from clinicfinder.costs.ledger import run
from clinicfinder.costs.lines import ServiceLine, Totals
from clinicfinder.costs.prices import PriceFound
from clinicfinder.coverage.answers import Change, CitedRule, CoverageAnswer
from clinicfinder.coverage.criteria import CheckedPathway
from clinicfinder.coverage.laws import StateLaw
from clinicfinder.domain.provenance import Provenance
from clinicfinder.usecases.estimate_care import CareEstimate, is_priced
from clinicfinder.web import cost_words
from clinicfinder.web import estimate_words as words
from clinicfinder.web.current import settings
from clinicfinder.web.translation import gettext
from clinicfinder.web.wording import day_words


def estimate_answer(estimate: CareEstimate, rules_version: str) -> dict[str, Any]:
    """The whole answer."""
    return {
        "coverage": _coverage(estimate.coverage, estimate.laws),
        "cost": _cost(estimate),
        "words": {
            "headline": words.headline(estimate.coverage),
            "summary": words.summary(estimate.coverage),
            "disclaimer": words.disclaimer(),
            "crisis": _crisis() if estimate.coverage.crisis else None,
        },
        "rules_version": rules_version,
    }


def cost_shares_answer(request: CostShareRequest) -> dict[str, Any]:
    """The bare ledger's sums and each service, in the order given."""
    ledger = run(request.plan, request.services)
    return _parts(ledger.totals) | {
        "services": [
            _parts(line) | {"date": line.service.on.isoformat(), "allowed_cents": line.service.allowed}
            for line in ledger.in_order_asked()
        ]
    }


def _parts(sums: Totals | ServiceLine) -> dict[str, Any]:
    return {
        "patient_cents": sums.patient,
        "plan_cents": sums.plan,
        "deductible_cents": sums.deductible,
        "copay_cents": sums.copay,
        "coinsurance_cents": sums.coinsurance,
    }


def _crisis() -> str:
    line = settings().crisis
    return gettext(
        "Help comes first: call or text %(number)s, free, day and night; in immediate danger call %(emergency)s.",
        number=line.number,
        emergency=line.emergency,
    )


def _coverage(answer: CoverageAnswer, laws: tuple[StateLaw, ...]) -> dict[str, Any]:
    return {
        "status": answer.status,
        "reason": answer.reason,
        "criteria": answer.criteria,
        "pathways": [_pathway(pathway) for pathway in answer.pathways],
        "missing_facts": list(answer.missing_facts),
        "steps": [{"key": s.key, "text": words.step_words(s), "detail": s.detail} for s in answer.steps],
        "prior_authorization": answer.prior_authorization,
        "first_authorization": answer.first_authorization,
        "renewal": answer.renewal,
        "rule": _rule(answer.rule) if answer.rule else None,
        "disputed": [_rule(cited) for cited in answer.disputed],
        "what_would_change_it": [words.remedy_words(remedy) for remedy in answer.what_would_change_it],
        "may_appeal": answer.may_appeal,
        "sources": [_source(source) for source in answer.sources],
        "changes": [_change(change) for change in answer.changes],
        "laws": [_law(law) for law in laws],
        "trace": [
            {"rule_id": line.rule_id, "outcome": line.outcome, "failed": list(line.failed), "open": list(line.open)}
            for line in answer.trace
        ],
    }


def _pathway(pathway: CheckedPathway) -> dict[str, Any]:
    return {
        "name": pathway.name,
        "state": pathway.state.value,
        "criteria": [{"fact": c.fact, "wording": c.wording, "state": c.state.value} for c in pathway.criteria],
    }


def _rule(cited: CitedRule) -> dict[str, Any]:
    rule = cited.rule
    return {
        "id": rule.rule_id,
        "effective_from": rule.effective_from.isoformat() if rule.effective_from else None,
        "effective_to": rule.effective_to.isoformat() if rule.effective_to else None,
        "confidence": rule.provenance.confidence,
        "reviewed_on": rule.provenance.reviewed_on.isoformat(),
        "unverified": cited.unverified,
        "wording": rule.wording,
        "policy_number": rule.policy_number,
    }


def _source(source: Provenance) -> dict[str, Any]:
    return {
        "title": source.source_title,
        "url": source.source_url or None,
        "date": source.source_date.isoformat() if source.source_date else None,
    }


def _change(change: Change) -> dict[str, Any]:
    day = day_words(change.day)
    text = (
        gettext("From %(day)s this changed.", day=day)
        if change.past
        else gettext("From %(day)s this changes.", day=day)
    )
    return {
        "date": change.day.isoformat(),
        "kind": change.kind,
        "past": change.past,
        "rule_ids": list(change.rule_ids),
        "status": change.status,
        "reason": change.reason,
        "text": text,
    }


def _law(law: StateLaw) -> dict[str, Any]:
    return {
        "id": law.law_id,
        "topic": law.topic,
        "scope": law.scope,
        "wording": law.wording,
        "source": _source(law.provenance),
    }


def _cost(estimate: CareEstimate) -> dict[str, Any]:
    insured = estimate.insured.estimate if estimate.insured else None
    self_pay = estimate.self_pay
    paid_alone = {"low_cents": self_pay.low, "high_cents": self_pay.high} if self_pay else None
    basis = "insured" if insured else "self_pay" if self_pay else "none"
    return {
        "basis": basis,
        **_range(insured, paid_alone),
        "known": insured.is_known if insured else bool(self_pay and is_priced(self_pay)),
        "with_assistance": _with_help(insured),
        "self_pay": paid_alone,
        "sessions": list(_sessions(estimate)),
        "plan_years": _plan_years(insured),
        "assistance": [_programme(programme) for programme in (insured.programmes if insured else ())],
        "assumptions": [
            {"key": key, "text": cost_words.assumption_words(key), "detail": None} for key in estimate.assumptions
        ],
    }


def _range(insured: CostEstimate | None, paid_alone: dict[str, Any] | None) -> dict[str, Any]:
    if insured is not None:
        cost = insured.cost
        return {"low_cents": cost.low_cents if cost else None, "high_cents": cost.high_cents if cost else None}
    return paid_alone or {"low_cents": None, "high_cents": None}


def _with_help(insured: CostEstimate | None) -> dict[str, Any] | None:
    helped = insured.with_help if insured else None
    return {"low_cents": helped.low_cents, "high_cents": helped.high_cents} if helped else None


def _sessions(estimate: CareEstimate) -> Iterator[dict[str, Any]]:
    """Every session with its lines. Lines without a price stand there with null amounts."""
    insured = estimate.insured.estimate if estimate.insured else None
    lines = list(_insured_lines(insured)) if insured else []
    for session in estimate.sessions:
        own = [described for number, described in lines if number == session.number]
        yield {"date": session.on.isoformat(), "lines": own or _self_pay_lines(estimate)}


def _insured_lines(insured: CostEstimate) -> Iterator[tuple[int, dict[str, Any]]]:
    paid = (
        iter(zip(insured.cost.low.in_order_asked(), insured.cost.high.in_order_asked(), strict=True))
        if insured.cost
        else iter(())
    )
    for line in insured.lines:
        yield line.session, _line(line, next(paid) if line.allowed is not None else None)


def _line(line: EstimatedLine, paid: tuple[ServiceLine, ServiceLine] | None) -> dict[str, Any]:
    bill = line.high_bill
    code = bill.code or (bill.codes[-1] if bill.line_kind == "drug" and bill.codes else None)
    low, high = line.allowed or (None, None)
    return {
        "label": cost_words.line_words(bill.label_key),
        "code": code,
        "allowed_low_cents": low,
        "allowed_high_cents": high,
        "patient_low_cents": min(one.patient for one in paid) if paid else None,
        "patient_high_cents": max(one.patient for one in paid) if paid else None,
        "deductible_cents": sorted(one.deductible for one in paid) if paid else None,
        "copay_cents": sorted(one.copay for one in paid) if paid else None,
        "coinsurance_cents": sorted(one.coinsurance for one in paid) if paid else None,
    }


def _self_pay_lines(estimate: CareEstimate) -> list[dict[str, Any]]:
    if estimate.self_pay is None or estimate.insured is not None:
        return []
    found = estimate.self_pay.per_session
    low, high = (found.low, found.high) if isinstance(found, PriceFound) else (None, None)
    return [
        {
            "label": cost_words.line_words(f"{estimate.question.treatment}_session"),
            "code": None,
            "allowed_low_cents": low,
            "allowed_high_cents": high,
            "patient_low_cents": low,
            "patient_high_cents": high,
            "deductible_cents": None,
            "copay_cents": None,
            "coinsurance_cents": None,
        }
    ]


def _plan_years(insured: CostEstimate | None) -> list[dict[str, Any]]:
    if insured is None or insured.cost is None:
        return []
    return [
        {
            "starts_on": low.starts_on.isoformat(),
            "ends_before": low.ends_before.isoformat(),
            "low_cents": min(low.totals.patient, high.totals.patient),
            "high_cents": max(low.totals.patient, high.totals.patient),
        }
        for low, high in zip(insured.cost.low.plan_years, insured.cost.high.plan_years, strict=True)
    ]


def _programme(answer: Offered | Barred) -> dict[str, Any]:
    programme = answer.programme
    offered = isinstance(answer, Offered)
    return {
        "program_id": programme.program_id,
        "name": programme.name,
        "offered": offered,
        "text": programme.wording if isinstance(answer, Offered) else cost_words.programme_refusal_words(answer.reason),
        "source": _source(programme.provenance),
    }
