"""The types of coverage rules as they stand in our tables."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field

from clinicfinder.coverage.criteria import Operator
from clinicfinder.coverage.history import Relation
from clinicfinder.coverage.rules import Benefit, NetworkStatus, NotCoveredKind, PlanType, PriorAuthorization
from clinicfinder.web.api.estimate_schemas import iso_day
from clinicfinder.web.api.schemas import Code, ProvenanceAnswer, QueryInt, StrictQuery


class RulesQuery(StrictQuery):
    """Without parameters, every rule. Each parameter keeps the rules that may bear on it."""

    payer: Code | None = Field(None, examples=["cigna"])
    treatment: Code | None = Field(None, examples=["spravato"])
    plan_type: PlanType | None = None
    state: Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["TX"])] | None = Field(
        None, description="Keeps rules for this state and rules that name no state."
    )
    on: Annotated[date, BeforeValidator(iso_day)] | None = Field(
        None, description="Keeps rules in force on this day.", examples=["2026-01-01"]
    )
    limit: QueryInt = Field(100, ge=1, le=500)
    offset: QueryInt = Field(0, ge=0, le=1_000_000)


class RuleSummary(BaseModel):
    """One rule. An empty list and null among its conditions mean any.

    In force from `effective_from` (null: since before our records) to the day before `effective_to` (null: open).
    `age_to` is the first age no longer meant. `payer` null is a pattern among payers in general.
    """

    id: str
    payer: str | None
    treatments: list[str]
    plan_types: list[PlanType]
    products: list[str]
    states: list[str]
    indications: list[str]
    network_status: NetworkStatus | None
    medicare_contractor: str | None
    age_from: int | None
    age_to: int | None
    protocol: str | None
    devices: list[str]
    diagnosis_codes: list[str]
    effective_from: str | None
    effective_to: str | None
    benefit: Benefit
    not_covered_kind: NotCoveredKind | None
    dispute_id: str | None = Field(description="Rules that share it contradict each other, and we show both.")
    prior_authorization: PriorAuthorization
    first_authorization: str | None
    renewal: str | None
    benefit_channel: str | None
    codes: list[str]
    wording: str
    policy_number: str | None
    source: ProvenanceAnswer


class RulesAnswer(BaseModel):
    """Rules by id. `total` counts all that fit."""

    total: int
    rules: list[RuleSummary]


class RuleCriterion(BaseModel):
    """One condition, in our words and as a test of a fact about the person."""

    fact: str
    operator: Operator
    values: list[bool | int | str]
    wording: str


class RulePathway(BaseModel):
    """Criteria that must all hold. One pathway is enough."""

    name: str
    criteria: list[RuleCriterion]


class RuleVersion(BaseModel):
    """One version of the same payer's word on the same matter."""

    id: str
    relation: Relation
    effective_from: str | None
    effective_to: str | None
    benefit: Benefit
    wording: str


class RuleDetail(RuleSummary):
    """One rule with its criteria and its versions, the oldest first, itself among them."""

    pathways: list[RulePathway]
    history: list[RuleVersion]
