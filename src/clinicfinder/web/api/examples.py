"""Requests that work, with their answers, for the document and its page. Tests run every one of them.

The answers are recorded by scripts/renew_api_examples.py, lists cut short; they show shapes, not today's figures.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

_ANSWERS: Final = Path(__file__).with_name("example_answers.json")


@dataclass(frozen=True, slots=True)
class Example:
    """One request. `operation` is an operationId, `path` has ids filled in; `accept` None: any form."""

    name: str
    operation: str
    summary: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: dict[str, Any] | None = field(default=None, hash=False)
    accept: str | None = None
    status: int = 200

    @property
    def address(self) -> str:
        """The path with its query, under /api/v1."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


EXAMPLES: Final = (
    Example(
        "nearest",
        "getClinics",
        "The two nearest clinics that give Spravato",
        "GET",
        "/clinics",
        (("near", "85032"), ("treatment", "spravato"), ("limit", "2")),
    ),
    Example(
        "ambiguous",
        "getClinics",
        "A place that means several is asked back",
        "GET",
        "/clinics",
        (("near", "Springfield"),),
        status=409,
    ),
    Example(
        "by_body",
        "postClinicsSearch",
        "The place in the body, as GeoJSON",
        "POST",
        "/clinics/search",
        body={"near": "Mesa, AZ", "treatment": ["tms"], "radius": 25, "limit": 1},
        accept="application/geo+json",
    ),
    Example("one_clinic", "getClinicsId", "One clinic", "GET", "/clinics/serenity-chandler-az"),
    Example(
        "features",
        "getClinicsGeojson",
        "Every clinic of a network as GeoJSON",
        "GET",
        "/clinics.geojson",
        (("network", "serenity"), ("limit", "2")),
    ),
    Example(
        "sheet",
        "getClinicsCsv",
        "Every clinic with TMS as a table",
        "GET",
        "/clinics.csv",
        (("treatment", "tms"), ("limit", "2")),
    ),
    Example("treatments", "getTreatments", "All treatments", "GET", "/treatments"),
    Example("payers", "getPayers", "A payer by a name people say", "GET", "/payers", (("q", "blue cross"),)),
    Example("networks", "getNetworks", "All networks", "GET", "/networks"),
    Example("place", "getPlaces", "What a begun text may become", "GET", "/places", (("q", "Mesa, A"),)),
    Example(
        "rules",
        "getRules",
        "What one payer says of Spravato on a day",
        "GET",
        "/rules",
        (("payer", "hcsc"), ("treatment", "spravato"), ("on", "2026-01-01")),
    ),
    Example(
        "rule", "getRulesId", "One rule, and what it said before", "GET", "/rules/medicaid-tx-spravato-trd-2025-05-01"
    ),
    Example(
        "estimate",
        "postEstimates",
        "Spravato under a plan of Cigna",
        "POST",
        "/estimates",
        body={
            "treatment": "spravato",
            "payer": "cigna",
            "plan_type": "commercial",
            "state": "TX",
            "indication": "trd",
            "as_of": "2026-03-01",
            "facts": {"age": 40},
            "plan": {"deductible_cents": 150_000, "coinsurance_percent": 20, "oop_max_cents": 600_000},
            "course": {"start": "2026-03-02", "months": 3},
        },
    ),
    Example(
        "shares",
        "postCostShares",
        "Two visits through a deductible",
        "POST",
        "/cost-shares",
        body={
            "plan": {"deductible_cents": 50_000, "coinsurance_percent": 20, "oop_max_cents": 300_000},
            "services": [
                {"date": "2026-03-02", "allowed_cents": 40_000},
                {"date": "2026-03-09", "allowed_cents": 40_000},
            ],
        },
    ),
)


def examples_of(operation: str) -> tuple[Example, ...]:
    """The examples of one operation."""
    return tuple(each for each in EXAMPLES if each.operation == operation)


@cache
def example_answers() -> dict[str, Any]:
    """What each example was answered with when it was recorded, by name: an object, or text for a table."""
    answers: dict[str, Any] = json.loads(_ANSWERS.read_text(encoding="utf-8"))
    return answers
