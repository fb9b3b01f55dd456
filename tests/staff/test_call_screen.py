"""The call screen as a page: every panel, without JavaScript and as swaps, and nothing typed is ever lost."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from clinicfinder.app import create_app
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.places import Place
from clinicfinder.web.current import ENGINE, KEEPER
from clinicfinder.web.staff.call_form import kept_fields
from clinicfinder.web.staff.call_place import _for_estimate
from tests.app_fixtures import MakeSettings
from tests.html_page import Element, parse
from tests.staff.conftest import PASSWORD, SignedInClient

SWAP = {"HX-Request": "true"}
CLINIC = "florida-tms-tampa-fl"
ASKED = {"place": "33618", "treatment": "spravato", "payer": "Cigna", "plan_type": "commercial", "clinic": CLINIC}
ENDED = {"outcome": "thinking", "note": "Rings again on Monday", "safe_to_call": "yes", "voicemail_ok": "no"}


class Call:
    """One call of an agent: every answer is the page after a whole form, or the regions of a swap."""

    def __init__(self, browser: SignedInClient) -> None:
        self.browser = browser
        page = parse(browser.get("/staff").text)
        self.path = str(page.one("form", id="call-form").attrs["action"])

    def send(self, **fields: Any) -> TestResponse:
        return self.browser.post(self.path, fields)

    def page(self, **fields: Any) -> Element:
        return parse(self.send(**fields).text)

    def swap(self, path: str = "", **fields: Any) -> TestResponse:
        return self.browser.post(self.path + path, fields, headers=SWAP)

    def again(self) -> Element:
        return parse(self.browser.get(self.path).text)

    def is_saved(self) -> bool:
        return self.browser.get(self.path + "/saved").status_code == 200

    def listed(self) -> bool:
        """Whether the agent's list of unfinished calls has it."""
        return bool(parse(self.browser.get("/staff").text).all("a", href=self.path))

    def save(self, **fields: Any) -> TestResponse:
        return self.send(do="save", **ASKED | ENDED | fields)


@pytest.fixture(scope="module")
def site(
    staffed_database: Path, tmp_path_factory: pytest.TempPathFactory, make_settings: MakeSettings
) -> Iterator[Flask]:
    """One application for all of these tests: each has a call of its own, so they do not disturb each other."""
    file = shutil.copy(staffed_database, tmp_path_factory.mktemp("calls") / "console.sqlite3")
    app = create_app(make_settings(database_url=f"sqlite:///{file}", refresh_seconds=3600.0))
    yield app
    app.extensions[ENGINE].dispose()


@pytest.fixture(scope="module")
def sign_in(site: Flask) -> Callable[[str], SignedInClient]:
    """A browser of its own, signed in as a role."""

    def enter(role: str) -> SignedInClient:
        client = site.test_client()
        assert client.post("/staff/sign-in", data={"username": role, "password": PASSWORD}).status_code == 303
        found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', client.get("/staff/account").text)
        assert found
        return SignedInClient(client, found[1])

    return enter


@pytest.fixture(scope="module")
def agent(sign_in: Callable[[str], SignedInClient]) -> SignedInClient:
    return sign_in("agent")


@pytest.fixture
def call(agent: SignedInClient) -> Call:
    return Call(agent)


def rows(app: Flask, query: str, **values: str) -> list[Any]:
    with app.extensions[ENGINE].connect() as connection:
        return list(connection.execute(text(query), values))


def reference_of(call: Call) -> str:
    shown = parse(call.browser.get(call.path + "/saved").text).one(cls="big-reference").text
    return shown.replace("-", "")


class TestTheEmptyPage:
    def test_has_eight_panels_in_the_order_of_a_call(self, agent):
        page = parse(agent.get("/staff").text)
        titles = [panel.one("h2").text for panel in page.all("section", cls="panel")]
        assert [re.sub(r"\d | Alt\+\d", "", title) for title in titles] == [
            "Greeting", "Safety", "Place", "Treatment", "Plan", "Clinic and figure to read", "Reference", "Wrap-up",
        ]  # fmt: skip

    def test_greets_by_the_agents_name_in_bold(self, agent):
        page = parse(agent.get("/staff").text)
        assert [strong.text for strong in page.one(id="say-greeting").all("strong")] == ["Agent"]

    def test_asks_about_safety_with_the_configured_numbers(self, agent):
        page = parse(agent.get("/staff").text)
        assert [strong.text for strong in page.one(id="say-safety").all("strong")] == ["988", "911"]

    def test_warns_against_clinical_detail_in_the_note(self, agent):
        assert (
            "No diagnosis, medicine or other clinical detail"
            in parse(agent.get("/staff").text).one(id="f-note-hint").text
        )

    def test_the_menu_says_where_one_is_on_an_empty_call_and_on_one_that_is_kept(self, agent, call):
        call.send(place="33618")
        for path, mark in (("/staff", "page"), (call.path, "true")):
            menu = parse(agent.get(path).text).one("nav", aria_label="Console")
            assert [link.text for link in menu.all("a", aria_current=mark)] == ["Call"]

    def test_is_a_new_call_each_time(self, agent):
        assert Call(agent).path != Call(agent).path


class TestThePlace:
    @pytest.mark.parametrize(
        ("typed", "status", "said"),
        [
            pytest.param("33618", 200, "Tampa, FL 33618", id="a ZIP code"),
            pytest.param("tampa fl", 200, "Tampa, FL", id="a city and state"),
            pytest.param("Springfield", 200, "Which one did you mean?", id="a name of many towns"),
            pytest.param("09012", 200, "That is a military mail address.", id="military mail"),
            pytest.param("Toronto, ON", 200, "outside the area", id="another country"),
            pytest.param("Texas", 200, "is a whole state", id="a whole state"),
            pytest.param("Zzyzxville", 422, "We do not know “Zzyzxville”", id="no place at all"),
            pytest.param("2634", 422, "ZIP codes have 5 digits", id="four digits"),
            pytest.param(
                "1501 N Gilbert Rd, Gilbert AZ 85234", 200, "This is our problem, not yours", id="a street, no geocoder"
            ),
        ],
    )
    def test_is_answered_beside_its_field_and_kept(self, call, typed, status, said):
        answer = call.send(place=typed)
        page = parse(answer.text)
        assert answer.status_code == status
        assert said in page.one(id="call-place").text
        assert page.one(id="f-place").attrs["value"] == typed

    def test_that_means_several_is_chosen_and_then_searched_from(self, call):
        page = call.page(place="Springfield")
        choices = [str(radio.attrs["value"]) for radio in page.all("input", name="place_choice")]
        assert {"Springfield, IL", "Springfield, OR"} <= set(choices)
        page = call.page(place="Springfield", place_choice="Springfield, OR")
        assert "Nearest to Springfield, OR" in page.one(id="call-clinics").text
        assert (
            "in Oregon"
            in call.page(place="Springfield", place_choice="Springfield, OR", treatment="tms")
            .one(id="call-figure")
            .text
        )

    def test_a_choice_that_belongs_to_another_name_is_left_aside(self, call):
        page = call.page(place="Springfield", place_choice="Portland, OR")
        assert "Enter a place" in page.one(id="call-clinics").text

    def test_a_state_is_enough_for_the_estimate(self, call):
        assert "TMS in Texas" in call.page(place="Texas", treatment="tms").one(id="call-figure").text

    def test_a_street_leaves_only_its_zip_code_to_the_estimate(self, site):
        held = site.extensions[KEEPER].current()
        point = LatLng(33.3, -111.8)
        known = Place("Gilbert, AZ 85234", "1 A Street, Gilbert", point, "street", "AZ", is_private=True)
        unknown = Place("Gilbert, AZ", "1 A Street, Gilbert", point, "street", "AZ", is_private=True)
        elsewhere = Place("Gilbert, AZ 10001", "1 A Street, Gilbert", point, "street", "AZ", is_private=True)
        assert [_for_estimate(held, place) for place in (known, unknown, elsewhere)] == ["85234", "AZ", "AZ"]


class TestClinicsAndFigure:
    def test_the_nearest_that_give_the_treatment_can_be_chosen(self, call):
        page = call.page(place="33618", treatment="spravato")
        clinics = page.all("input", name="clinic")
        assert clinics[0].attrs["value"] == CLINIC
        assert "that list Spravato" in page.one(id="call-clinics").text

    def test_one_that_was_chosen_stays_when_the_place_changes(self, call):
        page = call.page(place="85032", treatment="tms", clinic=CLINIC)
        chosen = [radio.attrs["value"] for radio in page.all("input", name="clinic") if "checked" in radio.attrs]
        assert chosen == [CLINIC]

    def test_each_says_whether_it_takes_the_payer_with_date_and_source(self, call):
        page = call.page(place="33618", treatment="tms", payer="TRICARE East")
        said = page.one(id=f"about-{CLINIC}")
        for words in ("Says it takes", "(source undated)", "checked November"):
            assert words in said.text
        assert said.all("a", rel="noopener noreferrer")

    def test_one_that_is_silent_is_said_to_be(self, call):
        page = call.page(place="33618", treatment="tms", payer="Cigna")
        assert "Does not say whether it takes Cigna" in page.one(id=f"about-{CLINIC}").text

    def test_the_figure_is_read_low_to_high_with_what_comes_first_and_no_promise(self, call):
        said = call.page(**ASKED).one(id="call-figure").text
        assert re.search(r"the estimate of what you may pay is \$[\d,.]+ to \$[\d,.]+, if the plan pays", said)
        assert said.index("Before the first session") < said.index("For 12 sessions of Spravato with Cigna")
        assert "an estimate, not a promise, and not a Good Faith Estimate" in said
        assert "We took it that the clinic is in your plan's network." in said
        assert "To narrow the range" in said

    def test_the_figure_shrinks_by_what_the_caller_knows(self, call):
        known = {"deductible": "500", "deductible_met": "500", "coinsurance": "20", "oop_max": "2000"}
        highest = []
        for fields in ({}, known):
            said = call.page(**ASKED, **fields).one(id="call-figure").text
            highest.append(float(re.findall(r"to \$([\d,.]+\d), if the plan", said)[0].replace(",", "")))
        assert highest[1] < highest[0]

    def test_where_the_plan_pays_nothing_clinics_own_prices_are_read(self, call):
        said = call.page(treatment="iv_ketamine", plan_type="self_pay").one(id="call-figure").text
        assert "Without insurance, clinics' own price lists say $" in said

    def test_what_is_not_known_is_said_to_be_unknown(self, call):
        said = call.page(treatment="im_ketamine", payer="Cigna").one(id="call-figure").text
        assert "I cannot give you a figure for this." in said
        assert "$" not in said

    def test_a_figure_that_cannot_be_used_is_named_and_kept(self, call):
        answer = call.send(**ASKED, deductible="a lot")
        page = parse(answer.text)
        assert answer.status_code == 422
        assert "We cannot use 'a lot'" in page.one(id="f-deductible-problem").text
        assert page.one(id="f-deductible").attrs["value"] == "a lot"
        assert "correct it" in page.one(id="call-figure").text

    def test_several_treatments_stand_side_by_side(self, call):
        page = call.page(**ASKED, **{"with": ["tms", "iv_ketamine", "spravato"]})
        heads = [head.text for head in page.one(id="call-compared").all("th", scope="col")]
        assert heads == ["Spravato", "TMS", "IV ketamine"]

    def test_nothing_is_compared_with_itself(self, call):
        assert call.page(**ASKED, **{"with": ["spravato"]}).one(id="call-compared").text == ""

    def test_the_whole_estimate_stands_below_outside_the_form(self, call):
        page = call.page(**ASKED)
        assert "Sources" in page.one(id="call-whole").text
        assert not page.one("form", id="call-form").all(id="call-whole")


class TestCrisis:
    WORDS = "she said she wants to end it all"

    @pytest.mark.parametrize("field", ["place", "payer", "note", "caller_name", "product", "deductible"])
    def test_words_of_crisis_in_any_field_bring_help_first(self, call, field):
        page = call.page(**{field: self.WORDS})
        form = page.one("form", id="call-form")
        assert "Call or text 988" in form.one("section", cls="crisis-first").text
        order = [e.attrs.get("id") for e in form.walk()]
        assert order.index("crisis-first-title") < order.index("panel-1")

    def test_it_comes_while_typing(self, call):
        assert "Call or text 988" in parse(call.swap("/draft", note=self.WORDS).text).text
        assert "crisis-first" not in call.swap("/draft", note="rings again").text

    def test_it_comes_with_a_swap(self, call):
        assert "Call or text 988" in parse(call.swap(place="33618", note=self.WORDS).text).text

    @pytest.mark.parametrize("fields", [{"danger": "yes"}, {"treatment": "spravato", "facts.suicidality": "true"}])
    def test_an_answer_brings_it_too(self, call, fields):
        assert call.page(**fields).all("section", cls="crisis-first")

    def test_an_outcome_of_the_list_does_not(self, call):
        assert not call.page(outcome="crisis").all("section", cls="crisis-first")


class TestTheDraft:
    def test_everything_typed_comes_back(self, call):
        call.send(**ASKED, **ENDED, **{"with": ["tms", "kap"], "caller_name": "Robin", "callback_day": "2026-12-01"})
        page = call.again()
        assert page.one(id="f-place").attrs["value"] == "33618"
        assert page.one(id="f-note").text == "Rings again on Monday"
        assert page.one(id="f-caller_name").attrs["value"] == "Robin"
        assert page.one(id="f-callback_day").attrs["value"] == "2026-12-01"
        chosen = {str(e.attrs["value"]) for e in page.walk() if "checked" in e.attrs or "selected" in e.attrs}
        assert {"spravato", "commercial", CLINIC, "tms", "kap", "thinking", "yes", "no"} <= chosen

    def test_what_is_typed_in_passing_is_kept_and_the_address_becomes_the_calls(self, call):
        answer = call.swap("/draft", place="336")
        assert answer.headers["HX-Replace-Url"] == call.path
        assert "Everything typed is kept." in answer.text
        assert call.again().one(id="f-place").attrs["value"] == "336"

    def test_is_listed_for_the_agent_and_can_be_gone_on_with(self, agent, call):
        call.send(place="33618", treatment="tms", payer="Cigna")
        listed = parse(agent.get("/staff").text).one("details", cls="open-calls")
        assert listed.one("a", href=call.path).text == "Go on with TMS, 33618, Cigna"

    def test_is_not_listed_for_others_nor_open_to_them(self, sign_in, call):
        call.send(place="33618")
        other = sign_in("supervisor")
        assert not parse(other.get("/staff").text).all("details", cls="open-calls")
        answer = other.get(call.path)
        assert answer.status_code == 404
        assert "There is no such call." in parse(answer.text).one("h1").text
        assert "7 days" in answer.text
        assert parse(answer.text).one("main").one("a", href="/staff")
        assert other.post(call.path, {"place": "85032"}).status_code == 404

    def test_is_gone_when_discarded(self, agent, call):
        call.send(place="33618")
        answer = agent.post(call.path + "/discard")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/staff")
        assert not call.listed()
        assert agent.get(call.path).headers["Location"] == "/staff"

    def test_a_save_after_that_keeps_nothing_and_says_so(self, agent, call):
        call.send(place="33618")
        agent.post(call.path + "/discard")
        answer = call.swap("/draft", place="33618")
        assert answer.status_code == 409
        assert "This call is closed" in answer.text

    def test_does_not_hold_the_forms_own_fields(self):
        sent = [("csrf_token", "x"), ("do", "show"), ("shape", "x"), ("stamp", "y"), ("place", "33618"), ("payer", "")]
        assert kept_fields(sent) == (("place", "33618"),)


class TestSwaps:
    def test_bring_every_region_that_follows_and_no_page(self, call):
        answer = call.swap(**ASKED)
        page = parse(answer.text)
        swapped = {str(e.attrs["id"]) for e in page.walk() if "hx-swap-oob" in e.attrs}
        assert {"call-crisis", "call-place", "call-plan", "call-clinics", "call-figure", "call-compared"} <= swapped
        assert not page.all("html")
        assert answer.headers["Cache-Control"] == "no-store"

    def test_leave_the_fields_alone_where_the_same_are_asked(self, call):
        shape = str(parse(call.swap(**ASKED).text).one("input", name="shape").attrs["value"])
        assert not parse(call.swap(**ASKED, shape=shape).text).all(id="call-plan")

    def test_leave_the_wrap_up_alone_while_it_is_filled_in(self, call):
        assert not parse(call.swap(**ASKED, note="half a sen").text).all(id="call-wrap-up")


class TestSaving:
    def test_says_everything_that_is_missing_or_wrong_at_once(self, call):
        answer = call.send(do="save", note="typed", caller_phone="ring me", deductible="a lot")
        page = parse(answer.text)
        assert answer.status_code == 422
        said = page.one(id="call-problems").text
        problems = ("Choose how the call ended.", "Choose the treatment", "Choose the clinic", "'ring me'", "'a lot'")
        for words in problems:
            assert words in said
        assert page.one(id="f-note").text == "typed"
        for link in page.one(id="call-problems").all("a"):
            assert page.one(id=str(link.attrs["href"]).removeprefix("#"))

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            pytest.param({"outcome": "other", "note": ""}, "say in the note what happened", id="a note is needed"),
            pytest.param({"outcome": "callback"}, "Give the day and time", id="a slot is needed"),
            pytest.param({"callback_day": "yesterday"}, "'yesterday' is not a day", id="no day"),
            pytest.param({"caller_phone": "12"}, "is no phone number", id="no phone number"),
            pytest.param({"deductible": "a lot"}, "We cannot use 'a lot'", id="no amount"),
            pytest.param({"clinic": "nowhere"}, "'nowhere' is no open clinic", id="no clinic of ours"),
            pytest.param({"place": "Zzyzxville"}, "We do not know “Zzyzxville”", id="no place at all"),
            pytest.param({"place": "Springfield"}, "can mean 25 places", id="a place that is not chosen yet"),
        ],
    )
    def test_refuses_with_everything_still_there(self, call, fields, said):
        answer = call.save(**fields)
        assert answer.status_code == 422
        assert said in parse(answer.text).one(id="call-problems").text
        assert not call.is_saved()
        assert call.again().one(id="f-place").attrs["value"] == fields.get("place", "33618")

    @pytest.mark.parametrize("place", ["", "Florida", "33618"])
    def test_asks_for_no_more_place_than_an_estimate_needs(self, call, place):
        assert call.save(place=place).status_code == 303

    def test_gives_the_reference_with_how_to_read_it_aloud(self, call, agent):
        answer = call.save()
        assert (answer.status_code, answer.headers["Location"]) == (303, call.path + "/saved")
        page = parse(agent.get(call.path + "/saved").text)
        shown = page.one(cls="big-reference").text
        assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", shown)
        assert page.one(cls="spelled").text.count(",") == 6
        links = {link.text: str(link.attrs["href"]) for link in page.all("a", role="button")}
        assert list(links) == ["New call", "Open the quote", "Print", "PDF", "Print in Spanish", "PDF in Spanish"]
        for address in links.values():
            assert agent.get(address).status_code == 200, address
        assert shown in page.one(id="say-reference").text

    def test_keeps_the_quote_its_outcome_and_the_script_that_was_read(self, call, site):
        call.save()
        reference = reference_of(call)
        columns = "made_by, clinic_code, treatment, payer_name, script_version"
        (quote,) = rows(site, f"SELECT {columns} FROM quotes WHERE reference = :r", r=reference)
        assert quote[:4] == ("agent", CLINIC, "spravato", "Cigna")
        assert quote[4].startswith("greeting 1, safety 1, place 1")
        columns = "outcome, note, safe_to_call, voicemail_ok"
        (ended,) = rows(site, f"SELECT {columns} FROM quote_outcomes WHERE reference = :r", r=reference)
        assert tuple(ended) == ("thinking", "Rings again on Monday", 1, 0)

    def test_closes_the_call(self, call, agent):
        call.save()
        assert not call.listed()
        assert agent.get(call.path).headers["Location"] == call.path + "/saved"

    def test_twice_saves_once(self, call, site):
        assert call.save().headers["Location"] == call.save().headers["Location"]
        assert len(rows(site, "SELECT * FROM quote_outcomes WHERE reference = :r", r=reference_of(call))) == 1

    def test_by_a_swap_sends_the_page_to_the_reference(self, call):
        answer = call.swap(do="save", **ASKED, **ENDED)
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, call.path + "/saved")

    def test_a_figure_from_before_new_rules_is_looked_at_again(self, call):
        answer = call.save(stamp="older")
        assert answer.status_code == 422
        assert "Look at the figure again" in parse(answer.text).one(id="call-problems").text
        assert not call.is_saved()

    def test_there_is_no_reference_before(self, call, agent):
        call.send(place="33618")
        assert agent.get(call.path + "/saved").status_code == 404


class TestTheAgentsChoices:
    @pytest.fixture
    def call(self, sign_in):
        """Another member's, since what one chooses stays."""
        return Call(sign_in("supervisor"))

    def test_the_script_can_be_hidden_and_shown_and_the_version_is_kept_when_it_was_read(self, call, site):
        assert call.send(do="hide_scripts", place="33618").headers["Location"] == call.path
        page = call.again()
        assert not page.all("p", cls="say")
        assert page.one(id="f-place").attrs["value"] == "33618"
        call.save()
        (quote,) = rows(site, "SELECT script_version FROM quotes WHERE reference = :r", r=reference_of(call))
        assert quote[0] == ""
        another = Call(call.browser)
        another.send(do="show_scripts")
        assert len(another.again().all("p", cls="say")) == 7

    def test_shortcuts_can_be_turned_off_and_on_again(self, call):
        for choice, words in (("off", "Shortcuts are off."), ("on", "Turn shortcuts off")):
            call.send(do=f"shortcuts_{choice}")
            page = parse(call.browser.get("/staff").text)
            assert page.one(id="call-form").attrs["data-shortcuts"] == choice
            assert words in page.one(id="call-help").text


class TestSignedOutInTheMiddle:
    @pytest.fixture
    def call(self, sign_in, site):
        """A call whose agent's sign-in has ended since the page was opened."""
        begun = Call(sign_in("admin"))
        begun.send(place="33618")
        with site.extensions[ENGINE].begin() as connection:
            connection.execute(text("UPDATE staff_sessions SET ended_at = created_at WHERE username = 'admin'"))
        return begun

    def test_a_whole_form_goes_through_the_sign_in_and_on(self, call):
        answer = call.send(**ASKED, note="typed before")
        assert answer.status_code == 401
        kept = parse(answer.text).one("input", name="kept").attrs["value"]
        browser = call.browser.client
        sent = {"username": "admin", "password": PASSWORD, "after": call.path, "kept": kept}
        form = parse(browser.post("/staff/sign-in", data=sent).text).one("main").one("form")
        again = {str(e.attrs["name"]): str(e.attrs["value"]) for e in form.all("input", type="hidden")}
        page = parse(browser.post(str(form.attrs["action"]), data=again).text)
        assert page.one(id="f-note").text == "typed before"
        assert page.one(id="f-place").attrs["value"] == "33618"

    def test_a_swap_leaves_the_page_and_points_to_the_sign_in(self, call):
        answer = call.swap("/draft", note="typed before")
        assert answer.status_code == 401
        assert answer.headers["HX-Retarget"] == "#sign-in-notice"

    def test_the_address_of_the_call_leads_back_to_it(self, call):
        answer = call.browser.get(call.path)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/staff/sign-in?next={call.path}")
