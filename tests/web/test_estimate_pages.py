"""The estimate pages: whole, as a fragment, refused, with nothing known, and without JavaScript."""

import logging
from datetime import date
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from tests.html_page import Element, parse
from werkzeug.test import TestResponse

SWAP: Final = {"HX-Request": "true"}
OPENING: Final = {
    "treatment": "spravato",
    "payer": "Cigna",
    "plan_type": "commercial",
    "place": "TX",
    "facts.failed_antidepressants": "2",
    "deductible": "2,000",
    "deductible_part": "half",
    "coinsurance": "20",
}
"""The question that the work began with: Cigna in Texas, two antidepressants failed, deductible half met."""


def post(client: FlaskClient, values: dict[str, Any], **options: Any) -> TestResponse:
    return client.post("/estimate", data=values, **options)


def result(response: TestResponse) -> Element:
    return parse(response.text).one("div", id="estimate-result")


def names_asked(tree: Element) -> list[str]:
    """The names of the controls that a person sees, in order."""
    controls = [e for e in tree.walk() if e.tag in ("input", "select") and e.attrs.get("type") != "hidden"]
    return list(dict.fromkeys(e.attrs["name"] or "" for e in controls))


def value_of(tree: Element, name: str) -> str | None:
    """What a control of the form holds."""
    control = next(e for e in tree.one(id="estimate-form").walk() if e.attrs.get("name") == name)
    if control.tag == "select":
        return next((o.attrs["value"] for o in control.all("option") if "selected" in o.attrs), None)
    if control.attrs.get("type") == "radio":
        buttons = tree.one(id="estimate-form").all("input", name=name)
        return next((button.attrs["value"] for button in buttons if "checked" in button.attrs), None)
    return control.attrs["value"]


class TestEmptyForm:
    def test_asks_five_things_and_shows_no_answer(self, client: FlaskClient):
        tree = parse(client.get("/estimate").text)
        shown = names_asked(tree.one(id="estimate-form"))
        assert shown[:5] == ["treatment", "payer", "plan_type", "place", "setting"]
        assert not tree.one(id="estimate-result").text

    def test_takes_treatment_and_clinic_from_a_link(self, client: FlaskClient):
        tree = parse(client.get("/estimate?treatment=tms&clinic=serenity-gilbert-az").text)
        assert value_of(tree, "treatment") == "tms"
        assert "Serenity Mental Health Centers - Gilbert" in tree.one(id="estimate-form").text

    @pytest.mark.parametrize("query", ["payer=Cigna", "plan_type=medicaid", "place=TX", "facts.age=40", "copay=20"])
    def test_takes_nothing_personal_from_a_link(self, client: FlaskClient, query: str):
        name = query.partition("=")[0]
        response = client.get(f"/estimate?treatment=spravato&{query}")
        assert query.partition("=")[2] not in [
            e.attrs.get("value") for e in parse(response.text).walk() if e.attrs.get("name") == name
        ]

    @pytest.mark.parametrize("query", ["treatment=nothing", "clinic=nothing", "treatment=spravato&treatment=x"])
    def test_a_link_with_codes_we_do_not_know_gives_the_form_without_complaint(self, client: FlaskClient, query: str):
        response = client.get(f"/estimate?{query}")
        assert response.status_code == 200
        assert not parse(response.text).all(role="alert")

    def test_an_unverified_clinic_is_not_shown(self, client: FlaskClient, catalogue):
        hidden = [clinic for clinic in catalogue.clinics.values() if clinic.status == "unverified"]
        for clinic in hidden[:3]:
            assert clinic.name not in client.get(f"/estimate?clinic={clinic.clinic_code}").text

    def test_clear_leads_to_the_empty_form(self, client: FlaskClient):
        tree = parse(post(client, OPENING).text)
        assert [a.attrs["href"] for a in tree.all("a") if a.text == "Clear everything"] == ["/estimate"]


class TestOpeningQuestion:
    def test_the_answer_is_possible_after_prior_authorization_with_its_source(self, client: FlaskClient):
        answer = result(post(client, OPENING))
        assert answer.one("h2", id="estimate-title").text == "Spravato with Cigna in Texas"
        assert answer.one("p", cls="headline").text == "Possible"
        assert "after prior authorization" in answer.text
        assert "asks your plan for prior authorization before the first session" in answer.text
        assert [a.text for a in answer.all("a") if "Cigna" in a.text]

    def test_the_condition_that_two_failed_antidepressants_meet_is_shown_as_met(self, client: FlaskClient):
        criteria = result(post(client, OPENING)).all("li", cls="met")
        assert [c.text for c in criteria] == [
            "Fits what you told us At least 2 antidepressants have been tried without enough relief."
        ]

    def test_the_course_has_twelve_sessions_and_a_range_that_starts_above_nothing(self, client: FlaskClient):
        figures = [e.text for e in result(post(client, OPENING)).one("dl", cls="figures").all("div")]
        assert figures[1].startswith("This course: 12 sessions$")
        assert not figures[1].startswith("This course: 12 sessions$0.00")

    def test_texan_law_stands_beside_it_with_its_scope(self, client: FlaskClient):
        text = result(post(client, OPENING)).text
        assert "In Texas a state-regulated plan" in text
        assert "Reaches state-regulated plans only" in text

    def test_iv_ketamine_is_unlikely_and_its_own_price_is_shown(self, client: FlaskClient):
        answer = result(post(client, OPENING | {"treatment": "iv_ketamine"}))
        assert answer.one("p", cls="headline").text == "Unlikely"
        assert "From the own price list" in answer.text
        assert "$400.00 or more" in answer.text
        assert "right to appeal" in answer.text

    def test_tms_depends_on_the_network_and_says_so(self, client: FlaskClient):
        tree = parse(post(client, OPENING | {"treatment": "tms"}).text)
        assert tree.one("p", cls="headline").text == "Not known"
        assert "facts.in_network" in names_asked(tree.one(id="estimate-form"))
        in_network = OPENING | {"treatment": "tms", "facts.in_network": "true", "facts.age": "40", "indication": "mdd"}
        assert result(post(client, in_network)).one("p", cls="headline").text == "Possible"

    def test_the_comparison_answers_all_three_at_once(self, client: FlaskClient):
        response = client.post("/estimate/compare", data=OPENING | {"with": ["spravato", "iv_ketamine", "tms"]})
        tree = parse(response.text)
        assert response.status_code == 200
        assert [th.text for th in tree.all("th", scope="col")] == ["Spravato", "IV ketamine", "TMS"]
        coverage = [td.one("strong").text for td in tree.one("tbody").all("tr")[0].all("td")]
        assert coverage == ["Possible", "Unlikely", "Not known"]
        sessions = [td.one("strong").text for td in tree.one("tbody").all("tr")[2].all("td")]
        assert sessions == ["12 sessions", "6 sessions", "36 sessions"]


class TestOrderOfTheAnswer:
    def test_meaning_comes_first_and_sources_last(self, client: FlaskClient):
        headings = [h.text for h in result(post(client, OPENING)).all("h2")]
        assert headings == [
            "Spravato with Cigna in Texas",
            "What you may pay",
            "What must happen first",
            "What to do next",
            "The rule's conditions",
            "How it was worked out",
            "What the label says",
            "State laws that may bear on it",
            "Sources",
        ]

    def test_the_chart_and_the_table_hold_the_same_sessions(self, client: FlaskClient):
        answer = result(post(client, OPENING))
        assert len(answer.one("svg").all("rect")) == len(answer.one(id="by-session").one("tbody").all("tr")) == 12

    def test_the_chart_has_a_name_and_needs_no_style(self, client: FlaskClient):
        chart = result(post(client, OPENING)).one("svg")
        assert chart.attrs["role"] == "img"
        assert chart.one("title", id="chart-title").text == "Cost by session, and running total"
        assert all("style" not in e.attrs for e in chart.walk())

    def test_a_new_plan_year_is_a_line_of_its_own(self, client: FlaskClient):
        next_month = str(date.today().month % 12 + 1)
        rows = result(post(client, OPENING | {"reset": next_month})).one(id="ledger").all("tr", cls="reset")
        assert len(rows) == 1
        assert rows[0].text.endswith(": the yearly deductible and maximum start again")


class TestQuestions:
    def test_at_most_five_stand_open_and_the_rest_wait(self, client: FlaskClient):
        tree = parse(post(client, {"treatment": "spravato", "payer": "Cigna"}).text)
        asked = tree.one("section", cls="asked")
        waiting = asked.one("details", id="more-questions")
        open_ones = set(names_asked(asked)) - set(names_asked(waiting))
        assert len(open_ones) == 5
        assert names_asked(waiting)

    def test_an_answered_question_stays_and_can_be_changed(self, client: FlaskClient):
        tree = parse(post(client, OPENING | {"facts.adequate_dose": "true"}).text)
        assert value_of(tree, "facts.failed_antidepressants") == "2"
        assert value_of(tree, "facts.adequate_dose") == "true"

    def test_not_knowing_is_what_stands_at_first(self, client: FlaskClient):
        assert value_of(parse(post(client, OPENING).text), "facts.adequate_dose") == ""

    def test_a_name_that_fits_several_payers_asks_which(self, client: FlaskClient):
        tree = parse(post(client, {"treatment": "spravato", "payer": "UBH"}).text)
        choices = {button.attrs["value"] for button in tree.all("input", name="payer_code")}
        assert choices == {"optum", "uhc"}
        chosen = post(client, {"treatment": "spravato", "payer": "UBH", "payer_code": "uhc"})
        assert parse(chosen.text).one("h2", id="estimate-title").text == "Spravato with UnitedHealthcare"

    def test_an_alias_leads_to_the_payer(self, client: FlaskClient):
        tree = parse(post(client, {"treatment": "spravato", "payer": "bcbs texas"}).text)
        assert "We took this as Blue Cross Blue Shield of Texas." in tree.text

    def test_an_unknown_payer_is_kept_and_answered_as_not_known(self, client: FlaskClient):
        tree = parse(post(client, {"treatment": "spravato", "payer": "Zzyzx Mutual"}).text)
        assert value_of(tree, "payer") == "Zzyzx Mutual"
        assert tree.one("p", cls="headline").text == "Not known"

    def test_the_network_is_asked_once(self, client: FlaskClient):
        tree = parse(post(client, OPENING | {"treatment": "tms"}).text)
        assert len(tree.one(id="estimate-form").all("input", name="facts.in_network", value="true")) == 1

    def test_what_follows_the_course_is_offered_only_where_the_course_has_it(self, client: FlaskClient):
        assert "maintenance" in names_asked(parse(post(client, OPENING).text))
        assert "maintenance" not in names_asked(parse(post(client, OPENING | {"treatment": "tms"}).text))

    def test_a_pace_left_over_from_another_treatment_does_not_break_the_answer(self, client: FlaskClient):
        left_over = OPENING | {"treatment": "tms", "maintenance": "weekly", "months": "6"}
        assert post(client, left_over).status_code == 200


class TestNothingKnown:
    @pytest.mark.parametrize("treatment", ["spravato", "iv_ketamine", "tms", "kap", "neurodiagnostic_testing"])
    def test_a_treatment_alone_gets_an_answer_without_a_single_invented_figure(self, client, treatment: str):
        response = post(client, {"treatment": treatment})
        assert response.status_code == 200
        assert "not a promise" in response.text

    def test_what_has_no_price_is_said_to_be_unknown(self, client: FlaskClient):
        answer = result(post(client, OPENING | {"setting": "office"}))
        assert "No source we have gives a price for this" in answer.text
        assert not answer.all("dl", cls="figures")

    def test_a_part_of_a_deductible_of_unknown_size_is_said_to_be_unused(self, client: FlaskClient):
        unsized = {name: text for name, text in OPENING.items() if name != "deductible"}
        assert "so we could not use that yet" in result(post(client, unsized)).text


class TestRefusedForm:
    WRONG: Final = OPENING | {"place": "Zzyzxville", "facts.failed_antidepressants": "many", "copay": "a lot"}

    def test_every_bad_field_is_reported_at_once_and_nothing_is_lost(self, client: FlaskClient):
        response = post(client, self.WRONG)
        tree = parse(response.text)
        assert response.status_code == 422
        summary = tree.one(role="alert")
        links = [a.attrs["href"] for a in summary.all("a")]
        assert links == ["#f-place", "#f-facts-failed_antidepressants", "#f-copay"]
        for name, text in self.WRONG.items():
            assert value_of(tree, name) == text

    def test_each_problem_stands_beside_its_field(self, client: FlaskClient):
        tree = parse(post(client, self.WRONG).text)
        for field in ("f-place", "f-facts-failed_antidepressants", "f-copay"):
            control = tree.one(id=field)
            assert control.attrs["aria-invalid"] == "true"
            assert f"{field}-problem" in control.attrs["aria-describedby"].split()
            assert tree.one(id=f"{field}-problem").text

    def test_the_title_says_error_and_the_summary_can_take_the_focus(self, client: FlaskClient):
        response = post(client, self.WRONG)
        assert "<title>Error: " in response.text
        assert result(response).one("h2", id="estimate-title").attrs["tabindex"] == "-1"

    def test_a_swap_gets_the_summary_and_the_marked_fields(self, client: FlaskClient):
        response = post(client, self.WRONG, headers=SWAP)
        tree = parse(response.text)
        assert response.status_code == 422
        assert tree.one(role="alert").all("a")
        assert tree.one(id="estimate-fields").attrs["hx-swap-oob"] == "outerHTML"

    @pytest.mark.parametrize(
        ("field", "text"),
        [
            pytest.param("treatment", "snake oil", id="a treatment we do not know"),
            pytest.param("plan_type", "gold", id="a kind of plan that is none"),
            pytest.param("facts.age", "9" * 6000, id="an age of six thousand digits"),
            pytest.param("facts.age", "121", id="an age above any"),
            pytest.param("deductible", "12,34", id="a comma in the wrong place"),
            pytest.param("coinsurance", "101", id="more than everything"),
            pytest.param("start", "2026-02-30", id="a day that does not exist"),
            pytest.param("start", "1999-01-01", id="a day long past"),
            pytest.param("months", "7", id="a length we do not offer"),
            pytest.param("reset", "13", id="a thirteenth month"),
            pytest.param("setting", "home", id="a setting that is none"),
            pytest.param("preset", "mine", id="a preset that is none"),
        ],
    )
    def test_is_refused_with_words_and_not_with_a_failure(self, client: FlaskClient, field: str, text: str):
        response = post(client, OPENING | {field: text})
        assert response.status_code == 422
        assert parse(response.text).one(role="alert").all("li")

    def test_without_a_treatment_it_asks_for_one(self, client: FlaskClient):
        response = post(client, {"payer": "Cigna"})
        assert response.status_code == 422
        assert "Choose a treatment first." in parse(response.text).one(role="alert").text


class TestFragment:
    def test_holds_the_result_alone_and_the_page_holds_the_same(self, client: FlaskClient):
        swap, whole = post(client, OPENING, headers=SWAP), post(client, OPENING)
        assert "<!doctype" not in swap.text.lower()
        assert result(swap).text == result(whole).text

    def test_leaves_the_address_bar_alone(self, client: FlaskClient):
        assert post(client, OPENING, headers=SWAP).headers["HX-Push-Url"] == "false"

    def test_brings_the_fields_only_when_they_have_changed(self, client: FlaskClient):
        first = parse(post(client, OPENING).text).one("input", name="shape").attrs["value"]
        again = post(client, OPENING | {"shape": first, "facts.failed_antidepressants": "2"}, headers=SWAP)
        assert not parse(again.text).all(id="estimate-fields")
        other = post(client, OPENING | {"shape": first, "treatment": "tms"}, headers=SWAP)
        assert parse(other.text).all(id="estimate-fields")

    def test_announces_the_answer(self, client: FlaskClient):
        assert "Spravato with Cigna in Texas: Possible." in parse(post(client, OPENING, headers=SWAP).text).text


class TestCrisis:
    YES: Final = OPENING | {"facts.suicidality": "true"}

    def test_help_comes_before_the_result(self, client: FlaskClient):
        answer = result(post(client, self.YES))
        first = next(e for e in answer.walk() if e is not answer)
        assert "crisis-first" in (first.attrs["class"] or "")
        assert "988" in first.text
        assert "911" in first.text

    def test_help_comes_first_in_the_comparison_too(self, client: FlaskClient):
        tree = parse(client.post("/estimate/compare", data=self.YES).text)
        main = tree.one("main")
        assert "crisis-first" in ([e for e in main.children if isinstance(e, Element)][0].attrs["class"] or "")

    def test_nobody_else_sees_the_panel(self, client: FlaskClient):
        assert not result(post(client, OPENING)).all("section", cls="crisis-first")


class TestComparison:
    def test_every_answer_is_kept_for_the_way_back(self, client: FlaskClient):
        tree = parse(client.post("/estimate/compare", data=OPENING | {"with": ["tms"]}).text)
        kept = {e.attrs["name"]: e.attrs["value"] for e in tree.one("main").all("input", type="hidden")}
        assert kept == {name: text for name, text in OPENING.items() if name != "treatment"}

    def test_never_more_than_four_and_none_that_we_do_not_know(self, client: FlaskClient):
        wanted = ["tms", "kap", "iv_ketamine", "im_ketamine", "psychotherapy", "snake_oil"]
        tree = parse(client.post("/estimate/compare", data=OPENING | {"with": wanted}).text)
        assert [th.text for th in tree.all("th", scope="col")] == ["Spravato", "TMS", "KAP", "IV ketamine"]

    def test_with_a_zip_code_it_names_the_nearest_clinic_of_each(self, client: FlaskClient):
        tree = parse(client.post("/estimate/compare", data=OPENING | {"place": "75201", "with": ["tms"]}).text)
        row = tree.one("tbody").all("tr")[-1]
        assert row.one("th").text == "Nearest clinic on our list"
        assert len(row.all("a")) == 2

    def test_with_a_state_alone_it_names_none(self, client: FlaskClient):
        assert "Nearest clinic" not in client.post("/estimate/compare", data=OPENING).text

    def test_a_bad_answer_leads_back_to_the_form(self, client: FlaskClient):
        assert client.post("/estimate/compare", data=OPENING | {"copay": "x"}).status_code == 422


class TestPrivacy:
    @pytest.mark.parametrize("path", ["/estimate", "/estimate/compare"])
    def test_no_answer_is_kept_by_any_cache(self, client: FlaskClient, path: str):
        for values in (OPENING, TestRefusedForm.WRONG):
            assert client.post(path, data=values).headers["Cache-Control"] == "no-store"
        assert client.get("/estimate").headers["Cache-Control"] == "no-store"

    def test_no_address_on_the_page_holds_an_answer(self, client: FlaskClient):
        tree = parse(post(client, OPENING | {"place": "75201"}).text)
        addresses = [str(e.attrs.get(name)) for e in tree.walk() for name in ("href", "action", "hx-post", "src")]
        ours = [address for address in addresses if address.startswith("/")]
        assert not [address for address in ours if "75201" in address or "igna" in address or "2,000" in address]
        assert all(form.attrs["method"] == "post" for form in tree.all("form"))

    def test_nothing_typed_is_logged(self, client: FlaskClient, caplog: pytest.LogCaptureFixture):
        caplog.set_level(logging.DEBUG)
        post(client, OPENING | {"place": "75201", "payer": "Zzyzx Mutual", "deductible": "7,777"})
        post(client, TestRefusedForm.WRONG)
        client.post("/estimate/compare", data=OPENING | {"payer": "Zzyzx Mutual"})
        for typed in ("75201", "Zzyzx", "7,777", "777700", "Zzyzxville", "a lot"):
            assert typed not in caplog.text

    def test_another_site_cannot_post_for_a_visitor(self, client: FlaskClient):
        assert post(client, OPENING, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403

    def test_no_cookie_is_set(self, client: FlaskClient):
        assert "Set-Cookie" not in post(client, OPENING).headers


class TestSavingsProgrammes:
    def test_are_offered_with_a_commercial_plan(self, client: FlaskClient):
        assert "Ask the clinic to sign you up" in result(post(client, OPENING)).text

    def test_are_barred_by_a_second_government_plan(self, client: FlaskClient):
        text = result(post(client, OPENING | {"other_plan": "medicaid"})).text
        assert "Not for anyone with a government plan" in text
        assert "Ask the clinic to sign you up" not in text


class TestExplainingPages:
    def test_every_treatment_has_a_page_with_links_to_search_and_estimate(self, client: FlaskClient, catalogue):
        listed = client.get("/treatments").text
        for code in catalogue.treatments:
            assert f'href="/treatments/{code}"' in listed
            tree = parse(client.get(f"/treatments/{code}").text)
            links = {a.attrs["href"] for a in tree.one("main").all("a")}
            assert {f"/?treatment={code}", f"/estimate?treatment={code}"} <= links

    def test_spravato_says_what_to_discuss_first_and_how_to_get_home(self, client: FlaskClient):
        text = parse(client.get("/treatments/spravato").text).one("main").text
        assert "Every dose raises blood pressure" in text
        assert "No driving until the next day" in text

    def test_iv_ketamine_says_its_risks_with_their_source(self, client: FlaskClient):
        text = parse(client.get("/treatments/iv_ketamine").text).one("main").text
        assert "Misuse can lead to dependence" in text
        assert "Harmony Hills" in text

    def test_an_unknown_treatment_has_no_page(self, client: FlaskClient):
        assert client.get("/treatments/snake_oil").status_code == 404

    def test_the_method_page_counts_the_tables_themselves(self, client: FlaskClient, catalogue):
        text = parse(client.get("/about-estimates").text).one("main").text
        assert f"{len(catalogue.estimates.book.rules)} coverage rules" in text

    def test_a_clinic_card_and_page_link_to_an_estimate_with_codes_alone(self, client: FlaskClient):
        tree = parse(client.get("/clinics?near=85234&treatment=tms").text)
        links = [str(a.attrs["href"]) for a in tree.all("a") if str(a.attrs["href"]).startswith("/estimate?")]
        assert links[0].startswith("/estimate?treatment=tms&clinic=")
        assert "85234" not in links[0]
