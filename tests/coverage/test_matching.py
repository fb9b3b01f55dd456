"""Which rule wins, what a tie means, and when a missing answer decides."""

from __future__ import annotations

import pytest

from clinicfinder.coverage.payers import Payer
from tests.coverage.making import TODAY, ask, criterion, pathways, rule, trials

CHILD = Payer("child", "Child of A", parent="payer_a")


def winner(answer):
    """The rule that decided."""
    return answer.rule.rule.rule_id


class TestSpecificity:
    @pytest.mark.parametrize(
        "columns",
        [
            pytest.param({"plan_types": ("commercial",)}, id="plan type"),
            pytest.param({"products": ("gold",)}, id="product"),
            pytest.param({"states": ("TX",)}, id="state"),
            pytest.param({"mac": "north"}, id="Medicare contractor"),
            pytest.param({"protocol": "standard"}, id="protocol"),
            pytest.param({"devices": ("neurostar",)}, id="device"),
            pytest.param({"network_status": "in_network"}, id="network"),
            pytest.param({"age_from": 18}, id="age"),
            pytest.param({"diagnosis_codes": ("F332",)}, id="diagnosis code"),
            pytest.param({"indications": ("trd",)}, id="indication"),
        ],
    )
    def test_a_rule_that_names_more_wins_over_one_that_names_nothing(self, columns):
        facts = {
            "protocol": "standard",
            "device": "neurostar",
            "in_network": True,
            "age": 40,
            "diagnosis_code": "F33.2",
        }
        answer = ask(
            [rule("any", "not_covered"), rule("named", **columns)],
            facts=facts,
            plan_type="commercial",
            product="gold",
            state="TX",
            indication="trd",
            macs={"TX": "north"},
        )
        assert winner(answer) == "named"

    def test_an_earlier_place_in_the_order_outweighs_all_later_ones(self):
        earlier = rule("protocol", "not_covered", protocol="accelerated")
        later = rule("rest", devices=("neurostar",), age_from=18, indications=("trd",))
        facts = {"protocol": "accelerated", "device": "neurostar", "age": 40}
        assert winner(ask([earlier, later], facts=facts, indication="trd")) == "protocol"

    def test_a_rule_for_major_depression_holds_for_its_narrower_forms(self):
        assert winner(ask([rule("mdd", indications=("mdd",))], indication="mdd_si")) == "mdd"

    def test_and_gives_way_to_a_rule_for_the_narrower_form(self):
        rules = [rule("a-mdd", indications=("mdd",)), rule("b-trd", "not_covered", indications=("trd",))]
        assert winner(ask(rules, indication="trd")) == "b-trd"
        assert winner(ask(rules, indication="mdd")) == "a-mdd"

    def test_a_rule_for_the_narrower_form_alone_asks_plain_depression_which_form_it_is(self):
        answer = ask([rule("trd", indications=("trd",))], indication="mdd")
        assert (answer.status, answer.missing_facts) == ("covered_with_prior_auth", ("indication",))

    def test_a_payers_own_rule_wins_over_its_parents(self):
        rules = [rule("parent", "not_covered", indications=("trd",)), rule("own", payer="child")]
        assert winner(ask(rules, payer="child", payers=[CHILD], indication="trd")) == "own"

    def test_a_parents_rule_holds_where_the_payer_has_none(self):
        assert winner(ask([rule("parent")], payer="child", payers=[CHILD])) == "parent"

    def test_a_payer_that_is_its_own_grandparent_does_not_loop(self):
        circle = [Payer("x", "X", parent="y"), Payer("y", "Y", parent="x")]
        assert ask([rule("r", payer="y")], payer="x", payers=circle).status == "covered_with_prior_auth"


class TestTheLabelsOwnRows:
    def test_the_labels_history_is_nobodys_payer(self):
        answer = ask([rule("label", "unknown", payer="fda_label")], payer="fda_label")
        assert (answer.status, answer.reason) == ("unknown", "unknown_payer")


class TestMissingDimensions:
    @pytest.mark.parametrize(
        ("columns", "name"),
        [
            ({"network_status": "out_of_network"}, "in_network"),
            ({"products": ("gold",)}, "product"),
            ({"age_to": 18}, "age"),
            ({"devices": ("other",)}, "device"),
            ({"protocol": "accelerated"}, "protocol"),
            ({"states": ("TX",)}, "state"),
        ],
    )
    def test_rules_that_disagree_only_by_what_was_not_given_need_it(self, columns, name):
        answer = ask([rule("any"), rule("named", "not_covered", **columns)])
        assert (answer.status, answer.reason) == ("unknown", "needs_facts")
        assert answer.missing_facts == (name,)
        assert answer.rule is None
        assert {one.status for one in answer.alternatives} == {"covered_with_prior_auth", "not_covered"}

    def test_rules_that_agree_need_nothing(self):
        answer = ask([rule("any"), rule("named", network_status="in_network")])
        assert (answer.status, answer.missing_facts) == ("covered_with_prior_auth", ())

    def test_a_single_rule_with_an_open_condition_answers_as_possible(self):
        answer = ask(
            [rule("adults", age_from=18, pathways=pathways([criterion("bipolar", "is", False)]))],
            facts={"bipolar": False},
        )
        assert (answer.status, answer.criteria, answer.missing_facts) == (
            "covered_with_prior_auth", "unknown", ("age",),
        )  # fmt: skip

    def test_a_contractor_is_told_from_the_state(self):
        rules = [rule("north", mac="north"), rule("south", "not_covered", mac="south")]
        macs = {"TX": "south", "OH": "north"}
        assert winner(ask(rules, state="OH", macs=macs)) == "north"
        assert ask(rules, macs=macs).missing_facts == ("state",)

    def test_a_state_whose_contractor_we_do_not_know_is_nobodys(self):
        answer = ask([rule("north", mac="north")], state="AZ", macs={"OH": "north"})
        assert (answer.status, answer.reason) == ("unknown", "no_published_rule")


class TestDisputes:
    TWO = rule("two", dispute_id="d", pathways=pathways([trials(2)]))
    FOUR = rule("four", dispute_id="d", pathways=pathways([trials(4)]))

    @pytest.mark.parametrize(("trials", "criteria"), [(None, "unknown"), (3, "unknown"), (4, "met")])
    def test_sources_that_disagree_are_both_shown_and_neither_is_picked(self, trials, criteria):
        answer = ask([self.TWO, self.FOUR], facts={"failed_antidepressants": trials})
        assert (answer.status, answer.reason, answer.criteria) == ("case_by_case", None, criteria)
        assert {cited.rule.rule_id for cited in answer.disputed} == {"two", "four"}
        assert answer.rule is None

    def test_where_every_source_says_no_it_is_a_refusal(self):
        answer = ask([self.TWO, self.FOUR], facts={"failed_antidepressants": 1})
        assert (answer.status, answer.reason) == ("not_covered", "criteria_not_met")

    def test_a_dispute_about_the_benefit_itself_is_case_by_case(self):
        answer = ask([rule("yes", dispute_id="d"), rule("no", "not_covered", dispute_id="d")])
        assert answer.status == "case_by_case"

    def test_a_source_out_of_force_disputes_nothing(self):
        gone = rule("gone", "not_covered", dispute_id="d", effective_to=TODAY)
        assert winner(ask([rule("yes", dispute_id="d"), gone])) == "yes"


class TestTrace:
    def test_every_considered_rule_says_why_it_decided_or_did_not(self):
        rules = [
            rule("adults", age_from=18),
            rule("any"),
            rule("ended", effective_to=TODAY),
            rule("teens", age_to=18),
            rule("typical", payer=None, confidence="typical"),
        ]
        answer = ask(rules, facts={"age": 40})
        assert {line.rule_id: (line.outcome, line.failed) for line in answer.trace} == {
            "adults": ("decided", ()),
            "any": ("less_specific", ()),
            "ended": ("ended", ()),
            "teens": ("not_matching", ("age",)),
            "typical": ("general_not_needed", ()),
        }
