"""The types of what an estimate is asked with. Names of facts, plan types and indications are public and stable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model

from clinicfinder.costs.plans import CostShareOption, FamilyRule, Network
from clinicfinder.coverage.facts import FACTS, INDICATIONS, FactSpec
from clinicfinder.coverage.rules import PlanType

MOST_CENTS = 10_000_000_000


def iso_day(value: Any) -> Any:
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


class StrictRequest(BaseModel):
    """What a caller may send: an unknown name is refused, since a misspelt one would change the answer in silence."""

    model_config = ConfigDict(extra="forbid")


CentsGiven = Annotated[int, Field(strict=True, ge=0, le=MOST_CENTS)]
PercentGiven = Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False), AfterValidator(_two_decimals)]
Day = Annotated[date, BeforeValidator(iso_day)]
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
    FactsBody = StrictRequest
else:
    FactsBody = create_model(
        "FactsBody",
        __base__=StrictRequest,
        __doc__="What is known about the person. Absent or null means unknown; unknown is never assumed.",
        **{name: (_fact_type(spec) | None, None) for name, spec in FACTS.items()},
    )


class PlanBody(StrictRequest):
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


class CourseBody(StrictRequest):
    """When the course starts, how far to look, and how it goes on after the first course."""

    start: Day | None = None
    months: Annotated[int, Field(strict=True, ge=1, le=24)] | None = None
    maintenance: Text | None = Field(None, examples=["every_two_weeks"])


class EstimateBody(StrictRequest):
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
