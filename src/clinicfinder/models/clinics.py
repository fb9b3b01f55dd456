"""Networks, treatments, payers, clinics, and what clinics say about payers."""

from sqlalchemy import CheckConstraint, UniqueConstraint, false
from sqlmodel import Field

from clinicfinder.models.columns import POINT_IS_REAL, POINT_IS_WHOLE, ProvenanceColumns


class NetworkRow(ProvenanceColumns, table=True):
    """A chain of clinics."""

    __tablename__ = "networks"

    code: str = Field(primary_key=True)
    name: str
    website: str | None = None
    gives_ketamine: str
    summary: str | None = None


class TreatmentRow(ProvenanceColumns, table=True):
    """A treatment in plain words."""

    __tablename__ = "treatments"

    code: str = Field(primary_key=True)
    label: str
    short_label: str
    summary: str
    fda_status: str | None = None
    session_length: str | None = None
    first_course: str | None = None
    driving_home: str | None = None
    in_person_only: bool
    sort_order: int


class PayerRow(ProvenanceColumns, table=True):
    """Who pays. `aliases` holds names separated by semicolons."""

    __tablename__ = "payers"

    code: str = Field(primary_key=True)
    name: str
    aliases: str


class ClinicRow(ProvenanceColumns, table=True):
    """One clinic. It is never deleted: pages and old estimates point to it.

    `treatments` holds codes in one cell, as the file does: filters run on the index in memory, never in SQL.
    The ZIP is no foreign key, because the mail may withdraw a ZIP while the clinic stays.
    `changed_by_operator`: the row is as an import left it, and loading the files does not touch it.
    """

    __tablename__ = "clinics"
    __table_args__ = (
        CheckConstraint(POINT_IS_WHOLE, name="ck_clinics_point_is_whole"),
        CheckConstraint(POINT_IS_REAL, name="ck_clinics_point_is_real"),
        UniqueConstraint("state", "city", "slug", name="uq_clinics_state_city_slug"),
    )

    clinic_code: str = Field(primary_key=True)
    network_code: str = Field(foreign_key="networks.code")
    name: str
    status: str
    street: str
    unit: str | None = None
    city: str
    state: str = Field(max_length=2)
    zip: str = Field(max_length=5)
    county: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: str
    timezone: str
    hours: str | None = None
    treatments: str
    treatments_evidence: str
    telehealth: bool | None = None
    website: str | None = None
    slug: str
    aliases: str
    notes: str | None = None
    changed_by_operator: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class ClinicInsuranceRow(ProvenanceColumns, table=True):
    """What a source says about one payer at one clinic, or at a network's clinics in one state.

    `row_number` counts the rows of the file, so that loading it anew gives every row its old key.
    `changed_by_operator`: as for clinics.
    """

    __tablename__ = "clinic_insurance"

    row_number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    network_code: str = Field(foreign_key="networks.code")
    clinic_code: str | None = Field(default=None, foreign_key="clinics.clinic_code")
    state: str | None = Field(default=None, max_length=2)
    payer_code: str = Field(foreign_key="payers.code")
    listed_as: str
    acceptance: str
    basis: str
    scope: str | None = None
    notes: str | None = None
    changed_by_operator: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
