"""Schemathesis holds the running application against its own document, with every check on.

A fixed number of examples from a fixed seed: a bounded, repeatable hunt. For a longer one raise EXAMPLES.
"""

import os
from typing import Any, Final

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.config import SchemathesisConfig

from clinicfinder.web.api.documentation import openapi_document

EXAMPLES: Final = int(os.environ.get("API_EXAMPLES", "15"))

# What no schema can say, a text that names no place or a code that is not on file, is refused as the document says.
NOT_IN_A_SCHEMA: Final = {
    "/clinics": [400, 422],
    "/clinics/search": [400, 422],
    "/clinics.geojson": [400, 422],
    "/clinics.csv": [400, 422],
    "/places": [400],
    "/rules": [400],
    "/estimates": [400],
    "/cost-shares": [400],
}
ALWAYS_FINE: Final = ["2xx", "3xx", 404, 409]
REFUSED: Final = [400, 404, 405, 406, 409, 413, 415, 422]


def configuration() -> SchemathesisConfig:
    accepted = [
        {
            "include-path": path,
            "checks": {"positive_data_acceptance": {"expected-statuses": [*ALWAYS_FINE, *more]}},
        }
        for path, more in NOT_IN_A_SCHEMA.items()
    ]
    checks = {"negative_data_rejection": {"expected-statuses": REFUSED}}
    return SchemathesisConfig.from_dict(
        {"seed": 20261122, "generation": {"mode": "all"}, "checks": checks, "operations": accepted}
    )


class RunningApplication:
    """The WSGI application of the session's fixture, which is not made yet when tests are collected."""

    application: Flask | None = None

    def __call__(self, environ: Any, start_response: Any) -> Any:
        assert self.application
        return self.application(environ, start_response)


RUNNING: Final = RunningApplication()


@pytest.fixture(autouse=True)
def running(app: Flask) -> None:
    RUNNING.application = app


api = schemathesis.openapi.from_dict(openapi_document(), config=configuration())
api.app = RUNNING


@api.parametrize()
@settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_answered_that_is_not_documented(case: Case):
    # What Schemathesis calls the application through does not unpack brotli.
    case.call_and_validate(headers={"Accept-Encoding": "identity"})
