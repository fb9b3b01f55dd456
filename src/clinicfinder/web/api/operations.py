"""Every method of every path of the API: what it takes, what it answers, how it refuses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from clinicfinder.web.api.blueprint import CSV, GEOJSON
from clinicfinder.web.api.cost_share_schemas import CostSharesAnswer, CostSharesBody
from clinicfinder.web.api.estimate_answer_schemas import EstimateAnswer
from clinicfinder.web.api.estimate_schemas import EstimateBody
from clinicfinder.web.api.list_schemas import (
    Feature,
    FeatureCollection,
    ListingQuery,
    NetworksAnswer,
    PlacesAnswer,
    PlacesQuery,
)
from clinicfinder.web.api.rule_schemas import RuleDetail, RulesAnswer, RulesQuery
from clinicfinder.web.api.schemas import (
    ClinicDetail,
    NoQuery,
    PayersAnswer,
    PayersQuery,
    SearchAnswer,
    SearchBody,
    SearchQuery,
    TreatmentsAnswer,
)

Refusals = tuple[tuple[int, str], ...]

_BAD: Final[Refusals] = ((400, "invalid_parameter: every problem at once."),)
_NOT_FOUND: Final[Refusals] = ((404, "not_found."),)
_BODY: Final[Refusals] = (
    *_BAD,
    (413, "too_large."),
    (415, "unsupported_media_type: the body is sent compressed."),
)
_PLACE: Final[Refusals] = (
    (400, "invalid_place or invalid_parameter: every problem at once."),
    (404, "place_not_found, with suggestions one letter away."),
    (409, "ambiguous_place: `choices` lists all readings."),
    (422, "military_address or outside_area."),
)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path.

    `answer` is the type of its JSON, None where there is none; `others` are further media types, each with its type
    (None: text). `refusals` maps a status to what it means here, beside those that every path has. `is_kept`: a
    cache may keep the answer, and asks again each time with the ETag. `headers`: further ones of the answer.
    """

    method: str
    path: str
    summary: str
    answer: type[BaseModel] | None
    query: type[BaseModel] = NoQuery
    body: type[BaseModel] | None = None
    refusals: Refusals = _BAD
    others: tuple[tuple[str, type[BaseModel] | None], ...] = ()
    is_kept: bool = False
    description: str = ""
    headers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The operationId, such as getClinicsId."""
        parts = re.split(r"[/.-]", self.path)
        return f"{self.method}{''.join(part.strip('{}').title() for part in parts)}"


OPERATIONS: Final = (
    Operation(
        "get",
        "/clinics",
        "Nearest clinics",
        SearchAnswer,
        SearchQuery,
        refusals=_PLACE,
        others=((GEOJSON, FeatureCollection),),
        description="Give `near`, or `lat` and `lng`. The order is by distance alone.",
    ),
    Operation(
        "post",
        "/clinics/search",
        "Nearest clinics, with the place in the body",
        SearchAnswer,
        body=SearchBody,
        refusals=(*_PLACE, *_BODY[1:], (503, "geocoder_unavailable: ZIP codes and cities still work.")),
        others=((GEOJSON, FeatureCollection),),
        description="The only way to give a street address: it never stands in an address or a log.",
    ),
    Operation(
        "get",
        "/clinics/{id}",
        "One clinic",
        ClinicDetail,
        refusals=(*_BAD, *_NOT_FOUND),
        others=((GEOJSON, Feature),),
        is_kept=True,
    ),
    Operation(
        "get",
        "/clinics.geojson",
        "Clinics as GeoJSON",
        None,
        ListingQuery,
        refusals=_PLACE,
        others=((GEOJSON, FeatureCollection),),
        is_kept=True,
        description="All that fit, by id; with a place, those of a search. A Link header leads to the next part.",
        headers=("Link",),
    ),
    Operation(
        "get",
        "/clinics.csv",
        "Clinics as CSV",
        None,
        ListingQuery,
        refusals=_PLACE,
        others=((CSV, None),),
        is_kept=True,
        description="The same as a table. Text that a spreadsheet would run as a formula begins with an apostrophe.",
        headers=("Link",),
    ),
    Operation("get", "/treatments", "All treatments", TreatmentsAnswer, is_kept=True),
    Operation("get", "/payers", "Payers by any name", PayersAnswer, PayersQuery, is_kept=True),
    Operation("get", "/networks", "All networks", NetworksAnswer, is_kept=True),
    Operation(
        "get",
        "/places",
        "What a place means",
        PlacesAnswer,
        PlacesQuery,
        description="Never a guess: what has several readings is answered with all of them.",
    ),
    Operation("get", "/rules", "Coverage rules", RulesAnswer, RulesQuery, is_kept=True),
    Operation(
        "get", "/rules/{id}", "One rule and its history", RuleDetail, refusals=(*_BAD, *_NOT_FOUND), is_kept=True
    ),
    Operation(
        "post",
        "/estimates",
        "Estimate coverage and cost",
        EstimateAnswer,
        body=EstimateBody,
        refusals=_BODY,
        description="An estimate, never a promise. What is sent is neither stored nor logged.",
    ),
    Operation(
        "post", "/cost-shares", "Walk services through a plan", CostSharesAnswer, body=CostSharesBody, refusals=_BODY
    ),
)

EVERYWHERE: Final[Refusals] = (
    (401, "invalid_api_key: the key that was sent is unknown or revoked. Without a key there is no 401."),
    (406, "not_acceptable: the Accept header allows none of the media types above."),
    (429, "rate_limited: Retry-After says how many seconds to wait."),
    (500, "our_failure."),
)
"""What any path may answer."""
