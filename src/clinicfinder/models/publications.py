"""What supervisors publish, what they are still working on, and which rows are theirs."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from clinicfinder.models.columns import UtcDateTime


class PublicationRow(SQLModel, table=True):
    """One publication. It is never changed or deleted.

    `number` is the count of operator changes after it, as in the data version. `files_version`: the files that were
    loaded then. `undoes`: the publication whose cells this one puts back. `acknowledged`: the warnings that were read.
    """

    __tablename__ = "publications"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    published_at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(max_length=60)
    note: str
    files_version: str
    undoes: int | None = Field(default=None, foreign_key="publications.number")
    acknowledged: str


class PublishedChangeRow(SQLModel, table=True):
    """One row that a publication changed. `before` and `after` are its cells as JSON; none: there was or is no row.

    `line` and `was_operators` are of the row before, for an undo.
    """

    __tablename__ = "published_changes"

    publication: int = Field(primary_key=True, foreign_key="publications.number")
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    file: str = Field(max_length=60)
    row_key: str
    before: str | None = None
    after: str | None = None
    line: int | None = None
    was_operators: bool


class OperatorRow(SQLModel, table=True):
    """A row of a table kept as text, or of a short list, that a supervisor changed, added or removed.

    A load of the files leaves it as it is. Clinics and statements carry the same mark in a column of their own.
    """

    __tablename__ = "operator_rows"

    file: str = Field(primary_key=True, max_length=60)
    row_key: str = Field(primary_key=True)


class DraftChangeRow(SQLModel, table=True):
    """One row as a supervisor means to publish it. `base`: the cells it was made from; `cells` none: it is to go."""

    __tablename__ = "draft_changes"

    author: str = Field(primary_key=True, max_length=60)
    file: str = Field(primary_key=True, max_length=60)
    row_key: str = Field(primary_key=True)
    base: str | None = None
    cells: str | None = None
    saved_at: datetime = Field(sa_type=UtcDateTime)


class UploadRow(SQLModel, table=True):
    """A spreadsheet that was sent and looked at, and not yet taken into a draft. Kept for a day."""

    __tablename__ = "uploads"

    token: str = Field(primary_key=True, max_length=43)
    author: str = Field(max_length=60)
    file: str = Field(max_length=60)
    filename: str
    content: bytes = Field(sa_type=LargeBinary)
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
