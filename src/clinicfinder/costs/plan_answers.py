"""What a person knows of their plan, and the cheapest and dearest plan that fit it.

Unknown is not nothing: each field a person leaves open widens the range as far as it honestly must, and each
assumption made instead is named by a key that the page puts into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from clinicfinder.costs.plans import (
    NEW_YEAR,
    NO_SHARE,
    NOTHING,
    CostShare,
    CostShareOption,
    FamilyRule,
    MonthDay,
    Network,
    PlanDesign,
    YearLimit,
)
from clinicfinder.units import WHOLE, BasisPoints, Cents


class Unknown(Enum):
    """The answer of someone who does not know; None stays free to say "none"."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class PlanAnswers:
    """Plan figures as far as they are known. UNKNOWN: not known; None: the plan has none.

    The `drug_` fields describe pharmacy terms of their own; None: those of the rest. Family amounts None: the
    person alone, or not asked.
    """

    deductible: Cents | Unknown | None = UNKNOWN
    deductible_met: Cents | Unknown = UNKNOWN
    coinsurance: BasisPoints | Unknown | None = UNKNOWN
    copay: Cents | Unknown | None = UNKNOWN
    option: CostShareOption | Unknown = UNKNOWN
    oop_max: Cents | Unknown | None = UNKNOWN
    oop_met: Cents | Unknown = UNKNOWN
    drug_deductible: Cents | None = None
    drug_copay: Cents | None = None
    drug_coinsurance: BasisPoints | None = None
    drug_max_coinsurance: Cents | None = None
    family_deductible: Cents | None = None
    family_deductible_met: Cents = NOTHING
    family_oop_max: Cents | None = None
    family_oop_met: Cents = NOTHING
    family_rule: FamilyRule = "embedded"
    reset: MonthDay = NEW_YEAR
    network: Network = "in"


@dataclass(frozen=True, slots=True)
class PlanRange:
    """The cheapest and the dearest plan that fit what is known, and keys of what was assumed on the way."""

    low: PlanDesign
    high: PlanDesign
    assumptions: tuple[str, ...]


def bracket_plan(answers: PlanAnswers, course_allowed: Cents, oop_bound: Cents | None) -> PlanRange:
    """Turn answers with gaps into the two plans between which the person's own must lie.

    Args: course_allowed: the highest allowed amount of the whole course, cents: what is left of a
        deductible of unknown size takes at most that. oop_bound: the law's highest yearly maximum for this
        plan in the years of the course (the highest of them), or None.
    Returns: two plans, equal where everything is known.
    """
    assumptions: list[str] = []
    deductible = _span_deductible(answers, course_allowed, oop_bound, assumptions)
    met = _span_met(answers, deductible, assumptions)
    oop = _span_oop_max(answers, deductible[0], oop_bound, assumptions)
    shares = _span_shares(answers, assumptions)
    low, high = (
        _plan(
            answers,
            deductible[end],
            met[end],
            (oop[end], _oop_met(answers, met[end], assumptions)),
            shares[end],
        )
        for end in (0, 1)
    )
    return PlanRange(low, high, tuple(dict.fromkeys(assumptions)))


def _span_deductible(
    answers: PlanAnswers, course_allowed: Cents, oop_bound: Cents | None, assumptions: list[str]
) -> tuple[Cents, Cents]:
    if answers.deductible is None:
        return NOTHING, NOTHING
    if not isinstance(answers.deductible, Unknown):
        return answers.deductible, answers.deductible
    assumptions.append("deductible_unknown")
    # A deductible counts to the yearly maximum, so that it cannot be larger than it.
    known = [limit for limit in (answers.oop_max, oop_bound) if limit is not None and not isinstance(limit, Unknown)]
    met = NOTHING if isinstance(answers.deductible_met, Unknown) else answers.deductible_met
    return NOTHING, min([Cents(course_allowed + met), *known])


def _span_met(answers: PlanAnswers, deductible: tuple[Cents, Cents], assumptions: list[str]) -> tuple[Cents, Cents]:
    if not isinstance(answers.deductible_met, Unknown):
        return answers.deductible_met, answers.deductible_met
    if deductible != (NOTHING, NOTHING):
        assumptions.append("deductible_met_unknown")
    return deductible[0], NOTHING


def _span_oop_max(
    answers: PlanAnswers, lowest_deductible: Cents, oop_bound: Cents | None, assumptions: list[str]
) -> tuple[Cents | None, Cents | None]:
    if not isinstance(answers.oop_max, Unknown):
        return answers.oop_max, answers.oop_max
    assumptions.append("oop_max_unknown" if oop_bound is None else "oop_max_by_law")
    # Plans exist whose maximum equals their deductible, such as Covered California's Bronze HDHP of 2026.
    return lowest_deductible, oop_bound


def _oop_met(answers: PlanAnswers, deductible_met: Cents, assumptions: list[str]) -> Cents:
    if not isinstance(answers.oop_met, Unknown):
        return answers.oop_met
    if isinstance(answers.deductible, Unknown) and isinstance(answers.deductible_met, Unknown):
        # Widened as far as it could be, every such range would begin at 0: the maximum may be met already.
        assumptions.append("oop_met_none")
        return NOTHING
    # What filled the deductible fills the maximum too; anything paid beyond it can only lower the cost.
    assumptions.append("oop_met_as_deductible_met")
    return deductible_met


def _span_shares(answers: PlanAnswers, assumptions: list[str]) -> tuple[CostShare, CostShare]:
    copay, coinsurance = answers.copay, answers.coinsurance
    if isinstance(copay, Unknown) and isinstance(coinsurance, Unknown):
        assumptions.append("share_unknown")
        copays, coinsurances = (NOTHING, NOTHING), (NO_SHARE, WHOLE)
    else:
        if isinstance(copay, Unknown):
            assumptions.append("coinsurance_alone")
            copay = None
        if isinstance(coinsurance, Unknown):
            assumptions.append("copay_alone")
            coinsurance = None
        copays = (copay or NOTHING, copay or NOTHING)
        coinsurances = (coinsurance or NO_SHARE, coinsurance or NO_SHARE)
    options: tuple[CostShareOption, CostShareOption]
    if isinstance(answers.option, Unknown):
        assumptions.append("deductible_may_be_waived")
        options = ("deductible-waived", "after-deductible")
    else:
        options = (answers.option, answers.option)
    low, high = (CostShare(options[end], copays[end], coinsurances[end]) for end in (0, 1))
    return low, high


def _plan(
    answers: PlanAnswers,
    deductible: Cents,
    met: Cents,
    oop: tuple[Cents | None, Cents],
    share: CostShare,
) -> PlanDesign:
    family_rule: FamilyRule = answers.family_rule if answers.family_deductible is not None else "embedded"
    pharmacy = None
    if (answers.drug_copay, answers.drug_coinsurance, answers.drug_max_coinsurance) != (None, None, None):
        pharmacy = CostShare(
            "after-deductible",
            answers.drug_copay or NOTHING,
            answers.drug_coinsurance or NO_SHARE,
            max_coinsurance=answers.drug_max_coinsurance,
        )
    return PlanDesign(
        deductible=YearLimit(
            deductible,
            met,
            answers.family_deductible,
            answers.family_deductible_met,
            family_rule,
        ),
        oop_max=YearLimit(oop[0], oop[1], answers.family_oop_max, answers.family_oop_met),
        medical=share,
        pharmacy=pharmacy,
        drug_deductible=None if answers.drug_deductible is None else YearLimit(answers.drug_deductible),
        reset=answers.reset,
        network=answers.network,
    )
