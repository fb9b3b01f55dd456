"""The short lists that clinics and rules refer to: networks, treatments and payers. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clinicfinder.domain.provenance import Provenance


@dataclass(frozen=True, slots=True)
class Network:
    """A chain of clinics. `gives_ketamine` is what its sources say of ketamine itself, never inferred."""

    code: str
    name: str
    website: str | None
    gives_ketamine: Literal["yes", "no", "not_stated"]
    summary: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Treatment:
    """One treatment in plain words. A None says that no source we keep states it."""

    code: str
    label: str
    short_label: str
    summary: str
    fda_status: str | None
    session_length: str | None
    first_course: str | None
    driving_home: str | None
    in_person_only: bool
    sort_order: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: an insurer, a public programme or an administrator. `aliases` are names people say."""

    code: str
    name: str
    aliases: tuple[str, ...]
    provenance: Provenance
