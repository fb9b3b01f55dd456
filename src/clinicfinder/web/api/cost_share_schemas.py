"""The types of the bare ledger's API: a plan and dated services in, who pays what out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from clinicfinder.costs.plans import CostShareOption, FamilyRule, Network
from clinicfinder.web.api.estimate_schemas import CentsGiven, Day, MonthAndDay, PercentGiven, StrictRequest


class ServiceBody(StrictRequest):
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


class LedgerPlanBody(StrictRequest):
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


class CostSharesBody(StrictRequest):
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
