"""What to know of a treatment's safety, as sources state it. Nobody here decides whether it suits a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from clinicfinder.domain.provenance import Provenance

SafetyKind = Literal["side_effect", "discuss_first", "risk", "aftercare"]
SAFETY_KINDS: tuple[SafetyKind, ...] = get_args(SafetyKind)


@dataclass(frozen=True, slots=True)
class SafetyFact:
    """One statement about one or several treatments, in our own words."""

    treatments: tuple[str, ...]
    kind: SafetyKind
    statement: str
    provenance: Provenance
