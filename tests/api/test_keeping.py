"""What caches may keep, how they ask again, and who may read: ETag, Last-Modified, 304, Vary, HEAD, CORS, problems."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from tests.api.test_search import refusal
from tests.app_fixtures import MakeSettings

from clinicfinder.app import create_app
from clinicfinder.store.engine import make_engine
from clinicfinder.web.api import lists as api_lists
from clinicfinder.web.api import routes

KEPT: Final = (
    "/api/v1/clinics.geojson", "/api/v1/clinics.csv", "/api/v1/treatments", "/api/v1/payers", "/api/v1/payers?q=aetna",
    "/api/v1/networks", "/api/v1/rules?payer=cigna", "/api/v1/rules/cigna-spravato-trd", "/api/v1/openapi.json",
)  # fmt: skip
OF_THIS_MOMENT: Final = ("/api/v1/clinics/serenity-chandler-az", "/api/v1/clinics.geojson?open_now=true")
NOT_KEPT: Final = (
    "/api/v1/clinics?near=85032", "/api/v1/clinics.csv?near=85032", "/api/v1/clinics.geojson?lat=33.6&lng=-112",
    "/api/v1/places?q=mesa",
)  # fmt: skip
ENCODINGS: Final = ("identity", "gzip", "br")


class TestKept:
    @pytest.mark.parametrize("encoding", ENCODINGS)
    @pytest.mark.parametrize("path", [*KEPT, *OF_THIS_MOMENT])
    def test_is_asked_for_again_and_is_304_while_it_is_the_same(self, client: FlaskClient, path: str, encoding: str):
        headers = {"Accept-Encoding": encoding}
        first = client.get(path, headers=headers)
        assert first.status_code == 200
        assert first.headers["Cache-Control"] == "no-cache"
        again = client.get(path, headers=headers | {"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary", "Access-Control-Allow-Origin"):
            assert again.headers[name] == first.headers[name], name
        other = client.get(path, headers=headers | {"If-None-Match": '"another"'})
        assert (other.status_code, other.data) == (200, first.data)

    @pytest.mark.parametrize("path", KEPT)
    def test_is_304_to_whoever_has_it_since_the_data_was_read(self, client: FlaskClient, path: str):
        said = parsedate_to_datetime(client.get(path).headers["Last-Modified"])
        assert said <= datetime.now(UTC)
        for moment, status in ((said, 304), (said + timedelta(days=1), 304), (said - timedelta(seconds=1), 200)):
            headers = {"If-Modified-Since": format_datetime(moment, usegmt=True)}
            assert client.get(path, headers=headers).status_code == status

    @pytest.mark.parametrize("path", OF_THIS_MOMENT)
    def test_no_date_freezes_who_is_open_now(self, client: FlaskClient, path: str):
        later = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
        response = client.get(path, headers={"If-Modified-Since": later})
        assert response.status_code == 200
        assert "Last-Modified" not in response.headers

    def test_changes_its_etag_when_a_clinic_opens(self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
        class Clock(datetime):
            at = datetime(2026, 11, 23, 18, tzinfo=UTC)

            @classmethod
            def now(cls, tz=None):  # noqa: ARG003  # As the real one is called.
                return cls.at

        monkeypatch.setattr(routes, "datetime", Clock)
        clinics = client.get("/api/v1/clinics?near=85032&limit=100&open_now=true").json["clinics"]
        path = f"/api/v1/clinics/{clinics[0]['id']}"
        by_day = client.get(path)
        Clock.at = datetime(2026, 11, 23, 8, tzinfo=UTC)
        by_night = client.get(path, headers={"If-None-Match": by_day.headers["ETag"]})
        assert by_night.status_code == 200
        assert (by_day.json["open_now"], by_night.json["open_now"]) == (True, False)

    def test_is_new_once_the_data_is(self, make_settings: MakeSettings, database_copy: Path):
        url = f"sqlite:///{database_copy}"
        client = create_app(make_settings(database_url=url, refresh_seconds=0.0)).test_client()
        first = client.get("/api/v1/networks")
        engine = make_engine(url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE networks SET summary = 'New words.' WHERE code = 'serenity'"))
            connection.execute(text("UPDATE data_version SET operator_changes = operator_changes + 1"))
        engine.dispose()
        again = client.get("/api/v1/networks", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 200
        assert "New words." in again.text
        assert again.last_modified >= first.last_modified

    def test_varies_by_what_it_depends_on(self, client: FlaskClient):
        assert {"Accept", "Accept-Encoding"} == set(client.get("/api/v1/treatments").vary)
        assert {"Accept-Encoding"} == set(client.get("/api/v1/clinics.csv").vary)

    def test_is_compressed(self, client: FlaskClient):
        for path in ("/api/v1/clinics.geojson", "/api/v1/clinics.csv", "/api/v1/rules"):
            whole = len(client.get(path).data)
            small = client.get(path, headers={"Accept-Encoding": "br"})
            assert small.headers["Content-Encoding"] == "br"
            assert len(small.data) < whole / 4


@pytest.mark.parametrize("path", NOT_KEPT)
def test_where_somebody_is_no_cache_may_keep(client: FlaskClient, path: str):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert "Last-Modified" not in response.headers


@pytest.mark.parametrize("path", [*KEPT, *OF_THIS_MOMENT, *NOT_KEPT])
def test_head_says_what_get_says_without_a_body(client: FlaskClient, path: str):
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Type", "ETag", "Vary", "Cache-Control", "Content-Length"):
        assert head.headers.get(name) == got.headers.get(name), name


class TestCors:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/api/v1/clinics?near=85032"), ("GET", "/api/v1/treatments"), ("GET", "/api/v1/clinics.csv"),
            ("POST", "/api/v1/estimates"), ("GET", "/api/v1/nothing"), ("DELETE", "/api/v1/treatments"),
            ("GET", "/api/v1/clinics?near=Springfield"), ("HEAD", "/api/v1/rules"), ("GET", "/api/v1/openapi.json"),
        ],
    )  # fmt: skip
    def test_every_answer_and_refusal_may_be_read_from_anywhere(self, client: FlaskClient, method: str, path: str):
        response = client.open(path, method=method, headers={"Origin": "https://partner.example"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        exposed = set(response.headers["Access-Control-Expose-Headers"].split(", "))
        assert {"ETag", "Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Link"} <= exposed

    def test_every_route_answers_the_browsers_question_beforehand(self, client: FlaskClient, app: Flask):
        rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")]
        assert len(rules) > 10
        for rule in rules:
            path = rule.rule.replace("<clinic_code:clinic_code>", "x").replace("<rule_id>", "x")
            response = client.options(
                path,
                headers={
                    "Origin": "https://partner.example",
                    "Access-Control-Request-Method": "POST" if "POST" in (rule.methods or ()) else "GET",
                    "Access-Control-Request-Headers": "content-type,x-api-key",
                },
            )
            assert response.status_code in (200, 204)
            assert response.headers["Access-Control-Allow-Origin"] == "*"
            wanted = (rule.methods or set()) - {"OPTIONS"}
            assert wanted <= set(response.headers["Access-Control-Allow-Methods"].split(", "))
            allowed = {name.lower() for name in response.headers["Access-Control-Allow-Headers"].split(", ")}
            assert {"content-type", "authorization", "x-api-key", "accept", "if-none-match"} <= allowed

    @pytest.mark.parametrize("path", ["/", "/clinics?near=85032", "/suggest?q=mesa", "/static/site.css"])
    def test_pages_stay_closed(self, client: FlaskClient, path: str):
        assert "Access-Control-Allow-Origin" not in client.get(path).headers


class TestProblems:
    def test_a_compressed_body_is_415(self, client: FlaskClient):
        headers = {"Content-Encoding": "gzip"}
        for path in ("/api/v1/clinics/search", "/api/v1/estimates", "/api/v1/cost-shares"):
            response = client.post(path, data=b"\x1f\x8b", content_type="application/json", headers=headers)
            refusal(response, 415, "unsupported_media_type")

    def test_our_own_failure_is_500_and_may_be_read(self, make_settings: MakeSettings, monkeypatch):
        monkeypatch.setattr(api_lists, "payer_answer", lambda _: 1 / 0)
        client = create_app(make_settings()).test_client()
        response = client.get("/api/v1/payers")
        refusal(response, 500, "our_failure")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "division" not in response.text

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
    def test_every_route_names_the_methods_it_takes(self, client: FlaskClient, app: Flask, method: str):
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith("/api/v1/"):
                path = rule.rule.replace("<clinic_code:clinic_code>", "x").replace("<rule_id>", "x")
                response = client.open(path, method=method)
                refusal(response, 405, "method_not_allowed")
                assert response.headers["Allow"]
