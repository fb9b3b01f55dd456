"""ZIP codes and the sources they name."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from clinicfinder.models.columns import POINT_IS_REAL, POINT_IS_WHOLE, ProvenanceColumns


class SourceRow(ProvenanceColumns, table=True):
    """One source that many rows share, named by key."""

    __tablename__ = "sources"

    source: str = Field(primary_key=True)


class ZipCodeRow(SQLModel, table=True):
    """One ZIP code. `other_cities` holds names separated by semicolons."""

    __tablename__ = "zip_codes"
    __table_args__ = (
        CheckConstraint(POINT_IS_WHOLE, name="ck_zip_codes_point_is_whole"),
        CheckConstraint(POINT_IS_REAL, name="ck_zip_codes_point_is_real"),
    )

    zip: str = Field(primary_key=True, max_length=5)
    city: str
    other_cities: str
    state: str = Field(max_length=2)
    county: str | None = None
    kind: str
    timezone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    point_source: str
    source: str = Field(foreign_key="sources.source")
