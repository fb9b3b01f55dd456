"""People held against the tables on file: what the rules entered by hand come to, on both sides of each line.

Each expectation in profiles.csv was worked out from the source that the rule cites, not from the program. An
empty `rule_id` means that the refusal rests on a rule that nearly applies, or that more facts are needed.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

from clinicfinder.coverage.book import RuleBook
from clinicfinder.coverage.decision import decide
from clinicfinder.coverage.facts import FACTS, Facts, Value, text_value
from clinicfinder.coverage.lint import check_rules
from clinicfinder.coverage.matching import Query
from clinicfinder.ingest.coverage_tables import CoverageTables, read_coverage_tables
from tests.coverage_data.tables import DATA, VOCABULARIES, Row

TODAY = date(2026, 11, 22)

with (Path(__file__).parent / "profiles.csv").open(encoding="utf-8", newline="") as file:
    PROFILES: list[Row] = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tables() -> CoverageTables:
    return read_coverage_tables(DATA)


@pytest.fixture(scope="module")
def book(tables: CoverageTables) -> RuleBook:
    return tables.book()


def facts_of(cell: str) -> Facts:
    """The facts of a cell such as `age=40|in_network=true`."""
    known: dict[str, Value] = {}
    for pair in filter(None, cell.split("|")):
        name, _, text = pair.partition("=")
        value = text_value(FACTS[name], text)
        assert value is not None, pair
        known[name] = value
    return Facts(known)


class TestTables:
    def test_read_without_a_fault(self, tables: CoverageTables) -> None:
        assert tables.faults == ()

    def test_hold_no_error_between_rules(self, book: RuleBook) -> None:
        findings = check_rules(book, book.payers, VOCABULARIES["treatment"], TODAY)
        assert [one for one in findings if one.level == "error"] == []


@pytest.mark.parametrize("row", [pytest.param(row, id=row["situation"]) for row in PROFILES])
def test_profile(book: RuleBook, row: Row) -> None:
    query = Query(
        row["treatment"],
        row["payer"] or None,
        row["plan_type"] or None,
        row["product"] or None,
        row["state"] or None,
        row["indication"] or None,
    )
    day = date.fromisoformat(row["as_of"])
    answer = decide(book, query, facts_of(row["facts"]), as_of=day, today=TODAY)
    assert (answer.status, answer.reason or "") == (row["status"], row["reason"])
    if row["rule_id"]:
        assert answer.rule is not None
        assert answer.rule.rule.rule_id == row["rule_id"]
