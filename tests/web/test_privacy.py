"""What must never happen with what people type: in logs, in markup, in cookies, or at another site's wish."""

import logging
from typing import Final

import pytest
from flask import request
from flask.testing import FlaskClient
from tests.html_page import parse

from clinicfinder.app import create_app

SWAP: Final = {"HX-Request": "true"}

HOSTILE: Final = [
    pytest.param('"><script>alert(1)</script>', id="a script after a closed attribute"),
    pytest.param("'><img src=x onerror=alert(1)>", id="an image with a handler"),
    pytest.param("</title><script>alert(1)</script>", id="out of the title"),
    pytest.param("</textarea><svg onload=alert(1)>", id="a drawing with a handler"),
    pytest.param("{{ 7 * 7 }}{% raw %}", id="template syntax"),
    pytest.param("%(typed)s %s {0} ${x}", id="format strings"),
    pytest.param("' OR 1=1; DROP TABLE clinics; --", id="SQL"),
    pytest.param("javascript:alert(1)", id="a script address"),
    pytest.param("../../etc/passwd", id="a path"),
    pytest.param("\r\nSet-Cookie: a=b", id="a header after a line break"),
    pytest.param("\x00\x07\x1b[31m", id="control characters"),
    pytest.param("\u202e85032\u202c", id="direction overrides"),
    pytest.param("a" * 5000, id="5,000 letters"),
    pytest.param("(" * 2000, id="2,000 brackets"),
    pytest.param("🙂" * 500, id="500 emoji"),
    pytest.param("𝟖𝟓𝟎𝟑𝟐", id="mathematical digits"),
]
FIELDS: Final = ["near", "treatment", "payer", "radius", "network", "open_now", "telehealth", "page", "unknown"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", FIELDS)
def test_hostile_text_is_shown_as_text(client: FlaskClient, field: str, text: str):
    query = {"near": "85032", field: text}
    ordinary = parse(client.get("/clinics?near=85032").text)
    for headers in ({}, SWAP):
        response = client.get("/clinics", query_string=query, headers=headers)
        assert response.status_code in (200, 422)
        assert "Set-Cookie" not in response.headers
        tree = parse(response.text)
        scripts = [e.attrs.get("src") for e in tree.all("script")]
        assert scripts == ([] if headers else [e.attrs.get("src") for e in ordinary.all("script")])
        assert not tree.all("img")
        assert not tree.all("svg")
        assert not [name for e in tree.walk() for name in e.attrs if name.startswith("on")]
        assert "49" not in tree.one(id="results-title").text
    for path in ("/", "/about", "/clinics/all", "/nothing"):
        assert "<script>alert" not in client.get(path, query_string=query).text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_paths_are_unknown_pages(client: FlaskClient, text: str):
    for pattern in ("/clinics/{}", "/clinics/az/{}", "/clinics/az/phoenix/{}", "/{}"):
        path = pattern.format(text.replace("/", "").replace("?", "").replace("#", ""))
        response = client.get(path)
        assert response.status_code in (301, 404)
        assert "<script>alert" not in response.text


def test_a_hostile_host_does_not_get_into_the_page_as_markup(client: FlaskClient):
    response = client.get("/clinics/az/phoenix/serenity-chandler", headers={"Host": 'a"><script>alert(1)</script>'})
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    "typed",
    ["85032", "Mesa, AZ", "I want to die", "Qwxzzy", "Springfield", "33.617,-112.001", "Elm Street 12", "09012"],
)
class TestLog:
    def lines(self, client: FlaskClient, caplog: pytest.LogCaptureFixture, typed: str) -> list[str]:
        caplog.set_level(logging.DEBUG)
        headers = {"Referer": f"http://localhost/clinics?near={typed}", "User-Agent": f"probe {typed}"}
        client.get("/clinics", query_string={"near": typed}, headers=headers)
        client.get("/clinics", query_string={"near": typed}, headers=headers | SWAP)
        client.get("/api/v1/clinics", query_string={"near": typed}, headers=headers)
        client.post("/api/v1/clinics/search", json={"near": typed}, headers=headers)
        client.get(f"/{typed}", headers=headers)
        client.get(f"/clinics/{typed}", headers=headers)
        return [record.getMessage() for record in caplog.records]

    def test_holds_route_status_and_time_and_nothing_typed(
        self, client: FlaskClient, caplog: pytest.LogCaptureFixture, typed: str
    ):
        lines = self.lines(client, caplog, typed)
        assert len(lines) == 6
        for line in lines:
            method, route, status, took = line.rsplit(" ", 3)[0].split(" ")[:1] + line.rsplit(" ", 3)[1:]
            assert method in ("GET", "POST")
            assert status.isdigit()
            assert took.endswith("ms")
            assert typed not in line
            assert "near" not in route
            assert "?" not in line


def test_a_failure_is_logged_without_what_was_typed(make_settings, caplog: pytest.LogCaptureFixture):
    app = create_app(make_settings())

    def fail() -> str:
        raise ValueError(request.args["near"])

    app.add_url_rule("/fail", view_func=fail)
    caplog.set_level(logging.DEBUG)
    app.test_client().get("/fail?near=85032")
    log = "\n".join(caplog.handler.format(record) for record in caplog.records)
    assert "ValueError" in log
    assert "in fail" in log
    assert "85032" not in log


class TestForeignWrites:
    """A write that another site sends is refused, whatever the route; a person's own is looked at."""

    @pytest.mark.parametrize(
        ("headers", "refused"),
        [
            pytest.param({"Sec-Fetch-Site": "cross-site"}, True, id="a browser says another site"),
            pytest.param({"Sec-Fetch-Site": "same-site"}, True, id="a browser says another subdomain"),
            pytest.param({"Sec-Fetch-Site": "same-origin"}, False, id="a browser says our own page"),
            pytest.param({"Sec-Fetch-Site": "none"}, False, id="a browser says the visitor"),
            pytest.param({"Origin": "https://evil.example"}, True, id="the origin is another site"),
            pytest.param({"Origin": "null"}, True, id="the origin is hidden"),
            pytest.param({"Origin": "http://localhost.evil.example"}, True, id="the origin begins with our name"),
            pytest.param({"Origin": "http://localhost"}, False, id="the origin is ours"),
            pytest.param(
                {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, True, id="the two contradict each other"
            ),
            pytest.param({}, False, id="not a browser"),
        ],
    )
    @pytest.mark.parametrize("path", ["/", "/clinics", "/about", "/nothing"])
    def test_are_refused_before_the_route_is_looked_at(
        self, client: FlaskClient, path: str, headers: dict[str, str], refused: bool
    ):
        let_through = {"/nothing": 404, "/clinics": 422}.get(path, 405)
        assert client.post(path, headers=headers).status_code == (403 if refused else let_through)

    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
    def test_reads_from_anywhere_are_welcome(self, client: FlaskClient, method: str):
        response = client.open("/clinics?near=85032", method=method, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 200

    def test_the_api_computes_for_other_sites_too(self, client: FlaskClient):
        response = client.post(
            "/api/v1/clinics/search", json={"near": "85032"}, headers={"Origin": "https://partner.example"}
        )
        assert response.status_code == 200
