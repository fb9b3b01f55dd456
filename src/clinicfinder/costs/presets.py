"""Plan presets: figures a source gives for one plan or an average, so that a person may start from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from clinicfinder.costs.plan_answers import UNKNOWN, PlanAnswers, Unknown
from clinicfinder.costs.plans import CostShareOption, FamilyRule
from clinicfinder.domain.provenance import Provenance
from clinicfinder.units import BasisPoints, Cents

PresetUnit = Literal["cents", "basis_points", "count", "text"]

NO_LIMIT_WORD = "none"

LEDGER_FIELDS: dict[str, PresetUnit] = {
    "deductible_individual": "cents",
    "deductible_family": "cents",
    "drug_deductible_individual": "cents",
    "oop_max_individual": "cents",
    "oop_max_family": "cents",
    "copay": "cents",
    "coinsurance": "basis_points",
    "cost_share_option": "text",
    "drug_copay": "cents",
    "drug_coinsurance": "basis_points",
    "drug_max_coinsurance": "cents",
    "family_rule": "text",
}
"""The fields that enter the sums, with their unit; any other is shown as the source has it."""


@dataclass(frozen=True, slots=True)
class PresetField:
    """One figure of a preset. `amount` is set for every unit but text; `text` holds what the file says."""

    field: str
    text: str
    amount: int | None
    unit: PresetUnit
    notes: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class PlanPreset:
    """A labelled plan of one year; every figure carries its own source."""

    preset: str
    label: str
    year: int
    plan_type: str
    fields: tuple[PresetField, ...]


def answers_of(preset: PlanPreset, covers_family: bool = False) -> PlanAnswers:
    """The preset as answers of a person; a figure it does not give stays unknown.

    Args: covers_family: True to apply the preset's family limits as well.
    """
    by_name = {field.field: field for field in preset.fields}
    option = by_name.get("cost_share_option")
    return PlanAnswers(
        deductible=_limit(by_name.get("deductible_individual")),
        oop_max=_limit(by_name.get("oop_max_individual")),
        copay=_limit(by_name.get("copay")),
        coinsurance=_share(by_name.get("coinsurance")),
        option=UNKNOWN if option is None else cast("CostShareOption", option.text),
        drug_deductible=_amount(by_name.get("drug_deductible_individual")),
        drug_copay=_amount(by_name.get("drug_copay")),
        drug_coinsurance=_basis_points(by_name.get("drug_coinsurance")),
        drug_max_coinsurance=_amount(by_name.get("drug_max_coinsurance")),
        family_deductible=_amount(by_name.get("deductible_family")) if covers_family else None,
        family_oop_max=_amount(by_name.get("oop_max_family")) if covers_family else None,
        family_rule=_family_rule(by_name.get("family_rule")),
    )


def of_year(presets: Sequence[PlanPreset], name: str, year: int) -> PlanPreset | None:
    """The preset of exactly that year, or None: an older one never stands in for it."""
    return next((one for one in presets if (one.preset, one.year) == (name, year)), None)


def _limit(field: PresetField | None) -> Cents | Unknown | None:
    if field is None:
        return UNKNOWN
    return None if field.text == NO_LIMIT_WORD else _amount(field)


def _share(field: PresetField | None) -> BasisPoints | Unknown | None:
    if field is None:
        return UNKNOWN
    return None if field.text == NO_LIMIT_WORD else _basis_points(field)


def _amount(field: PresetField | None) -> Cents | None:
    return None if field is None or field.amount is None else Cents(field.amount)


def _basis_points(field: PresetField | None) -> BasisPoints | None:
    return None if field is None or field.amount is None else BasisPoints(field.amount)


def _family_rule(field: PresetField | None) -> FamilyRule:
    if field is not None and field.text in get_args(FamilyRule):
        return cast("FamilyRule", field.text)
    return "embedded"
