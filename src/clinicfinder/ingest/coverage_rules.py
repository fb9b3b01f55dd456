"""coverage_rules.csv and coverage_criteria.csv as rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clinicfinder.coverage.criteria import OPERATORS, Criterion, Pathway, Test
from clinicfinder.coverage.facts import FACTS, INDICATIONS, FactSpec, Value, normalized_diagnosis, text_value
from clinicfinder.coverage.rules import (
    BENEFITS,
    NETWORK_STATUSES,
    NOT_COVERED_KINDS,
    PLAN_TYPES,
    PRIOR_AUTHORIZATIONS,
    Rule,
)
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells, note_repeats
from clinicfinder.ingest.rows import Row

RULE_COLUMNS = (
    "rule_id", "payer", "plan_type", "product", "state", "treatment", "indication", "network_status", "mac",
    "age_from", "age_to", "protocol", "device", "diagnosis_codes", "effective_from", "effective_to",
    "benefit", "not_covered_kind", "dispute_id", "prior_authorization", "first_authorization", "renewal",
    "benefit_channel", "codes", "wording", "policy_number", *PROVENANCE_COLUMNS,
)  # fmt: skip
CRITERIA_COLUMNS = ("rule_id", "pathway", "fact", "operator", "value", "wording")
BENEFIT_CHANNELS = ("medical", "pharmacy", "behavioral")

SEVERAL = "|"
"""What stands between the parts of a cell in the coverage tables. Their texts use commas and semicolons."""


def several_words(cells: Cells, column: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """Several words of a fixed list."""
    return cells.several_of(column, allowed, SEVERAL, f"Use only: {', '.join(allowed)} (several: separate with |).")


def several_states(cells: Cells, column: str) -> tuple[str, ...]:
    """Several states."""
    return cells.several_of(column, STATE_NAMES, SEVERAL, "Write states as two capital letters, such as TX|AZ.")


def _diagnoses(cells: Cells) -> tuple[str, ...]:
    codes = [normalized_diagnosis(code) for code in cells.several("diagnosis_codes", SEVERAL)]
    if None in codes:
        cells.refuse("diagnosis_codes", "Write ICD-10 codes such as F33.2|F32.2.")
    return tuple(code for code in codes if code)


def _check_sense(cells: Cells, rule: Rule) -> None:
    """Faults that lie between two cells of one row."""
    if rule.age_from is not None and rule.age_to is not None and rule.age_to <= rule.age_from:
        cells.refuse("age_to", "No age fits: age_to is the first age no longer included.")
    if rule.benefit == "not_covered" and rule.not_covered_kind is None and not rule.typical:
        cells.refuse("not_covered_kind", f"Say which kind: {', '.join(NOT_COVERED_KINDS)}.")
    if rule.benefit != "not_covered" and rule.not_covered_kind is not None:
        cells.refuse("not_covered_kind", "Leave this empty unless benefit is not_covered.")
    if rule.typical and rule.payer is not None:
        cells.refuse("confidence", "A typical pattern names no payer: empty the payer, or use high or medium.")


def _rule(cells: Cells, pathways: Mapping[str, tuple[Pathway, ...]]) -> Rule:
    rule_id = cells.text("rule_id")
    cells.text("treatment")
    effective_from, effective_to = cells.period("effective_from", "effective_to")
    rule = Rule(
        rule_id,
        payer=cells.optional("payer"),
        treatments=cells.several("treatment", SEVERAL),
        benefit=cells.one_of("benefit", BENEFITS),
        provenance=cells.provenance(needs_address=True),
        plan_types=several_words(cells, "plan_type", PLAN_TYPES),
        products=cells.several("product", SEVERAL),
        states=several_states(cells, "state"),
        indications=several_words(cells, "indication", INDICATIONS),
        network_status=cells.optional_one_of("network_status", NETWORK_STATUSES),
        mac=cells.optional("mac"),
        age_from=cells.optional_number("age_from"),
        age_to=cells.optional_number("age_to"),
        protocol=cells.optional_one_of("protocol", FACTS["protocol"].choices),
        devices=several_words(cells, "device", FACTS["device"].choices),
        diagnosis_codes=_diagnoses(cells),
        effective_from=effective_from,
        effective_to=effective_to,
        not_covered_kind=cells.optional_one_of("not_covered_kind", NOT_COVERED_KINDS),
        dispute_id=cells.optional("dispute_id"),
        prior_authorization=cells.one_of("prior_authorization", PRIOR_AUTHORIZATIONS),
        first_authorization=cells.optional("first_authorization"),
        renewal=cells.optional("renewal"),
        benefit_channel=SEVERAL.join(several_words(cells, "benefit_channel", BENEFIT_CHANNELS)) or None,
        codes=cells.several("codes", SEVERAL),
        wording=cells.optional("wording") or "",
        policy_number=cells.optional("policy_number"),
        pathways=pathways.get(rule_id, ()),
    )
    _check_sense(cells, rule)
    return rule


def _criterion(cells: Cells) -> Criterion | None:
    name, wording = cells.text("fact"), cells.text("wording")
    operator = cells.one_of("operator", OPERATORS)
    spec = FACTS.get(name)
    if spec is None:
        if name:
            cells.refuse("fact", f"Use one of: {', '.join(FACTS)}.")
        return None
    values = _values(cells, spec, several=operator == "one_of")
    if operator in {"at_least", "at_most"} and spec.kind != "count":
        cells.refuse("operator", f"Only a count can be compared; {name} is a {spec.kind}: use is or one_of.")
    return Criterion(Test(name, operator, values), wording) if cells.sound else None


def _values(cells: Cells, spec: FactSpec, *, several: bool) -> tuple[Value, ...]:
    parts = cells.several("value", SEVERAL) if several else (cells.optional("value") or "",)
    values = [text_value(spec, part) for part in parts]
    if not values or None in values:
        expected = ", ".join(spec.choices) or {"count": "such as 2", "boolean": "true or false"}.get(spec.kind, "F33.2")
        cells.refuse("value", f"The fact {spec.name} is a {spec.kind}: {expected}.")
    return tuple(value for value in values if value is not None)


def _pathways_of(rows: Sequence[Row], faults: list[RowFault]) -> dict[str, tuple[Pathway, ...]]:
    """The pathways of each rule, as far as they can be read."""
    found: dict[str, dict[str, list[Criterion]]] = {}
    for row in rows:
        cells = Cells(row, faults)
        criterion = _criterion(cells)
        way = found.setdefault(cells.text("rule_id"), {}).setdefault(cells.text("pathway"), [])
        if criterion is not None:
            way.append(criterion)
    return {
        rule_id: tuple(Pathway(name, tuple(criteria)) for name, criteria in ways.items())
        for rule_id, ways in found.items()
    }


def rules_of(rows: Sequence[Row], criteria: Sequence[Row], faults: list[RowFault]) -> tuple[Rule, ...]:
    """All rules with their criteria. Ids are unique, and every criterion belongs to a rule.

    Rules are given as far as they can be read, so that a check can go on; use them only without faults.

    Args: rows, criteria: the rows of coverage_rules.csv and of coverage_criteria.csv.
    """
    of_criteria: list[RowFault] = []
    pathways = _pathways_of(criteria, of_criteria)
    note_repeats([(row, row.cells["rule_id"]) for row in rows], "rule_id", faults)
    rules: dict[str, Rule] = {}
    for row in rows:
        rule = _rule(Cells(row, faults), pathways)
        rules.setdefault(rule.rule_id, rule)
    faults.extend(of_criteria)
    # Where no rule at all can be read, its file is at fault, and not each criterion.
    loose = [row for row in criteria if rows and row.cells["rule_id"] not in {"", *rules}]
    faults.extend(row.fault("rule_id", "No rule has this id: correct it or remove the criterion.") for row in loose)
    return tuple(rules.values())
