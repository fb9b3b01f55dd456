"""The plan figures of the estimate form: dollars and percents as people type them, kept as cents and basis points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from clinicfinder.costs.plan_answers import UNKNOWN, PlanAnswers, Unknown
from clinicfinder.costs.plans import NEW_YEAR, MonthDay
from clinicfinder.errors import FieldProblem
from clinicfinder.units import WHOLE, BasisPoints, Cents, share_of
from clinicfinder.web.translation import gettext

MONEY_FIELDS: Final = ("deductible", "deductible_met", "copay", "oop_max", "oop_met")
MET_PARTS: Final[dict[str, BasisPoints | None]] = {
    "none": BasisPoints(0),
    "half": BasisPoints(5_000),
    "full": WHOLE,
}
"""The parts of a deductible that people name when they do not know the amount."""

MONTHS: Final = tuple(str(month) for month in range(1, 13))
_HIGHEST: Final = Cents(1_000_000_00)
_MONEY = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(\d{1,2}))?")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%?")


@dataclass(frozen=True, slots=True)
class PlanForm:
    """What was read. `answers` None: no figure was given. `part_without_amount`: how much is met was named as a
    part, but the deductible was not, so that the part could not be used.
    """

    answers: PlanAnswers | None
    part_without_amount: bool


def read_plan(values: Mapping[str, str], problems: list[FieldProblem]) -> PlanForm:
    """Read the plan figures; every figure that cannot be used becomes a problem."""
    money = {name: _money(values, name, problems) for name in MONEY_FIELDS}
    part = _part(values, problems)
    met: Cents | Unknown = money["deductible_met"]
    deductible = money["deductible"]
    unused = False
    if part is not None and isinstance(met, Unknown):
        if part == 0:
            met = Cents(0)
        elif isinstance(deductible, Unknown):
            unused = True
        else:
            met = share_of(deductible, part)
    answers = PlanAnswers(
        deductible=deductible,
        deductible_met=met,
        coinsurance=_percent(values, "coinsurance", problems),
        copay=money["copay"],
        oop_max=money["oop_max"],
        oop_met=money["oop_met"],
        reset=_reset(values, problems),
        network="out" if values.get("facts.in_network") == "false" else "in",
    )
    return PlanForm(answers if answers != PlanAnswers() else None, unused)


def cents_of(text: str) -> Cents | None:
    """The amount that a text of dollars spells, or None if it spells none.

    >>> cents_of("1,500"), cents_of("$20.5"), cents_of("12,34"), cents_of("a lot")
    (150000, 2050, None, None)
    """
    found = _MONEY.fullmatch(text)
    if found is None:
        return None
    amount = Cents(int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0")))
    return amount if amount <= _HIGHEST else None


def basis_points_of(text: str) -> BasisPoints | None:
    """The share that a text of percents spells, or None if it spells none from 0 to 100.

    >>> basis_points_of("20"), basis_points_of("12.5 %"), basis_points_of("120")
    (2000, 1250, None)
    """
    found = _PERCENT.fullmatch(text)
    if found is None:
        return None
    share = BasisPoints(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))
    return share if share <= WHOLE else None


def _money(values: Mapping[str, str], field: str, problems: list[FieldProblem]) -> Cents | Unknown:
    text = values.get(field)
    if text is None:
        return UNKNOWN
    amount = cents_of(text)
    if amount is not None:
        return amount
    message = gettext("We cannot use %(value)s. Enter an amount in dollars, such as 1,500.", value=repr(text[:60]))
    problems.append(FieldProblem(field, message, value=text))
    return UNKNOWN


def _percent(values: Mapping[str, str], field: str, problems: list[FieldProblem]) -> BasisPoints | Unknown:
    text = values.get(field)
    if text is None:
        return UNKNOWN
    share = basis_points_of(text)
    if share is not None:
        return share
    message = gettext("We cannot use %(value)s. Enter a percentage from 0 to 100, such as 20.", value=repr(text[:60]))
    problems.append(FieldProblem(field, message, value=text))
    return UNKNOWN


def _part(values: Mapping[str, str], problems: list[FieldProblem]) -> BasisPoints | None:
    text = values.get("deductible_part")
    if text is None or text in MET_PARTS:
        return MET_PARTS[text] if text else None
    message = gettext("We do not know %(value)s. Choose one from the list.", value=repr(text[:60]))
    problems.append(FieldProblem("deductible_part", message, value=text))
    return None


def _reset(values: Mapping[str, str], problems: list[FieldProblem]) -> MonthDay:
    text = values.get("reset")
    if text is None:
        return NEW_YEAR
    if text in MONTHS:
        return MonthDay(int(text), 1)
    message = gettext("We do not know %(value)s. Choose one from the list.", value=repr(text[:60]))
    problems.append(FieldProblem("reset", message, value=text))
    return NEW_YEAR
