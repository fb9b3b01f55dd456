"""People held against the tables on file: what the rules entered by hand come to, on both sides of each line.

Each expectation in panel_profiles.csv was worked out from the source of the rule it names, not from the program. `rule`
names every rule that stands behind the answer: the one that decides, those that may, both sides of a dispute, or the
one that a refusal comes nearest to. `pairs` names the lines on whose two sides a profile stands.
"""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from clinicfinder.coverage.answers import CoverageAnswer
from clinicfinder.coverage.book import RuleBook
from clinicfinder.coverage.decision import decide
from clinicfinder.coverage.facts import FACTS, Facts, Value, text_value
from clinicfinder.coverage.lint import check_rules
from clinicfinder.coverage.matching import Query
from clinicfinder.ingest.coverage_tables import CoverageTables
from tests.coverage_data.tables import DATA, RULES, VOCABULARIES, Row
from tests.typed_tables import read_coverage_tables

TODAY = date(2026, 11, 22)
BEHIND = {"decided", "possible", "disputed", "refused"}

with (Path(__file__).parent / "panel_profiles.csv").open(encoding="utf-8", newline="") as file:
    PROFILES: list[Row] = list(csv.DictReader(file))

PAIRS: dict[str, list[Row]] = defaultdict(list)
for profile in PROFILES:
    for name in filter(None, profile["pairs"].split("|")):
        PAIRS[name].append(profile)

SOURCE_OF = {row["rule_id"]: row for row in RULES}


@pytest.fixture(scope="module")
def tables() -> CoverageTables:
    return read_coverage_tables(DATA)


@pytest.fixture(scope="module")
def book(tables: CoverageTables) -> RuleBook:
    return tables.book()


def facts_of(cell: str) -> dict[str, Value]:
    """The facts of a cell such as `age=40|in_network=true`."""
    known: dict[str, Value] = {}
    for pair in filter(None, cell.split("|")):
        name, _, text = pair.partition("=")
        value = text_value(FACTS[name], text)
        assert value is not None, pair
        known[name] = value
    return known


def answer_to(book: RuleBook, row: Row) -> CoverageAnswer:
    query = Query(
        row["treatment"],
        row["payer"] or None,
        row["plan_type"] or None,
        row["product"] or None,
        row["state"] or None,
        row["indication"] or None,
    )
    day = date.fromisoformat(row["as_of"])
    return decide(book, query, Facts(facts_of(row["facts"])), as_of=day, today=TODAY)


def differences(one: Row, other: Row) -> set[str]:
    """In what two profiles differ: columns of the question, and facts."""
    columns = ("treatment", "payer", "plan_type", "state", "indication", "product", "as_of")
    facts = facts_of(one["facts"]), facts_of(other["facts"])
    return {column for column in columns if one[column] != other[column]} | {
        fact for fact in FACTS if facts[0].get(fact) != facts[1].get(fact)
    }


class TestTables:
    def test_read_without_a_fault(self, tables: CoverageTables) -> None:
        assert tables.faults == ()

    def test_hold_no_error_between_rules(self, book: RuleBook) -> None:
        findings = check_rules(book, book.payers, VOCABULARIES["treatment"], TODAY)
        assert [one for one in findings if one.level == "error"] == []


class TestPanel:
    @pytest.mark.parametrize("row", [pytest.param(row, id=row["situation"]) for row in PROFILES])
    def test_profile_is_answered_as_its_source_says_and_by_the_rule_it_names(self, book: RuleBook, row: Row) -> None:
        answer = answer_to(book, row)
        assert (answer.status, answer.reason or "") == (row["status"], row["reason"])
        assert {line.rule_id for line in answer.trace if line.outcome in BEHIND} == set(row["rule"].split("|"))
        first = SOURCE_OF[row["rule"].split("|")[0]]
        assert row["source"] == first["source_title"]
        assert first["source_url"] in {source.source_url for source in answer.sources}

    def test_there_are_at_least_forty_profiles_and_each_stands_once(self) -> None:
        assert len({row["situation"] for row in PROFILES}) == len(PROFILES) >= 40
        assert len({tuple(row.values())[1:9] for row in PROFILES}) == len(PROFILES)

    @pytest.mark.parametrize("name", PAIRS)
    def test_a_pair_differs_in_one_thing_and_in_its_answer(self, name: str) -> None:
        one, other = PAIRS[name]
        assert len(differences(one, other)) == 1
        told = [(row["status"], row["reason"]) for row in (one, other)]
        assert told[0] != told[1]

    def test_there_are_pairs_on_both_sides_of_every_kind_of_line(self) -> None:
        kinds = {next(iter(differences(*pair))) for pair in PAIRS.values()}
        a_date, a_route = "as_of", "treatment"
        assert {a_date, "age", "failed_antidepressants", a_route, "in_network", "product"} <= kinds
        assert {"diagnosis_code", "on_oral_antidepressant", "protocol", "indication"} <= kinds

    def test_a_medicaid_program_with_rules_for_another_treatment_only_is_not_known(self, book: RuleBook) -> None:
        query = Query("tms", "medicaid_tx", "medicaid", None, "TX", "mdd")
        answer = decide(book, query, Facts({"age": 40}), as_of=TODAY, today=TODAY)
        assert (answer.status, answer.reason, answer.rule) == ("unknown", "no_published_rule", None)
