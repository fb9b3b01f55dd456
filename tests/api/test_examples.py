"""Every example of the document is run, and what it shows has the shape of what is answered."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from clinicfinder.web.api.documentation import openapi_document
from clinicfinder.web.api.examples import EXAMPLES, Example, example_answers
from clinicfinder.web.api.operations import OPERATIONS


def has_shape(shown: Any, real: Any, where: str = "") -> None:
    """Fails if what is shown has other members or other types than what is answered. null fits anything."""
    if shown is None or real is None:
        return
    assert type(shown) is type(real) or {type(shown), type(real)} == {int, float}, where
    if isinstance(shown, dict):
        assert shown.keys() == real.keys(), where
        for name in shown:
            has_shape(shown[name], real[name], f"{where}.{name}")
    elif isinstance(shown, list):
        assert bool(shown) == bool(real), where
        for one, other in zip(shown, real, strict=False):
            has_shape(one, other, f"{where}[]")


def ask(client: FlaskClient, each: Example) -> Any:
    headers = {"Accept": each.accept} if each.accept else {}
    return client.open(f"/api/v1{each.address}", method=each.method, json=each.body, headers=headers)


@pytest.mark.parametrize("each", EXAMPLES, ids=lambda each: each.name)
def test_works_and_looks_as_shown(client: FlaskClient, each: Example):
    answer, shown = ask(client, each), example_answers()[each.name]
    assert answer.status_code == each.status
    if not answer.is_json:
        assert shown.splitlines()[0] == answer.text.splitlines()[0]
        return
    has_shape(shown, answer.json)
    operation = next(one for one in OPERATIONS if one.name == each.operation)
    described = openapi_document()["paths"][operation.path][operation.method]["responses"][str(each.status)]
    content = described["content"][answer.mimetype]
    assert content["examples"][each.name]["value"] == shown
    schema = content["schema"] | {"components": openapi_document()["components"]}
    Draft202012Validator(schema).validate(shown)


def test_every_operation_has_one_and_no_answer_is_left_over():
    assert {each.operation for each in EXAMPLES} == {operation.name for operation in OPERATIONS}
    assert list(example_answers()) == [each.name for each in EXAMPLES]
