"""The right control for each column of each table that supervisors edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from werkzeug.datastructures import MultiDict

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
from clinicfinder.domain.safety import SAFETY_KINDS
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.store.catalogue import Catalogue

ControlKind = Literal["text", "long", "date", "number", "url", "select", "several", "suggest"]

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
    "source_date": "The date the source itself shows. Empty if it shows none.",
    "confidence": "low is never shown and never decides; typical is a general pattern.",
    "wording": "One or two sentences of our own. Never “covered”, “approved” or “guaranteed”.",
    "hours": "Such as Mo-Fr 06:00-20:00; Sa 06:00-19:00.",
    "coverage_rules.treatment": "Codes, several with | between.",
    "coverage_rules.state": "Two letters, several with | between. Empty means any.",
    "coverage_rules.payer": "Empty only for a general pattern.",
    "dispute_id": "Shared by rules whose sources contradict each other.",
    "locations.treatments": "Codes with ; between.",
    "aliases": "Names people say, with ; between. Each leads to one row only.",
    "payer_profiles.aliases": "With | between.",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers."""

    value: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One cell of a form. `was`: the cell the form was made from. `theirs`: what somebody else wrote meanwhile.

    `taken_over`: theirs was put into the field, because the person had not touched it.
    """

    name: str
    label: str
    kind: ControlKind
    value: str
    was: str
    fixed: bool
    hint: str | None
    choices: tuple[Choice, ...]
    problem: str | None
    theirs: str | None
    taken_over: bool

    @property
    def field_id(self) -> str:
        """The id of the control."""
        return f"cell-{self.name}"


@dataclass(frozen=True, slots=True)
class CellTexts:
    """One row three times: the form was made from `was`, the person wrote `typed`, on file is `now`."""

    was: Mapping[str, str]
    typed: Mapping[str, str]
    now: Mapping[str, str]


def controls_of(
    table: str,
    columns: Sequence[str],
    fixed: Sequence[str],
    texts: CellTexts,
    problems: Mapping[str, str],
    catalogue: Catalogue,
) -> tuple[Control, ...]:
    """The controls of a row, in the order of the table.

    Args: fixed: columns that name the row and stay. problems: what to do, by column.
    """
    codes = _codes(catalogue)
    made = []
    for column in columns:
        was, typed, now = (texts_of.get(column, "") for texts_of in (texts.was, texts.typed, texts.now))
        moved = now != was
        taken_over = moved and typed == was
        value = now if taken_over else typed
        kind, choices = _kind(table, column, value, codes)
        made.append(
            Control(
                column,
                label_of(column),
                kind,
                value,
                now,
                column in fixed,
                HINTS.get(f"{table}.{column}", HINTS.get(column)),
                choices,
                problems.get(column),
                now if moved and value != now else None,
                taken_over,
            )
        )
    return tuple(made)


def cells_sent(table: str, columns: Sequence[str], form: MultiDict[str, str], *, before: str = "") -> dict[str, str]:
    """The cells of a form. Ticked boxes become one cell, in the order of the cell the form was made from.

    Args: before: what stands before each column's name in the form.
    """
    cells = {}
    for column in columns:
        values = form.getlist(before + column)
        separator = SEVERAL.get(f"{table}.{column}", ("", ()))[0]
        if separator and not before:
            was = form.get(f"was-{column}", "").split(separator)
            values = sorted(filter(None, values), key=lambda value: was.index(value) if value in was else len(was))
            cells[column] = separator.join(values)
        else:
            cells[column] = values[-1] if values else ""
    return cells


def label_of(column: str) -> str:
    """A column's name as a label.

    >>> label_of("source_url"), label_of("rule_id")
    ('Source URL', 'Rule ID')
    """
    words = column.replace("_", " ").capitalize().split()
    return " ".join(word.upper() if word in ("url", "id", "zip", "mac") else word for word in words)


def _kind(
    table: str, column: str, value: str, codes: Mapping[str, Sequence[str]]
) -> tuple[ControlKind, tuple[Choice, ...]]:
    name = f"{table}.{column}"
    if name in SEVERAL:
        separator, known = SEVERAL[name]
        held = value.split(separator) if value else []
        return "several", tuple(Choice(one, one in held) for one in dict.fromkeys((*known, *held)))
    words = CHOICES.get(name, CHOICES.get(column))
    if words is not None:
        # A word that is not on the list stays in sight: it is what was typed or stored, and is refused by its check.
        return "select", tuple(Choice(word, word == value) for word in dict.fromkeys(("", *words, value)))
    if column in codes:
        return "suggest", tuple(Choice(code, code == value) for code in codes[column])
    for kind, members in (("date", DATES), ("number", NUMBERS), ("url", URLS), ("long", LONG)):
        if column in members and (kind != "date" or _is_day(value)):
            return kind, ()  # type: ignore[return-value]  # The four words are kinds.
    return "text", ()


def _is_day(value: str) -> bool:
    """A date control can only hold a day; anything else that was typed must not be lost."""
    return not value or (len(value) == 10 and value[:4].isdigit() and value[4] == value[7] == "-")


def _codes(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    return {
        "network": sorted(catalogue.networks),
        "payer": sorted(catalogue.payers),
        "parent": sorted(catalogue.payers),
        "treatment": sorted(catalogue.treatments),
        "state": sorted(STATE_NAMES),
        "clinic_code": sorted(catalogue.clinics),
    }
