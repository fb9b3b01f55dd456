"""The first, general word on coverage that a search shows: one rule of thumb per treatment, with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clinicfinder.domain.provenance import Provenance

Outlook = Literal["usually_insured_after_prior_authorization", "usually_insured", "usually_self_pay", "depends_on_plan"]


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """What plans of some types usually do about a treatment. A pattern, never an answer about one person."""

    treatment: str
    plan_types: tuple[str, ...]
    outlook: Outlook
    wording: str
    provenance: Provenance


def outlook_of(benefit: str, prior_authorization: str) -> Outlook:
    """The outlook that a general rule's two answers amount to.

    A benefit that most plans do not state is in practice paid by the person; the line says "usually".

    >>> outlook_of("covered", "required"), outlook_of("unknown", "unknown")
    ('usually_insured_after_prior_authorization', 'usually_self_pay')
    """
    match benefit:
        case "covered":
            required = prior_authorization == "required"
            return "usually_insured_after_prior_authorization" if required else "usually_insured"
        case "unknown" | "not_covered":
            return "usually_self_pay"
    return "depends_on_plan"
