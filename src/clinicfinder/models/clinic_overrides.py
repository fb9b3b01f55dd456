"""Temporary closures and holiday hours that staff set, and the ones they ended early."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from clinicfinder.models.columns import UtcDateTime


class ClinicOverrideRow(SQLModel, table=True):
    """One dated exception to a clinic's hours. A row is never deleted: it is ended, and who did that stays.

    `hours` holds the spans of special hours, "09:00-12:00,13:00-17:00", and is null for a day closed throughout.
    """

    __tablename__ = "clinic_overrides"
    __table_args__ = (
        CheckConstraint("kind IN ('closure', 'special_hours')", name="ck_clinic_overrides_kind"),
        CheckConstraint("from_date <= through_date", name="ck_clinic_overrides_dates_in_order"),
        CheckConstraint("kind <> 'closure' OR hours IS NULL", name="ck_clinic_overrides_closure_has_no_hours"),
    )

    number: int | None = Field(default=None, primary_key=True)
    clinic_code: str = Field(foreign_key="clinics.clinic_code", index=True)
    kind: str = Field(max_length=16)
    from_date: date
    through_date: date
    hours: str | None = Field(default=None, max_length=120)
    reason: str = Field(max_length=200)
    made_by: str = Field(max_length=60)
    made_at: datetime = Field(sa_type=UtcDateTime)
    ended_by: str | None = Field(default=None, max_length=60)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
