"""The types of the API: what requests may hold and what answers look like. They validate and they document."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from clinicfinder.domain.clinics import ClinicStatus, GeoPrecision, TreatmentsEvidence
from clinicfinder.domain.overrides import OverrideKind

LONGEST_CODE = 60


def _true_or_false(value: Any) -> Any:
    """In a query string a boolean is the word true or false; nothing else is taken for one."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _plain_digits(value: Any) -> Any:
    """In a query string a whole number is digits alone: 1_0 and 5.0 are slips, not numbers."""
    if isinstance(value, str) and not re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
        raise ValueError("write a whole number in digits")
    return value


def _one_or_many(value: Any) -> Any:
    """A body may give one treatment as a word or several as a list."""
    return [value] if isinstance(value, str) else value


QueryInt = Annotated[int, BeforeValidator(_plain_digits)]
QueryBool = Annotated[bool, Field(strict=True), BeforeValidator(_true_or_false)]
Code = Annotated[str, Field(min_length=1, max_length=LONGEST_CODE)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, examples=[33.63])]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, examples=[-112.0])]
RadiusMiles = Annotated[float, Field(gt=0, le=12_500, allow_inf_nan=False, examples=[25])]


class StrictQuery(BaseModel):
    """What a caller may send."""

    # An unknown name is refused: a misspelt filter would otherwise widen the answer in silence.
    model_config = ConfigDict(extra="forbid")


class SearchQuery(StrictQuery):
    """`near`, or `lat` and `lng`, is required."""

    near: str | None = Field(
        None, description="A ZIP code, city and state, county, clinic or lat,lng.", examples=["85032"]
    )
    lat: Latitude | None = Field(None, description="Degrees north, with `lng` instead of `near`.")
    lng: Longitude | None = Field(None, description="Degrees east, negative in most of the United States.")
    treatment: list[Code] = Field(
        [], description="May repeat: a clinic must list all of them.", max_length=20, examples=[["spravato"]]
    )
    payer: Code | None = Field(None, description="Keeps clinics that take this payer or list it.", examples=["aetna"])
    radius: RadiusMiles | None = Field(None, description="Miles. Removes no clinic: `within_radius` counts.")
    open_now: QueryBool | None = Field(None, description="true keeps clinics known to be open at this moment.")
    telehealth: QueryBool | None = Field(None, description="true keeps clinics known to offer online visits.")
    network: Code | None = Field(None, description="Keeps the clinics of one network.", examples=["serenity"])
    limit: QueryInt = Field(20, ge=1, le=100, description="How many clinics to answer with.")
    offset: QueryInt = Field(0, ge=0, le=1_000_000, description="How many of the nearest clinics to pass over.")


class SearchBody(StrictQuery):
    """The same fields as JSON, and the only way to give a street address. null equals absent."""

    near: str | None = Field(None, examples=["Mesa, AZ"])
    lat: Annotated[Latitude, Field(strict=True)] | None = None
    lng: Annotated[Longitude, Field(strict=True)] | None = None
    treatment: Annotated[list[Code], Field(max_length=20), BeforeValidator(_one_or_many)] | None = None
    payer: Code | None = None
    radius: Annotated[RadiusMiles, Field(strict=True)] | None = None
    open_now: Annotated[bool, Field(strict=True)] | None = None
    telehealth: Annotated[bool, Field(strict=True)] | None = None
    network: Code | None = None
    limit: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    offset: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] | None = None


class NoQuery(StrictQuery):
    """An address that takes no parameters."""


class PayersQuery(StrictQuery):
    """Without `q`, every payer."""

    q: str | None = Field(None, max_length=100, examples=["Blue Cross"])


OriginPrecision = Literal["zip", "city", "county", "clinic", "coordinate", "street"]


class Origin(BaseModel):
    """Where the search starts. `lat` and `lng` are the very values used for ranking."""

    label: str
    lat: float
    lng: float
    precision: OriginPrecision


class Address(BaseModel):
    """A street address in the United States or its territories."""

    street: str
    unit: str | None
    city: str
    state: str
    zip: str


class HoursException(BaseModel):
    """Days on which a clinic keeps other hours than usual, both included, by its own calendar."""

    kind: OverrideKind
    first_day: date
    last_day: date
    hours: str | None = Field(description="The only opening times of each of these days; null: closed all day.")
    reason: str


class ClinicAnswer(BaseModel):
    """One clinic. `lat` and `lng` are the very values used for ranking; see `geo_precision` for how good they are."""

    id: str
    name: str
    network: str
    address: Address
    phone: str | None
    lat: float | None
    lng: float | None
    geo_precision: GeoPrecision
    treatments: list[str]
    treatments_evidence: TreatmentsEvidence
    telehealth: bool | None
    status: ClinicStatus
    open_now: bool | None = Field(description="null when the hours are not known.")
    exception_today: HoursException | None = Field(description="What holds today in place of the usual hours.")
    url: str = Field(description="The path of the clinic's page on this site.")


class ClinicHit(ClinicAnswer):
    """One clinic of a search."""

    distance_miles: float = Field(description="Straight line, rounded to 0.01.")


class SearchAnswer(BaseModel):
    """`total` counts all clinics that fit the filters; `within_radius` those of them within the radius, or null."""

    origin: Origin
    total: int
    within_radius: int | None
    clinics: list[ClinicHit]


class ProvenanceAnswer(BaseModel):
    """Where a row comes from."""

    source_title: str
    source_url: str | None
    source_date: str | None
    reviewed_on: str
    confidence: str


class AcceptanceAnswer(BaseModel):
    """What a source says of one payer. `ask` means call to confirm; a payer that is merely listed is `ask`."""

    payer: str
    listed_as: str
    acceptance: Literal["accepted", "ask", "not_accepted"]
    notes: str | None
    source: ProvenanceAnswer


class ClinicDetail(ClinicAnswer):
    """One clinic with everything we show of it."""

    hours: str | None = Field(description="Usual hours as OSM opening_hours, in the clinic's time zone.")
    exceptions: list[HoursException] = Field(description="Dated exceptions to the hours, of today and later.")
    timezone: str
    website: str | None
    insurance: list[AcceptanceAnswer]
    source: ProvenanceAnswer


class TreatmentAnswer(BaseModel):
    """One treatment in plain words. null: no source we keep states it."""

    code: str
    label: str
    summary: str
    fda_status: str | None
    session_length: str | None
    first_course: str | None
    driving_home: str | None
    in_person_only: bool
    source: ProvenanceAnswer


class TreatmentsAnswer(BaseModel):
    """All treatments, in the order they are shown."""

    treatments: list[TreatmentAnswer]


class PayerAnswer(BaseModel):
    """One payer and the other names people say for it."""

    code: str
    name: str
    aliases: list[str]
    plan_types: list[str]
    products: list[str]
    states: list[str]


class PayersAnswer(BaseModel):
    """Payers that match, exact names and aliases first."""

    payers: list[PayerAnswer]


class ProblemItem(BaseModel):
    """One problem with one field."""

    field: str
    code: str
    message: str
    value: str | None


class ChoiceAnswer(BaseModel):
    """One reading of an ambiguous place; `near` leads to it alone."""

    label: str
    near: str


class Problem(BaseModel):
    """RFC 9457 problem details. `errors` lists every problem at once."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemItem]
    choices: list[ChoiceAnswer] | None = None
    suggestions: list[ChoiceAnswer] | None = None
