"""Accounts of the console, their sign-ins, and the failed tries that slow down guessing."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Integer, false
from sqlmodel import Field, SQLModel

from clinicfinder.models.columns import UtcDateTime


class StaffMemberRow(SQLModel, table=True):
    """One account. It is disabled, never deleted: quotes and audit entries name it."""

    __tablename__ = "staff_members"
    __table_args__ = (CheckConstraint("role IN ('agent', 'supervisor', 'admin')", name="ck_staff_members_role"),)

    username: str = Field(primary_key=True, max_length=60)
    display_name: str = Field(max_length=100)
    role: str = Field(max_length=16)
    password_hash: str
    password_set_at: datetime = Field(sa_type=UtcDateTime)
    hide_scripts: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    shortcuts_off: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StaffSessionRow(SQLModel, table=True):
    """One sign-in. Only the hash of its token is kept, so that a copy of the table opens nothing."""

    __tablename__ = "staff_sessions"

    token_hash: str = Field(primary_key=True, max_length=64)
    username: str = Field(foreign_key="staff_members.username", max_length=60, index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInTryRow(SQLModel, table=True):
    """One try to sign in that has not succeeded. Names and addresses are kept as keyed hashes only."""

    __tablename__ = "sign_in_tries"

    # SQLite counts up by itself for INTEGER alone.
    number: int | None = Field(default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer(), "sqlite"))
    account_key: str = Field(max_length=64, index=True)
    address_key: str = Field(max_length=64, index=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
