"""Keys that programs may show to be counted by themselves."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from clinicfinder.models.columns import UtcDateTime


class ApiKeyRow(SQLModel, table=True):
    """One key. Only its hash is kept (docs/decisions/042-api-keys.md). It is revoked, never deleted.

    `key_id` is the public beginning of the key, by which people speak of it. `holder` is who has it.
    `per_minute` is how many requests it may make in a minute.
    """

    __tablename__ = "api_keys"
    __table_args__ = (CheckConstraint("per_minute BETWEEN 1 AND 1000000", name="ck_api_keys_per_minute"),)

    key_id: str = Field(primary_key=True, max_length=12)
    key_hash: str = Field(max_length=64, unique=True)
    holder: str = Field(max_length=100)
    per_minute: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    created_by: str = Field(max_length=60)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_by: str | None = Field(default=None, max_length=60)
