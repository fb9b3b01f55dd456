"""The search of the API: what it answers, in the very shape it documents, and every way it refuses."""

from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from geopy.distance import geodesic
from pydantic import BaseModel, ConfigDict

from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.api.schemas import (
    ClinicDetail,
    PayersAnswer,
    Problem,
    SearchAnswer,
    TreatmentsAnswer,
)

GET: Final = "/api/v1/clinics"
POST: Final = "/api/v1/clinics/search"


def fits(model: type[BaseModel], answer: Any) -> None:
    """The answer validates against its documented type, and holds no member that the type does not name."""
    strict = type(model.__name__, (model,), {"model_config": ConfigDict(extra="forbid", strict=True)})
    strict.model_validate(answer)


def search(client: FlaskClient, **query: Any) -> dict[str, Any]:
    response = client.get(GET, query_string=query)
    assert response.status_code == 200, response.text
    assert response.content_type == "application/json"
    fits(SearchAnswer, response.json)
    return response.json


def refusal(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    problem = response.json
    fits(Problem, problem)
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["title"]
    assert problem["detail"]
    assert problem["errors"]
    return problem


class TestAnswer:
    def test_distances_are_those_between_the_points_it_names(self, client: FlaskClient):
        for query in (
            {"near": "85032"},
            {"near": "Mesa, AZ"},
            {"near": "Cook County, IL"},
            {"lat": 61.2, "lng": -149.9},
        ):
            answer = search(client, limit=100, **query)
            origin = (answer["origin"]["lat"], answer["origin"]["lng"])
            miles = [geodesic(origin, (clinic["lat"], clinic["lng"])).miles for clinic in answer["clinics"]]
            assert [clinic["distance_miles"] for clinic in answer["clinics"]] == [round(far, 2) for far in miles]
            codes = [clinic["id"] for clinic in answer["clinics"]]
            assert codes == [code for _, code in sorted(zip(miles, codes, strict=True))]

    def test_counts_all_that_fit_and_those_within_the_radius(self, client: FlaskClient):
        every = search(client, near="90210", limit=100)["clinics"] + search(client, near="90210", offset=100)["clinics"]
        assert search(client, near="90210")["within_radius"] is None
        for radius in (1, 10, 25.5, 50, 100, 12_500):
            answer = search(client, near="90210", radius=radius, limit=1)
            assert answer["total"] == len(every) == 113
            assert answer["within_radius"] == sum(clinic["distance_miles"] <= radius for clinic in every)

    def test_pages_are_stable_and_hold_everything_once(self, client: FlaskClient):
        whole = [c["id"] for c in search(client, near="85032", limit=100)["clinics"]]
        for limit in (1, 7, 20, 33):
            pages = [search(client, near="85032", limit=limit, offset=offset) for offset in range(0, 100, limit)]
            assert [c["id"] for page in pages for c in page["clinics"]][:100] == whole
        assert len(search(client, near="85032")["clinics"]) == 20
        assert search(client, near="85032", offset=113)["clinics"] == []
        assert search(client, near="85032", offset=1_000_000)["total"] == 113

    def test_repeated_treatments_are_all_required(self, client: FlaskClient):
        both = search(client, near="85032", treatment=["tms", "spravato"], limit=100)
        assert both["clinics"]
        for clinic in both["clinics"]:
            assert {"tms", "spravato"} <= set(clinic["treatments"])
        again = search(client, near="85032", treatment=["spravato", "tms", "tms"], limit=100)
        assert again == both
        assert both["total"] < search(client, near="85032", treatment="spravato")["total"]

    def test_filters_keep_what_they_say(self, client: FlaskClient, catalogue: Catalogue):
        for clinic in search(client, near="85032", network="serenity", limit=100)["clinics"]:
            assert clinic["network"] == "serenity"
        for clinic in search(client, near="85032", telehealth="true", limit=100)["clinics"]:
            assert clinic["telehealth"] is True
        for clinic in search(client, near="85032", open_now="true", limit=100)["clinics"]:
            assert clinic["open_now"] is True
        for clinic in search(client, near="85032", payer="cigna", limit=100)["clinics"]:
            row = catalogue.acceptance_of(catalogue.clinics[clinic["id"]], "cigna")
            assert row is not None
            assert row.acceptance != "not_accepted"

    def test_false_does_not_filter(self, client: FlaskClient):
        assert search(client, near="85032", telehealth="false", open_now="false")["total"] == 113

    @pytest.mark.parametrize(
        ("near", "precision", "label"),
        [
            ("85032", "zip", "Phoenix, AZ 85032"),
            ("Mesa, AZ", "city", "Mesa, AZ"),
            ("Cook County, IL", "county", "Cook County, IL"),
            ("33.617,-112.001", "coordinate", "33.62, -112.00"),
            ("11805", "city", "Hicksville, NY 11805"),
        ],
    )
    def test_names_its_origin_and_how_exact_it_is(self, client: FlaskClient, near: str, precision: str, label: str):
        origin = search(client, near=near)["origin"]
        assert (origin["precision"], origin["label"]) == (precision, label)

    def test_of_a_clinic_as_origin_begins_with_that_clinic(self, client: FlaskClient):
        answer = search(client, near="serenity-chandler-az")
        assert answer["origin"]["precision"] == "clinic"
        assert "serenity-chandler-az" in [c["id"] for c in answer["clinics"] if c["distance_miles"] == 0]

    def test_ranks_from_the_exact_point_of_lat_and_lng(self, client: FlaskClient):
        origin = search(client, lat=33.617349, lng=-112.000481)["origin"]
        assert (origin["lat"], origin["lng"]) == (33.617349, -112.000481)
        assert origin["label"] == "33.62, -112.00"

    def test_is_not_kept_by_anyone(self, client: FlaskClient):
        assert client.get(f"{GET}?near=85032").headers["Cache-Control"] == "no-store"

    def test_urls_lead_to_the_pages_of_the_clinics(self, client: FlaskClient):
        for clinic in search(client, near="85032", limit=15)["clinics"]:
            assert client.get(clinic["url"]).status_code == 200

    def test_zips_and_phones_are_text(self, client: FlaskClient):
        clinics = search(client, near="06902", limit=100)["clinics"]
        assert any(clinic["address"]["zip"].startswith("0") for clinic in clinics)
        assert all(isinstance(clinic["address"]["zip"], str) for clinic in clinics)


SAME: Final = [
    {"near": "85032"},
    {"near": "Mesa, AZ", "treatment": ["spravato", "tms"], "payer": "cigna", "radius": 50, "limit": 3, "offset": 1},
    {"lat": 33.62, "lng": -112.0, "telehealth": True},
    {"near": "85032", "network": "serenity", "telehealth": False, "open_now": False},
    {"near": "Springfield"},
    {"near": "00000"},
    {"near": "09012"},
    {"near": "Toronto, ON"},
    {"near": ""},
    {"near": "85032", "limit": 0},
    {"near": "85032", "treatment": ["nothing"]},
    {},
]


class TestPost:
    @pytest.mark.parametrize("fields", SAME, ids=str)
    def test_answers_as_get_does(self, client: FlaskClient, fields: dict[str, Any]):
        query = {name: str(v).lower() if isinstance(v, bool) else v for name, v in fields.items()}
        got, posted = client.get(GET, query_string=query), client.post(POST, json=fields)
        assert posted.status_code == got.status_code
        assert posted.json == got.json

    def test_null_equals_absent(self, client: FlaskClient):
        names = ("lat", "lng", "treatment", "payer", "radius", "open_now", "telehealth", "network", "limit", "offset")
        nulls = dict.fromkeys(names)
        assert client.post(POST, json={"near": "85032"} | nulls).json == client.post(POST, json={"near": "85032"}).json
        assert client.post(POST, json={"near": None, "lat": 33.6, "lng": -112.0}).status_code == 200
        refusal(client.post(POST, json={"near": None}), 400, "invalid_place")

    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            pytest.param(b"{", "application/json", id="broken JSON"),
            pytest.param(b"", "application/json", id="no body"),
            pytest.param(b'{"near": "85032"}', "text/plain", id="another content type"),
            pytest.param(b"near=85032", "application/x-www-form-urlencoded", id="a form"),
            pytest.param(b'["85032"]', "application/json", id="an array"),
            pytest.param(b'"85032"', "application/json", id="a string"),
            pytest.param(b"null", "application/json", id="null"),
            pytest.param(b'{"near": "\xff"}', "application/json", id="broken UTF-8"),
            pytest.param(b"[" * 60_000, "application/json", id="an array 60,000 deep"),
            pytest.param(b'{"a":' * 10_000, "application/json", id="an object 10,000 deep"),
            pytest.param(b'{"near": "\\ud800"}', "application/json", id="half a character"),
            pytest.param(b'{"near": "85032", "\\ud800": 1}', "application/json", id="half a character as a name"),
            pytest.param(
                b'{"near": "85032", "treatment": ["\\ud800"]}', "application/json", id="half of one in a list"
            ),
            pytest.param(b'{"near": "85032", "limit": ' + b"9" * 5000 + b"}", "application/json", id="5,000 digits"),
        ],
    )
    def test_that_is_no_json_object_is_refused(self, client: FlaskClient, body: bytes, content_type: str):
        response = client.post(POST, data=body, content_type=content_type)
        assert response.status_code == 400, response.text
        fits(Problem, response.json)

    def test_too_large_is_413(self, client: FlaskClient):
        refusal(client.post(POST, data=b'"' + b"x" * 70_000 + b'"', content_type="application/json"), 413, "too_large")

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("near", 85032), ("near", ["85032"]), ("limit", "5"), ("limit", 5.5), ("limit", True), ("offset", "0"),
            ("radius", "25"), ("radius", True), ("open_now", "true"), ("open_now", 1), ("telehealth", 0),
            ("treatment", {"a": 1}), ("treatment", [1]), ("payer", ["aetna"]), ("network", 7), ("unknown", 1),
        ],
        ids=str,
    )  # fmt: skip
    def test_of_the_wrong_type_is_refused_and_named(self, client: FlaskClient, field: str, value: Any):
        problem = refusal(client.post(POST, json={"near": "85032"} | {field: value}), 400, "invalid_parameter")
        assert {error["field"] for error in problem["errors"]} == {field}


class TestUnplaced:
    @pytest.mark.parametrize(
        ("near", "status", "code"),
        [
            pytest.param("", 400, "invalid_place", id="blank"),
            pytest.param("   ", 400, "invalid_place", id="only spaces"),
            pytest.param("x" * 300, 400, "invalid_place", id="over-long"),
            pytest.param("🙂", 400, "invalid_place", id="an emoji"),
            pytest.param("2634", 400, "invalid_place", id="four digits"),
            pytest.param("Arizona", 400, "invalid_place", id="a whole state"),
            pytest.param("91,0", 400, "invalid_place", id="off the earth"),
            pytest.param("00000", 404, "place_not_found", id="an unknown ZIP"),
            pytest.param("Qwxzzy", 404, "place_not_found", id="an unknown name"),
            pytest.param("Phoenix, OH", 404, "place_not_found", id="not in that state"),
            pytest.param("Springfield", 409, "ambiguous_place", id="several places"),
            pytest.param("09012", 422, "military_address", id="military mail"),
            pytest.param("Toronto, ON", 422, "outside_area", id="another country"),
            pytest.param("0,0", 422, "outside_area", id="a point at sea"),
        ],
    )
    def test_is_one_problem_on_near(self, client: FlaskClient, near: str, status: int, code: str):
        for response in (client.get(GET, query_string={"near": near}), client.post(POST, json={"near": near})):
            problem = refusal(response, status, code)
            (error,) = problem["errors"]
            assert (error["field"], error["code"]) == ("near", code)
            assert near.startswith(error["value"])

    def test_ambiguous_lists_all_choices_and_each_is_one_place(self, client: FlaskClient):
        choices = client.get(GET, query_string={"near": "Springfield"}).json["choices"]
        assert len(choices) > 20
        for choice in choices:
            assert set(choice) == {"label", "near"}
            assert search(client, near=choice["near"])["origin"]["label"] == choice["label"]

    def test_not_found_offers_what_is_one_letter_away(self, client: FlaskClient):
        answer = client.get(GET, query_string={"near": "Scotsdale, AZ"}).json
        assert answer["suggestions"] == [{"label": "Scottsdale, AZ", "near": "Scottsdale, AZ"}]

    def test_a_street_address_in_an_address_is_refused_and_told_where_to_go(self, client: FlaskClient):
        near = "1501 N Gilbert Rd, Gilbert AZ 85234"
        problem = refusal(client.get(GET, query_string={"near": near}), 400, "invalid_place")
        assert "POST /api/v1/clinics/search" in problem["detail"]

    def test_a_point_outside_is_one_problem(self, client: FlaskClient):
        refusal(client.get(f"{GET}?lat=0&lng=0"), 422, "outside_area")
        refusal(client.post(POST, json={"lat": 43.65, "lng": -79.38}), 422, "outside_area")


class TestBadParameters:
    @pytest.mark.parametrize(
        ("query", "fields"),
        [
            pytest.param("", ["near"], id="no place"),
            pytest.param("lat=33.6", ["lng"], id="half a point"),
            pytest.param("lng=-112", ["lat"], id="the other half"),
            pytest.param("near=85032&lat=33.6&lng=-112", ["near"], id="two places"),
            pytest.param("lat=91&lng=0", ["lat"], id="latitude off the earth"),
            pytest.param("lat=0&lng=181", ["lng"], id="longitude off the earth"),
            pytest.param("lat=nan&lng=inf", ["lat", "lng"], id="no numbers"),
            pytest.param("lat=x&lng=y", ["lat", "lng"], id="words"),
            pytest.param("near=85032&limit=0", ["limit"], id="limit below 1"),
            pytest.param("near=85032&limit=101", ["limit"], id="limit above 100"),
            pytest.param("near=85032&limit=1.5", ["limit"], id="half a clinic"),
            pytest.param("near=85032&limit=", ["limit"], id="blank limit"),
            pytest.param("near=85032&offset=-1", ["offset"], id="offset below 0"),
            pytest.param("near=85032&radius=0", ["radius"], id="no radius"),
            pytest.param("near=85032&radius=-5", ["radius"], id="negative radius"),
            pytest.param("near=85032&radius=nan", ["radius"], id="radius that is no number"),
            pytest.param("near=85032&open_now=1", ["open_now"], id="1 is not true"),
            pytest.param("near=85032&open_now=TRUE", ["open_now"], id="TRUE is not true"),
            pytest.param("near=85032&telehealth=yes", ["telehealth"], id="yes is not true"),
            pytest.param("near=85032&telehealth=", ["telehealth"], id="blank is not false"),
            pytest.param("near=85032&treatment=nothing", ["treatment"], id="unknown treatment"),
            pytest.param("near=85032&treatment=", ["treatment"], id="blank treatment"),
            pytest.param("near=85032&payer=nobody", ["payer"], id="unknown payer"),
            pytest.param("near=85032&network=nobody", ["network"], id="unknown network"),
            pytest.param("near=85032&treatmnt=tms", ["treatmnt"], id="a misspelt filter widens nothing in silence"),
            pytest.param("near=85032&near=10001", ["near"], id="two places of one name"),
            pytest.param("near=85032&limit=1&limit=2", ["limit"], id="a limit twice"),
        ],
    )
    def test_are_refused_with_their_field(self, client: FlaskClient, query: str, fields: list[str]):
        response = client.get(f"{GET}?{query}")
        assert response.status_code == 400
        assert [error["field"] for error in response.json["errors"]] == fields
        refusal(response, 400, "invalid_place" if not query else "invalid_parameter")

    def test_are_all_told_at_once_in_the_order_of_the_fields(self, client: FlaskClient):
        query = "treatment=nothing&payer=nobody&radius=-1&open_now=1&telehealth=no&network=x&limit=0&offset=-1&zzz=1"
        fields = [error["field"] for error in client.get(f"{GET}?{query}").json["errors"]]
        assert fields == [
            "near", "treatment", "payer", "radius", "open_now", "telehealth", "network", "limit", "offset", "zzz",
        ]  # fmt: skip

    def test_a_repeated_one_does_not_hide_the_others(self, client: FlaskClient):
        answer = client.get(f"{GET}?near=85032&near=10001&limit=0&treatment=nothing").json
        assert {"near", "limit", "treatment"} <= {error["field"] for error in answer["errors"]}

    def test_name_the_value_that_was_sent(self, client: FlaskClient):
        (error,) = client.get(f"{GET}?near=85032&limit=1000").json["errors"]
        assert error["value"] == "1000"
        assert "1000" in error["message"]


class TestOtherAddresses:
    def test_one_clinic(self, client: FlaskClient, catalogue: Catalogue):
        for clinic in catalogue.index.clinics:
            response = client.get(f"/api/v1/clinics/{clinic.clinic_code}")
            assert response.status_code == 200
            fits(ClinicDetail, response.json)
            assert response.json["id"] == clinic.clinic_code
            assert response.json["source"]["reviewed_on"] == clinic.provenance.reviewed_on.isoformat()

    def test_an_unknown_clinic_is_404(self, client: FlaskClient):
        problem = refusal(client.get("/api/v1/clinics/nothing"), 404, "not_found")
        assert problem["errors"][0]["value"] == "nothing"

    def test_treatments(self, client: FlaskClient, catalogue: Catalogue):
        answer = client.get("/api/v1/treatments").json
        fits(TreatmentsAnswer, answer)
        assert {treatment["code"] for treatment in answer["treatments"]} == set(catalogue.treatments)
        assert {
            "iv_ketamine", "im_ketamine", "ketamine_unspecified", "spravato", "kap", "tms", "medication_management",
            "psychotherapy", "psychiatric_evaluation", "neurodiagnostic_testing",
        } == set(catalogue.treatments)  # fmt: skip

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            pytest.param("aetna", "aetna", id="its name"),
            pytest.param("AETNA", "aetna", id="in capitals"),
            pytest.param("BCBS", "bcbs", id="an alias"),
            pytest.param("blue cross", "bcbs", id="an alias in two words"),
            pytest.param("UHC", "uhc", id="initials"),
            pytest.param("united healthcare", "uhc", id="in two words"),
            pytest.param("tricare", "tricare", id="a program"),
        ],
    )
    def test_payers_are_found_by_the_names_people_say(self, client: FlaskClient, typed: str, code: str):
        answer = client.get("/api/v1/payers", query_string={"q": typed}).json
        fits(PayersAnswer, answer)
        assert code in [payer["code"] for payer in answer["payers"]][:3]

    def test_every_payer_is_listed_without_a_text(self, client: FlaskClient, catalogue: Catalogue):
        assert len(client.get("/api/v1/payers").json["payers"]) == len(catalogue.payers)
        assert client.get("/api/v1/payers?q=qwxzzy").json == {"payers": []}

    @pytest.mark.parametrize("path", ["/api/v1/treatments", "/api/v1/payers", "/api/v1/clinics/serenity-chandler-az"])
    def test_an_unknown_parameter_is_refused(self, client: FlaskClient, path: str):
        refusal(client.get(f"{path}?zzz=1"), 400, "invalid_parameter")

    @pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/", "/api/v2/clinics", "/api/nothing"])
    def test_an_unknown_path_is_a_404_problem(self, client: FlaskClient, path: str):
        refusal(client.get(path), 404, "not_found")

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("POST", "/api/v1/clinics", "GET"),
            ("DELETE", "/api/v1/clinics/search", "POST"),
            ("PUT", "/api/v1/treatments", "GET"),
            ("PATCH", "/api/v1/payers", "GET"),
        ],
    )
    def test_another_method_is_a_405_problem(self, client: FlaskClient, method: str, path: str, allowed: str):
        response = client.open(path, method=method)
        refusal(response, 405, "method_not_allowed")
        assert allowed in response.headers["Allow"]
