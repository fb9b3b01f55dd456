"""The search page: every kind of answer as a page, a fragment, a history restore and a boosted link."""

from collections.abc import Callable
from typing import Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from tests.html_page import Element, parse
from werkzeug.test import TestResponse

from clinicfinder.store.catalogue import Catalogue

SWAP: Final = {"HX-Request": "true"}
BOOSTED: Final = {"HX-Request": "true", "HX-Boosted": "true"}
RESTORE: Final = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
VARY: Final = {"HX-Request", "HX-Boosted", "HX-History-Restore-Request"}


class Kind(NamedTuple):
    """One kind of answer: a query that gives it, its status, its heading."""

    query: str
    status: int
    heading: str


KINDS: Final = [
    pytest.param(Kind("near=85032", 200, "Clinics near Phoenix, AZ 85032"), id="found"),
    pytest.param(Kind("near=02634", 200, "Clinics near Centerville, MA 02634"), id="approximate"),
    pytest.param(Kind("near=10001&radius=10&treatment=kap", 200, "Clinics near New York, NY 10001"), id="none nearby"),
    pytest.param(Kind("near=Springfield", 200, "Which one did you mean?"), id="ambiguous"),
    pytest.param(Kind("near=09012", 200, "That is a military mail address."), id="military"),
    pytest.param(Kind("near=Toronto,+ON", 200, "That is outside the area we cover."), id="outside the area"),
    pytest.param(Kind("near=00000", 422, "We could not find that place."), id="not found"),
    pytest.param(Kind("near=%F0%9F%99%82", 422, "We could not read that as a place."), id="invalid"),
    pytest.param(Kind("", 422, "We could not read that as a place."), id="blank"),
    pytest.param(Kind("near=85032&radius=7", 422, "Some of the filters cannot be used."), id="refused form"),
]


def page(response: TestResponse) -> Element:
    return parse(response.text)


def clinic_ids(tree: Element) -> list[str]:
    return [e.attrs["id"].removeprefix("clinic-") for e in tree.all("article", cls="card")]


def count_line(tree: Element) -> str:
    return tree.one("p", cls="count").text


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_is_a_whole_page(self, client: FlaskClient, kind: Kind):
        response = client.get(f"/clinics?{kind.query}")
        tree = page(response)
        assert response.status_code == kind.status
        assert response.text.lower().count("<!doctype html>") == 1
        assert len(tree.all("h1")) == 1
        assert tree.one(id="results").one(id="results-title").text == kind.heading
        assert tree.one("title").children[0].strip().removeprefix("Error: ").startswith(kind.heading)
        assert ("Error: " in str(tree.one("title").children[0])) is (kind.status >= 400)

    def test_is_the_results_region_alone_for_a_swap(self, client: FlaskClient, kind: Kind):
        response = client.get(f"/clinics?{kind.query}", headers=SWAP)
        tree = page(response)
        assert response.status_code == kind.status
        assert "<html" not in response.text
        assert tree.one(id="results").one(id="results-title").text == kind.heading
        assert not tree.all("form")
        assert kind.heading in tree.one("title").children[0]

    def test_swap_announces_itself_out_of_band(self, client: FlaskClient, kind: Kind):
        announcement = page(client.get(f"/clinics?{kind.query}", headers=SWAP)).one(id="announce")
        assert announcement.attrs["hx-swap-oob"] == "innerHTML"
        assert announcement.text

    @pytest.mark.parametrize("headers", [BOOSTED, RESTORE], ids=["boosted link", "history restore"])
    def test_is_a_whole_page_for_htmx_too(self, client: FlaskClient, kind: Kind, headers: dict[str, str]):
        response = client.get(f"/clinics?{kind.query}", headers=headers)
        assert response.status_code == kind.status
        assert response.text == client.get(f"/clinics?{kind.query}").text

    def test_says_on_what_it_varies_and_is_not_kept(self, client: FlaskClient, kind: Kind):
        for headers in ({}, SWAP, BOOSTED, RESTORE):
            response = client.get(f"/clinics?{kind.query}", headers=headers)
            assert set(response.vary) >= VARY
            assert response.headers["Cache-Control"] == "no-store"

    def test_keeps_what_was_typed_in_the_form(self, client: FlaskClient, kind: Kind):
        typed = parse_qs(kind.query).get("near", [""])[0]
        assert page(client.get(f"/clinics?{kind.query}")).one("input", id="near").attrs["value"] == typed

    def test_errors_interrupt_and_other_answers_do_not(self, client: FlaskClient, kind: Kind):
        results = page(client.get(f"/clinics?{kind.query}")).one(id="results")
        assert bool(results.all(role="alert")) is (kind.status >= 400)


def test_page_and_swap_show_the_same_results(client: FlaskClient):
    whole = page(client.get("/clinics?near=85032&treatment=spravato")).one(id="results")
    swapped = page(client.get("/clinics?near=85032&treatment=spravato", headers=SWAP)).one(id="results")
    assert whole.text == swapped.text


def test_swap_of_a_found_place_pushes_the_canonical_address(client: FlaskClient):
    sent = "/clinics?near=+85032-1234+&treatment=spravato&payer=&radius=25&network="
    response = client.get(sent, headers=SWAP)
    assert response.headers["HX-Push-Url"] == "/clinics?near=85032&treatment=spravato"
    assert (
        page(client.get(sent))
        .one("link", rel="canonical")
        .attrs["href"]
        .endswith("/clinics?near=85032&treatment=spravato")
    )


@pytest.mark.parametrize("query", ["near=00000", "near=Springfield", "near=I+want+to+die", "near=85032&radius=7"])
def test_what_was_not_understood_is_not_pushed(client: FlaskClient, query: str):
    assert client.get(f"/clinics?{query}", headers=SWAP).headers["HX-Push-Url"] == "false"
    assert not page(client.get(f"/clinics?{query}")).all("link", rel="canonical")


def test_canonical_address_answers_with_itself(client: FlaskClient):
    query = "near=85032&treatment=spravato&treatment=tms&payer=aetna&radius=any&open_now=true&telehealth=true&page=2"
    pushed = client.get(f"/clinics?{query}&network=serenity", headers=SWAP).headers["HX-Push-Url"]
    assert client.get(pushed, headers=SWAP).headers["HX-Push-Url"] == pushed
    assert parse_qs(urlsplit(pushed).query)["treatment"] == ["spravato", "tms"]


def test_typed_coordinates_are_rounded_in_every_address(client: FlaskClient):
    typed = "33.617349,-112.000481"
    response = client.get("/clinics", query_string={"near": typed, "radius": "10", "treatment": "kap"})
    tree = page(response)
    addresses = [e.attrs.get(name) or "" for e in tree.walk() for name in ("href", "action", "hx-get")]
    assert not any("33.617349" in address for address in addresses)
    assert any("33.62" in address for address in addresses)
    assert "33.617349" not in client.get("/clinics", query_string={"near": typed}, headers=SWAP).text
    assert tree.one(id="results-title").text == "Clinics near 33.62, -112.00"


class TestStraightLineDistances:
    def test_stand_on_every_card_with_about(self, client: FlaskClient):
        cards = page(client.get("/clinics?near=85032&radius=any")).all("article", cls="card")
        assert len(cards) == 10
        for card in cards:
            assert card.one("p", cls="distance").text.startswith("Distance: about ")

    def test_are_explained_once(self, client: FlaskClient):
        text = page(client.get("/clinics?near=85032")).text
        assert text.count("straight line") == 1

    def test_are_never_zero(self, client: FlaskClient, catalogue: Catalogue):
        for zip_code in sorted({clinic.zip for clinic in catalogue.index.clinics}):
            results = page(client.get(f"/clinics?near={zip_code}")).one(id="results").text
            assert " 0 mile" not in results
            assert " 0.0 mile" not in results

    def test_grow_from_card_to_card_and_page_to_page(self, client: FlaskClient):
        order: list[str] = []
        address = "/clinics?near=85032&radius=any"
        while address:
            tree = page(client.get(address))
            order += clinic_ids(tree)
            following = tree.all("a", rel="next")
            address = following[0].attrs["href"] if following else ""
        assert len(order) == len(set(order)) == 113
        answer = client.get("/api/v1/clinics?near=85032&limit=100").json
        assert order[:100] == [clinic["id"] for clinic in answer["clinics"]]


class TestNothingWithinTheRadius:
    QUERY: Final = "/clinics?near=10001&radius=10&treatment=tms&network=tms-arkansas"

    def test_shows_the_nearest_anyway_and_says_so(self, client: FlaskClient):
        tree = page(client.get(self.QUERY))
        assert count_line(tree).startswith("None within 10 miles. The closest is about ")
        assert "with your filters kept" in count_line(tree)
        assert clinic_ids(tree)

    def test_keeps_every_filter_in_form_and_list(self, client: FlaskClient, catalogue: Catalogue):
        tree = page(client.get(self.QUERY))
        assert "checked" in tree.one("input", value="tms").attrs
        assert "selected" in tree.one("select", name="network").one("option", value="tms-arkansas").attrs
        for code in clinic_ids(tree):
            clinic = catalogue.clinics[code]
            assert "tms" in clinic.treatments
            assert clinic.network_code == "tms-arkansas"

    def test_suggests_the_one_filter_with_what_it_brings(self, client: FlaskClient):
        (link,) = [e for e in page(client.get(self.QUERY)).one(id="results").all("a") if e.text.startswith("Without")]
        query = parse_qs(urlsplit(link.attrs["href"]).query)
        assert {"treatment", "network"} - query.keys() != set()
        assert len({"treatment", "network"} & query.keys()) == 1
        brought = page(client.get(link.attrs["href"]))
        nearest = brought.all("article", cls="card")[0].one("p", cls="distance").text.removeprefix("Distance: ")
        assert nearest in link.text

    def test_has_no_divider_but_a_page_that_crosses_the_radius_has_one(self, client: FlaskClient):
        assert not page(client.get(self.QUERY)).all(cls="divider")
        crossing = page(client.get("/clinics?near=85032&radius=10"))
        assert [e.text for e in crossing.all(cls="divider")] == ["Beyond 10 miles"]

    def test_of_filters_that_no_clinic_fits_offers_a_way_out(self, client: FlaskClient):
        tree = page(client.get("/clinics?near=85032&network=tms-arkansas&telehealth=true"))
        assert count_line(tree).startswith("No clinic on our list fits")
        assert [e for e in tree.one(id="results").all("a") if e.text.startswith("Without")]

    def test_past_the_last_page_does_not_blame_the_filters(self, client: FlaskClient):
        tree = page(client.get("/clinics?near=85032&page=9999"))
        assert "Try fewer filters" not in tree.text
        assert any(e.text == "Back to the nearest ones" for e in tree.one(id="results").all("a"))


class TestRadius:
    @pytest.mark.parametrize("radius", ["10", "25", "50", "100", "any"])
    def test_removes_no_clinic_and_moves_the_divider(self, client: FlaskClient, radius: str):
        tree = page(client.get(f"/clinics?near=90210&radius={radius}"))
        assert clinic_ids(tree) == clinic_ids(page(client.get("/clinics?near=90210")))

    def test_counts_what_lies_within_it(self, client: FlaskClient):
        for radius in (10, 25, 50, 100):
            answer = client.get(f"/api/v1/clinics?near=90210&radius={radius}").json
            line = count_line(page(client.get(f"/clinics?near=90210&radius={radius}")))
            assert line.startswith(f"{answer['within_radius']} clinic")

    def test_is_25_miles_unless_chosen(self, client: FlaskClient):
        assert "within 25 miles" in count_line(page(client.get("/clinics?near=85032")))
        assert "within" not in count_line(page(client.get("/clinics?near=85032&radius=any")))


def every_choice(tree: Element) -> list[tuple[str, str]]:
    """Every value of every visible control but the place and the radius."""
    boxes = [(e.attrs["name"], e.attrs["value"]) for e in tree.all("input", type="checkbox")]
    options = [
        (select.attrs["name"], option.attrs["value"])
        for select in tree.all("select")
        for option in select.all("option")
        if select.attrs["name"] != "radius" and option.attrs["value"]
    ]
    return [(str(name), str(value)) for name, value in boxes + options]


def test_every_visible_control_changes_the_result(client: FlaskClient):
    """A control that does nothing is a promise broken; one that leaves nothing should not be offered."""
    choices = every_choice(page(client.get("/clinics?near=85032")))
    assert {name for name, _ in choices} == {"treatment", "open_now", "telehealth", "payer", "network"}
    assert len(choices) > 50
    everyone = client.get("/api/v1/clinics?near=85032").json["total"]
    for name, value in choices:
        kept = client.get("/api/v1/clinics", query_string={"near": "85032", name: value}).json["total"]
        assert kept < everyone, (name, value)
        if name != "open_now":
            assert kept > 0, (name, value)
        whole = page(client.get("/clinics", query_string={"near": "85032", name: value, "radius": "any"}))
        assert count_line(whole).startswith(f"{kept} clinic" if kept else "No clinic")


def test_an_empty_form_is_no_filter(client: FlaskClient):
    bare = page(client.get("/clinics?near=85032"))
    full = page(client.get("/clinics?near=85032&payer=&network=&radius=25&treatment="))
    assert full.one(id="results").text == bare.one(id="results").text


def test_several_treatments_keep_clinics_that_list_all(client: FlaskClient, catalogue: Catalogue):
    tree = page(client.get("/clinics?near=85032&treatment=tms&treatment=spravato&radius=any"))
    assert clinic_ids(tree)
    for code in clinic_ids(tree):
        assert {"tms", "spravato"} <= set(catalogue.clinics[code].treatments)


def test_nothing_typed_or_chosen_is_lost(client: FlaskClient):
    sent = {
        "near": "  St. Petersburg, FL ",
        "treatment": ["spravato", "psychotherapy"],
        "payer": "cigna",
        "radius": "50",
        "network": "florida-tms",
        "open_now": "true",
        "telehealth": "true",
    }
    tree = page(client.get("/clinics", query_string=sent))
    assert tree.one("input", id="near").attrs["value"] == sent["near"]
    assert {e.attrs["value"] for e in tree.all("input", type="checkbox") if "checked" in e.attrs} == {
        "spravato", "psychotherapy", "true",
    }  # fmt: skip
    assert len([e for e in tree.all("input", value="true") if "checked" in e.attrs]) == 2
    for name in ("payer", "radius", "network"):
        chosen = [e.attrs["value"] for e in tree.one("select", name=name).all("option") if "selected" in e.attrs]
        assert chosen == [sent[name]]
    assert "open" in tree.one("details").attrs


def test_choices_and_suggestions_keep_the_filters(client: FlaskClient):
    for typed in ("Springfield", "Barooklyn", "2634", "Arizona"):
        results = page(
            client.get("/clinics", query_string={"near": typed, "treatment": "tms", "payer": "aetna", "radius": "50"})
        ).one(id="results")
        links = [e.attrs["href"] for e in results.all("a")]
        assert links
        for link in links:
            query = parse_qs(urlsplit(link).query)
            assert (query["treatment"], query["payer"], query["radius"]) == (["tms"], ["aetna"], ["50"])
            assert client.get(link).status_code == 200


def test_all_problems_of_a_form_are_told_at_once(client: FlaskClient):
    tree = page(client.get("/clinics?near=85032&radius=7&payer=x&treatment=q&page=0&open_now=maybe&network=n"))
    assert len(tree.one(id="results").all("li")) == 6


class TestApproximatePlace:
    @pytest.mark.parametrize(
        ("near", "why"),
        [
            ("02634", "PO box"),
            ("00501", "single organization"),
            ("00742", "only roughly"),
            ("11805", "middle of its city"),
            ("20588", "middle of its county"),
        ],
    )
    def test_says_why(self, client: FlaskClient, near: str, why: str):
        assert why in page(client.get(f"/clinics?near={near}")).one(id="results").text


def test_four_digits_are_asked_about(client: FlaskClient):
    tree = page(client.get("/clinics?near=2634"))
    assert "ZIP codes have 5 digits. Did you mean 02634?" in tree.one(id="results").text
    assert [e.attrs["href"] for e in tree.one(id="results").all("a")] == ["/clinics?near=02634"]


def test_ambiguous_names_list_state_county_and_number_of_clinics(client: FlaskClient):
    rows = page(client.get("/clinics?near=Springfield")).one("ul", cls="choices").all("li")
    assert len(rows) > 20
    for row in rows:
        assert "within 50 miles" in row.one("small").text
    assert any(row.text == "Springfield, CO Baca County · 0 clinics within 50 miles" for row in rows)


class TestCard:
    @pytest.fixture
    def cards(self, client: FlaskClient) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for number in range(1, 13):
            tree = page(client.get(f"/clinics?near=85032&treatment=&page={number}"))
            found |= {e.attrs["id"].removeprefix("clinic-"): e for e in tree.all("article", cls="card")}
        assert len(found) == 113
        return found

    def test_has_its_phone_as_text_and_link(self, cards: dict[str, Element], catalogue: Catalogue):
        for code, card in cards.items():
            phone = catalogue.clinics[code].phone
            digits = "".join(char for char in phone or "" if char.isdigit())[-10:]
            links = card.all("a", cls="call")
            assert [link.attrs["href"] for link in links] == ([f"tel:+1{digits}"] if phone else [])
            assert all(f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" in link.text for link in links)
            assert not any("aria-label" in link.attrs for link in links)

    def test_has_directions_by_address_without_an_origin(self, cards: dict[str, Element], catalogue: Catalogue):
        for code, card in cards.items():
            (link,) = [e for e in card.all("a") if (e.attrs["href"] or "").startswith("https://www.google.com/maps/")]
            query = parse_qs(urlsplit(link.attrs["href"]).query)
            clinic = catalogue.clinics[code]
            assert query.keys() == {"api", "destination"}
            assert clinic.street in query["destination"][0]
            assert clinic.zip in query["destination"][0]
            assert link.text.endswith("(opens Google Maps)")
            assert clinic.name in link.text

    def test_says_open_closed_or_unknown(self, cards: dict[str, Element], catalogue: Catalogue):
        for code, card in cards.items():
            (words,) = card.all("p", cls="open")
            if catalogue.clinics[code].hours is None:
                assert words.text == "Hours not listed. Call to ask."
            else:
                assert words.text.startswith(("Open", "Closed now"))

    def test_says_how_sure_the_treatments_are(self, cards: dict[str, Element], catalogue: Catalogue):
        for code, card in cards.items():
            sure = catalogue.clinics[code].treatments_evidence == "listed"
            assert ("ask the clinic" in card.text) is not sure

    def test_names_address_network_and_treatments(self, cards: dict[str, Element], catalogue: Catalogue):
        for code, card in cards.items():
            clinic = catalogue.clinics[code]
            for words in (clinic.name, clinic.street, f"{clinic.city}, {clinic.state} {clinic.zip}"):
                assert words in card.text
            assert clinic.network_name in card.text
            for treatment in clinic.treatments:
                assert catalogue.treatments[treatment].short_label in card.text

    def test_links_that_leave_carry_nothing_of_the_visitor(self, cards: dict[str, Element]):
        for card in cards.values():
            for link in card.all("a"):
                if (link.attrs["href"] or "").startswith("http"):
                    assert link.attrs["rel"] == "noopener noreferrer"
                    assert "(opens" in link.text


class TestCoverageLine:
    def test_stands_on_each_card_and_once_above_with_source_and_date(self, client: FlaskClient):
        tree = page(client.get("/clinics?near=85032&treatment=spravato"))
        (notice,) = tree.all("section", cls="notice")
        assert "prior authorization" in notice.text
        assert "checked" in notice.text
        assert notice.one("a").attrs["href"].startswith("https://")
        for card in tree.all("article", cls="card"):
            assert "prior authorization" in card.one("p", cls="coverage").text

    def test_of_iv_ketamine_says_self_pay(self, client: FlaskClient):
        tree = page(client.get("/clinics?near=85032&treatment=iv_ketamine"))
        assert "self-pay" in tree.one("section", cls="notice").text

    def test_is_absent_without_a_treatment(self, client: FlaskClient):
        assert not page(client.get("/clinics?near=85032")).all("section", cls="notice")


class TestInsuranceFilter:
    def test_names_the_payer_with_its_date_on_every_card(self, client: FlaskClient):
        tree = page(client.get("/clinics?near=85032&payer=aetna"))
        cards = tree.all("article", cls="card")
        assert cards
        for card in cards:
            assert "Aetna" in card.one("p", cls="insurance").text
            assert "(" in card.one("p", cls="insurance").text

    def test_says_how_many_clinics_it_leaves_out_because_they_are_silent(self, client: FlaskClient):
        assert "left out here" in page(client.get("/clinics?near=85032&payer=aetna")).one(id="results").text

    def test_never_shows_a_clinic_that_does_not_take_it(self, client: FlaskClient, catalogue: Catalogue):
        refused = [
            (clinic, row.payer_code)
            for clinic in catalogue.index.clinics
            for row in catalogue.insurance[clinic.clinic_code]
            if row.acceptance == "not_accepted"
        ]
        for clinic, payer in refused:
            shown = client.get(f"/api/v1/clinics?near=85032&payer={payer}&limit=100").json["clinics"]
            own = catalogue.acceptance_of(clinic, payer)
            assert own is not None
            assert (clinic.clinic_code in [c["id"] for c in shown]) is (own.acceptance != "not_accepted")


class TestCrisisWords:
    @pytest.mark.parametrize(
        "typed",
        [
            "I want to die", "suicide", "kill myself", "take my own life", "I don't want to live", "KMS", "unalive",
            "self-harm near 85032", "quiero morir", "no quiero seguir viviendo", "85032 crisis",
            "I want to kill my self",
        ],
    )  # fmt: skip
    def test_put_the_crisis_line_above_everything(self, client: FlaskClient, typed: str):
        for headers in ({}, SWAP):
            response = client.get("/clinics", query_string={"near": typed}, headers=headers)
            results = page(response).one(id="results")
            panel = results.one(cls="crisis-first")
            first = next(child for child in results.children if isinstance(child, Element))
            assert first is panel
            hrefs = [e.attrs["href"] for e in panel.all("a")]
            assert hrefs == ["tel:988", "sms:988", "https://988lifeline.org"]
            assert "then press 1" in panel.text
            assert "911" in panel.text

    def test_are_said_first_by_the_live_region(self, client: FlaskClient):
        announced = page(client.get("/clinics?near=I+want+to+die", headers=SWAP)).one(id="announce").text
        assert "988" in announced

    def test_still_get_their_results(self, client: FlaskClient):
        tree = page(client.get("/clinics?near=85032+suicide"))
        assert tree.one(cls="crisis-first")
        assert tree.one(id="results-title").text

    @pytest.mark.parametrize("typed", ["85032", "Mesa, AZ", "Killeen, TX", "Springfield", "Defiance, OH"])
    def test_are_not_seen_in_ordinary_places(self, client: FlaskClient, typed: str):
        assert not page(client.get("/clinics", query_string={"near": typed})).all(cls="crisis-first")


@pytest.fixture
def statuses(client: FlaskClient) -> Callable[[str, str], int]:
    return lambda method, path: client.open(path, method=method).status_code


class TestMethods:
    @pytest.mark.parametrize(
        "path", ["/", "/clinics?near=85032", "/about", "/clinics/all", "/clinics/az", "/clinics/az/mesa", "/healthz"]
    )
    def test_head_answers_like_get_without_a_body(self, client: FlaskClient, path: str):
        got, head = client.get(path), client.head(path)
        assert head.status_code == got.status_code
        assert head.data == b""
        assert {k: v for k, v in head.headers if k != "Content-Length"} == {
            k: v for k, v in got.headers if k != "Content-Length"
        }

    @pytest.mark.parametrize("path", ["/", "/about", "/clinics/all", "/clinics/az"])
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_writing_to_a_page_is_405_with_words(self, client: FlaskClient, path: str, method: str):
        response = client.open(path, method=method)
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]
        assert page(response).one("h1").text == "That does not work here."


def test_the_old_address_of_a_page_in_capitals_leads_to_the_one_address(client: FlaskClient):
    for path in ("/clinics/AZ", "/clinics/AZ/Phoenix", "/clinics/AZ/Phoenix/Serenity-Biltmore"):
        response = client.get(path)
        assert response.status_code == 301
        assert response.headers["Location"].endswith(path.lower())
