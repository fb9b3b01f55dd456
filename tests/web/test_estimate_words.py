"""Our own sentences about a person: what they never say, and what they always do."""

import re
from datetime import date, timedelta
from itertools import product
from typing import Final

import pytest
from flask.testing import FlaskClient
from tests.html_page import Element, parse

FORBIDDEN: Final = re.compile(r"\b(covered|approved|guarantee[ds]?|you will pay|will cost)\b", re.IGNORECASE)

FROM_THE_DATA: Final = ("quoted", "source")
"""Elements whose words come from a rule, a source or a label: they are quoted with their origin."""

TREATMENTS: Final = ("spravato", "iv_ketamine", "tms", "kap", "ketamine_unspecified")
PLANS: Final = [
    {},
    {"payer": "Cigna", "plan_type": "commercial", "place": "TX"},
    {"payer": "BCBS Mississippi", "plan_type": "commercial", "place": "MS"},
    {"payer": "Select Health", "plan_type": "commercial", "place": "UT", "product": "RxCore"},
    {"payer": "BCBS North Dakota", "plan_type": "commercial", "place": "ND"},
    {"payer": "Medicare", "plan_type": "medicare_part_b", "place": "FL"},
    {"payer": "Texas Medicaid", "plan_type": "medicaid", "place": "TX"},
    {"payer": "Medi-Cal", "plan_type": "medicaid", "place": "CA"},
    {"payer": "TRICARE West", "plan_type": "tricare", "place": "AZ"},
    {"payer": "Nobody Knows", "plan_type": "commercial"},
    {"plan_type": "self_pay", "place": "AZ"},
]
PEOPLE: Final = [
    {},
    {"facts.age": "16", "facts.failed_antidepressants": "0"},
    {
        "facts.age": "40",
        "indication": "trd",
        "facts.failed_antidepressants": "4",
        "facts.antidepressant_classes": "3",
        "facts.shortest_trial_weeks": "12",
        "facts.adequate_dose": "true",
        "facts.suicidality": "true",
        "deductible": "3000",
        "deductible_part": "full",
        "coinsurance": "20",
        "oop_max": "6000",
        "start": (date.today() + timedelta(weeks=3)).isoformat(),
        "months": "6",
    },
]
QUESTIONS: Final = [
    pytest.param({"treatment": treatment} | plan | person, id=f"{treatment} of {plan or 'nobody'}, person {number}")
    for treatment, plan, (number, person) in product(TREATMENTS, PLANS, enumerate(PEOPLE))
]


def own_words(tree: Element) -> str:
    """What we say ourselves on a page."""

    def pieces(element: Element) -> str:
        classes = (element.attrs.get("class") or "").split()
        if any(name in FROM_THE_DATA for name in classes) or element.tag in ("script", "style", "datalist"):
            return " "
        return " ".join(child if isinstance(child, str) else pieces(child) for child in element.children)

    # "Covered California" is the name of an exchange.
    return " ".join(pieces(tree).split()).replace("Covered California", "")


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_estimate_promises_nothing_and_says_what_must_be_said(client: FlaskClient, question: dict[str, str]):
    response = client.post("/estimate", data=question)
    assert response.status_code == 200
    tree = parse(response.text)
    assert not FORBIDDEN.findall(own_words(tree.one("main")))
    said = tree.text
    for notice in (
        "This is an estimate, not a promise, and not a Good Faith Estimate.",
        "Only your plan and your clinic can give you figures that bind.",
        "Made on ",
        "Information only, not medical advice.",
        "Call 988",
    ):
        assert notice in said
    if "Paying without insurance" in said and tree.one(id="estimate-result").all("p", cls="flag"):
        assert "Good Faith Estimate" in said


@pytest.mark.parametrize("plan", [pytest.param(plan, id=str(plan or "nothing known")) for plan in PLANS])
def test_a_comparison_promises_nothing_and_says_what_must_be_said(client: FlaskClient, plan: dict[str, str]):
    response = client.post("/estimate/compare", data={"treatment": "spravato", "with": ["tms", "iv_ketamine"]} | plan)
    tree = parse(response.text)
    assert response.status_code == 200
    assert not FORBIDDEN.findall(own_words(tree.one("main")))
    assert "This is an estimate, not a promise, and not a Good Faith Estimate." in tree.text
    assert "Call 988" in tree.text


@pytest.mark.parametrize("path", ["/estimate", "/about-estimates", "/treatments"])
def test_the_pages_around_it_promise_nothing(client: FlaskClient, path: str):
    assert not re.findall(r"\b(covered|guarantee[ds]?)\b", own_words(parse(client.get(path).text).one("main")))


def test_the_scan_sees_a_forbidden_word_in_our_own_sentences_and_not_in_a_rule():
    page = parse(
        '<main><p>It is covered.</p><blockquote class="quoted"><p>Approved for adults.</p></blockquote></main>'
    )
    assert FORBIDDEN.findall(own_words(page)) == ["covered"]
