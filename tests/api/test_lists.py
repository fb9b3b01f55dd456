"""What can be listed: clinics as GeoJSON and CSV, networks, rules with their history; and what a place means."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from tests.api.test_search import fits, refusal
from tests.app_fixtures import MakeSettings

from clinicfinder.app import create_app
from clinicfinder.domain.geo import LatLng
from clinicfinder.geocoding.clinic_address import address_hash
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.store.clinic_points import LookedUp, store_outcomes
from clinicfinder.store.engine import make_engine
from clinicfinder.usecases.list_clinics import SHEET_COLUMNS
from clinicfinder.web.api.list_schemas import Feature, FeatureCollection, NetworksAnswer, PlacesAnswer
from clinicfinder.web.api.rule_schemas import RuleDetail, RulesAnswer

GEOJSON: Final = "application/geo+json"
PLACED: Final = "serenity-chandler-az"


def listed(client: FlaskClient, **query: Any) -> dict[str, Any]:
    response = client.get("/api/v1/clinics.geojson", query_string=query)
    assert response.status_code == 200, response.text
    assert response.content_type == GEOJSON
    fits(FeatureCollection, response.json)
    return response.json


def sheet(client: FlaskClient, **query: Any) -> list[dict[str, str]]:
    response = client.get("/api/v1/clinics.csv", query_string=query)
    assert response.status_code == 200, response.text
    assert response.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.text, newline="")))


@pytest.fixture
def placed_client(make_settings: MakeSettings, database_copy: Path, catalogue: Catalogue) -> FlaskClient:
    """A site on which one clinic stands at its street address and another has a formula for a name."""
    engine = make_engine(f"sqlite:///{database_copy}")
    clinic = catalogue.clinics[PLACED]
    found = LookedUp(
        PLACED, address_hash(clinic), "found", LatLng(33.3062, -111.8413), "rooftop", "census", datetime.now(UTC)
    )
    store_outcomes(engine, [found])
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE clinics SET name = :name WHERE clinic_code = :code"),
            {"name": '=HYPERLINK("http://x")', "code": "serenity-gilbert-az"},
        )
    engine.dispose()
    return create_app(make_settings(database_url=f"sqlite:///{database_copy}")).test_client()


class TestGeoJson:
    def test_lists_every_public_clinic_once_by_id(self, client: FlaskClient, catalogue: Catalogue):
        answer = listed(client)
        codes = [each["id"] for each in answer["features"]]
        assert codes == sorted(clinic.clinic_code for clinic in catalogue.index.clinics)
        assert answer["numberMatched"] == answer["numberReturned"] == len(codes)
        assert "origin" not in answer

    def test_draws_no_pin_where_only_the_zip_is_known_and_says_so(self, client: FlaskClient):
        for each in listed(client)["features"]:
            assert each["properties"]["geo_precision"] == "zip"
            assert each["geometry"] is None
            assert each["properties"]["no_geometry_because"] == "zip_only"

    def test_draws_a_pin_at_a_street_address_with_the_longitude_first(self, placed_client: FlaskClient):
        drawn = [each for each in listed(placed_client)["features"] if each["geometry"]]
        assert [each["id"] for each in drawn] == [PLACED]
        assert drawn[0]["geometry"] == {"type": "Point", "coordinates": [-111.8413, 33.3062]}
        assert drawn[0]["properties"]["no_geometry_because"] is None

    def test_says_nothing_of_this_moment_in_a_list_that_may_be_kept(self, client: FlaskClient):
        assert all("open_now" not in each["properties"] for each in listed(client)["features"])

    @pytest.mark.parametrize(
        "filters",
        [{"treatment": ["tms", "spravato"]}, {"payer": "cigna"}, {"network": "serenity"}, {"telehealth": "true"}],
        ids=str,
    )
    def test_filters_as_a_search_does(self, client: FlaskClient, filters: dict[str, Any]):
        found = client.get("/api/v1/clinics", query_string={"near": "85032", "limit": 100} | filters).json["clinics"]
        assert {each["id"] for each in listed(client, **filters)["features"]} == {each["id"] for each in found}

    def test_with_a_place_answers_the_search_nearest_first(self, client: FlaskClient):
        query = {"near": "85032", "limit": 5, "treatment": "tms"}
        found = client.get("/api/v1/clinics", query_string=query).json
        for answer in (
            listed(client, **query),
            client.get("/api/v1/clinics", query_string=query, headers={"Accept": GEOJSON}).json,
            client.post("/api/v1/clinics/search", json=query, headers={"Accept": GEOJSON}).json,
        ):
            fits(FeatureCollection, answer)
            assert answer["origin"] == found["origin"]
            assert answer["numberMatched"] == found["total"]
            for each, clinic in zip(answer["features"], found["clinics"], strict=True):
                assert each["id"] == clinic["id"]
                assert each["properties"]["distance_miles"] == clinic["distance_miles"]
                assert each["properties"]["open_now"] == clinic["open_now"]

    def test_parts_hold_everything_once_and_lead_to_the_next(self, client: FlaskClient):
        address, codes = "/api/v1/clinics.geojson?limit=4&treatment=spravato&treatment=tms", []
        while address:
            response = client.get(address)
            codes += [each["id"] for each in response.json["features"]]
            link = response.headers.get("Link")
            address = link.partition("<")[2].partition(">")[0] if link else None
            assert link is None or link.endswith('rel="next"')
        whole = [each["id"] for each in listed(client, treatment=["spravato", "tms"])["features"]]
        assert codes == whole
        assert len(whole) > 8

    def test_one_clinic(self, client: FlaskClient):
        response = client.get(f"/api/v1/clinics/{PLACED}", headers={"Accept": GEOJSON})
        assert response.content_type == GEOJSON
        fits(Feature, response.json)
        assert response.json["id"] == PLACED

    def test_refuses_a_radius_around_nothing(self, client: FlaskClient):
        problem = refusal(client.get("/api/v1/clinics.geojson?radius=10"), 400, "invalid_parameter")
        assert [error["field"] for error in problem["errors"]] == ["radius"]

    def test_refuses_a_street_address_and_says_where_to_send_it(self, client: FlaskClient):
        near = "1501 N Gilbert Rd, Gilbert AZ 85234"
        for suffix in ("geojson", "csv"):
            response = client.get(f"/api/v1/clinics.{suffix}", query_string={"near": near})
            assert "POST /api/v1/clinics/search" in refusal(response, 400, "invalid_place")["detail"]


class TestCsv:
    def test_holds_what_the_list_holds(self, client: FlaskClient):
        rows, features = sheet(client), listed(client)["features"]
        assert tuple(rows[0]) == SHEET_COLUMNS
        for row, each in zip(rows, features, strict=True):
            known = each["properties"]
            assert (row["id"], row["name"], row["zip"]) == (each["id"], known["name"], known["address"]["zip"])
            assert row["treatments"].split(";") == known["treatments"]
            assert (row["latitude"], row["longitude"], row["distance_miles"]) == ("", "", "")
            assert client.get(row["url"]).status_code == 200

    def test_gives_coordinates_exact_to_the_street(self, placed_client: FlaskClient):
        (row,) = [row for row in sheet(placed_client) if row["latitude"]]
        assert (row["id"], row["latitude"], row["longitude"]) == (PLACED, "33.3062", "-111.8413")

    def test_runs_no_formula(self, placed_client: FlaskClient):
        (row,) = [row for row in sheet(placed_client) if row["id"] == "serenity-gilbert-az"]
        assert row["name"] == '\'=HYPERLINK("http://x")'

    def test_with_a_place_gives_distances(self, client: FlaskClient):
        found = client.get("/api/v1/clinics?near=85032&limit=5").json["clinics"]
        rows = sheet(client, near="85032", limit=5)
        assert [(row["id"], float(row["distance_miles"])) for row in rows] == [
            (clinic["id"], clinic["distance_miles"]) for clinic in found
        ]


class TestNetworks:
    def test_are_all_there_with_their_sources(self, client: FlaskClient, catalogue: Catalogue):
        answer = client.get("/api/v1/networks").json
        fits(NetworksAnswer, answer)
        assert [each["code"] for each in answer["networks"]] == sorted(catalogue.networks)
        assert sum(each["clinics"] for each in answer["networks"]) == len(catalogue.index.clinics)


class TestRules:
    def test_are_all_there_but_those_of_low_confidence(self, client: FlaskClient, catalogue: Catalogue):
        answer = client.get("/api/v1/rules?limit=500").json
        fits(RulesAnswer, answer)
        public = [rule for rule in catalogue.estimates.book.rules if rule.provenance.confidence != "low"]
        assert [each["id"] for each in answer["rules"]] == [rule.rule_id for rule in public]
        assert answer["total"] == len(public)

    @pytest.mark.parametrize(
        ("query", "found", "not_found"),
        [
            pytest.param("payer=hcsc&on=2025-12-31", "hcsc-spravato-trd-before-2026", "hcsc-spravato-trd-2026-01-01",
                         id="the last day of a version"),
            pytest.param("payer=hcsc&on=2026-01-01", "hcsc-spravato-trd-2026-01-01", "hcsc-spravato-trd-before-2026",
                         id="the first day of the next"),
            pytest.param("treatment=iv_ketamine&state=NY", "uhc-ny-iv-ketamine", "cigna-spravato-trd",
                         id="a state that the rule names"),
            pytest.param("treatment=iv_ketamine&state=TX", "aetna-iv-ketamine", "uhc-ny-iv-ketamine",
                         id="a state that a rule leaves out"),
        ],
    )  # fmt: skip
    def test_fit_what_is_asked(self, client: FlaskClient, query: str, found: str, not_found: str):
        codes = [each["id"] for each in client.get(f"/api/v1/rules?limit=500&{query}").json["rules"]]
        assert found in codes
        assert not_found not in codes

    def test_parts_hold_everything_once(self, client: FlaskClient):
        whole = [each["id"] for each in client.get("/api/v1/rules?limit=500").json["rules"]]
        parts = [client.get(f"/api/v1/rules?limit=50&offset={offset}").json for offset in range(0, 500, 50)]
        assert [each["id"] for part in parts for each in part["rules"]] == whole

    @pytest.mark.parametrize(
        "query", ["payer=nobody", "treatment=nothing", "state=QQ", "state=Texas", "on=2026", "on=yesterday", "zzz=1"]
    )
    def test_of_what_nobody_knows_are_refused_and_not_empty(self, client: FlaskClient, query: str):
        problem = refusal(client.get(f"/api/v1/rules?{query}"), 400, "invalid_parameter")
        assert [error["field"] for error in problem["errors"]] == [query.partition("=")[0]]

    def test_each_has_its_criteria_and_itself_in_its_history(self, client: FlaskClient):
        for each in client.get("/api/v1/rules?limit=500").json["rules"]:
            detail = client.get(f"/api/v1/rules/{each['id']}").json
            fits(RuleDetail, detail)
            assert detail | each == detail
            assert [version["id"] for version in detail["history"] if version["relation"] == "this"] == [each["id"]]

    def test_tell_what_they_said_before_and_say_later(self, client: FlaskClient):
        history = client.get("/api/v1/rules/medicaid-tx-spravato-trd-2025-05-01").json["history"]
        assert [(version["relation"], version["id"]) for version in history] == [
            ("earlier", "medicaid-tx-spravato-trd-2019-10-01"),
            ("this", "medicaid-tx-spravato-trd-2025-05-01"),
            ("later", "medicaid-tx-spravato-trd-2025-10-01"),
        ]

    def test_follow_a_rule_that_was_split_in_two(self, client: FlaskClient):
        history = client.get("/api/v1/rules/cigna-tms-in-network-2026-03-06").json["history"]
        assert [(version["relation"], version["id"]) for version in history] == [
            ("earlier", "cigna-tms-before-2026-03-06"),
            ("this", "cigna-tms-in-network-2026-03-06"),
        ]

    def test_an_unknown_one_is_404(self, client: FlaskClient):
        assert refusal(client.get("/api/v1/rules/nothing"), 404, "not_found")["errors"][0]["value"] == "nothing"


class TestPlaces:
    @pytest.mark.parametrize(
        ("q", "outcome", "reason"),
        [
            ("85032", "found", None), ("Mesa, AZ", "found", None), ("02634", "approximate", "po_box"),
            ("Springfield", "ambiguous", None), ("09012", "military_address", None),
            ("Toronto, ON", "outside_area", None), ("00000", "not_found", "unknown_zip"),
            ("Qwxzzy", "not_found", "unknown_name"), ("2634", "invalid_place", "not_five_digits"),
            ("Arizona", "invalid_place", "whole_state"), ("", "invalid_place", "blank"),
        ],
    )  # fmt: skip
    def test_are_resolved_as_a_search_resolves_them(self, client: FlaskClient, q: str, outcome: str, reason: str):
        response = client.get("/api/v1/places", query_string={"q": q})
        fits(PlacesAnswer, response.json)
        assert (response.json["outcome"], response.json["reason"]) == (outcome, reason)
        search = client.get("/api/v1/clinics", query_string={"near": q})
        assert (search.status_code == 200) == (response.json["place"] is not None)
        if search.status_code == 200:
            assert response.json["place"] == search.json["origin"]
        else:
            assert response.json["message"] in search.json["detail"]
        assert response.headers["Cache-Control"] == "no-store"

    def test_nothing_is_picked_among_several(self, client: FlaskClient):
        answer = client.get("/api/v1/places?q=Springfield").json
        assert answer["place"] is None
        assert len(answer["choices"]) > 20

    def test_completions_find_the_very_place(self, client: FlaskClient):
        completions = client.get("/api/v1/places?q=st+pet").json["completions"]
        assert "St. Petersburg, FL" in [each["text"] for each in completions] or completions
        for each in completions:
            assert client.get("/api/v1/clinics", query_string={"near": each["text"]}).status_code == 200, each

    def test_a_street_address_is_refused_and_told_where_to_go(self, client: FlaskClient):
        response = client.get("/api/v1/places", query_string={"q": "1501 N Gilbert Rd, Gilbert AZ 85234"})
        problem = refusal(response, 400, "invalid_place")
        assert "POST /api/v1/clinics/search" in problem["detail"]
        assert response.headers["Cache-Control"] == "no-store"

    def test_a_text_is_required(self, client: FlaskClient):
        assert refusal(client.get("/api/v1/places"), 400, "invalid_parameter")["errors"][0]["field"] == "q"


class TestNegotiation:
    @pytest.mark.parametrize(
        ("accept", "content_type"),
        [
            (None, "application/json"), ("*/*", "application/json"), ("application/json", "application/json"),
            ("application/*", "application/json"), (GEOJSON, GEOJSON), ("text/html, */*;q=0.1", "application/json"),
            (f"{GEOJSON}, application/json;q=0.5", GEOJSON), (f"{GEOJSON};q=0.5, application/json", "application/json"),
        ],
    )  # fmt: skip
    def test_a_search_answers_in_the_form_that_is_liked_best(self, client: FlaskClient, accept: str, content_type: str):
        for path in ("/api/v1/clinics?near=85032", f"/api/v1/clinics/{PLACED}"):
            response = client.get(path, headers={"Accept": accept} if accept else {})
            assert response.content_type == content_type
            assert "Accept" in response.vary

    @pytest.mark.parametrize("path", ["/api/v1/clinics?near=85032", "/api/v1/treatments", "/api/v1/rules"])
    def test_what_nobody_here_writes_is_406(self, client: FlaskClient, path: str):
        refusal(client.get(path, headers={"Accept": "application/xml"}), 406, "not_acceptable")

    def test_a_suffix_decides_whatever_is_accepted(self, client: FlaskClient):
        for suffix, content_type in (("geojson", GEOJSON), ("csv", "text/csv; charset=utf-8")):
            response = client.get(f"/api/v1/clinics.{suffix}", headers={"Accept": "text/html"})
            assert response.content_type == content_type


def test_get_on_the_search_by_body_is_405(client: FlaskClient):
    response = client.get("/api/v1/clinics/search")
    refusal(response, 405, "method_not_allowed")
    assert "POST" in response.headers["Allow"]
