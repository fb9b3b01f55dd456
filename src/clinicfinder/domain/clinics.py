"""What we know of one clinic, and of the network it belongs to. Pure values, no storage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.overrides import Override
from clinicfinder.domain.provenance import Provenance

ClinicStatus = Literal["open", "opening_soon", "temporarily_closed", "permanently_closed", "unverified"]
GeoPrecision = Literal["rooftop", "street", "zip", "manual"]
TreatmentsEvidence = Literal["listed", "network", "name_only"]
Acceptance = Literal["accepted", "ask", "not_accepted"]
AcceptanceBasis = Literal["in_network_stated", "listed", "disclaimer"]

PUBLIC_STATUSES: frozenset[ClinicStatus] = frozenset({"open", "opening_soon", "temporarily_closed"})
"""Statuses that searches show. Closed clinics keep their page; unverified ones are not public at all."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """One site of one network.

    `clinic_code` is stable and never reused. `position` is None only for a row that could not be placed;
    `geo_precision` says how good it is. `timezone` is an IANA name. `hours` is an OSM opening_hours
    expression, or None when no source lists them. `telehealth` None means the source does not say.
    `treatments_evidence`: listed = stated for this very site; network = stated for the network only;
    name_only = read from the name. The last two are shown with "ask the clinic".
    `overrides` are dated exceptions to the hours, set by staff; no file holds them.
    """

    clinic_code: str
    network_code: str
    network_name: str
    name: str
    status: ClinicStatus
    street: str
    unit: str | None
    city: str
    state: str
    zip: str
    county: str | None
    phone: str | None
    position: LatLng | None
    geo_precision: GeoPrecision
    timezone: str
    hours: str | None
    treatments: tuple[str, ...]
    treatments_evidence: TreatmentsEvidence
    telehealth: bool | None
    website: str | None
    slug: str
    aliases: tuple[str, ...]
    notes: str | None
    provenance: Provenance
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True, slots=True)
class InsuranceAcceptance:
    """What a source says about one payer at one clinic, or at every clinic of a network in one state.

    `listed_as` is the payer's name as the source writes it. `basis` says what the acceptance rests on:
    in_network_stated = the source says in network or accepts; listed = the source merely lists the payer
    ("lists Aetna, call to confirm"); disclaimer = it lists the payer and denies it elsewhere, and the notes
    say how. `clinic_code` None: every clinic of the network. `state` None: every state.
    """

    network_code: str
    clinic_code: str | None
    state: str | None
    payer_code: str
    listed_as: str
    acceptance: Acceptance
    basis: AcceptanceBasis
    scope: str | None
    notes: str | None
    provenance: Provenance
