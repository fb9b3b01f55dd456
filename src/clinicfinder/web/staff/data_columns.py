"""What each column of the tables that supervisors edit holds, for the control that fits it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from clinicfinder.costs.bills import LineKind, Unit
from clinicfinder.costs.courses import Phase
from clinicfinder.costs.parameters import ParameterUnit
from clinicfinder.costs.presets import PresetUnit
from clinicfinder.costs.prices import BillPart, PayerClass, PriceKind, Setting
from clinicfinder.coverage.criteria import OPERATORS
from clinicfinder.coverage.facts import FACTS, INDICATIONS
from clinicfinder.coverage.laws import LAW_SCOPES, LAW_TOPICS
from clinicfinder.coverage.rules import BENEFITS, NETWORK_STATUSES, NOT_COVERED_KINDS, PLAN_TYPES, PRIOR_AUTHORIZATIONS
from clinicfinder.domain.call_scripts import BLOCKS
from clinicfinder.domain.clinics import Acceptance, AcceptanceBasis, ClinicStatus, GeoPrecision, TreatmentsEvidence
from clinicfinder.domain.partners import LANGUAGES
from clinicfinder.domain.safety import SAFETY_KINDS
from clinicfinder.domain.themes import FONTS, SCHEMES

YES_NO: Final = ("yes", "no")
LONG: Final = frozenset(
    {"wording", "summary", "statement", "eligibility", "notes", "first_authorization", "renewal", "text"}
)
DATES: Final = frozenset({"source_date", "reviewed_on", "effective_from", "effective_to", "valid_from", "valid_to"})
NUMBERS: Final = frozenset(
    {"low_cents", "high_cents", "patient_pays_cents", "sessions", "age_from", "age_to", "session_from", "session_to",
     "per_week", "interval_days", "sort_order", "year"}
)  # fmt: skip
URLS: Final = frozenset({"source_url", "website"})

CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "confidence": ("high", "medium", "low", "typical"),
    "locations.status": get_args(ClinicStatus),
    "locations.geo_precision": get_args(GeoPrecision),
    "locations.treatments_evidence": get_args(TreatmentsEvidence),
    "locations.telehealth": YES_NO,
    "clinic_insurance.acceptance": get_args(Acceptance),
    "clinic_insurance.basis": get_args(AcceptanceBasis),
    "coverage_rules.network_status": NETWORK_STATUSES,
    "coverage_rules.protocol": FACTS["protocol"].choices,
    "coverage_rules.benefit": BENEFITS,
    "coverage_rules.not_covered_kind": NOT_COVERED_KINDS,
    "coverage_rules.prior_authorization": PRIOR_AUTHORIZATIONS,
    "coverage_criteria.fact": tuple(FACTS),
    "coverage_criteria.operator": OPERATORS,
    "state_laws.topic": LAW_TOPICS,
    "state_laws.scope": LAW_SCOPES,
    "prices.line_kind": get_args(LineKind),
    "prices.bill_part": get_args(BillPart),
    "prices.setting": get_args(Setting),
    "prices.payer_class": get_args(PayerClass),
    "prices.kind": get_args(PriceKind),
    "prices.unit": get_args(Unit),
    "prices.use": YES_NO,
    "billing_codes.line_kind": get_args(LineKind),
    "billing_codes.unit": get_args(Unit),
    "courses.phase": get_args(Phase),
    "parameters.unit": get_args(ParameterUnit),
    "plan_presets.unit": get_args(PresetUnit),
    "plan_presets.plan_type": PLAN_TYPES,
    "assistance_programs.pays_line": get_args(LineKind),
    "assistance_programs.commercial_only": ("true", "false"),
    "medicare_localities.whole_state": YES_NO,
    "treatment_safety.kind": SAFETY_KINDS,
    "call_scripts.block": BLOCKS,
    "partners.language": LANGUAGES,
    "partners.font": tuple(FONTS),
    "partners.scheme": SCHEMES,
    "partners.enabled": YES_NO,
    "networks.gives_ketamine": ("yes", "no", "not_stated"),
    "treatments.in_person_only": YES_NO,
}
"""One of these; a bare column name holds for every table."""

SEVERAL: Final[Mapping[str, tuple[str, Sequence[str]]]] = {
    "coverage_rules.plan_type": ("|", PLAN_TYPES),
    "coverage_rules.indication": ("|", INDICATIONS),
    "coverage_rules.device": ("|", FACTS["device"].choices),
    "coverage_rules.benefit_channel": ("|", ("medical", "pharmacy", "behavioral")),
    "payer_profiles.plan_types": ("|", PLAN_TYPES),
    "assistance_programs.excluded_plan_types": ("|", PLAN_TYPES),
}
"""Any of these, with what stands between them."""

HINTS: Final[Mapping[str, str]] = {
    "effective_from": "First day it holds. Empty unless a source gives the day.",
    "effective_to": "First day it no longer holds. Empty while it holds.",
    "age_from": "First age included.",
    "age_to": "First age no longer included: 15 and 18 mean 15 to 17.",
    "low_cents": "Whole cents: 83159 is $831.59.",
    "high_cents": "Whole cents. The same as the low amount if there is one amount.",
    "patient_pays_cents": "Whole cents.",
    "reviewed_on": "The day you compared this row with its source.",
    "source_title": "What you read: a page, a policy, a phone call.",
    "source_date": "The date the source itself shows. Empty if it shows none.",
    "confidence": "low is never shown and never decides; typical is a general pattern.",
    "wording": "One or two sentences of our own. Never “covered”, “approved” or “guaranteed”.",
    "hours": "Such as Mo-Fr 06:00-20:00; Sa 06:00-19:00.",
    "aliases": "Names people say, with ; between. Each leads to one row only.",
    "network": "A code of the table Networks: the chain it belongs to.",
    "mac": "The Medicare contractor of a state, a code of the table Medicare contractors.",
    "locations.clinic_code": "Network, place and state, such as serenity-gilbert-az. It never changes.",
    "locations.status": "An unverified clinic is not shown to the public.",
    "locations.geo_precision": "zip: it stands at the middle of its ZIP code. manual: you give latitude and longitude.",
    "locations.timezone": "Such as America/Phoenix.",
    "locations.treatments": "Codes with ; between.",
    "locations.treatments_evidence": "listed: for this clinic. network: for its chain. name_only: read from its name.",
    "locations.slug": "The end of its page's address, the same without the state. It never changes.",
    "clinic_insurance.clinic_code": "Empty means all clinics of the network.",
    "clinic_insurance.state": "Empty means all states.",
    "clinic_insurance.listed_as": "The payer as the source writes it.",
    "clinic_insurance.acceptance": "accepted only where the source states a contract; else ask.",
    "clinic_insurance.basis": "A contract is stated, the payer is merely listed, or it is listed and denied elsewhere.",
    "coverage_rules.rule_id": "Payer, treatment, condition and, for a version, its first day.",
    "coverage_rules.payer": "Empty only for a general pattern.",
    "coverage_rules.plan_type": "None ticked means any.",
    "coverage_rules.product": "The plan's own name or drug list. Empty means any.",
    "coverage_rules.state": "Two letters, several with | between. Empty means any.",
    "coverage_rules.treatment": "Codes, several with | between.",
    "coverage_rules.indication": "trd: depression that medicines did not help; mdd: major depression; "
    "mdd_si: with thoughts of suicide. None ticked means any.",
    "coverage_rules.diagnosis_codes": "ICD-10, several with | between. F33 means every code that begins so.",
    "coverage_rules.not_covered_kind": "Why not. Only with the benefit not_covered.",
    "coverage_rules.prior_authorization": "unknown where the source does not say.",
    "coverage_rules.benefit_channel": "Which part of the plan pays, as the source says.",
    "dispute_id": "Shared by rules whose sources contradict each other.",
    "coverage_criteria.rule_id": "The rule it belongs to.",
    "coverage_criteria.pathway": "All rows with one letter must be met. Another letter is another way in.",
    "coverage_criteria.fact": "What is asked about the person.",
    "coverage_criteria.value": "A number, true, false or a word; for one_of several with | between.",
    "payer_profiles.parent": "The payer whose rules hold for this one as well.",
    "payer_profiles.aliases": "With | between.",
    "prices.use": "no keeps the row on file and out of every estimate.",
    "prices.conflicts_with": "Price IDs of rows that say otherwise, with ; between.",
}
"""What stands below a control; a bare column name holds for every table."""
