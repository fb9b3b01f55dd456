"""From the JSON of `POST /api/v1/cost-shares` to a plan and services, or to every problem at once.

What null means there: a null limit is no limit, a null met amount is 0, a null coinsurance or copay is
nothing to pay after the deductible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from clinicfinder.costs.lines import Service
from clinicfinder.costs.plans import (
    NOTHING,
    Benefit,
    CostShare,
    CostShareOption,
    FamilyRule,
    FirstVisits,
    Network,
    PlanDesign,
    YearLimit,
)
from clinicfinder.costs.request_fields import RequestFields
from clinicfinder.errors import BadForm, FieldProblem

MOST_SERVICES = 2_000

OPTIONS: tuple[str, ...] = get_args(CostShareOption)
BENEFITS: tuple[str, ...] = get_args(Benefit)
FAMILY_RULES: tuple[str, ...] = get_args(FamilyRule)
NETWORKS: tuple[str, ...] = get_args(Network)

SHARE_FIELDS = ("cost_share_option", "copay_cents", "coinsurance_percent", "max_cents")
DEDUCTIBLE = ("deductible_cents", "deductible_met_cents")
DRUG_DEDUCTIBLE = ("drug_deductible_cents", "drug_deductible_met_cents")
OOP_MAX = ("oop_max_cents", "oop_met_cents")
FAMILY_DEDUCTIBLE = ("family_deductible_cents", "family_deductible_met_cents", "family_deductible_rule")
FAMILY_OOP_MAX = ("family_oop_max_cents", "family_oop_met_cents", "family_oop_rule")
LIMIT_FIELDS = (*DEDUCTIBLE, *DRUG_DEDUCTIBLE, *OOP_MAX, *FAMILY_DEDUCTIBLE, *FAMILY_OOP_MAX)
FIRST_VISIT_FIELDS = ("first_visits", "first_visits_option", "first_visits_used")
PLAN_FIELDS = frozenset(
    {
        *SHARE_FIELDS,
        *LIMIT_FIELDS,
        *FIRST_VISIT_FIELDS,
        "max_30_days_cents",
        "counts_to_oop",
        "network",
        "reset",
    }
)
SERVICE_FIELDS = frozenset(
    {*SHARE_FIELDS, "date", "allowed_cents", "label", "code", "benefit", "covered", "billed_cents"}
)


@dataclass(frozen=True, slots=True)
class CostShareRequest:
    """A plan and the services to walk through it, checked."""

    plan: PlanDesign
    services: tuple[Service, ...]


def read_request(given: object) -> CostShareRequest:
    """Check what was sent and turn it into values of the ledger.

    Args: given: the decoded JSON, of whatever type.
    Raises: BadForm with every problem found in the plan and in all services.
    """
    problems: list[FieldProblem] = []
    if not isinstance(given, Mapping):
        raise BadForm([FieldProblem("", "Send a JSON object with 'plan' and 'services'.")])
    whole = RequestFields(given, "", problems)
    whole.refuse_unknown({"plan", "services"})
    whole.require("plan")
    whole.require("services")
    plan = read_plan(given.get("plan"), problems)
    services = _read_services(given.get("services"), plan, problems)
    if problems:
        raise BadForm(problems)
    return CostShareRequest(plan, services)


def read_plan(given: object, problems: list[FieldProblem]) -> PlanDesign:
    """The plan of a request. Problems are added to `problems`; the plan is then not to be used."""
    if given is None:
        return PlanDesign()
    if not isinstance(given, Mapping):
        problems.append(FieldProblem("plan", "Give an object of plan figures."))
        return PlanDesign()
    fields = RequestFields(given, "plan.", problems)
    fields.refuse_unknown(PLAN_FIELDS)
    has_drug_deductible = any(fields.has(name) for name in DRUG_DEDUCTIBLE)
    return PlanDesign(
        deductible=_read_family_limit(fields, _read_limit(fields, DEDUCTIBLE), FAMILY_DEDUCTIBLE),
        oop_max=_read_family_limit(fields, _read_limit(fields, OOP_MAX), FAMILY_OOP_MAX),
        drug_deductible=_read_limit(fields, DRUG_DEDUCTIBLE) if has_drug_deductible else None,
        medical=replace(
            _read_share(fields, CostShare()),
            max_coinsurance_30_days=fields.cents("max_30_days_cents"),
            first_visits=_read_first_visits(fields),
            counts_to_oop=fields.flag("counts_to_oop") is not False,
        ),
        reset=fields.month_day("reset"),
        network=cast("Network", fields.choice("network", NETWORKS) or "in"),
    )


def _read_limit(fields: RequestFields, names: tuple[str, str]) -> YearLimit:
    limit, met = names
    return YearLimit(fields.cents(limit), fields.cents(met) or NOTHING)


def _read_family_limit(fields: RequestFields, own: YearLimit, names: tuple[str, str, str]) -> YearLimit:
    limit_name, met_name, rule_name = names
    limit = fields.cents(limit_name)
    met = fields.cents(met_name) or NOTHING
    rule = fields.choice(rule_name, FAMILY_RULES) or "embedded"
    if rule == "aggregate" and limit is None:
        fields.refuse(rule_name, f"An aggregate limit needs {limit_name} as well.")
        return own
    return replace(own, family=limit, family_met=met, rule=cast("FamilyRule", rule))


def _read_first_visits(fields: RequestFields) -> FirstVisits | None:
    count = fields.count("first_visits", 366)
    option = fields.choice("first_visits_option", OPTIONS) or "deductible-waived"
    used = fields.count("first_visits_used", 366) or 0
    return None if count is None else FirstVisits(count, cast("CostShareOption", option), used)


def _read_share(fields: RequestFields, usual: CostShare) -> CostShare:
    """The terms given, over the usual ones; an absent field leaves the usual one as it is."""
    option = fields.choice("cost_share_option", OPTIONS)
    copay = fields.cents("copay_cents")
    coinsurance = fields.percent("coinsurance_percent")
    cap = fields.cents("max_cents")
    return replace(
        usual,
        option=usual.option if option is None else cast("CostShareOption", option),
        copay=usual.copay if copay is None else copay,
        coinsurance=usual.coinsurance if coinsurance is None else coinsurance,
        max_coinsurance=usual.max_coinsurance if cap is None else cap,
        # Terms named for one service are meant for it; the easier ones of first visits would override them.
        first_visits=usual.first_visits if option is None else None,
    )


def _read_services(given: object, plan: PlanDesign, problems: list[FieldProblem]) -> tuple[Service, ...]:
    if given is None:
        return ()
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_SERVICES:
        problems.append(FieldProblem("services", f"Give a list of at most {MOST_SERVICES} services."))
        return ()
    read = [_read_service(item, number, plan, problems) for number, item in enumerate(given)]
    return tuple(service for service in read if service is not None)


def _read_service(given: object, number: int, plan: PlanDesign, problems: list[FieldProblem]) -> Service | None:
    if not isinstance(given, Mapping):
        problems.append(FieldProblem(f"services.{number}", "Give an object with 'date' and 'allowed_cents'."))
        return None
    fields = RequestFields(given, f"services.{number}.", problems)
    fields.refuse_unknown(SERVICE_FIELDS)
    fields.require("date")
    fields.require("allowed_cents")
    on = fields.day("date")
    allowed = fields.cents("allowed_cents")
    benefit = cast("Benefit", fields.choice("benefit", BENEFITS) or "medical")
    has_own_terms = any(fields.has(name) for name in SHARE_FIELDS)
    share = _read_share(fields, plan.share_for(benefit)) if has_own_terms else None
    label = fields.text("label") or ""
    code = fields.text("code", 20)
    covered = fields.flag("covered") is not False
    billed = fields.cents("billed_cents")
    if on is None or allowed is None:
        return None
    return Service(on, allowed, label, code, benefit, share, covered, billed)
