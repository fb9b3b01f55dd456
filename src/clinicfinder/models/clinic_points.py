"""Where geocoders place clinics, kept apart from what files and operators say of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, DateTime
from sqlmodel import Field, SQLModel

from clinicfinder.models.columns import POINT_IS_REAL, POINT_IS_WHOLE


class ClinicPointRow(SQLModel, table=True):
    """What became of looking up one clinic's address.

    It counts only while the clinic's row says `zip` and `address_hash` is the hash of its present address: a new
    address makes it void without anybody having to remember to. `outcome` is `found`, or why there is no point.
    """

    __tablename__ = "clinic_points"
    __table_args__ = (
        CheckConstraint(POINT_IS_WHOLE, name="ck_clinic_points_point_is_whole"),
        CheckConstraint(POINT_IS_REAL, name="ck_clinic_points_point_is_real"),
    )

    clinic_code: str = Field(primary_key=True, foreign_key="clinics.clinic_code")
    address_hash: str = Field(max_length=64)
    outcome: str = Field(max_length=40)
    latitude: float | None = None
    longitude: float | None = None
    geo_precision: str | None = Field(default=None, max_length=16)
    provider: str | None = Field(default=None, max_length=40)
    geocoded_at: datetime = Field(sa_type=DateTime(timezone=True))
