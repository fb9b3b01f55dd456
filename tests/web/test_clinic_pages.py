"""Clinic, city and state pages, and the pages that only say something."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.html_page import Element, parse

from clinicfinder.app import create_app
from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.hours import week_of_hours
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.find_clinics import state_of
from clinicfinder.web.links import clinic_url
from clinicfinder.web.wording import miles_words

CLOSED: Final = "serenity-chandler-az"


def path_of(app: Flask, clinic: Clinic) -> str:
    with app.test_request_context():
        return clinic_url(clinic)


def jsonld_of(tree: Element) -> dict:
    """What the page says of the clinic to machines."""
    (script,) = tree.all("script", type="application/ld+json")
    nodes = json.loads("".join(child for child in script.children if isinstance(child, str)))["@graph"]
    return next(node for node in nodes if node["@type"] == "MedicalClinic")


@pytest.fixture(scope="session")
def trees(app: Flask, catalogue: Catalogue) -> dict[str, Element]:
    client = app.test_client(use_cookies=False)
    found = {}
    for clinic in catalogue.index.clinics:
        response = client.get(path_of(app, clinic))
        assert response.status_code == 200
        found[clinic.clinic_code] = parse(response.text)
    return found


class TestEveryPublicClinic:
    def test_has_a_page_of_its_own(self, trees: dict[str, Element], catalogue: Catalogue):
        assert len(trees) == 113
        for code, tree in trees.items():
            assert tree.one("h1").text == catalogue.clinics[code].name

    def test_names_address_phone_and_provenance(self, trees: dict[str, Element], catalogue: Catalogue):
        for code, tree in trees.items():
            clinic, text = catalogue.clinics[code], tree.one("main").text
            assert f"{clinic.city}, {clinic.state} {clinic.zip}" in text
            assert clinic.street in text
            assert clinic.provenance.source_title in text
            assert "not yet confirmed by the clinic" in text
            assert code in text
            if clinic.phone:
                assert tree.one("a", cls="call").attrs["href"].startswith("tel:+1")

    def test_explains_every_treatment_and_how_sure_it_is(self, trees: dict[str, Element], catalogue: Catalogue):
        for code, tree in trees.items():
            clinic, text = catalogue.clinics[code], tree.one("main").text
            for treatment in clinic.treatments:
                assert catalogue.treatments[treatment].summary in text
            assert ("ask the clinic." in text) is (clinic.treatments_evidence != "listed")

    def test_lists_the_days_only_where_hours_are_known(self, trees: dict[str, Element], catalogue: Catalogue):
        for code, tree in trees.items():
            captions = [e.text for e in tree.all("caption")]
            known = catalogue.clinics[code].hours is not None
            assert ("Hours of the next seven days" in captions) is known
            assert ("Hours not listed. Call to ask." in tree.one("main").text) is not known

    def test_jsonld_says_only_what_the_page_says(self, trees: dict[str, Element], catalogue: Catalogue):
        for code, tree in trees.items():
            clinic, said = catalogue.clinics[code], jsonld_of(tree)
            assert said["@type"] == "MedicalClinic"
            assert said["name"] == clinic.name
            assert said["url"] == tree.one("link", rel="canonical").attrs["href"]
            # A ZIP point is not where the clinic stands.
            assert "geo" not in said
            assert not {"priceRange", "aggregateRating", "review"} & said.keys()
            services = [service["name"] for service in said.get("availableService", [])]
            listed = [catalogue.treatments[treatment].label for treatment in clinic.treatments]
            # What the page says with "ask the clinic" is not said to machines, which would drop the caveat.
            assert services == (listed if clinic.treatments_evidence == "listed" else [])
            assert set(services) <= {heading.text for heading in tree.one("main").all("h3")}
            assert ("openingHoursSpecification" in said) is (clinic.hours is not None)

    def test_jsonld_hours_are_those_of_the_table(self, trees: dict[str, Element], catalogue: Catalogue):
        for code, tree in trees.items():
            clinic = catalogue.clinics[code]
            spans = jsonld_of(tree).get("openingHoursSpecification", [])
            week = week_of_hours(clinic.hours, clinic.timezone, datetime.now(UTC).date())
            expected = {
                (f"https://schema.org/{day.day:%A}", f"{opens:%H:%M}") for day in week for opens, _ in day.spans
            }
            assert {(span["dayOfWeek"], span["opens"]) for span in spans} == expected

    def test_links_to_every_level_above_it_and_they_link_back(self, client: FlaskClient, trees, app, catalogue):
        for code in sorted(trees)[::10]:
            for link in trees[code].one("nav", cls="breadcrumb").all("a"):
                assert client.get(link.attrs["href"]).status_code == 200
            city = trees[code].one("nav", cls="breadcrumb").all("a")[-1].attrs["href"]
            hrefs = [e.attrs["href"] for e in parse(client.get(city).text).all("a")]
            assert path_of(app, catalogue.clinics[code]) in hrefs


def test_unverified_clinics_are_nowhere(client: FlaskClient, app: Flask, catalogue: Catalogue):
    hidden = [clinic for clinic in catalogue.clinics.values() if clinic.status == "unverified"]
    assert len(hidden) == 5
    for clinic in hidden:
        assert client.get(path_of(app, clinic)).status_code == 404
        assert client.get(f"/api/v1/clinics/{clinic.clinic_code}").status_code == 404
        listed = client.get(f"/api/v1/clinics?near={clinic.zip}&limit=100").json["clinics"]
        assert clinic.clinic_code not in [c["id"] for c in listed]


@pytest.mark.parametrize("network", ["harmony-hills", "serenity-malibu"])
def test_networks_that_do_not_say_they_give_ketamine_have_no_clinics(catalogue: Catalogue, network: str):
    assert catalogue.networks[network].gives_ketamine in ("no", "not_stated")
    assert not [clinic for clinic in catalogue.clinics.values() if clinic.network_code == network]


def test_open_now_is_one_answer_everywhere(client: FlaskClient, app: Flask, catalogue: Catalogue):
    """Card, filter, page and API at the same moment: all ask the same function."""
    before = datetime.now(UTC)
    listed = client.get("/api/v1/clinics?near=85032&limit=100").json["clinics"]
    listed += client.get("/api/v1/clinics?near=85032&limit=100&offset=100").json["clinics"]
    kept = client.get("/api/v1/clinics?near=85032&limit=100&open_now=true").json
    assert kept["total"] == sum(clinic["open_now"] is True for clinic in listed)
    words = {True: "Open", False: "Closed", None: "Hours not listed"}
    for answer in listed[::4]:
        clinic = catalogue.clinics[answer["id"]]
        kind = state_of(clinic, before).kind
        if state_of(clinic, datetime.now(UTC)).kind != kind:
            continue  # It opened or closed while this test ran.
        assert answer["open_now"] is {"open": True, "closed": False, "unknown": None}[kind]
        assert client.get(f"/api/v1/clinics/{clinic.clinic_code}").json["open_now"] is answer["open_now"]
        assert words[answer["open_now"]] in parse(client.get(path_of(app, clinic)).text).one("p", cls="count").text


@pytest.fixture(scope="module")
def closed(loaded_database: Path, make_settings, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The application on a copy of the data in which one clinic has closed for good."""
    copy = Path(shutil.copy(loaded_database, tmp_path_factory.mktemp("closed") / "copy.sqlite3"))
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE clinics SET status = 'permanently_closed' WHERE clinic_code = ?", (CLOSED,))
    connection.close()
    return create_app(make_settings(database_url=f"sqlite:///{copy}")).test_client()


class TestClosedClinic:
    def test_keeps_its_page_says_so_and_points_to_the_nearest(self, closed: FlaskClient):
        response = closed.get("/clinics/az/phoenix/serenity-chandler")
        tree = parse(response.text)
        assert response.status_code == 200
        message = tree.one("section", cls="message")
        assert message.text.startswith("This clinic is permanently closed.")
        assert len(message.all("a")) == 3
        for link in message.all("a"):
            assert closed.get(link.attrs["href"]).status_code == 200
        assert tree.one("p", cls="count").text == "Permanently closed"

    def test_claims_no_hours_and_takes_no_appointments(self, closed: FlaskClient):
        tree = parse(closed.get("/clinics/az/phoenix/serenity-chandler").text)
        assert not tree.all("caption")
        assert not tree.all("script", type="application/ld+json")
        assert "Request an appointment" not in tree.one("main").text

    def test_is_found_by_old_links_alone(self, closed: FlaskClient):
        tree = parse(closed.get("/clinics/az/phoenix/serenity-chandler").text)
        assert tree.one("meta", name="robots").attrs["content"] == "noindex"
        assert not tree.all("link", rel="canonical")
        assert "serenity-chandler" not in closed.get("/sitemap.xml").text

    def test_is_in_no_list_and_no_search(self, closed: FlaskClient):
        assert closed.get("/api/v1/clinics?near=85032").json["total"] == 112
        assert "serenity-chandler" not in closed.get("/clinics/az/phoenix").text
        assert closed.get(f"/api/v1/clinics?near={CLOSED}").status_code == 404

    def test_is_answered_by_the_api_as_closed(self, closed: FlaskClient):
        answer = closed.get(f"/api/v1/clinics/{CLOSED}").json
        assert (answer["status"], answer["open_now"]) == ("permanently_closed", False)


def test_newly_loaded_data_is_served_without_a_restart(database_copy: Path, make_settings):
    settings = make_settings(database_url=f"sqlite:///{database_copy}", refresh_seconds=0.0)
    client = create_app(settings).test_client()
    assert client.get("/api/v1/clinics?near=85032").json["total"] == 113
    with sqlite3.connect(database_copy) as connection:
        connection.execute("UPDATE clinics SET status = 'unverified' WHERE clinic_code = ?", (CLOSED,))
        connection.execute("UPDATE data_version SET operator_changes = operator_changes + 1")
    connection.close()
    assert client.get("/api/v1/clinics?near=85032").json["total"] == 112


class TestDirectory:
    def test_states_cities_and_clinics_add_up(self, client: FlaskClient):
        states = parse(client.get("/clinics/all").text).one("ul", cls="choices").all("a")
        assert len(states) == 13
        clinics = []
        for state in states:
            cities = parse(client.get(state.attrs["href"]).text).one("ul", cls="choices").all("a")
            for city in cities:
                page = parse(client.get(city.attrs["href"]).text)
                clinics += [e.attrs["href"] for e in page.one("ul", cls="choices").all("a")]
        assert len(clinics) == len(set(clinics)) == 113

    @pytest.mark.parametrize(
        "path",
        [
            "/clinics/zz",
            "/clinics/oh",
            "/clinics/az/nowhere",
            "/clinics/az/phoenix/nowhere",
            "/nothing",
            "/clinics/a/b/c/d",
        ],
    )
    def test_of_a_place_without_clinics_is_an_unknown_page(self, client: FlaskClient, path: str):
        response = client.get(path)
        assert response.status_code == 404
        assert parse(response.text).one("h1").text == "There is no such page."


class TestAbout:
    def test_says_how_many_where_from_and_how_old(self, client: FlaskClient):
        text = parse(client.get("/about").text).one("main").text
        assert "113 clinics" in text
        assert "13 states" in text
        assert "2026" in text
        assert "Census" in text


@pytest.fixture(scope="module")
def failing(make_settings) -> FlaskClient:
    """The application with one more route, which fails as a defect of ours would."""
    app = create_app(make_settings())

    def fail() -> str:
        raise ValueError("85032 and whatever a person typed")

    app.add_url_rule("/fail", view_func=fail)
    app.add_url_rule("/api/v1/fail", endpoint="api_fail", view_func=fail)
    return app.test_client()


class TestOurOwnFailure:
    def test_is_said_in_words_on_a_page_with_the_crisis_line(self, failing: FlaskClient):
        response = failing.get("/fail")
        assert response.status_code == 500
        assert "Something went wrong on our side." in response.text
        assert "tel:988" in response.text
        assert "85032" not in response.text

    def test_replaces_the_results_of_a_swap(self, failing: FlaskClient):
        response = failing.get("/fail", headers={"HX-Request": "true"})
        assert parse(response.text).one(id="results").one(role="alert")

    def test_is_a_problem_for_a_program(self, failing: FlaskClient):
        response = failing.get("/api/v1/fail")
        assert response.content_type == "application/problem+json"
        assert response.json["code"] == "our_failure"


@pytest.mark.parametrize(
    ("miles", "about", "exact"),
    [
        (0, "under 1 mile", "under 0.1 mile"),
        (0.04, "under 1 mile", "under 0.1 mile"),
        (0.06, "about 0.1 miles", "0.1 miles"),
        (0.949, "about 0.9 miles", "0.9 miles"),
        (0.95, "about 0.9 miles", "0.9 miles"),
        (0.96, "about 1 mile", "1 mile"),
        (1.04, "about 1 mile", "1 mile"),
        (9.94, "about 9.9 miles", "9.9 miles"),
        (9.96, "about 10 miles", "10 miles"),
        (10, "about 10 miles", "10 miles"),
        (10.4, "about 10 miles", "10 miles"),
        (61.4, "about 61 miles", "61 miles"),
        (1633.2, "about 1,633 miles", "1,633 miles"),
    ],
)
def test_distances_in_words(app: Flask, miles: float, about: str, exact: str):
    with app.test_request_context():
        assert miles_words(miles, approximate=True) == about
        assert miles_words(miles, approximate=False) == exact
