"""A search from a device's point: posted, rounded again, never in an address."""

import pytest
from flask.testing import FlaskClient
from tests.html_page import parse

PHOENIX = {"lat": "33.4483771", "lng": "-112.0740373"}


def test_the_page_names_no_figures_but_those_that_its_own_forms_post_again(client: FlaskClient):
    response = client.post("/clinics", data=PHOENIX)
    assert response.status_code == 200
    assert "<title>Clinics near your location · clinicfinder</title>" in response.text
    assert "33.4483" not in response.text
    assert "near=33.45" not in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_a_swap_is_told_to_leave_the_address_alone(client: FlaskClient):
    response = client.post("/clinics", data=PHOENIX, headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == "false"
    assert "<html" not in response.text


def test_the_next_page_is_a_form_that_carries_the_rounded_point_and_the_filters(client: FlaskClient):
    page = parse(client.post("/clinics", data={**PHOENIX, "treatment": ["tms", "spravato"], "radius": "50"}).text)
    form = page.one("nav", cls="pages").one("form")
    fields = [(field.attrs["name"], field.attrs["value"]) for field in form.all("input")]
    assert fields == [
        ("lat", "33.45"), ("lng", "-112.07"), ("treatment", "tms"), ("treatment", "spravato"), ("radius", "50"),
        ("page", "2"),
    ]  # fmt: skip
    assert form.attrs["method"] == "post"
    assert form.attrs["action"] == "/clinics"


def test_page_two_goes_on_counting(client: FlaskClient):
    page = parse(client.post("/clinics", data={**PHOENIX, "page": "2"}).text)
    assert next(i.attrs["value"] for i in page.one("ol", cls="cards").all("li") if "value" in i.attrs) == "11"


def test_distances_from_a_rounded_point_are_said_to_be_about(client: FlaskClient):
    page = parse(client.post("/clinics", data=PHOENIX).text)
    assert all("about" in distance.text for distance in page.all("p", cls="distance"))


def test_a_place_typed_as_well_comes_first(client: FlaskClient):
    response = client.post("/clinics", data={**PHOENIX, "near": "10001"}, headers={"HX-Request": "true"})
    assert "Clinics near New York, NY 10001" in response.text
    assert response.headers["HX-Push-Url"] == "/clinics?near=10001"


def test_a_point_in_an_address_is_not_read(client: FlaskClient):
    assert client.get("/clinics", query_string=PHOENIX).status_code == 422


@pytest.mark.parametrize(
    "point",
    [
        pytest.param({"lat": "91", "lng": "0"}, id="beyond the pole"),
        pytest.param({"lat": "33.4"}, id="half a point"),
        pytest.param({"lat": "nan", "lng": "inf"}, id="words that Python reads as numbers"),
        pytest.param({"lat": "1e2", "lng": "-112"}, id="an exponent"),
        pytest.param({"lat": "٣٣", "lng": "-112"}, id="digits of another script"),
        pytest.param({"lat": "33.4; drop", "lng": "-112"}, id="more than a number"),
    ],
)
def test_a_point_that_is_none_is_refused_in_words_with_the_filters_kept(client: FlaskClient, point: dict[str, str]):
    response = client.post("/clinics", data={**point, "treatment": "tms"})
    assert response.status_code == 422
    page = parse(response.text)
    assert "Your device sent a location that cannot be used. Enter a ZIP code, or a city and state." in page.text
    assert "checked" in page.one("input", value="tms").attrs


def test_a_point_abroad_is_outside_the_area_and_not_repeated(client: FlaskClient):
    page = client.post("/clinics", data={"lat": "48.8566", "lng": "2.3522"}).text
    assert "outside the area" in page
    assert "“Your location”" in page


def test_another_site_cannot_post_one(client: FlaskClient):
    assert client.post("/clinics", data=PHOENIX, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
