"""The OpenAPI document: valid, complete, and true of what is served."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    return response.json


def test_is_valid_openapi(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_names_every_route_and_no_other(document: dict[str, Any], app: Flask):
    served = {
        (re.sub(r"<[^>]+>", "{}", rule.rule.removeprefix("/api/v1")), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.rule != "/api/v1/openapi.json"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    documented = {
        (re.sub(r"\{[^}]+\}", "{}", path), method) for path, methods in document["paths"].items() for method in methods
    }
    assert documented == served


def test_names_exactly_the_parameters_that_are_taken(document: dict[str, Any], client: FlaskClient):
    for path, methods in document["paths"].items():
        for name in [p["name"] for p in methods.get("get", {}).get("parameters", []) if p["in"] == "query"]:
            errors = client.get(f"/api/v1{path}", query_string={name: "\x00"}).json.get("errors", [])
            assert not any("There is no parameter" in error["message"] for error in errors), (path, name)


@pytest.mark.parametrize(
    ("path", "template", "method", "status"),
    [
        ("/clinics?near=85032", "/clinics", "get", 200),
        ("/clinics?near=85032&payer=aetna&radius=25&limit=100", "/clinics", "get", 200),
        ("/clinics?near=&limit=0", "/clinics", "get", 400),
        ("/clinics?near=00000", "/clinics", "get", 404),
        ("/clinics?near=Springfield", "/clinics", "get", 409),
        ("/clinics?near=09012", "/clinics", "get", 422),
        ("/clinics/serenity-chandler-az", "/clinics/{id}", "get", 200),
        ("/clinics/nothing", "/clinics/{id}", "get", 404),
        ("/treatments", "/treatments", "get", 200),
        ("/payers?q=blue", "/payers", "get", 200),
        ("/payers?zzz=1", "/payers", "get", 400),
    ],
)
def test_answers_fit_their_documented_schema(
    document: dict[str, Any], client: FlaskClient, path: str, template: str, method: str, status: int
):
    response = client.open(f"/api/v1{path}", method=method.upper())
    assert response.status_code == status
    described = document["paths"][template][method]["responses"][str(status)]
    schema = described["content"][response.mimetype]["schema"] | {"components": document["components"]}
    Draft202012Validator(schema).validate(response.json)


def test_writes_no_documentation_that_says_nothing(document: dict[str, Any]):
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            for meaning in operation["responses"].values():
                assert meaning["description"]
