"""The types of the estimate's API. Names of facts, plan types and indications are public and stable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from clinicfinder.costs.plans import CostShareOption, FamilyRule, Network
from clinicfinder.coverage.facts import FACTS, INDICATIONS, FactSpec
from clinicfinder.coverage.resolution import Reason, Status
from clinicfinder.coverage.rules import PlanType

MOST_CENTS = 10_000_000_000


def _iso_day(value: Any) -> Any:
    """A date is written YYYY-MM-DD; a bare number or a time is no date."""
    if value is None or isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) != len("2026-11-22"):
        raise ValueError("write a date as YYYY-MM-DD")
    return value


def _two_decimals(value: float) -> float:
    if Decimal(str(value)) * 100 % 1:
        raise ValueError("give at most two decimals")
    return value


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


CentsGiven = Annotated[int, Field(strict=True, ge=0, le=MOST_CENTS)]
PercentGiven = Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False), AfterValidator(_two_decimals)]
Day = Annotated[date, BeforeValidator(_iso_day)]
Text = Annotated[str, Field(strict=True, min_length=1, max_length=120)]
MonthAndDay = Annotated[str, Field(strict=True, pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", examples=["01-01"])]


def _fact_type(spec: FactSpec) -> Any:
    if spec.kind == "boolean":
        return Annotated[bool, Field(strict=True)]
    if spec.kind == "count":
        return Annotated[int, Field(strict=True, ge=0, le=spec.highest)]
    if spec.kind == "choice":
        return Literal[spec.choices]
    return Annotated[str, Field(strict=True, max_length=8, examples=["F33.2"])]


if TYPE_CHECKING:
    # The fields come from the engine's registry, which a type checker cannot run.
    FactsBody = _Request
else:
    FactsBody = create_model(
        "FactsBody",
        __base__=_Request,
        __doc__="What is known about the person. Absent or null means unknown; unknown is never assumed.",
        **{name: (_fact_type(spec) | None, None) for name, spec in FACTS.items()},
    )


class PlanBody(_Request):
    """Figures of the plan, as far as they are known: what is absent or null is unknown and widens the range."""

    preset: Text | None = Field(None, description="Start from a published plan of the year, such as employer_average.")
    deductible_cents: CentsGiven | None = None
    deductible_met_cents: CentsGiven | None = None
    coinsurance_percent: PercentGiven | None = None
    copay_cents: CentsGiven | None = None
    cost_share_option: CostShareOption | None = None
    oop_max_cents: CentsGiven | None = None
    oop_met_cents: CentsGiven | None = None
    drug_deductible_cents: CentsGiven | None = None
    drug_copay_cents: CentsGiven | None = None
    drug_coinsurance_percent: PercentGiven | None = None
    drug_max_cents: CentsGiven | None = None
    family_deductible_cents: CentsGiven | None = None
    family_deductible_met_cents: CentsGiven | None = None
    family_oop_max_cents: CentsGiven | None = None
    family_oop_met_cents: CentsGiven | None = None
    family_deductible_rule: FamilyRule | None = None
    reset: MonthAndDay | None = None
    network: Network | None = None


class CourseBody(_Request):
    """When the course starts, how far to look, and how it goes on after the first course."""

    start: Day | None = None
    months: Annotated[int, Field(strict=True, ge=1, le=24)] | None = None
    maintenance: Text | None = Field(None, examples=["every_two_weeks"])


class EstimateBody(_Request):
    """Only the treatment is required. null equals absent."""

    treatment: Text = Field(examples=["spravato"])
    payer: Text | None = Field(None, description="A code, a name or an alias.", examples=["cigna"])
    plan_type: PlanType | None = None
    product: Text | None = None
    state: Text | None = Field(None, examples=["TX"])
    indication: Literal[INDICATIONS] | None = None  # type: ignore[valid-type]  # The engine's own list.
    as_of: Day | None = Field(None, description="The day whose rules are asked about; past days too.")
    facts: FactsBody | None = None
    plan: PlanBody | None = None
    course: CourseBody | None = None
    setting: Literal["office", "hospital"] | None = None
    zip: Annotated[str, Field(strict=True, pattern=r"^\d{5}$")] | None = None
    clinic: Text | None = None


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


class ServiceBody(_Request):
    """One service to walk through a plan; the optional fields override the plan's for it alone."""

    date: Day
    allowed_cents: CentsGiven
    cost_share_option: CostShareOption | None = None
    copay_cents: CentsGiven | None = None
    coinsurance_percent: PercentGiven | None = None
    max_cents: CentsGiven | None = None
    label: Annotated[str, Field(max_length=200)] | None = None
    code: Annotated[str, Field(max_length=20)] | None = None
    benefit: Literal["medical", "pharmacy", "behavioral"] | None = None
    covered: bool | None = None
    billed_cents: CentsGiven | None = None


class LedgerPlanBody(_Request):
    """A plan for the bare ledger. A null limit means none, a null met amount 0."""

    deductible_cents: CentsGiven | None = None
    deductible_met_cents: CentsGiven | None = None
    coinsurance_percent: PercentGiven | None = None
    copay_cents: CentsGiven | None = None
    cost_share_option: CostShareOption | None = None
    max_cents: CentsGiven | None = None
    oop_max_cents: CentsGiven | None = None
    oop_met_cents: CentsGiven | None = None
    drug_deductible_cents: CentsGiven | None = None
    drug_deductible_met_cents: CentsGiven | None = None
    family_deductible_cents: CentsGiven | None = None
    family_deductible_met_cents: CentsGiven | None = None
    family_deductible_rule: FamilyRule | None = None
    family_oop_max_cents: CentsGiven | None = None
    family_oop_met_cents: CentsGiven | None = None
    family_oop_rule: FamilyRule | None = None
    first_visits: Annotated[int, Field(ge=0, le=366)] | None = None
    first_visits_option: CostShareOption | None = None
    first_visits_used: Annotated[int, Field(ge=0, le=366)] | None = None
    max_30_days_cents: CentsGiven | None = None
    counts_to_oop: bool | None = None
    network: Network | None = None
    reset: MonthAndDay | None = None


class CostSharesBody(_Request):
    """A plan and dated services."""

    plan: LedgerPlanBody
    services: Annotated[list[ServiceBody], Field(max_length=2_000)]


class CostParts(BaseModel):
    """What the patient pays and of what it is made, and what the plan pays."""

    patient_cents: int
    plan_cents: int
    deductible_cents: int
    copay_cents: int
    coinsurance_cents: int


class ServiceShares(CostParts):
    """One service, in the order given."""

    date: str
    allowed_cents: int


class CostSharesAnswer(CostParts):
    """The sums and each service."""

    services: list[ServiceShares]
