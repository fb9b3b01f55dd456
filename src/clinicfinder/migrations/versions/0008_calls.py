"""The script of a call, and calls that are not finished."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables as this version of the code needs them."""
    op.create_table(
        "call_scripts",
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(column, sa.String(), nullable=False) for column in ("block", "version", "effective_from", "text")),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_call_scripts")),
    )
    op.create_table(
        "call_drafts",
        sa.Column("call_id", sa.String(length=22), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_fields", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reference", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(["username"], ["staff_members.username"], name=op.f("fk_call_drafts_username")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_call_drafts")),
    )
    for column in ("username", "saved_at"):
        op.create_index(op.f(f"ix_call_drafts_{column}"), "call_drafts", [column])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("call_drafts")
    op.drop_table("call_scripts")
