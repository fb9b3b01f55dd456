"""The coverage tables as files: every row complete, in the vocabularies, with a source, and no two at odds.

These tests read the CSV files alone, so that a slip in a spreadsheet is named before any code loads it.
"""

import itertools
import re
from collections import Counter
from datetime import date

import pytest

from tests.coverage_data.tables import (
    CRITERIA,
    DIAGNOSIS,
    FACT_VALUES,
    PLAN_TYPES,
    PROFILES,
    RULE_COLUMNS,
    RULES,
    SOURCED,
    STATES,
    VOCABULARIES,
    read,
    values,
)  # fmt: skip


class TestEveryRow:
    @pytest.mark.parametrize("name", SOURCED)
    def test_has_a_source_that_can_be_opened_and_a_review_day(self, name: str) -> None:
        for row in read(name):
            assert row["source_title"].strip(), row
            assert re.fullmatch(r"https?://\S+", row["source_url"]), row
            reviewed = date.fromisoformat(row["reviewed_on"])
            if row["source_date"]:
                assert date.fromisoformat(row["source_date"]) <= reviewed, row

    @pytest.mark.parametrize("name", [*SOURCED, "coverage_criteria"])
    def test_has_a_cell_for_every_column_without_stray_spaces(self, name: str) -> None:
        for row in read(name):
            assert None not in row, row
            assert None not in row.values(), row
            assert all(cell == cell.strip() for cell in row.values()), row

    @pytest.mark.parametrize("name", SOURCED)
    def test_is_never_of_low_confidence(self, name: str) -> None:
        assert {row["confidence"] for row in read(name)} <= VOCABULARIES["confidence"]

    @pytest.mark.parametrize("name", ["coverage_rules", "coverage_criteria", "state_laws"])
    def test_speaks_of_a_person_without_promising(self, name: str) -> None:
        for row in read(name):
            assert row["wording"], row
            assert not re.search(r"cover|approve|guarantee", row["wording"], re.IGNORECASE), row["wording"]

    @pytest.mark.parametrize(
        ("name", "key"),
        [
            ("coverage_rules", "rule_id"),
            ("state_laws", "law_id"),
            ("medicare_contractors", "state"),
            ("payer_profiles", "payer"),
        ],
    )
    def test_has_a_key_of_its_own(self, name: str, key: str) -> None:
        counted = Counter(row[key] for row in read(name))
        assert [entry for entry, times in counted.items() if times > 1] == []


class TestRules:
    def test_have_the_agreed_columns_in_their_order(self) -> None:
        assert list(RULES[0]) == RULE_COLUMNS

    @pytest.mark.parametrize("column", VOCABULARIES)
    def test_use_only_known_words(self, column: str) -> None:
        for row in RULES:
            assert set(values(row[column])) <= VOCABULARIES[column], (row["rule_id"], row[column])

    def test_always_say_benefit_authorization_and_treatment(self) -> None:
        for row in RULES:
            assert row["benefit"], row["rule_id"]
            assert row["prior_authorization"], row["rule_id"]
            assert row["treatment"], row["rule_id"]

    def test_are_typical_exactly_where_no_payer_is_named(self) -> None:
        for row in RULES:
            assert (row["confidence"] == "typical") == (row["payer"] == ""), row["rule_id"]

    def test_name_the_kind_of_refusal_exactly_where_a_payer_refuses(self) -> None:
        for row in RULES:
            refuses = row["benefit"] == "not_covered" and row["payer"] != ""
            assert bool(row["not_covered_kind"]) == refuses, row["rule_id"]

    def test_are_worded_in_one_or_two_sentences(self) -> None:
        for row in RULES:
            assert 1 <= len(re.findall(r"[.!?](?:\s|$)", row["wording"])) <= 2, row["rule_id"]

    def test_name_real_states(self) -> None:
        for row in RULES:
            assert set(values(row["state"])) <= STATES, row["rule_id"]

    def test_have_dates_and_ages_in_order(self) -> None:
        for row in RULES:
            for column in ("effective_from", "effective_to"):
                if row[column]:
                    assert date.fromisoformat(row[column]).isoformat() == row[column], row["rule_id"]
            if row["effective_from"] and row["effective_to"]:
                assert row["effective_from"] < row["effective_to"], row["rule_id"]
            if row["age_from"] and row["age_to"]:
                assert int(row["age_from"]) < int(row["age_to"]), row["rule_id"]

    def test_list_diagnosis_codes_of_the_right_form(self) -> None:
        for row in RULES:
            assert all(DIAGNOSIS.fullmatch(code) for code in values(row["diagnosis_codes"])), row["rule_id"]

    def test_share_a_dispute_with_at_least_one_other(self) -> None:
        counted = Counter(row["dispute_id"] for row in RULES if row["dispute_id"])
        assert counted
        assert min(counted.values()) >= 2

    def test_belong_to_a_payer_with_a_profile(self) -> None:
        known = {row["payer"] for row in PROFILES} | {"fda_label"}
        assert {payer for row in RULES for payer in values(row["payer"])} <= known

    def test_of_one_payer_never_overlap_without_a_dispute(self) -> None:
        conditions = RULE_COLUMNS[1:14]
        listed = {
            "payer",
            "plan_type",
            "treatment",
            "indication",
            "state",
            "diagnosis_codes",
            "product",
            "device",
        }

        def meets(column: str, one: str, other: str) -> bool:
            if column in listed and one and other:
                return bool(set(values(one)) & set(values(other)))
            return one == other

        for one, other in itertools.combinations(RULES, 2):
            if one["dispute_id"] and one["dispute_id"] == other["dispute_id"]:
                continue
            if all(meets(column, one[column], other[column]) for column in conditions):
                apart = (one["effective_to"] and one["effective_to"] <= other["effective_from"]) or (
                    other["effective_to"] and other["effective_to"] <= one["effective_from"]
                )
                assert apart, (one["rule_id"], other["rule_id"])


class TestCriteria:
    def test_belong_to_a_rule(self) -> None:
        assert {row["rule_id"] for row in CRITERIA} <= {row["rule_id"] for row in RULES}

    def test_ask_known_facts_with_fitting_operators_and_values(self) -> None:
        for row in CRITERIA:
            fact, operator, given = row["fact"], row["operator"], values(row["value"])
            if fact == "diagnosis_code":
                assert operator in {"is", "is_not", "one_of"}, row
                assert all(DIAGNOSIS.fullmatch(code) for code in given), row
                continue
            allowed = FACT_VALUES[fact]
            if allowed is None:
                assert operator in {"at_least", "at_most", "is"}, row
                assert len(given) == 1, row
                assert int(given[0]) >= 0, row
            else:
                assert operator in {"is", "is_not", "one_of"}, row
                assert given, row
                assert set(given) <= allowed, row
                assert operator == "one_of" or len(given) == 1, row

    def test_name_each_pathway_by_a_letter_from_a_on(self) -> None:
        for _, rows in itertools.groupby(CRITERIA, key=lambda row: row["rule_id"]):
            names = list(dict.fromkeys(row["pathway"] for row in rows))
            assert names == [chr(ord("a") + place) for place in range(len(names))]

    def test_ask_nothing_twice_in_one_pathway(self) -> None:
        asked = Counter(
            (row["rule_id"], row["pathway"], row["fact"], row["operator"], row["value"]) for row in CRITERIA
        )
        assert max(asked.values()) == 1

    def test_differ_between_the_pathways_of_a_rule(self) -> None:
        for rule_id, rows in itertools.groupby(CRITERIA, key=lambda row: row["rule_id"]):
            pathways: dict[str, set[tuple[str, ...]]] = {}
            for row in rows:
                pathways.setdefault(row["pathway"], set()).add((row["fact"], row["operator"], row["value"]))
            for one, other in itertools.permutations(pathways.values(), 2):
                assert not one <= other, rule_id


class TestOtherTables:
    def test_parents_are_on_file_and_never_go_round(self) -> None:
        parents = {row["payer"]: row["parent"] for row in PROFILES}
        for payer in parents:
            line = [payer]
            while parents[line[-1]]:
                line.append(parents[line[-1]])
                assert len(line) <= 3, line

    def test_profiles_use_known_plan_types_and_states(self) -> None:
        for row in PROFILES:
            assert set(values(row["plan_types"])) <= PLAN_TYPES, row["payer"]
            assert set(values(row["states"])) <= STATES, row["payer"]

    def test_laws_use_known_topics_scopes_and_states(self) -> None:
        for row in read("state_laws"):
            assert row["topic"] in {"step_therapy", "copay_accumulator", "network_adequacy", "other"}, row
            assert row["scope"] in {"state_regulated_plans", "medicaid"}, row
            assert row["state"] in STATES, row

    def test_contractors_with_a_state_are_named_by_a_rule(self) -> None:
        named = {row["mac"] for row in RULES if row["mac"]}
        assert {row["mac"] for row in read("medicare_contractors")} <= named
