"""Columns that several tables share."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# SQLite cannot change a constraint that has no name, so later migrations need every one to have a fixed name.
SQLModel.metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, in and out. SQLite keeps no time zone, so every moment is stored as UTC and read as such."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        """To UTC. A moment without a zone is a mistake of ours."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Any) -> datetime | None:
        """As UTC, whichever zone the database answers in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ProvenanceColumns(SQLModel):
    """Where a row of fact comes from; the fields of domain.provenance.Provenance."""

    source_title: str
    source_url: str
    source_date: date | None = Field(default=None)
    reviewed_on: date
    confidence: str


POINT_IS_WHOLE = "(latitude IS NULL AND longitude IS NULL) OR (latitude IS NOT NULL AND longitude IS NOT NULL)"
POINT_IS_REAL = (
    "latitude IS NULL OR (latitude <> 0 AND longitude <> 0 "
    "AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)"
)
"""Files write unknown coordinates as 0. No place of the United States lies at latitude or longitude 0."""


class TextRow(SQLModel):
    """A row kept as text, cell by cell as people write it: docs/decisions/012-rule-tables.md.

    `line` is its place in the file, for the order and for messages about its cells.
    """

    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class SourceText(TextRow):
    """A row of text with its source."""

    source_title: str
    source_url: str
    source_date: str
    reviewed_on: str
    confidence: str
