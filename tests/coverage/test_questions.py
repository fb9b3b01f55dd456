"""The questions asked are exactly those that could change the status, proved by trying every answer."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from clinicfinder.coverage.book import rule_book
from clinicfinder.coverage.decision import decide
from clinicfinder.coverage.facts import Facts
from clinicfinder.coverage.matching import Query
from tests.coverage.making import TODAY, ask, criterion, pathways, rule, trials

DOMAINS = {
    "age": (14, 15, 17, 18, 30),
    "failed_antidepressants": (0, 1, 2, 3),
    "bipolar": (True, False),
    "protocol": ("standard", "accelerated", "maintenance"),
    "in_network": (True, False),
    "product": ("gold", "silver", "neither"),
    "indication": ("trd", "mdd_si", "ocd", "ptsd"),
}
"""Answers on both sides of every boundary that the random rules below draw."""

CRITERIA = (
    trials(1),
    trials(2),
    criterion("failed_antidepressants", "at_most", 2),
    criterion("bipolar", "is", False),
    criterion("protocol", "is_not", "maintenance"),
    criterion("age", "at_least", 18),
)

columns = st.fixed_dictionaries(
    {},
    optional={
        "products": st.sampled_from([("gold",), ("silver",), ("gold", "silver")]),
        "indications": st.sampled_from([("trd",), ("mdd",), ("mdd_si",), ("ocd",), ("trd", "ocd")]),
        "network_status": st.sampled_from(["in_network", "out_of_network"]),
        "age_from": st.sampled_from([15, 18]),
        "age_to": st.just(18),
        "protocol": st.sampled_from(["standard", "accelerated"]),
        "dispute_id": st.just("d"),
        "prior_authorization": st.sampled_from(["required", "not_required"]),
        "pathways": st.lists(st.lists(st.sampled_from(CRITERIA), min_size=1, max_size=3), min_size=1, max_size=3).map(
            lambda ways: pathways(*ways)
        ),
    },
)
benefits = st.sampled_from(["covered", "covered", "covered", "case_by_case", "not_covered", "unknown"])


@st.composite
def rule_sets(draw):
    """Up to four rules of one payer and perhaps a general pattern, for TMS."""
    made = [rule(f"r{n}", draw(benefits), **draw(columns)) for n in range(draw(st.integers(1, 4)))]
    if draw(st.booleans()):
        made.append(rule("typical", draw(benefits), payer=None, confidence="typical", **draw(columns)))
    return made


def status_given(book, known, treatment="tms"):
    """The answer when these things are known and the rest is not."""
    query = Query(treatment, "payer_a", product=known.get("product"), indication=known.get("indication"))
    facts = Facts({name: value for name, value in known.items() if name not in {"product", "indication"}})
    return decide(book, query, facts, as_of=TODAY, today=TODAY)


def every_completion(known, domains):
    """All answers to everything, as far as `known` leaves them open."""
    choices = [(known[name],) if name in known else values for name, values in domains.items()]
    return [dict(zip(domains, values, strict=True)) for values in product(*choices)]


def questions_by_trying(statuses, domains):
    """The names of which a change alone turns the status of some complete case."""
    seen = {tuple(case.values()): status for case, status in statuses}
    matter = set()
    for case, status in statuses:
        for name, values in domains.items():
            for value in values:
                other = tuple((case | {name: value}).values())
                if seen.get(other, status) != status:
                    matter.add(name)
    return matter


class TestAgainstEveryCompletion:
    @settings(max_examples=40, deadline=None)
    @given(rules=rule_sets(), data=st.data())
    def test_exactly_the_questions_that_can_turn_the_status_are_asked(self, rules, data):
        book = rule_book(rules)
        known = {
            name: data.draw(st.sampled_from(DOMAINS[name]), label=name)
            for name in data.draw(st.sets(st.sampled_from(sorted(DOMAINS)), min_size=3), label="known")
        }
        statuses = [(case, status_given(book, case).status) for case in every_completion(known, DOMAINS)]
        answer = status_given(book, known)
        assert set(answer.missing_facts) == questions_by_trying(statuses, DOMAINS)
        if not answer.missing_facts:
            assert {status for _, status in statuses} == {answer.status}

    @settings(max_examples=60, deadline=None)
    @given(rules=rule_sets(), data=st.data())
    def test_a_person_of_whom_all_is_known_is_asked_nothing(self, rules, data):
        known = {name: data.draw(st.sampled_from(values)) for name, values in DOMAINS.items()}
        answer = status_given(rule_book(rules), known)
        assert answer.missing_facts == ()
        assert answer.reason != "needs_facts"


LABEL_DOMAINS = {
    "age": (17, 18),
    "rems_site": (True, False),
    "on_oral_antidepressant": (True, False),
    "suicidality": (True, False),
    "indication": ("trd", "mdd_si", "ocd"),
    "sessions_per_week": (1, 2, 3),
    "week_of_course": (4, 5),
}
"""Answers on both sides of every boundary of the label. Monotherapy is another name of one of them."""


class TestTheLabelAgainstEveryCompletion:
    @settings(max_examples=40, deadline=None)
    @given(benefit=benefits, narrow=st.booleans(), data=st.data())
    def test_exactly_the_questions_that_can_turn_the_status_are_asked(self, benefit, narrow, data):
        columns = {"indications": ("mdd",)} if narrow else {}
        book = rule_book([rule("r", benefit, treatments=("spravato",), **columns)])
        names = data.draw(st.sets(st.sampled_from(sorted(LABEL_DOMAINS))), label="known")
        # A schedule that nobody asked for is the label's own; here one is asked for.
        names |= {"sessions_per_week"}
        known = {name: data.draw(st.sampled_from(LABEL_DOMAINS[name]), label=name) for name in sorted(names)}
        cases = every_completion(known, LABEL_DOMAINS)
        statuses = [(case, status_given(book, case, "spravato").status) for case in cases]
        answer = status_given(book, known, "spravato")
        assert set(answer.missing_facts) == questions_by_trying(statuses, LABEL_DOMAINS)


THREE_OR_TWO_AND_ONE = pathways([trials(3)], [trials(2), criterion("augmenters_failed", "at_least", 1)])


class TestWhichQuestions:
    def test_a_pathway_already_met_leaves_nothing_to_ask(self):
        answer = ask([rule("r", pathways=THREE_OR_TWO_AND_ONE)], facts={"failed_antidepressants": 3})
        assert answer.missing_facts == ()

    def test_a_pathway_still_open_asks_only_what_it_lacks(self):
        answer = ask([rule("r", pathways=THREE_OR_TWO_AND_ONE)], facts={"failed_antidepressants": 2})
        assert answer.missing_facts == ("augmenters_failed",)

    def test_an_exclusion_asks_nothing(self):
        assert ask([rule("r", "not_covered", pathways=())]).missing_facts == ()

    def test_two_criteria_that_cannot_turn_the_answer_are_not_asked(self):
        either = pathways([criterion("bipolar", "is", True)], [criterion("bipolar", "is", False)])
        assert ask([rule("r", pathways=either)]).missing_facts == ()

    def test_what_decides_which_rule_applies_is_asked_first(self):
        two = pathways([trials(2)])
        rules = [
            rule("yes", products=("gold",), pathways=two),
            rule("no", "not_covered", products=("silver",)),
        ]
        answer = ask(rules)
        assert answer.missing_facts[0] == "product"
        assert set(answer.missing_facts) == {"product", "failed_antidepressants"}

    def test_the_order_of_the_rows_does_not_change_the_answer(self):
        rules = [rule("a", age_from=18), rule("b", "not_covered", age_to=18), rule("c", "case_by_case")]
        first, second = ask(rules), ask(list(reversed(rules)))
        assert replace(first, trace=()) == replace(second, trace=())
