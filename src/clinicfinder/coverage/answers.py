"""The answer about coverage: what a page, the API and the command line show, as plain values.

Wording for people is kept elsewhere under the stable keys given here; only the wording of criteria and
rules comes from the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from clinicfinder.coverage.criteria import CheckedPathway
from clinicfinder.coverage.label import LabelFact
from clinicfinder.coverage.resolution import Reason, Status
from clinicfinder.coverage.rules import PriorAuthorization, Rule
from clinicfinder.domain.provenance import Provenance

CriteriaState = Literal["met", "not_met", "unknown", "none_published"]


@dataclass(frozen=True, slots=True)
class CitedRule:
    """A rule that the answer rests on. `unverified`: last reviewed more than 12 months ago."""

    rule: Rule
    unverified: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, under a stable key; `detail` is a figure or a name from the data."""

    key: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A day after the one asked about on which the rules change for this case.

    `past` says that the day has come already (the question was about an earlier day). `status` and `reason`
    are the answer from that day on, as far as is known of the person.
    """

    day: date
    kind: Literal["starts", "ends"]
    past: bool
    rule_ids: tuple[str, ...]
    status: Status
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that could turn a curable refusal: a criterion to meet, a day, a choice to make."""

    key: Literal["criterion", "effective_from", "device", "rems_site", "usual_schedule", "with_antidepressant"]
    fact: str | None = None
    wording: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """What one rule would say, where a missing answer decides between several."""

    rule_ids: tuple[str, ...]
    status: Status


TraceOutcome = Literal[
    "decided", "possible", "disputed", "refused", "less_specific", "not_matching",
    "not_yet", "ended", "low_confidence", "general_not_needed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TraceLine:
    """Why one considered rule decided or did not. `failed` and `open` name its conditions."""

    rule_id: str
    outcome: TraceOutcome
    failed: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageAnswer:
    """Everything decided about one case.

    `criteria` speaks of the published criteria alone. `missing_facts` are the questions that could change the
    status, the most telling first; empty means that nothing the person could add would. `rule` is None where
    no single rule stands behind the answer; `disputed` holds both sides where sources conflict.
    `prior_authorization` is "unknown" where the source does not say. `failed_on` names the conditions on
    which the payer's own rule fails. `crisis`: help comes before any result.
    """

    status: Status
    reason: Reason | None
    criteria: CriteriaState
    pathways: tuple[CheckedPathway, ...]
    missing_facts: tuple[str, ...]
    steps: tuple[Step, ...]
    prior_authorization: PriorAuthorization | None
    first_authorization: str | None
    renewal: str | None
    rule: CitedRule | None
    disputed: tuple[CitedRule, ...]
    alternatives: tuple[Alternative, ...]
    failed_on: tuple[str, ...]
    label_facts: tuple[LabelFact, ...]
    broken_label: str | None
    what_would_change_it: tuple[Remedy, ...]
    may_appeal: bool
    changes: tuple[Change, ...]
    sources: tuple[Provenance, ...]
    trace: tuple[TraceLine, ...]
    crisis: bool

    @property
    def typical(self) -> bool:
        """Whether the answer rests on a general pattern and must be labelled as typical."""
        return self.rule is not None and self.rule.rule.typical
