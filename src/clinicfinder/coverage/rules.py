"""Coverage rules as values, and the book that finds the few of one payer and treatment among thousands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from clinicfinder.coverage.criteria import Pathway
from clinicfinder.coverage.payers import Payer
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
FEDERAL_PLAN_TYPES: frozenset[str] = frozenset({"medicare_part_b", "tricare", "va"})
BENEFITS: tuple[Benefit, ...] = get_args(Benefit)
NOT_COVERED_KINDS: tuple[NotCoveredKind, ...] = get_args(NotCoveredKind)
PRIOR_AUTHORIZATIONS: tuple[PriorAuthorization, ...] = get_args(PriorAuthorization)
NETWORK_STATUSES: tuple[NetworkStatus, ...] = get_args(NetworkStatus)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of coverage_rules.csv with the pathways of coverage_criteria.csv.

    An empty tuple or None among the conditions means any. `payer` None is a rule about payers in general.
    `age_from` and `age_to` are whole years, both inclusive. `effective_from` is the first day the rule is in
    force (None: since before our records) and `effective_to` the first day it no longer is (None: open).
    """

    rule_id: str
    payer: str | None
    treatment: str
    benefit: Benefit
    provenance: Provenance
    plan_type: str | None = None
    products: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    indication: str | None = None
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


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules and payers, indexed by payer and treatment.

    `macs` maps a state to its Medicare contractor. Build with `rule_book`.
    """

    rules: tuple[Rule, ...]
    payers: Mapping[str, Payer]
    macs: Mapping[str, str]
    index: Mapping[tuple[str | None, str], tuple[Rule, ...]] = field(repr=False)

    def lineage(self, payer: str | None) -> tuple[str, ...]:
        """The payer and the parents whose rules it runs under, nearest first. Empty when not on file."""
        line: list[str] = []
        while payer is not None and payer in self.payers and payer not in line:
            line.append(payer)
            payer = self.payers[payer].parent
        return tuple(line)

    def sole_payer(self, plan_type: str | None) -> str | None:
        """The one payer on file that runs a federal plan type, so that naming the plan names the payer."""
        if plan_type not in FEDERAL_PLAN_TYPES:
            return None
        running = [payer.code for payer in self.payers.values() if plan_type in payer.plan_types]
        return running[0] if len(running) == 1 else None

    def rules_of(self, payer: str | None, treatment: str) -> tuple[Rule, ...]:
        """The rules of exactly this payer (None: the general ones) for exactly this treatment."""
        return self.index.get((payer, treatment), ())

    def states_of_mac(self, mac: str) -> tuple[str, ...]:
        """The states that a Medicare contractor serves."""
        return tuple(sorted(state for state, name in self.macs.items() if name == mac))


def rule_book(
    rules: Iterable[Rule], payers: Iterable[Payer] = (), macs: Mapping[str, str] | None = None
) -> RuleBook:
    """Index the rules once, so that a decision looks at a handful of them and not at all.

    A payer that only the rules name is on file too.
    """
    kept = tuple(rules)
    on_file = {payer.code: payer for payer in payers}
    buckets: dict[tuple[str | None, str], list[Rule]] = {}
    for rule in kept:
        if rule.payer is not None:
            on_file.setdefault(rule.payer, Payer(rule.payer, rule.payer))
        buckets.setdefault((rule.payer, rule.treatment), []).append(rule)
    return RuleBook(kept, on_file, dict(macs or {}), {key: tuple(found) for key, found in buckets.items()})
