"""What to do next and what could turn a refusal, as stable keys whose wording the pages keep."""

from __future__ import annotations

from collections.abc import Iterator

from clinicfinder.coverage.answers import Remedy, Step
from clinicfinder.coverage.criteria import CheckedPathway
from clinicfinder.coverage.matching import Considered, Query
from clinicfinder.coverage.resolution import Resolution
from clinicfinder.coverage.rules import Rule

_LABEL_REMEDIES: dict[str, Remedy] = {
    "rems_site": Remedy("rems_site", "rems_site"),
    "schedule": Remedy("usual_schedule", "sessions_per_week"),
    "monotherapy": Remedy("with_antidepressant", "monotherapy"),
    "suicidality_with_antidepressant": Remedy("with_antidepressant", "monotherapy"),
}


def remedies(found: Resolution) -> tuple[Remedy, ...]:
    """What could turn a curable refusal. An exclusion, a route, a protocol and an age have no remedy."""
    if found.status != "not_covered":
        return ()
    if found.label is not None:
        remedy = _LABEL_REMEDIES.get(found.label.fact)
        return (remedy,) if remedy else ()
    if found.near is not None:
        return tuple(dict.fromkeys(_reach(one, failed) for one, failed in found.within_reach))
    if found.reason not in {"criteria_not_met", "schedule"}:
        return ()
    pathways = [pathway for verdict in found.verdicts for pathway in verdict.pathways]
    return tuple(dict.fromkeys(_unmet_on_the_way(pathways)))


def _reach(one: Considered, failed: str) -> Remedy:
    if failed == "device":
        return Remedy("device", "device", ", ".join(one.rule.devices))
    return Remedy("effective_from", day=one.rule.effective_from)


def _unmet_on_the_way(pathways: list[CheckedPathway]) -> Iterator[Remedy]:
    """What is unmet on the pathways that come nearest."""
    fewest = min((len(pathway.unmet()) for pathway in pathways), default=0)
    for pathway in pathways:
        if len(pathway.unmet()) == fewest:
            for criterion in pathway.unmet():
                yield Remedy("criterion", criterion.fact, criterion.wording)


def steps(query: Query, found: Resolution, *, unverified: bool) -> tuple[Step, ...]:
    """What must happen first and what to do next, in the order in which one would do it."""
    if found.status == "self_pay":
        return (*_treatment_steps(query), Step("ask_self_pay_price"), Step("good_faith_estimate"))
    rule = found.verdicts[0].rules[0].rule if found.verdicts and not found.divided else None
    ahead: list[Step] = []
    if found.status in {"covered", "covered_with_prior_auth", "case_by_case"} and rule is not None:
        ahead = [*_benefit_steps(rule, disputed=len(found.verdicts[0].rules) > 1), *_treatment_steps(query)]
    if found.status == "not_covered" and found.reason != "before_effective_date":
        ahead.append(Step("appeal"))
    if unverified:
        ahead.append(Step("rule_past_review"))
    return (*ahead, Step("confirm_with_plan"))


def _benefit_steps(rule: Rule, *, disputed: bool) -> Iterator[Step]:
    if disputed:
        yield Step("ask_which_rule_applies")
    if rule.prior_authorization == "required":
        yield Step("prior_authorization", rule.first_authorization)
    elif rule.prior_authorization == "unknown":
        yield Step("ask_about_prior_authorization")
    if rule.pathways:
        yield Step("gather_records")
    if rule.benefit_channel:
        yield Step("benefit_channel", rule.benefit_channel)
    else:
        yield Step("ask_which_benefit")
    yield Step("check_both_networks")


def _treatment_steps(query: Query) -> tuple[Step, ...]:
    return (Step("rems_site"), Step("ride_home")) if query.treatment == "spravato" else ()
