"""Estimate one treatment for one person: coverage and cost, each with its working. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast

from clinicfinder.costs.bills import BillingModel, BillingTerms
from clinicfinder.costs.courses import Session, maintenance_choices, schedule
from clinicfinder.costs.estimate import CostEstimate, CostQuestion, estimate_cost
from clinicfinder.costs.parameters import ParameterMissing, parameter_on
from clinicfinder.costs.plan_answers import UNKNOWN, PlanAnswers
from clinicfinder.costs.plans import Benefit
from clinicfinder.costs.presets import answers_of, of_year
from clinicfinder.costs.prices import PayerClass, PriceFound, Setting
from clinicfinder.costs.selfpay import SelfPayCourse, price_course
from clinicfinder.coverage.answers import CoverageAnswer
from clinicfinder.coverage.decision import decide
from clinicfinder.coverage.facts import NOTHING_KNOWN, Facts
from clinicfinder.coverage.laws import StateLaw, laws_that_bear
from clinicfinder.coverage.matching import Query
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.units import Cents

PAYER_CLASS_OF: Final[Mapping[str, PayerClass]] = {
    "commercial": "commercial",
    "marketplace": "marketplace",
    "medicare_part_b": "medicare",
    "medicare_advantage": "medicare_advantage",
    "medicaid": "medicaid",
    "self_pay": "self_pay",
}
"""Plan types whose prices we have any source for. The others (TRICARE, VA, workers' compensation) have none."""

COURSE_OF: Final[Mapping[str, str]] = {
    "spravato": "spravato_trd",
    "iv_ketamine": "iv_ketamine_6",
    "tms": "tms_36",
    "kap": "kap_8",
}
"""The usual course of each treatment; for Spravato the indication can choose another."""

_SINGLE_VISITS: Final = frozenset({"medication_management", "psychotherapy", "psychiatric_evaluation"})
_BUNDLED_CODES: Final = frozenset({"G2082", "G2083"})
_DRUG_CODES: Final = frozenset({"J0013", "S0013", "J3490"})
_BUNDLING_PLANS: Final = frozenset({"medicare_part_b", "medicare_advantage", "tricare"})
OOP_PARAMETER: Final[Mapping[str, str]] = {
    "commercial": "aca_oop_max_self",
    "marketplace": "aca_oop_max_self",
    "medicare_advantage": "medicare_advantage_oop_max_in_network",
}
"""The parameter that holds the highest yearly maximum the law allows a kind of plan."""


@dataclass(frozen=True, slots=True)
class EstimateQuestion:
    """One person's question. Only the treatment is required; None and UNKNOWN mean "not given".

    `as_of` is the day whose rules are asked about. `course_start` None: `as_of`, or today if that has passed.
    `plan` None: nothing is known of the plan's figures. `other_plan_types` are those of further plans.
    `state` and `county` come from the person's ZIP code or the clinic's where they did not say.
    """

    treatment: str
    as_of: date
    today: date
    payer: str | None = None
    plan_type: str | None = None
    product: str | None = None
    state: str | None = None
    county: str | None = None
    indication: str | None = None
    facts: Facts = NOTHING_KNOWN
    plan: PlanAnswers | None = None
    preset: str | None = None
    course_start: date | None = None
    course_months: int | None = None
    maintenance: str = "none"
    setting: Setting | None = None
    other_plan_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InsuredCost:
    """What the course may cost through the plan. `allowed` is the whole course before the plan pays, or None."""

    estimate: CostEstimate
    payer_class: PayerClass
    preset: str | None


@dataclass(frozen=True, slots=True)
class CareEstimate:
    """The whole answer. `insured` None: no plan pays, or no source prices this kind of plan.

    `self_pay` stands beside every answer that is not a plain yes, since people then ask what it costs without.
    `assumptions` are keys that the page puts into words, the cost's own included.
    """

    question: EstimateQuestion
    coverage: CoverageAnswer
    laws: tuple[StateLaw, ...]
    sessions: tuple[Session, ...]
    maintenance_choices: tuple[str, ...]
    insured: InsuredCost | None
    self_pay: SelfPayCourse | None
    assumptions: tuple[str, ...]


def estimate_care(tables: EstimateTables, question: EstimateQuestion) -> CareEstimate:
    """Decide the coverage and work out the cost of one question.

    Raises: BadForm if the maintenance is no choice of the course; CodeNotInForce if a session lies on a day on
        which no code of ours may be billed.
    """
    query = Query(
        question.treatment,
        payer=question.payer,
        plan_type=question.plan_type,
        product=question.product,
        state=question.state,
        indication=question.indication,
    )
    coverage = decide(tables.book, query, question.facts, as_of=question.as_of, today=question.today)
    sessions, choices = _sessions(tables, question)
    plan_type, assumptions = _plan_type(tables, question)
    insured = _insured(tables, question, plan_type, coverage, sessions)
    self_pay = _self_pay(tables, question, sessions) if sessions and _wants_self_pay(coverage, insured) else None
    if insured is not None:
        assumptions += insured.estimate.assumptions
    return CareEstimate(
        question=question,
        coverage=coverage,
        laws=laws_that_bear(tables.laws, query, question.as_of),
        sessions=sessions,
        maintenance_choices=choices,
        insured=insured,
        self_pay=self_pay,
        assumptions=tuple(dict.fromkeys(assumptions)),
    )


def _sessions(tables: EstimateTables, question: EstimateQuestion) -> tuple[tuple[Session, ...], tuple[str, ...]]:
    start = question.course_start or max(question.as_of, question.today)
    if question.treatment in _SINGLE_VISITS:
        return (Session(1, start, "induction", None, None, "visit"),), ("none",)
    code = COURSE_OF.get(question.treatment)
    if question.treatment == "spravato" and question.indication == "mdd_si":
        code = "spravato_mdd_si"
    rows = tables.courses.get(code) if code else None
    if rows is None:
        return (), ("none",)
    return schedule(rows, start, question.course_months, question.maintenance), maintenance_choices(rows)


def _plan_type(tables: EstimateTables, question: EstimateQuestion) -> tuple[str | None, tuple[str, ...]]:
    """The plan type to price by: the one given, or the payer's only kind; a private insurer's is said to be assumed."""
    if question.plan_type is not None:
        return question.plan_type, ()
    profile = next((payer for payer in tables.payers if payer.code == question.payer), None)
    kinds = set(profile.plan_types) if profile else set()
    if len(kinds) == 1:
        return kinds.pop(), ()
    if kinds and kinds <= {"commercial", "marketplace"}:
        return "commercial", ("employer_plan_assumed",)
    return None, ()


def _insured(
    tables: EstimateTables,
    question: EstimateQuestion,
    plan_type: str | None,
    coverage: CoverageAnswer,
    sessions: Sequence[Session],
) -> InsuredCost | None:
    payer_class = PAYER_CLASS_OF.get(plan_type or "")
    if payer_class is None or payer_class == "self_pay" or not sessions or coverage.status == "not_covered":
        return None
    if coverage.status == "self_pay":
        return None
    answers, preset = _answers(tables, question, plan_type, sessions[0].on.year)
    estimate = estimate_cost(
        tables.costs,
        CostQuestion(
            treatment=question.treatment,
            sessions=sessions,
            terms=_billing_terms(coverage, plan_type),
            payer_class=payer_class,
            plan_types=tuple(kind for kind in (plan_type, *question.other_plan_types) if kind),
            answers=answers,
            setting=question.setting,
            state=question.state,
            locality=tables.locality_of(question.state, question.county),
            oop_bound=_oop_bound(tables, plan_type, sessions),
        ),
    )
    return InsuredCost(estimate, payer_class, preset)


def _answers(
    tables: EstimateTables, question: EstimateQuestion, plan_type: str | None, year: int
) -> tuple[PlanAnswers, str | None]:
    """The person's figures; where they gave none, the preset they chose, or the law's own for Original Medicare."""
    name = question.preset or ("medicare_original" if plan_type == "medicare_part_b" else None)
    preset = of_year(tables.presets, name, year) if name else None
    if preset is None:
        return question.plan or PlanAnswers(), None
    start = answers_of(preset)
    if question.plan is None:
        return start, preset.preset
    given = {
        field: value
        for field in PlanAnswers.__dataclass_fields__
        if (value := getattr(question.plan, field)) != PlanAnswers.__dataclass_fields__[field].default
    }
    return replace(start, **given), preset.preset


def _billing_terms(coverage: CoverageAnswer, plan_type: str | None) -> BillingTerms:
    """Split or bundled, by the codes the deciding rule names, else by how that kind of plan bills."""
    rule = coverage.rule.rule if coverage.rule else None
    codes = set(rule.codes) if rule else set()
    model: BillingModel = "bundled" if plan_type in _BUNDLING_PLANS else "split"
    if codes & _BUNDLED_CODES and not codes & _DRUG_CODES:
        model = "bundled"
    elif codes & _DRUG_CODES and not codes & _BUNDLED_CODES:
        model = "split"
    channel = rule.benefit_channel if rule else None
    drug: Benefit = cast("Benefit", channel) if channel in ("medical", "pharmacy") else "medical"
    return BillingTerms(model, drug_benefit=drug)


def _oop_bound(tables: EstimateTables, plan_type: str | None, sessions: Sequence[Session]) -> Cents | None:
    """The highest yearly maximum that the law allows in the years of the course, or None if any year's is not known."""
    name = OOP_PARAMETER.get(plan_type or "")
    if name is None:
        return None
    try:
        limits = [
            parameter_on(tables.parameters, name, date(year, 1, 1)).value
            for year in range(sessions[0].on.year, sessions[-1].on.year + 1)
        ]
    except ParameterMissing:
        return None
    return Cents(max(limits))


def _wants_self_pay(coverage: CoverageAnswer, insured: InsuredCost | None) -> bool:
    certain = coverage.status in {"covered", "covered_with_prior_auth"}
    return not certain or insured is None


def _self_pay(tables: EstimateTables, question: EstimateQuestion, sessions: Sequence[Session]) -> SelfPayCourse:
    return price_course(
        tables.prices,
        question.treatment,
        len(sessions),
        sessions[0].on,
        question.state,
        question.setting or "office",
    )


def is_priced(course: SelfPayCourse) -> bool:
    """Whether any clinic's own price is on file for this course."""
    return isinstance(course.per_session, PriceFound) or isinstance(course.per_course, PriceFound)


__all__ = ["UNKNOWN", "CareEstimate", "EstimateQuestion", "InsuredCost", "estimate_care", "is_priced"]
