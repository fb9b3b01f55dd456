"""The types of the answers to an estimate."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from clinicfinder.coverage.resolution import Reason, Status


class SourceCited(BaseModel):
    """A source, with its own date if it shows one."""

    title: str
    url: str | None
    date: str | None


class CriterionAnswer(BaseModel):
    """One condition and whether it holds."""

    fact: str
    wording: str
    state: Literal["met", "not_met", "unknown"]


class PathwayAnswer(BaseModel):
    """Conditions that must all hold. One pathway is enough."""

    name: str
    state: Literal["met", "not_met", "unknown"]
    criteria: list[CriterionAnswer]


class StepAnswer(BaseModel):
    """One thing to do."""

    key: str
    text: str
    detail: str | None


class RuleAnswer(BaseModel):
    """The rule behind an answer."""

    id: str
    effective_from: str | None
    effective_to: str | None
    confidence: str
    reviewed_on: str
    unverified: bool
    wording: str
    policy_number: str | None


class ChangeAnswer(BaseModel):
    """A day on which the rules change for this case."""

    date: str
    kind: Literal["starts", "ends"]
    past: bool
    rule_ids: list[str]
    status: Status
    reason: Reason | None
    text: str


class TraceAnswer(BaseModel):
    """Why one considered rule decided or did not."""

    rule_id: str
    outcome: str
    failed: list[str]
    open: list[str]


class LawAnswer(BaseModel):
    """A state law that may bear. It decides nothing here."""

    id: str
    topic: str
    scope: str
    wording: str
    source: SourceCited


class CoverageBody(BaseModel):
    """The coverage half of an estimate."""

    status: Status
    reason: Reason | None
    criteria: Literal["met", "not_met", "unknown", "none_published"]
    pathways: list[PathwayAnswer]
    missing_facts: list[str]
    steps: list[StepAnswer]
    prior_authorization: Literal["required", "not_required", "unknown"] | None
    first_authorization: str | None
    renewal: str | None
    rule: RuleAnswer | None
    disputed: list[RuleAnswer]
    what_would_change_it: list[str]
    may_appeal: bool
    sources: list[SourceCited]
    changes: list[ChangeAnswer]
    laws: list[LawAnswer]
    trace: list[TraceAnswer]


Span = Annotated[list[int], Field(min_length=2, max_length=2)]


class CostLineAnswer(BaseModel):
    """One line of one session's bill. null: no price is on file."""

    label: str
    code: str | None
    allowed_low_cents: int | None
    allowed_high_cents: int | None
    patient_low_cents: int | None
    patient_high_cents: int | None
    deductible_cents: Span | None
    copay_cents: Span | None
    coinsurance_cents: Span | None


class SessionAnswer(BaseModel):
    """One dated session."""

    date: str
    lines: list[CostLineAnswer]


class PlanYearAnswer(BaseModel):
    """One plan year of the course."""

    starts_on: str
    ends_before: str
    low_cents: int
    high_cents: int


class AssistanceAnswer(BaseModel):
    """A savings programme, offered or not."""

    program_id: str
    name: str
    offered: bool
    text: str
    source: SourceCited


class MoneyRange(BaseModel):
    """A range of a whole course; null where nothing is known."""

    low_cents: int | None
    high_cents: int | None


class CostBody(BaseModel):
    """The cost half. `known` False: part of it, or all, has no price on file. `basis` says who pays."""

    basis: Literal["insured", "self_pay", "none"]
    low_cents: int | None
    high_cents: int | None
    known: bool
    with_assistance: MoneyRange | None
    self_pay: MoneyRange | None
    sessions: list[SessionAnswer]
    plan_years: list[PlanYearAnswer]
    assistance: list[AssistanceAnswer]
    assumptions: list[StepAnswer]


class WordsAnswer(BaseModel):
    """Sentences to show or read aloud."""

    headline: str
    summary: str
    disclaimer: str
    crisis: str | None


class EstimateAnswer(BaseModel):
    """Coverage and cost of one treatment for one person. An estimate, never a promise."""

    coverage: CoverageBody
    cost: CostBody
    words: WordsAnswer
    rules_version: str
