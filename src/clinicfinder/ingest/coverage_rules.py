"""coverage_rules.csv and coverage_criteria.csv as rules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clinicfinder.coverage.criteria import OPERATORS, Criterion, Pathway, Test
from clinicfinder.coverage.facts import FACTS, INDICATIONS, normalized_diagnosis, text_value
from clinicfinder.coverage.rules import (
    BENEFITS,
    NETWORK_STATUSES,
    NOT_COVERED_KINDS,
    PLAN_TYPES,
    PRIOR_AUTHORIZATIONS,
    Rule,
)
from clinicfinder.errors import RowFault
from clinicfinder.ingest.coverage_cells import SOURCE_COLUMNS, Row, read_rows

RULE_COLUMNS = (
    "rule_id", "payer", "plan_type", "product", "state", "treatment", "indication", "network_status", "mac",
    "age_from", "age_to", "protocol", "device", "diagnosis_codes", "effective_from", "effective_to",
    "benefit", "not_covered_kind", "dispute_id", "prior_authorization", "first_authorization", "renewal",
    "benefit_channel", "codes", "wording", "policy_number", *SOURCE_COLUMNS,
)  # fmt: skip
CRITERIA_COLUMNS = ("rule_id", "pathway", "fact", "operator", "value", "wording")
BENEFIT_CHANNELS = ("medical", "pharmacy", "behavioral")


def _diagnoses(row: Row) -> tuple[str, ...]:
    codes = [normalized_diagnosis(code) for code in row.listed("diagnosis_codes")]
    if None in codes:
        row.fault("diagnosis_codes", "Write ICD-10 codes such as F33.2|F32.2.")
    return tuple(code for code in codes if code)


def _check_sense(row: Row, rule: Rule) -> None:
    """Faults that lie between two cells of one row."""
    if rule.effective_from and rule.effective_to and rule.effective_to <= rule.effective_from:
        row.fault("effective_to", "The rule ends before it starts: the last day must come after the first.")
    if rule.age_from is not None and rule.age_to is not None and rule.age_to <= rule.age_from:
        row.fault("age_to", "No age fits: age_to is the first age no longer included.")
    if rule.benefit == "not_covered" and rule.not_covered_kind is None and not rule.typical:
        row.fault("not_covered_kind", f"Say which kind: {', '.join(NOT_COVERED_KINDS)}.")
    if rule.benefit != "not_covered" and rule.not_covered_kind is not None:
        row.fault("not_covered_kind", "Leave this empty unless benefit is not_covered.")
    if rule.typical and rule.payer is not None:
        row.fault("confidence", "A typical pattern names no payer: empty the payer, or use high or medium.")


def _rule(row: Row, pathways: Mapping[str, tuple[Pathway, ...]]) -> Rule:
    rule_id = row.required("rule_id")
    treatments = row.listed("treatment")
    if not treatments:
        row.fault("treatment", "Name at least one treatment.")
    rule = Rule(
        rule_id,
        payer=row.text("payer"),
        treatments=treatments,
        benefit=row.required_word("benefit", BENEFITS),
        provenance=row.provenance(),
        plan_types=row.words("plan_type", PLAN_TYPES),
        products=row.listed("product"),
        states=row.states("state"),
        indications=row.words("indication", INDICATIONS),
        network_status=row.word("network_status", NETWORK_STATUSES),
        mac=row.text("mac"),
        age_from=row.whole("age_from"),
        age_to=row.whole("age_to"),
        protocol=row.word("protocol", FACTS["protocol"].choices),
        devices=row.words("device", FACTS["device"].choices),
        diagnosis_codes=_diagnoses(row),
        effective_from=row.day("effective_from"),
        effective_to=row.day("effective_to"),
        not_covered_kind=row.word("not_covered_kind", NOT_COVERED_KINDS),
        dispute_id=row.text("dispute_id"),
        prior_authorization=row.required_word("prior_authorization", PRIOR_AUTHORIZATIONS),
        first_authorization=row.text("first_authorization"),
        renewal=row.text("renewal"),
        benefit_channel="|".join(row.words("benefit_channel", BENEFIT_CHANNELS)) or None,
        codes=row.listed("codes"),
        wording=row.text("wording") or "",
        policy_number=row.text("policy_number"),
        pathways=pathways.get(rule_id, ()),
    )
    _check_sense(row, rule)
    return rule


def _criterion(row: Row) -> Criterion | None:
    name, wording = row.required("fact"), row.required("wording")
    operator = row.required_word("operator", OPERATORS)
    spec = FACTS.get(name)
    if spec is None:
        row.fault("fact", f"Use one of: {', '.join(FACTS)}.")
        return None
    parts = row.listed("value") if operator == "one_of" else tuple(filter(None, [row.text("value")]))
    values = [text_value(spec, part) for part in parts]
    if not values or None in values:
        row.fault("value", f"The fact {name} is a {spec.kind}: {', '.join(spec.choices) or 'see facts'}.")
    if operator in {"at_least", "at_most"} and spec.kind != "count":
        row.fault("operator", f"Only a count can be compared; {name} is a {spec.kind}: use is or one_of.")
    if row.faults:
        return None
    return Criterion(Test(name, operator, tuple(value for value in values if value is not None)), wording)


def read_criteria(path: Path) -> tuple[dict[str, tuple[Pathway, ...]], list[Row], list[RowFault]]:
    """The pathways of each rule. The rows come back too, so that dangling ones can be named by line."""
    rows, faults = read_rows(path, CRITERIA_COLUMNS)
    found: dict[str, dict[str, list[Criterion]]] = {}
    for row in rows:
        criterion = _criterion(row)
        way = found.setdefault(row.required("rule_id"), {}).setdefault(row.required("pathway"), [])
        if criterion is not None:
            way.append(criterion)
        faults += row.faults
    pathways = {
        rule_id: tuple(Pathway(name, tuple(criteria)) for name, criteria in ways.items())
        for rule_id, ways in found.items()
    }
    return pathways, rows, faults


def read_rules(rules_path: Path, criteria_path: Path) -> tuple[tuple[Rule, ...], list[RowFault]]:
    """All rules with their criteria, and every fault of both files in file order.

    Rules are given as far as they can be read, so that a check can go on; load them only without faults.
    """
    pathways, criteria_rows, criteria_faults = read_criteria(criteria_path)
    rows, faults = read_rows(rules_path, RULE_COLUMNS)
    rules: dict[str, Rule] = {}
    for row in rows:
        rule = _rule(row, pathways)
        if rule.rule_id in rules:
            row.fault("rule_id", "Another row has this id: give each version of a rule its own.")
        rules.setdefault(rule.rule_id, rule)
        faults += row.faults
    for row in criteria_rows:
        if row.text("rule_id") and row.text("rule_id") not in rules:
            cure = "No rule has this id: correct it or remove the criterion."
            criteria_faults.append(RowFault(row.file, row.line, "rule_id", row.cells["rule_id"], cure))
    return tuple(rules.values()), faults + criteria_faults
