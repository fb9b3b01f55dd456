"""What `rules check` finds between rules, and what two books answer differently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinicfinder.coverage.book import rule_book
from clinicfinder.coverage.laws import StateLaw, laws_that_bear
from clinicfinder.coverage.lint import Gap, check_rules, find_gaps
from clinicfinder.coverage.matching import Query
from clinicfinder.coverage.panel import compare_books
from clinicfinder.coverage.payers import Payer, search_payers
from tests.coverage.making import TODAY, pathways, rule, source, trials

case = pytest.param
START = date(2025, 5, 1)


def findings(*rules, macs=None, today=TODAY):
    """The findings as (level, code, rule ids)."""
    found = check_rules(rule_book(rules, macs=macs), ["payer_a"], ["tms"], today)
    return [(one.level, one.code, one.rule_ids) for one in found]


class TestTies:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            case({}, {}, id="nothing tells them apart"),
            case({"states": ("TX", "AZ")}, {"states": ("AZ", "NV")}, id="one state in common"),
            case({"age_from": 15}, {"age_from": 18}, id="ages in common"),
            case({"indications": ("mdd", "ocd")}, {"indications": ("ocd",)}, id="a condition in common"),
        ],
    )
    def test_rules_that_disagree_equally_specific_are_an_error(self, one, other):
        found = findings(rule("a", **one), rule("b", "not_covered", **other))
        assert ("error", "tie", ("a", "b")) in found

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            case({"states": ("TX",)}, {"states": ("AZ",)}, id="no state in common"),
            case({"age_to": 18}, {"age_from": 18}, id="ages that meet without overlapping"),
            case({"effective_to": START}, {"effective_from": START}, id="one ends as the other begins"),
            case({"indications": ("mdd",)}, {"indications": ("trd",)}, id="the narrower form is exact"),
            case({"dispute_id": "d"}, {"dispute_id": "d"}, id="a dispute on record"),
            case({"payer": "payer_a"}, {"payer": None, "confidence": "typical"}, id="a pattern"),
        ],
    )
    def test_rules_that_cannot_meet_or_are_told_apart_are_none(self, one, other):
        found = findings(rule("a", **one), rule("b", "not_covered", **other))
        assert [code for _, code, _ in found if code == "tie"] == []

    def test_rules_that_say_the_same_are_no_tie(self):
        assert findings(rule("a"), rule("b")) == []

    def test_a_different_number_of_trials_is_a_disagreement(self):
        two, three = pathways([trials(2)]), pathways([trials(3)])
        assert findings(rule("a", pathways=two), rule("b", pathways=three)) == [("error", "tie", ("a", "b"))]

    def test_an_older_version_left_open_is_a_warning(self):
        partly = rule("old", "not_covered", effective_from=date(2019, 1, 1))
        assert findings(partly, rule("new", effective_from=START)) == [
            ("warning", "open_older_version", ("new", "old"))
        ]


class TestDoubts:
    def test_a_rule_that_another_always_hides_is_a_warning(self):
        hidden = rule("hidden", "not_covered", states=("TX",), effective_from=START)
        front = rule("front", states=("TX",), plan_types=(
            "commercial", "marketplace", "medicare_part_b", "medicare_advantage", "medicaid", "tricare", "va",
            "workers_comp",
        ))  # fmt: skip
        assert findings(hidden, front) == [("warning", "shadowed", ("hidden", "front"))]

    def test_a_dispute_with_one_side_is_an_error(self):
        assert findings(rule("a", dispute_id="d")) == [("error", "dispute_alone", ("a",))]

    def test_codes_that_lead_nowhere_are_errors(self):
        found = findings(rule("a", payer="payer_z"), rule("b", treatments=("leeches",)))
        assert found == [("error", "unknown_payer", ("a",)), ("error", "unknown_treatment", ("b",))]

    def test_a_contractor_without_states_is_a_warning(self):
        made = rule("a", mac="north")
        assert findings(made) == [("warning", "mac_without_states", ("a",))]
        assert findings(made, macs={"OH": "north"}) == []

    @pytest.mark.parametrize(("today", "codes"), [(date(2027, 11, 22), []), (date(2027, 11, 23), ["stale"])])
    def test_a_rule_is_stale_a_day_after_twelve_months(self, today, codes):
        assert [code for _, code, _ in findings(rule("a"), today=today)] == codes

    def test_low_confidence_is_a_warning(self):
        assert findings(rule("a", confidence="low")) == [("warning", "low_confidence", ("a",))]


class TestGaps:
    def test_every_plan_type_without_a_rule_in_force_is_listed(self):
        payers = [
            Payer("payer_a", "A", plan_types=("commercial", "medicaid")),
            Payer("child", "C", parent="payer_a"),
        ]
        payers[1] = Payer("child", "C", parent="payer_a", plan_types=("commercial", "va"))
        rules = [
            rule("a", plan_types=("commercial",)),
            rule("later", plan_types=("medicaid",), effective_from=date(2027, 1, 1)),
            rule("pattern", payer=None, plan_types=("medicaid",), confidence="typical"),
        ]
        assert find_gaps(rule_book(rules, payers), ["tms"], TODAY) == (
            Gap("child", "va", "tms", typical=False),
            Gap("payer_a", "medicaid", "tms", typical=True),
        )


class TestComparing:
    def test_only_people_whose_answer_changes_are_shown(self):
        before = rule_book([rule("r", pathways=pathways([trials(2)]))])
        after = rule_book([rule("r", pathways=pathways([trials(1)]))])
        found = compare_books(before, after, ["tms"], TODAY, TODAY)
        assert {difference.person for difference in found} == {"adult, one antidepressant"}
        assert {(one.before.status, one.after.status) for one in found} == {("not_covered", "covered_with_prior_auth")}

    def test_a_change_of_a_day_to_come_is_found_on_its_day_and_told_once(self):
        adults_change, teens_end = date(2027, 1, 1), date(2027, 6, 1)
        adults, teens = rule("adults", age_from=18), rule("teens", age_to=18)
        stricter = rule("stricter", benefit="case_by_case", age_from=18, effective_from=adults_change)
        changed = [replace(adults, effective_to=adults_change), stricter, replace(teens, effective_to=teens_end)]
        books = rule_book([adults, teens]), rule_book(changed)
        assert compare_books(*books, ["tms"], TODAY, TODAY) == ()
        found = compare_books(*books, ["tms"], TODAY, TODAY, ahead=True)
        assert {one.day for one in found if one.person == "aged 70"} == {adults_change}
        assert {one.day for one in found if one.person == "aged 16"} == {teens_end}

    def test_the_same_book_changes_nobody(self):
        book = rule_book([rule("r", age_from=18)])
        assert compare_books(book, book, ["tms"], TODAY, TODAY) == ()


class TestLaws:
    LAW = StateLaw("l", "TX", "step_therapy", "state_regulated_plans", "words", source(), effective_from=START)

    @pytest.mark.parametrize(
        ("query", "day", "bears"),
        [
            case({"state": "TX", "plan_type": "commercial"}, START, True, id="on the day it starts"),
            case({"state": "TX", "plan_type": "commercial"}, date(2025, 4, 30), False, id="the day before"),
            case({"state": "TX"}, START, True, id="an unknown plan type keeps it"),
            case({"state": "TX", "plan_type": "medicaid"}, START, False, id="another kind of plan"),
            case({"state": "AZ", "plan_type": "commercial"}, START, False, id="another state"),
        ],
    )
    def test_a_law_is_noted_for_the_state_plan_and_day_it_reaches(self, query, day, bears):
        assert (laws_that_bear([self.LAW], Query("tms", **query), day) == (self.LAW,)) is bears


class TestPayerSearch:
    PAYERS = (
        Payer("blue_x", "Blue X of Anywhere", aliases=("Blue X", "BX")),
        Payer("vendor_run", "Alpha Health", aliases=("Vendorco",)),
        Payer("vendorco_plus", "Vendorco Plus"),
    )

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            case("alpha health", ["vendor_run"], id="its name in any letter case"),
            case("Vendorco", ["vendor_run", "vendorco_plus"], id="an exact alias before a beginning"),
            case("bx", ["blue_x"], id="a short alias"),
            case("anywhere blue", ["blue_x"], id="words in another order"),
            case("nobody", [], id="nobody"),
        ],
    )
    def test_a_payer_is_found_by_what_people_call_it(self, text, codes):
        assert [payer.code for payer in search_payers(self.PAYERS, text)] == codes
