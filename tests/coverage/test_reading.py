"""Coverage tables as people leave them: every fault named with its line and its cure."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from clinicfinder.domain.reference import Payer as NamedPayer
from clinicfinder.errors import DataFault
from clinicfinder.ingest.coverage_rules import CRITERIA_COLUMNS, RULE_COLUMNS
from clinicfinder.ingest.coverage_tables import (
    CONTRACTOR_COLUMNS,
    LAW_COLUMNS,
    PAYER_COLUMNS,
)
from tests.coverage.making import source
from tests.typed_tables import read_coverage_tables

SOURCE = {
    "source_title": "Synthetic policy",
    "source_url": "https://example.org/policy",
    "reviewed_on": "2026-11-22",
    "confidence": "high",
}
GOOD = {
    "rule_id": "a-tms",
    "payer": "payer_a",
    "plan_type": "commercial|marketplace",
    "treatment": "tms",
    "indication": "mdd",
    "age_from": "15",
    "age_to": "18",
    "device": "neurostar|brainsway",
    "diagnosis_codes": "F33.2|f322",
    "effective_from": "2025-05-01",
    "benefit": "covered",
    "prior_authorization": "required",
    "codes": "90867|90868",
    **SOURCE,
}
CRITERION = {
    "rule_id": "a-tms",
    "pathway": "a",
    "fact": "failed_antidepressants",
    "operator": "at_least",
    "value": "2",
    "wording": "At least two.",
}
PAYER = {"payer": "payer_a", "plan_types": "commercial", "aliases": "Alpha|A Health", **SOURCE}
CONTRACTOR = {"state": "OH", "mac": "north", "name": "North", **SOURCE}
LAW = {
    "law_id": "l",
    "state": "TX",
    "topic": "step_therapy",
    "scope": "state_regulated_plans",
    "wording": "w",
    **SOURCE,
}


@pytest.fixture
def folder(tmp_path):
    """A data folder writer: name the rows that differ from one good row of each table."""

    def write(rules=(GOOD,), criteria=(CRITERION,), payers=(PAYER,), contractors=(CONTRACTOR,), laws=(LAW,)):
        tables = {
            "coverage_rules.csv": (RULE_COLUMNS, rules),
            "coverage_criteria.csv": (CRITERIA_COLUMNS, criteria),
            "payer_profiles.csv": (PAYER_COLUMNS, payers),
            "medicare_contractors.csv": (CONTRACTOR_COLUMNS, contractors),
            "state_laws.csv": (LAW_COLUMNS, laws),
        }
        for name, (columns, rows) in tables.items():
            with (tmp_path / name).open("w", encoding="utf-8", newline="") as handle:
                writer = csv.DictWriter(handle, columns)
                writer.writeheader()
                writer.writerows(rows)
        return tmp_path

    return write


def faults(path):
    """The faults as (file, line, column)."""
    return [(fault.file, fault.line, fault.column) for fault in read_coverage_tables(path).faults]


class TestGoodTables:
    def test_a_row_becomes_a_rule_with_its_pathways(self, folder):
        second = CRITERION | {"pathway": "b", "fact": "bipolar", "operator": "is", "value": "false"}
        tables = read_coverage_tables(folder(criteria=(CRITERION, second)))
        (rule,) = tables.book().rules
        assert rule.plan_types == ("commercial", "marketplace")
        assert rule.diagnosis_codes == ("F332", "F322")
        assert (rule.age_from, rule.age_to, rule.effective_from) == (15, 18, date(2025, 5, 1))
        assert [way.name for way in rule.pathways] == ["a", "b"]
        assert rule.pathways[1].criteria[0].test.values == (False,)
        assert rule.provenance.source_date is None

    def test_one_of_takes_several_values(self, folder):
        several = CRITERION | {
            "fact": "prescriber",
            "operator": "one_of",
            "value": "psychiatrist|psychiatric_np",
        }
        (rule,) = read_coverage_tables(folder(criteria=(several,))).rules
        assert rule.pathways[0].criteria[0].test.values == ("psychiatrist", "psychiatric_np")

    def test_the_other_tables_come_along(self, folder):
        named = [
            NamedPayer("payer_a", "Payer A", ("A Co", "Alpha"), source()),
            NamedPayer("payer_b", "Payer B", (), source()),
        ]
        tables = read_coverage_tables(folder(), named)
        with_profile, without = tables.payers
        assert (with_profile.name, with_profile.aliases) == ("Payer A", ("A Co", "Alpha", "A Health"))
        assert (without.name, without.plan_types) == ("Payer B", ())
        assert tables.macs == {"OH": "north"}
        assert [law.law_id for law in tables.laws] == ["l"]

    def test_a_byte_order_mark_from_a_spreadsheet_is_no_fault(self, folder):
        path = folder()
        rules = path / "coverage_rules.csv"
        rules.write_bytes(b"\xef\xbb\xbf" + rules.read_bytes())
        assert faults(path) == []


class TestFaults:
    @pytest.mark.parametrize(
        ("column", "value"),
        [
            pytest.param("rule_id", "", id="no id"),
            pytest.param("treatment", "", id="no treatment"),
            pytest.param("benefit", "", id="no benefit"),
            pytest.param("benefit", "yes", id="an unknown benefit"),
            pytest.param("plan_type", "commercial|hmo", id="an unknown plan type among known ones"),
            pytest.param("state", "Texas", id="a state written out"),
            pytest.param("indication", "sadness", id="an unknown indication"),
            pytest.param("age_from", "fifteen", id="a number in words"),
            pytest.param("age_to", "15", id="ages that nobody has"),
            pytest.param("device", "toaster", id="an unknown device"),
            pytest.param("protocol", "fast", id="an unknown protocol"),
            pytest.param("diagnosis_codes", "depression", id="a word where a code belongs"),
            pytest.param("effective_from", "5/1/2025", id="a date as a spreadsheet likes it"),
            pytest.param("effective_from", "2025-02-30", id="a day that does not exist"),
            pytest.param("effective_to", "2025-05-01", id="an end on the first day"),
            pytest.param("not_covered_kind", "age", id="a kind of refusal on a covered rule"),
            pytest.param("network_status", "maybe", id="an unknown network status"),
            pytest.param("prior_authorization", "", id="prior authorization left out"),
            pytest.param("benefit_channel", "dental", id="an unknown benefit channel"),
            pytest.param("source_title", "", id="no source title"),
            pytest.param("source_url", "", id="no source address"),
            pytest.param("reviewed_on", "", id="never reviewed"),
            pytest.param("confidence", "", id="no confidence"),
            pytest.param("confidence", "typical", id="a pattern that names a payer"),
        ],
    )
    def test_a_cell_that_cannot_be_used_is_named(self, folder, column, value):
        path = folder(rules=(GOOD | {column: value},), criteria=())
        assert faults(path) == [("coverage_rules.csv", 2, column)]

    @pytest.mark.parametrize(
        ("change", "column"),
        [
            pytest.param({"rule_id": "nobody"}, "rule_id", id="dangling"),
            pytest.param({"fact": "mood"}, "fact", id="an unknown fact"),
            pytest.param({"operator": "="}, "operator", id="an operator a spreadsheet would compute"),
            pytest.param({"value": "two"}, "value", id="a word where a count belongs"),
            pytest.param({"value": ""}, "value", id="no value"),
            pytest.param({"fact": "bipolar", "value": "true"}, "operator", id="a comparison of yes and no"),
            pytest.param({"wording": ""}, "wording", id="no wording"),
            pytest.param({"pathway": ""}, "pathway", id="no pathway"),
        ],
    )
    def test_a_criterion_that_cannot_be_used_is_named(self, folder, change, column):
        assert faults(folder(criteria=(CRITERION | change,))) == [("coverage_criteria.csv", 2, column)]

    def test_a_refusal_without_its_kind_is_named(self, folder):
        assert faults(folder(rules=(GOOD | {"benefit": "not_covered"},))) == [
            ("coverage_rules.csv", 2, "not_covered_kind")
        ]

    def test_two_rules_with_one_id_are_named(self, folder):
        assert faults(folder(rules=(GOOD, GOOD))) == [("coverage_rules.csv", 3, "rule_id")]

    def test_a_parent_nobody_knows_is_named(self, folder):
        assert faults(folder(payers=(PAYER | {"parent": "ghost"},))) == [("payer_profiles.csv", 2, "parent")]

    def test_unknown_and_missing_columns_are_named_once_each(self, folder):
        path = folder()
        rules = path / "coverage_rules.csv"
        rules.write_text(rules.read_text().replace("benefit,", "benefits,", 1))
        found = [fault for fault in faults(path) if fault[0] == "coverage_rules.csv"]
        assert found == [("coverage_rules.csv", 1, "benefit"), ("coverage_rules.csv", 1, "benefits")]

    def test_a_line_with_a_stray_comma_is_named(self, folder):
        path = folder()
        with (path / "state_laws.csv").open("a") as handle:
            handle.write("l2,TX,step_therapy,medicaid,one, two," + "," * 6 + "high,extra\n")
        assert ("state_laws.csv", 3, "") in faults(path)

    def test_tables_with_faults_never_decide_and_every_fault_is_told(self, folder):
        path = folder(rules=(GOOD | {"benefit": "", "state": "Texas"},), laws=(LAW | {"topic": "tax"},))
        with pytest.raises(DataFault) as refused:
            read_coverage_tables(path).book()
        assert [fault.column for fault in refused.value.faults] == ["benefit", "state", "topic"]
