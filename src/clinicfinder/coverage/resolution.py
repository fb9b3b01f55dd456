"""From the rules held against a case to a status and a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from clinicfinder.coverage.criteria import CheckedPathway, check_pathways, pathways_state
from clinicfinder.coverage.facts import Answers
from clinicfinder.coverage.label import LabelRefusal, broken_label
from clinicfinder.coverage.matching import Considered
from clinicfinder.coverage.near_misses import NearMiss, nearest_miss
from clinicfinder.coverage.questions import Case, diagram, outcomes
from clinicfinder.coverage.rules import Rule
from clinicfinder.coverage.situation import Situation
from clinicfinder.coverage.truth import Truth, all_of, any_of

Status = Literal["covered", "covered_with_prior_auth", "case_by_case", "not_covered", "self_pay", "unknown"]
Reason = Literal[
    "criteria_not_met", "benefit_exclusion", "not_medically_necessary", "formulary", "before_effective_date",
    "needs_facts", "age", "route", "protocol", "schedule", "unknown_payer", "no_published_rule",
]  # fmt: skip

_REASON_OF: dict[str, Reason] = {
    "route": "route",
    "age": "age",
    "protocol": "protocol",
    "product": "formulary",
    "indication": "criteria_not_met",
    "diagnosis_code": "criteria_not_met",
    "device": "criteria_not_met",
    "date": "before_effective_date",
}
"""The reason for each thing a rule can fail on and still refuse."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule, or one set of disputing rules, says about the case."""

    rules: tuple[Considered, ...]
    status: Status
    reason: Reason | None
    criteria: Truth | None
    pathways: tuple[CheckedPathway, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The status with its reason. `verdicts` are the rules that may decide, the headline first.

    `near` is the rule that refuses because it fails only on `failed_on`. `within_reach` are rules of the
    payer that would apply but for a day or a device. `label` is a refusal by the label.
    """

    status: Status
    reason: Reason | None
    criteria: Truth | None
    verdicts: tuple[Verdict, ...] = ()
    near: Considered | None = None
    failed_on: tuple[str, ...] = ()
    within_reach: tuple[tuple[Considered, str], ...] = ()
    label: LabelRefusal | None = None

    @property
    def divided(self) -> bool:
        """Whether the rules that may decide give different statuses, so that none stands for the answer."""
        return len({verdict.status for verdict in self.verdicts}) > 1


def disputants(winner: Considered, considered: Sequence[Considered]) -> tuple[Considered, ...]:
    """The winner, followed by the matching rules that share its dispute."""
    dispute = winner.rule.dispute_id
    rivals = [one for one in considered if dispute and one.matches and one.rule.dispute_id == dispute]
    return (winner, *(one for one in rivals if one is not winner))


def possible_winners(considered: Sequence[Considered], answers: Answers) -> list[Considered]:
    """The rules that are the most specific match under some answers to what is not known yet."""
    running: list[Considered] = []
    for one in considered:
        if one.matches:
            running.append(one)
            if not one.open:
                break
    if len(running) < 2:
        return running
    cases = [Case(one.tests, str(place)) for place, one in enumerate(running)]
    found = outcomes(diagram(cases, "", answers))
    return [one for place, one in enumerate(running) if str(place) in found]


def status_of(rule: Rule, criteria: Truth | None) -> Status:
    """The status one rule gives, from its benefit, its criteria and its prior authorization.

    Unknown criteria never change the status. A general pattern of not paying is "usually self-pay" and not a
    refusal, because nobody refused. Where it is not known whether prior authorization is needed, the benefit
    decides and the answer says that the authorization is unknown.
    """
    if rule.benefit == "not_covered":
        return "self_pay" if rule.typical else "not_covered"
    if criteria is Truth.NOT_MET:
        return "not_covered"
    if rule.benefit == "covered":
        return "covered_with_prior_auth" if rule.prior_authorization == "required" else "covered"
    return "case_by_case" if rule.benefit == "case_by_case" else "unknown"


def _unmet_reason(pathways: Sequence[CheckedPathway]) -> Reason:
    """The reason on the nearest pathway: a lone age, protocol or schedule criterion has one of its own."""
    nearest = min(pathways, key=lambda pathway: len(pathway.unmet()))
    facts = {criterion.fact for criterion in nearest.unmet()}
    if facts <= {"sessions_per_week", "week_of_course"}:
        return "schedule"
    if facts == {"age"}:
        return "age"
    return "protocol" if facts == {"protocol"} else "criteria_not_met"


def _one_verdict(one: Considered, answers: Answers) -> Verdict:
    rule = one.rule
    pathways = check_pathways(rule.pathways, answers)
    state = pathways_state(pathways) if pathways else None
    status = status_of(rule, state)
    reason: Reason | None = None
    if rule.benefit == "not_covered":
        reason = None if rule.typical else rule.not_covered_kind
    elif status == "not_covered":
        reason = _unmet_reason(pathways)
    elif status == "unknown":
        reason = "no_published_rule"
    criteria = Truth.UNKNOWN if state is Truth.MET and one.open else state
    return Verdict((one,), status, reason, criteria, pathways)


def verdict_of(group: Sequence[Considered], answers: Answers) -> Verdict:
    """What the rules of one group say. Disputing rules give case_by_case, unless all of them say no."""
    verdicts = [_one_verdict(one, answers) for one in group]
    if len(verdicts) == 1:
        return verdicts[0]
    states = {verdict.criteria for verdict in verdicts if verdict.criteria is not None}
    criteria = (states.pop() if len(states) == 1 else Truth.UNKNOWN) if states else None
    pathways = tuple(pathway for verdict in verdicts for pathway in verdict.pathways)
    refused = all(verdict.status == "not_covered" for verdict in verdicts)
    reason = verdicts[0].reason if refused else None
    return Verdict(tuple(group), "not_covered" if refused else "case_by_case", reason, criteria, pathways)


_CAUTION = {Truth.UNKNOWN: 0, Truth.NOT_MET: 1, Truth.MET: 2, None: 3}


def _asked(verdict: Verdict) -> int:
    return sum(len(pathway.criteria) for pathway in verdict.pathways)


def _settle(winners: Sequence[Considered], among: Sequence[Considered], answers: Answers) -> Resolution:
    """One status if all rules that may decide agree on it; else the missing answer is what we need."""
    groups = {
        frozenset(one.rule.rule_id for one in group): group
        for group in (disputants(winner, among) for winner in winners)
    }
    verdicts = [verdict_of(group, answers) for group in groups.values()]
    # The rule that asks the most stands first, so that we never promise on the easier of two.
    verdicts.sort(key=lambda verdict: (_CAUTION[verdict.criteria], -_asked(verdict)))
    head = verdicts[0]
    criteria = Truth.UNKNOWN if len(verdicts) > 1 and head.criteria is Truth.MET else head.criteria
    settled = Resolution(head.status, head.reason, criteria, tuple(verdicts))
    if settled.divided:
        return replace(settled, status="unknown", reason="needs_facts", criteria=Truth.UNKNOWN)
    return settled


def _refusal(miss: NearMiss) -> Resolution:
    """A refusal by a rule of the payer's own that fails only on what the person or the day brings."""
    return Resolution(
        "not_covered",
        _REASON_OF[miss.failed_on[0]],
        None,
        near=miss.rule,
        failed_on=miss.failed_on,
        within_reach=miss.within_reach,
    )


def _by_rules(situation: Situation) -> Resolution:
    winners = possible_winners(situation.own, situation.answers)
    if winners:
        return _settle(winners, situation.own, situation.answers)
    miss = nearest_miss(situation)
    if miss is not None:
        return _refusal(miss)
    unheard: Reason = "no_published_rule" if situation.payer_known else "unknown_payer"
    if any(one.own and not {"plan_type", "state"}.intersection(one.failed) for one in situation.own):
        return Resolution("unknown", unheard, None)
    winners = possible_winners(situation.typical, situation.answers)
    if not winners:
        return Resolution("unknown", unheard, None)
    settled = _settle(winners, situation.typical, situation.answers)
    told = settled.reason is not None and (situation.payer_known or settled.status != "unknown")
    return replace(settled, reason=settled.reason if told else unheard)


def resolve(situation: Situation) -> Resolution:
    """The status of a case, and why.

    The payer's rules (and its parents') come first, then refusals by one that nearly applies, then general
    patterns, then "not known". A use outside the label is refused whatever a payer says, but the payer's own
    standing refusal is named before the label's. Who pays alone is told so and refused nothing.
    """
    if situation.query.plan_type == "self_pay":
        return Resolution("self_pay", None, None)
    found = _by_rules(situation)
    label = broken_label(situation.refusals, situation.answers)
    excluded = found.status == "not_covered" and found.criteria is not Truth.NOT_MET and found.near is None
    if label is None or excluded:
        return _lowered(found, situation)
    criteria = Truth.NOT_MET if label.reason == "criteria_not_met" else found.criteria
    return replace(found, status="not_covered", reason=label.reason, criteria=criteria, label=label)


def _lowered(found: Resolution, situation: Situation) -> Resolution:
    """Met criteria count as unknown while an open answer about the person could still break the label.

    The clinic's certificate and the schedule are left out: they are chosen, and steps name them.
    """
    if found.criteria is not Truth.MET:
        return found
    personal = [refusal for refusal in situation.refusals if refusal.fact not in {"rems_site", "schedule"}]
    broken = any_of(all_of(t.check(situation.answers) for t in one.full_tests()) for one in personal)
    if broken is not Truth.UNKNOWN:
        return found
    return replace(found, criteria=Truth.UNKNOWN)
