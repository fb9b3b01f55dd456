"""State laws that bear on a plan's conduct. They are notes beside an answer and never decide it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from clinicfinder.coverage.matching import Query
from clinicfinder.domain.provenance import Provenance

LawTopic = Literal["step_therapy", "copay_accumulator", "network_adequacy", "parity", "other"]
LawScope = Literal["state_regulated_plans", "medicaid", "all_plans"]

LAW_TOPICS: tuple[LawTopic, ...] = get_args(LawTopic)
LAW_SCOPES: tuple[LawScope, ...] = get_args(LawScope)

_PLAN_TYPES_OF: dict[str, frozenset[str]] = {
    "state_regulated_plans": frozenset({"commercial", "marketplace"}),
    "medicaid": frozenset({"medicaid"}),
}


@dataclass(frozen=True, slots=True)
class StateLaw:
    """One row of state_laws.csv. Dates are half-open, as for rules.

    `scope` says whom the law reaches. A plan that an employer pays for itself is not state-regulated, and
    nobody can tell from the insurer's name, so the scope is always shown with the note.
    """

    law_id: str
    state: str
    topic: LawTopic
    scope: LawScope
    wording: str
    provenance: Provenance
    effective_from: date | None = None
    effective_to: date | None = None


def laws_that_bear(laws: Iterable[StateLaw], query: Query, as_of: date) -> tuple[StateLaw, ...]:
    """The laws of the person's state in force on a day that may reach their kind of plan.

    An unknown plan type keeps every scope; the note names it. Low-confidence rows stay out.
    """
    bearing = []
    for law in laws:
        reached = _PLAN_TYPES_OF.get(law.scope)
        if law.state != query.state or law.provenance.confidence == "low":
            continue
        if law.effective_from is not None and as_of < law.effective_from:
            continue
        if law.effective_to is not None and law.effective_to <= as_of:
            continue
        if reached is None or query.plan_type is None or query.plan_type in reached:
            bearing.append(law)
    return tuple(bearing)
