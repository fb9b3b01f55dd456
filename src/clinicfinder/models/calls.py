"""What the call screen keeps: the script texts, and calls that are not finished."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from clinicfinder.models.columns import TextRow, UtcDateTime


class CallScriptRow(TextRow, table=True):
    """One version of one block of the script, as text."""

    __tablename__ = "call_scripts"

    block: str
    version: str
    effective_from: str
    text: str


class CallDraftRow(SQLModel, table=True):
    """One call as far as it has got.

    `sealed_fields` is the form as JSON, encrypted, since it may hold a caller's name, phone and health; None once the
    call is closed. A closed row stays for a while, so that a save that arrives late does not bring the call back.
    `reference` is the quote's, if the call ended with one.
    """

    __tablename__ = "call_drafts"

    call_id: str = Field(primary_key=True, max_length=22)
    username: str = Field(foreign_key="staff_members.username", max_length=60, index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    saved_at: datetime = Field(sa_type=UtcDateTime, index=True)
    sealed_fields: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reference: str | None = Field(default=None, max_length=8)
