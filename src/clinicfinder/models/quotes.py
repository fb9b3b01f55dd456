"""Quotes, what came of them, and whom they were for. The first two are only ever added to: triggers see to it."""

from datetime import date, datetime, time

from sqlalchemy import BigInteger, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from clinicfinder.models.columns import UtcDateTime


class QuoteRow(SQLModel, table=True):
    """One quote. `snapshot` is the whole of it as canonical JSON; the other columns are for finding it.

    `made_at` is UTC; `valid_through` ends by the calendar of `time_zone`. Amounts are cents, None where no price was
    on file. `supersedes` is the quote that this one corrects; each can be corrected once.
    """

    __tablename__ = "quotes"
    __table_args__ = (
        UniqueConstraint("made_by", "saving_key", name="uq_quotes_saving_key"),
        UniqueConstraint("supersedes", name="uq_quotes_supersedes"),
        Index("ix_quotes_made_at", "made_at"),
        Index("ix_quotes_clinic_code", "clinic_code"),
    )

    reference: str = Field(primary_key=True, max_length=8)
    saving_key: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: str = Field(max_length=80)
    made_by_name: str = Field(max_length=200)
    clinic_code: str = Field(max_length=100)
    clinic_name: str
    state: str = Field(max_length=2)
    treatment: str = Field(max_length=40)
    payer_code: str | None = Field(default=None, max_length=60)
    payer_name: str | None = None
    coverage_status: str = Field(max_length=40)
    has_own_rule: bool
    low_cents: int | None = Field(default=None, sa_type=BigInteger)
    high_cents: int | None = Field(default=None, sa_type=BigInteger)
    valid_through: date
    time_zone: str = Field(max_length=40)
    data_version: str
    script_version: str
    supersedes: str | None = Field(default=None, max_length=8, foreign_key="quotes.reference")
    snapshot_format: int
    snapshot: str = Field(sa_type=Text)
    snapshot_sha256: str = Field(max_length=64)


class QuoteOutcomeRow(SQLModel, table=True):
    """One entry beside a quote: how a call ended, or a note. The entry with the highest number is the newest."""

    __tablename__ = "quote_outcomes"
    __table_args__ = (
        UniqueConstraint("recorded_by", "entry_key", name="uq_quote_outcomes_entry_key"),
        Index("ix_quote_outcomes_reference", "reference"),
    )

    entry_number: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=8, foreign_key="quotes.reference")
    entry_key: str = Field(max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    recorded_by: str = Field(max_length=80)
    recorded_by_name: str = Field(max_length=200)
    outcome: str | None = Field(default=None, max_length=40)
    note: str = Field(sa_type=Text)
    callback_day: date | None = None
    callback_begins: time | None = None
    callback_ends: time | None = None
    callback_time_zone: str | None = Field(default=None, max_length=40)
    safe_to_call: bool | None = None
    voicemail_ok: bool | None = None
    do_not_call_until: date | None = None


class QuotePersonRow(SQLModel, table=True):
    """The name and phone number that a caller gave, sealed. The row goes when no longer needed; the quote stays."""

    __tablename__ = "quote_people"

    reference: str = Field(primary_key=True, max_length=8, foreign_key="quotes.reference")
    sealed_name: str | None = Field(default=None, sa_type=Text)
    sealed_phone: str | None = Field(default=None, sa_type=Text)
    kept_since: datetime = Field(sa_type=UtcDateTime)
