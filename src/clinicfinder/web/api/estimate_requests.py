"""From the JSON of an estimate to a question, or to every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from clinicfinder.costs.plan_answers import PlanAnswers
from clinicfinder.costs.plans import MonthDay
from clinicfinder.coverage.facts import NOTHING_KNOWN, Facts, parse_facts
from clinicfinder.coverage.payers import search_payers
from clinicfinder.domain.names import name_key
from clinicfinder.domain.states import state_code
from clinicfinder.errors import BadForm, FieldProblem
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.units import BasisPoints
from clinicfinder.usecases.estimate_care import EstimateQuestion
from clinicfinder.web.api.estimate_schemas import EstimateBody, PlanBody
from clinicfinder.web.api.requests import field_problems

_PLAN_FIELDS: Final = {
    "deductible_cents": "deductible",
    "deductible_met_cents": "deductible_met",
    "copay_cents": "copay",
    "cost_share_option": "option",
    "oop_max_cents": "oop_max",
    "oop_met_cents": "oop_met",
    "drug_deductible_cents": "drug_deductible",
    "drug_copay_cents": "drug_copay",
    "drug_max_cents": "drug_max_coinsurance",
    "family_deductible_cents": "family_deductible",
    "family_deductible_met_cents": "family_deductible_met",
    "family_oop_max_cents": "family_oop_max",
    "family_oop_met_cents": "family_oop_met",
    "family_deductible_rule": "family_rule",
    "network": "network",
}
"""Fields of the request and the answers they are, both as they stand: money in cents, words as words."""

_SHARES: Final = {"coinsurance_percent": "coinsurance", "drug_coinsurance_percent": "drug_coinsurance"}


def read_estimate(values: Mapping[str, Any], catalogue: Catalogue, today: date) -> EstimateQuestion:
    """Check the JSON of an estimate.

    Raises: BadForm with every problem: of types, of codes we do not know, of facts.
    """
    problems = unknown_references(values, catalogue)
    body: EstimateBody | None = None
    try:
        body = EstimateBody.model_validate(values)
    except ValidationError as error:
        problems += [p for p in field_problems(error) if p.field not in {known.field for known in problems}]
    facts = _facts(body, problems)
    plan = _plan(body.plan, problems) if body and body.plan else None
    if problems or body is None:
        raise BadForm(problems)
    state, county = _place(body, catalogue)
    course = body.course
    return EstimateQuestion(
        treatment=body.treatment,
        as_of=body.as_of or today,
        today=today,
        payer=payer_code(catalogue, body.payer),
        plan_type=body.plan_type,
        product=body.product,
        state=state,
        county=county,
        indication=body.indication,
        facts=facts,
        plan=plan,
        preset=body.plan.preset if body.plan else None,
        course_start=course.start if course else None,
        course_months=course.months if course else None,
        maintenance=(course.maintenance if course else None) or "none",
        setting=body.setting,
    )


def payer_code(catalogue: Catalogue, text: str | None) -> str | None:
    """The code of a payer given by code, name or alias. A text that names none is kept: its rules are not known."""
    if text is None:
        return None
    if text in catalogue.payers:
        return text
    wanted = name_key(text)
    for payer in search_payers(catalogue.estimates.payers, text):
        if wanted in {name_key(name) for name in (payer.code, payer.name, *payer.aliases)}:
            return payer.code
    return text


def unknown_references(values: Mapping[str, Any], catalogue: Catalogue) -> list[FieldProblem]:
    """Codes that name nothing we have: the treatment, the state, the ZIP code, the clinic, the preset."""
    problems = []
    treatment, state, zip_code, clinic = (values.get(name) for name in ("treatment", "state", "zip", "clinic"))
    if isinstance(treatment, str) and treatment not in catalogue.treatments:
        message = f"There is no treatment {treatment[:60]!r}. GET /api/v1/treatments lists them."
        problems.append(FieldProblem("treatment", message, value=treatment[:120]))
    if isinstance(state, str) and state_code(state) is None:
        message = f"There is no state {state[:60]!r}. Give two letters or its name."
        problems.append(FieldProblem("state", message, value=state[:120]))
    if isinstance(zip_code, str) and zip_code.isdigit() and catalogue.gazetteer.zip_record(zip_code) is None:
        message = f"We do not know the ZIP code {zip_code[:10]!r}. Check its digits or leave it out."
        problems.append(FieldProblem("zip", message, "place_not_found", zip_code[:120]))
    if isinstance(clinic, str) and not catalogue.is_public(clinic):
        message = f"There is no clinic {clinic[:60]!r}. Take the id from a search."
        problems.append(FieldProblem("clinic", message, value=clinic[:120]))
    plan = values.get("plan")
    preset = plan.get("preset") if isinstance(plan, Mapping) else None
    if isinstance(preset, str) and preset not in {known.preset for known in catalogue.estimates.presets}:
        names = ", ".join(sorted({known.preset for known in catalogue.estimates.presets}))
        problems.append(
            FieldProblem("plan.preset", f"There is no preset {preset[:60]!r}. Known: {names}.", value=preset)
        )
    return problems


def _facts(body: EstimateBody | None, problems: list[FieldProblem]) -> Facts:
    given = body.facts if body else None
    if given is None:
        return NOTHING_KNOWN
    try:
        return parse_facts(given.model_dump(exclude_none=True))
    except BadForm as error:
        problems.extend(error.problems)
        return NOTHING_KNOWN


def _plan(body: PlanBody, problems: list[FieldProblem]) -> PlanAnswers:
    sent = body.model_dump(exclude_none=True)
    given: dict[str, Any] = {answer: sent[field] for field, answer in _PLAN_FIELDS.items() if field in sent}
    for field, answer in _SHARES.items():
        if field in sent:
            given[answer] = BasisPoints(round(sent[field] * 100))
    if body.reset is not None:
        month, day = map(int, body.reset.split("-"))
        try:
            given["reset"] = MonthDay(month, day)
        except ValueError:
            message = "Give a day that every year has, written MM-DD, such as 01-01."
            problems.append(FieldProblem("plan.reset", message, value=body.reset))
    if body.family_deductible_rule == "aggregate" and body.family_deductible_cents is None:
        message = "An aggregate limit needs family_deductible_cents as well."
        problems.append(FieldProblem("plan.family_deductible_rule", message, value="aggregate"))
    return PlanAnswers(**given)


def _place(body: EstimateBody, catalogue: Catalogue) -> tuple[str | None, str | None]:
    """State and county: what was said comes first, then the ZIP code, then the clinic."""
    record = catalogue.gazetteer.zip_record(body.zip) if body.zip else None
    clinic = catalogue.clinics.get(body.clinic) if body.clinic else None
    state = state_code(body.state) if body.state else None
    if record and state in (None, record.state):
        return record.state, record.county
    if clinic and state in (None, clinic.state):
        return clinic.state, clinic.county
    return state, None
