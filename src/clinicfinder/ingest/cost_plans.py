"""Rows of parameters.csv, plan_presets.csv and assistance_programs.csv, typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

from clinicfinder.costs.assistance import GOVERNMENT_PLANS, Counts, Programme
from clinicfinder.costs.bills import LineKind
from clinicfinder.costs.parameters import Parameter, ParameterUnit
from clinicfinder.costs.plans import CostShareOption
from clinicfinder.costs.presets import LEDGER_FIELDS, NO_LIMIT_WORD, PlanPreset, PresetField, PresetUnit
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells, note_repeats
from clinicfinder.ingest.cost_prices import overlap
from clinicfinder.ingest.rows import Row
from clinicfinder.units import Cents

PARAMETER_COLUMNS = (
    "parameter", "value", "unit", "effective_from", "effective_to", "notes", *PROVENANCE_COLUMNS,
)  # fmt: skip
PRESET_COLUMNS = (
    "preset", "label", "year", "plan_type", "field", "value", "unit", "notes", *PROVENANCE_COLUMNS,
)  # fmt: skip
PROGRAMME_COLUMNS = (
    "program_id", "name", "treatment", "pays_line", "eligibility", "commercial_only", "excluded_plan_types",
    "excluded_states", "patient_pays_cents", "yearly_maximum", "counts_toward_deductible", "wording",
    *PROVENANCE_COLUMNS,
)  # fmt: skip

_PARAMETER_UNITS: tuple[ParameterUnit, ...] = get_args(ParameterUnit)
_PRESET_UNITS: tuple[PresetUnit, ...] = get_args(PresetUnit)
_OPTIONS: tuple[CostShareOption, ...] = get_args(CostShareOption)
_LINE_KINDS: tuple[LineKind, ...] = get_args(LineKind)
_COUNTS: tuple[Counts, ...] = get_args(Counts)


def parameters_of(rows: Sequence[Row], faults: list[RowFault]) -> list[Parameter]:
    """The dated parameters, in their order. Two values of one parameter never hold on one day."""
    made: list[Parameter] = []
    for row in rows:
        cells = Cells(row, faults)
        period = cells.period("effective_from", "effective_to")
        if cells.optional("effective_from") is None:
            cells.refuse("effective_from", "Say from which day this value holds, as YYYY-MM-DD.")
        one = Parameter(
            parameter=cells.text("parameter"),
            value=cells.whole_number("value"),
            unit=cells.one_of("unit", _PARAMETER_UNITS),
            effective_from=period[0] or date.min,
            effective_to=period[1],
            notes=cells.optional("notes") or "",
            provenance=cells.provenance(),
        )
        same = [other for other in made if other.parameter == one.parameter]
        if any(overlap(period, (other.effective_from, other.effective_to)) for other in same):
            cells.refuse("effective_from", "Another value of this parameter holds on the same days.")
        made.append(one)
    return made


def presets_of(rows: Sequence[Row], faults: list[RowFault]) -> list[PlanPreset]:
    """The plan presets, one for each name and year, in their order."""
    presets: dict[tuple[str, int], PlanPreset] = {}
    for row in rows:
        cells = Cells(row, faults)
        key = (cells.text("preset"), cells.whole_number("year"))
        label, plan_type = cells.text("label"), cells.text("plan_type")
        before = presets.get(key)
        fields = before.fields if before is not None else ()
        if before is not None and (before.label, before.plan_type) != (label, plan_type):
            cells.refuse("label", "All rows of one preset and year carry one label and one plan_type.")
        field = _field(cells)
        if any(other.field == field.field for other in fields):
            cells.refuse("field", "This preset has the field already.")
        presets[key] = PlanPreset(key[0], label, key[1], plan_type, (*fields, field))
    return list(presets.values())


def programmes_of(rows: Sequence[Row], faults: list[RowFault]) -> list[Programme]:
    """The savings programmes, in their order. Ids are unique; none is open to a government plan."""
    note_repeats([(row, row.cells["program_id"]) for row in rows], "program_id", faults)
    made: list[Programme] = []
    for row in rows:
        cells = Cells(row, faults)
        programme = Programme(
            program_id=cells.text("program_id"),
            name=cells.text("name"),
            treatment=cells.text("treatment"),
            pays_line=cells.one_of("pays_line", _LINE_KINDS),
            patient_pays=Cents(cells.whole_number("patient_pays_cents")),
            eligibility=cells.text("eligibility"),
            commercial_only=cells.one_of("commercial_only", ("true", "false")) == "true",
            excluded_plan_types=_barred(cells, "excluded_plan_types"),
            excluded_states=_barred(cells, "excluded_states"),
            yearly_maximum=cells.text("yearly_maximum"),
            counts_toward_deductible=cells.one_of("counts_toward_deductible", _COUNTS),
            wording=cells.text("wording"),
            provenance=cells.provenance(),
        )
        missing = GOVERNMENT_PLANS - programme.excluded_plan_types
        if missing:
            cells.refuse("excluded_plan_types", f"A maker's help is never for {', '.join(sorted(missing))}.")
        if programme.yearly_maximum.isdigit():
            # A figure here would be shown but not kept to: the estimate would promise help that has run out.
            cells.refuse("yearly_maximum", "Say in words that a limit applies; the ledger does not stop at one.")
        if cells.sound:
            made.append(programme)
    return made


def _barred(cells: Cells, column: str) -> frozenset[str]:
    """The words of a cell that holds a list, separated by upright strokes as in the coverage tables."""
    return frozenset(cells.several(column, "|"))


def _field(cells: Cells) -> PresetField:
    name, text = cells.text("field"), cells.text("value")
    unit = cells.one_of("unit", _PRESET_UNITS)
    expected = LEDGER_FIELDS.get(name, unit)
    if unit != expected and (unit, text) != ("text", NO_LIMIT_WORD):
        cells.refuse("unit", f"The unit of {name} is {expected}, or text with the value {NO_LIMIT_WORD}.")
    if name == "cost_share_option":
        cells.one_of("value", _OPTIONS)
    amount = None if unit == "text" else cells.whole_number("value")
    return PresetField(name, text, amount, unit, cells.optional("notes") or "", cells.provenance())
