"""data/parameters.csv, data/plan_presets.csv and data/assistance_programs.csv as typed rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast, get_args

from clinicfinder.costs.assistance import Counts, Programme
from clinicfinder.costs.bills import LineKind
from clinicfinder.costs.parameters import Parameter, ParameterUnit
from clinicfinder.costs.plans import CostShareOption
from clinicfinder.costs.presets import LEDGER_FIELDS, NO_LIMIT_WORD, PlanPreset, PresetField, PresetUnit
from clinicfinder.errors import DataFault, RowFault
from clinicfinder.ingest.cost_cells import Cells, read_cells
from clinicfinder.ingest.cost_prices import check_dates
from clinicfinder.units import Cents

PARAMETER_COLUMNS = ("parameter", "value", "unit", "effective_from", "effective_to", "notes")
PRESET_COLUMNS = ("preset", "label", "year", "plan_type", "field", "value", "unit", "notes")
PROGRAMME_COLUMNS = (
    "program_code",
    "name",
    "treatment",
    "pays_line",
    "line_patient_pays_cents",
    "payer_classes",
    "excluded_states",
    "yearly_max_cents",
    "yearly_max_applies",
    "counts_to_deductible",
    "notes",
)


def read_parameters(path: Path) -> tuple[Parameter, ...]:
    """The dated parameters.

    Raises: DataFault with every fault; two values of one parameter must not hold on the same day.
    """
    faults: list[RowFault] = []
    parameters: list[Parameter] = []
    for cells in read_cells(path, PARAMETER_COLUMNS, faults):
        one = Parameter(
            parameter=cells.text("parameter", required=True),
            value=cells.number("value") or 0,
            unit=cast("ParameterUnit", cells.choice("unit", get_args(ParameterUnit))),
            effective_from=cells.day("effective_from", required=True) or date.min,
            effective_to=cells.day("effective_to"),
            notes=cells.text("notes"),
            provenance=cells.provenance(),
        )
        check_dates(cells, ("effective_from", "effective_to"), one.effective_from, one.effective_to)
        if any(other.parameter == one.parameter and _overlap(other, one) for other in parameters):
            cells.fault("effective_from", "Another value of this parameter holds on the same days.")
        parameters.append(one)
    if faults:
        raise DataFault(faults)
    return tuple(parameters)


def read_presets(path: Path) -> tuple[PlanPreset, ...]:
    """The plan presets, one for each name and year, in file order.

    Raises: DataFault with every fault: bad cells, a field named twice, one preset with two labels or types.
    """
    faults: list[RowFault] = []
    presets: dict[tuple[str, int], PlanPreset] = {}
    for cells in read_cells(path, PRESET_COLUMNS, faults):
        key = (cells.text("preset", required=True), cells.number("year", least=2000) or 0)
        label = cells.text("label", required=True)
        plan_type = cells.text("plan_type", required=True)
        before = presets.get(key)
        fields = before.fields if before is not None else ()
        if before is not None and (before.label, before.plan_type) != (label, plan_type):
            cells.fault("label", "All rows of one preset and year carry one label and one plan_type.")
        field = _read_field(cells)
        if any(other.field == field.field for other in fields):
            cells.fault("field", "This preset has the field already.")
        presets[key] = PlanPreset(key[0], label, key[1], plan_type, (*fields, field))
    if faults:
        raise DataFault(faults)
    return tuple(presets.values())


def read_programmes(path: Path) -> tuple[Programme, ...]:
    """The savings programmes.

    Raises: DataFault with every fault.
    """
    faults: list[RowFault] = []
    programmes: list[Programme] = []
    for cells in read_cells(path, PROGRAMME_COLUMNS, faults):
        if cells.text("yearly_max_cents"):
            # A figure here would be ignored, and an estimate would promise help that has run out.
            cells.fault(
                "yearly_max_cents", "Leave this empty: the ledger does not stop help at a yearly limit."
            )
        programmes.append(
            Programme(
                program_code=cells.text("program_code", required=True),
                name=cells.text("name", required=True),
                treatment=cells.text("treatment", required=True),
                pays_line=cast("LineKind", cells.choice("pays_line", get_args(LineKind))),
                patient_pays=Cents(cells.number("line_patient_pays_cents") or 0),
                plan_types=frozenset(cells.words("payer_classes")),
                excluded_states=frozenset(cells.words("excluded_states")),
                yearly_max_applies=cells.flag("yearly_max_applies"),
                counts_to_deductible=cast("Counts", cells.choice("counts_to_deductible", get_args(Counts))),
                notes=cells.text("notes"),
                provenance=cells.provenance(),
            )
        )
    if faults:
        raise DataFault(faults)
    return tuple(programmes)


def _read_field(cells: Cells) -> PresetField:
    name = cells.text("field", required=True)
    text = cells.text("value", required=True)
    unit = cast("PresetUnit", cells.choice("unit", get_args(PresetUnit)))
    expected = LEDGER_FIELDS.get(name, unit)
    if unit != expected and not (unit == "text" and text == NO_LIMIT_WORD):
        cells.fault("unit", f"The unit of {name} is {expected}, or text with the value {NO_LIMIT_WORD}.")
    if name == "cost_share_option" and text not in get_args(CostShareOption):
        cells.fault("value", f"Use one of: {', '.join(get_args(CostShareOption))}.")
    amount = None if unit == "text" else cells.number("value")
    return PresetField(name, text, amount, unit, cells.text("notes"), cells.provenance())


def _overlap(one: Parameter, other: Parameter) -> bool:
    begins = max(one.effective_from, other.effective_from)
    return begins < min(one.effective_to or date.max, other.effective_to or date.max)
