"""A coverage rule: one row of coverage_rules.csv with its criteria, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from clinicfinder.coverage.criteria import Pathway
from clinicfinder.domain.provenance import Provenance

PlanType = Literal[
    "commercial", "marketplace", "medicare_part_b", "medicare_advantage",
    "medicaid", "tricare", "va", "workers_comp", "self_pay",
]  # fmt: skip
Benefit = Literal["covered", "not_covered", "case_by_case", "unknown"]
NotCoveredKind = Literal[
    "benefit_exclusion", "not_medically_necessary", "formulary", "route", "protocol", "age", "schedule"
]
PriorAuthorization = Literal["required", "not_required", "unknown"]
NetworkStatus = Literal["in_network", "out_of_network"]

PLAN_TYPES: tuple[PlanType, ...] = get_args(PlanType)
BENEFITS: tuple[Benefit, ...] = get_args(Benefit)
NOT_COVERED_KINDS: tuple[NotCoveredKind, ...] = get_args(NotCoveredKind)
PRIOR_AUTHORIZATIONS: tuple[PriorAuthorization, ...] = get_args(PriorAuthorization)
NETWORK_STATUSES: tuple[NetworkStatus, ...] = get_args(NetworkStatus)


LABEL_PAYER = "fda_label"
"""The code under which the table keeps the label's own history. It is nobody's payer and decides nothing:
what the label binds payers to stands in `coverage.label`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of coverage_rules.csv with the pathways of coverage_criteria.csv.

    An empty tuple or None among the conditions means any. `payer` None is a rule about payers in general.
    `age_from` is the first age in whole years and `age_to` the first age no longer included: 15 and 18 mean
    15 to 17. `effective_from` is the first day the rule is in
    force (None: since before our records) and `effective_to` the first day it no longer is (None: open).
    """

    rule_id: str
    payer: str | None
    treatments: tuple[str, ...]
    benefit: Benefit
    provenance: Provenance
    plan_types: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()
    network_status: NetworkStatus | None = None
    mac: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    protocol: str | None = None
    devices: tuple[str, ...] = ()
    diagnosis_codes: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    not_covered_kind: NotCoveredKind | None = None
    dispute_id: str | None = None
    prior_authorization: PriorAuthorization = "unknown"
    first_authorization: str | None = None
    renewal: str | None = None
    benefit_channel: str | None = None
    codes: tuple[str, ...] = ()
    wording: str = ""
    policy_number: str | None = None
    pathways: tuple[Pathway, ...] = ()

    @property
    def typical(self) -> bool:
        """Whether this is a general pattern, used only where a payer publishes nothing of its own."""
        return self.provenance.confidence == "typical"

    @property
    def grants(self) -> bool:
        """Whether the rule says that the treatment can be covered."""
        return self.benefit in {"covered", "case_by_case"}

    def in_force(self, day: date) -> bool:
        """Whether the rule is in force on `day`: from the first day, up to but not on the last."""
        return not self.starts_after(day) and not self.ended_by(day)

    def starts_after(self, day: date) -> bool:
        """Whether the rule's first day still lies ahead of `day`."""
        return self.effective_from is not None and day < self.effective_from

    def ended_by(self, day: date) -> bool:
        """Whether the rule is no longer in force on `day`."""
        return self.effective_to is not None and self.effective_to <= day
