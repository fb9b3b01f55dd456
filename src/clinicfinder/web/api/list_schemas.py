"""The types of what can be listed without a place: clinics as GeoJSON, networks; and of places themselves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from clinicfinder.domain.clinics import ClinicStatus, GeoPrecision, TreatmentsEvidence
from clinicfinder.web.api.schemas import (
    Address,
    ChoiceAnswer,
    HoursException,
    Origin,
    ProvenanceAnswer,
    QueryInt,
    SearchQuery,
    StrictQuery,
)

LONGEST_LIST = 1_000


class ListingQuery(SearchQuery):
    """Without a place: every clinic that fits, by id. With one: those of the search, nearest first."""

    limit: QueryInt = Field(LONGEST_LIST, ge=1, le=LONGEST_LIST)


class Point(BaseModel):
    """A GeoJSON point: longitude, then latitude."""

    type: Literal["Point"]
    coordinates: Annotated[list[float], Field(min_length=2, max_length=2)]


class FeatureProperties(BaseModel):
    """One clinic. `open_now` and `distance_miles` are there in the answer to a search only."""

    name: str
    network: str
    address: Address
    phone: str | None
    geo_precision: GeoPrecision
    no_geometry_because: Literal["zip_only", "not_placed"] | None = Field(
        description="zip_only: only the middle of the ZIP code is known, which is no place to draw a pin."
    )
    treatments: list[str]
    treatments_evidence: TreatmentsEvidence
    telehealth: bool | None
    status: ClinicStatus
    hours: str | None
    exceptions: list[HoursException] = Field(description="Dated exceptions to the hours; past ones may be among them.")
    timezone: str
    website: str | None
    url: str
    source: ProvenanceAnswer
    open_now: bool | None = None
    distance_miles: float | None = None


class Feature(BaseModel):
    """One clinic as GeoJSON (RFC 7946). `geometry` is null unless the position is exact to the street."""

    type: Literal["Feature"]
    id: str
    geometry: Point | None
    properties: FeatureProperties


class FeatureCollection(BaseModel):
    """Clinics as GeoJSON. `numberMatched` counts all that fit; `origin` is there in the answer to a search only."""

    type: Literal["FeatureCollection"]
    features: list[Feature]
    numberMatched: int  # noqa: N815  # The name that the OGC API for features gave it.
    numberReturned: int  # noqa: N815  # As above.
    origin: Origin | None = None


class NetworkAnswer(BaseModel):
    """A chain of clinics. `gives_ketamine` is what its sources say of ketamine itself, never inferred."""

    code: str
    name: str
    website: str | None
    gives_ketamine: Literal["yes", "no", "not_stated"]
    summary: str | None
    clinics: int = Field(description="How many of its clinics a search can show.")
    source: ProvenanceAnswer


class NetworksAnswer(BaseModel):
    """Every network, by code."""

    networks: list[NetworkAnswer]


class PlacesQuery(StrictQuery):
    """A place as people type it, whole or begun."""

    q: str = Field(
        description="A ZIP code, city and state, county, clinic or lat,lng; never a street address.",
        max_length=200,
        examples=["Springfield"],
    )


PlaceOutcome = Literal[
    "found", "approximate", "ambiguous", "military_address", "outside_area", "not_found", "invalid_place"
]


class CompletionAnswer(BaseModel):
    """A place that begins with what was typed. Its text, searched for, finds it."""

    kind: Literal["zip", "city", "clinic"]
    text: str
    note: str | None


class PlacesAnswer(BaseModel):
    """What a text means. `place` is there when it means one place alone; nothing is picked from `choices` for anybody.

    `reason` says more where the outcome is approximate, not_found or invalid_place. `suggestions` are one letter
    away; `completions` begin with the text.
    """

    outcome: PlaceOutcome
    reason: str | None
    message: str | None
    place: Origin | None
    choices: list[ChoiceAnswer]
    suggestions: list[ChoiceAnswer]
    completions: list[CompletionAnswer]
