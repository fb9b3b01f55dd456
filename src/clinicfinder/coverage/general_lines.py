"""The general coverage lines of a search, from the rules about payers in general."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from clinicfinder.coverage.rules import Rule
from clinicfinder.domain.coverage_line import CoverageLine, outlook_of

_PRIVATE: Final = "commercial"
"""A search does not ask for the plan, so its line speaks of private plans, which most visitors have."""


def general_lines(rules: Iterable[Rule]) -> list[CoverageLine]:
    """One line for each treatment of a typical rule for private plans that names no payer and no state."""
    return [
        CoverageLine(
            treatment,
            rule.plan_types,
            outlook_of(rule.benefit, rule.prior_authorization),
            rule.wording,
            rule.provenance,
        )
        for rule in rules
        if rule.typical and _PRIVATE in rule.plan_types and not rule.states
        for treatment in rule.treatments
    ]
