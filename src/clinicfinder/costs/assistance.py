"""Savings programmes of a drug's maker: who may use one, what it pays, and what is not known about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from clinicfinder.costs.bills import LineKind
from clinicfinder.domain.provenance import Provenance
from clinicfinder.units import Cents

Counts = Literal["yes", "no", "unknown"]
RefusalReason = Literal["government_plan", "not_commercial", "no_plan", "state_excluded"]

GOVERNMENT_PLANS = frozenset({"medicare_part_b", "medicare_advantage", "medicaid", "tricare", "va"})
"""Plan types that bar a maker's help for the whole person, whichever plan pays first."""


@dataclass(frozen=True, slots=True)
class Programme:
    """One savings programme.

    `pays_line` is the kind of line it pays and `patient_pays` what it leaves the patient of it, in cents.
    `yearly_maximum` is text: a limit applies, but the sources do not agree on its amount, so that none is
    kept. `counts_toward_deductible`: whether the plan lets the help fill the deductible; unknown gives a
    bracket. `eligibility` and `wording` are what is shown.
    """

    program_id: str
    name: str
    treatment: str
    pays_line: LineKind
    patient_pays: Cents
    eligibility: str
    commercial_only: bool
    excluded_plan_types: frozenset[str]
    excluded_states: frozenset[str]
    yearly_maximum: str
    counts_toward_deductible: Counts
    wording: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Offered:
    """The programme may be open to this person. `asks_state`: some states are excluded and none was given."""

    programme: Programme
    asks_state: bool


@dataclass(frozen=True, slots=True)
class Barred:
    """The programme is not open to this person, and why."""

    programme: Programme
    reason: RefusalReason


def check_programmes(
    programmes: Iterable[Programme], treatment: str, plan_types: Iterable[str], state: str | None
) -> tuple[Offered | Barred, ...]:
    """Say of each programme for a treatment whether this person may use it.

    Args: plan_types: those of every plan the person has, the first paying first. state: two letters or None.
    Source: the maker's own terms: commercial insurance only, nobody whose care a government plan pays even
        with a second commercial plan; the observation rebate is not valid in MA, MI, MN and RI.
    """
    held = tuple(plan_types)
    return tuple(_check(one, held, state) for one in programmes if one.treatment == treatment)


def _check(programme: Programme, held: tuple[str, ...], state: str | None) -> Offered | Barred:
    if (GOVERNMENT_PLANS | programme.excluded_plan_types).intersection(held):
        return Barred(programme, "government_plan")
    if not held or set(held) == {"self_pay"}:
        return Barred(programme, "no_plan")
    if programme.commercial_only and "commercial" not in held:
        return Barred(programme, "not_commercial")
    if state is not None and state in programme.excluded_states:
        return Barred(programme, "state_excluded")
    return Offered(programme, asks_state=state is None and bool(programme.excluded_states))
