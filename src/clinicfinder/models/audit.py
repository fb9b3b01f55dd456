"""The log of who did what: append-only, each entry sealed with the hash of the one before."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class AuditEntryRow(SQLModel, table=True):
    """One thing done. `at` is text in the exact form that was hashed: UTC with microseconds."""

    __tablename__ = "audit_log"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str = Field(max_length=27, index=True)
    actor: str = Field(max_length=60, index=True)
    action: str = Field(max_length=60, index=True)
    subject_kind: str = Field(max_length=40)
    subject: str = Field(max_length=200, index=True)
    old: str | None = None
    new: str | None = None
    reason: str | None = None
    previous_hash: str = Field(max_length=64)
    entry_hash: str = Field(max_length=64, unique=True)


class AuditHeadRow(SQLModel, table=True):
    """The one row that says where the log ends. Writers take turns by changing it first."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("only_row = 1", name="ck_audit_head_only_row"),)

    only_row: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int
    entry_hash: str = Field(max_length=64)
