"""Dated exceptions to clinics' hours, and daily counts of how good the data is."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables as this version of the code needs them."""
    op.create_table(
        "clinic_overrides",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("clinic_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("through_date", sa.Date(), nullable=False),
        sa.Column("hours", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(length=60), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('closure', 'special_hours')", name="ck_clinic_overrides_kind"),
        sa.CheckConstraint("from_date <= through_date", name="ck_clinic_overrides_dates_in_order"),
        sa.CheckConstraint("kind <> 'closure' OR hours IS NULL", name="ck_clinic_overrides_closure_has_no_hours"),
        sa.ForeignKeyConstraint(["clinic_code"], ["clinics.clinic_code"], name=op.f("fk_clinic_overrides_clinic_code")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_clinic_overrides")),
    )
    op.create_index(op.f("ix_clinic_overrides_clinic_code"), "clinic_overrides", ["clinic_code"])
    op.create_table(
        "quality_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "measure", name=op.f("pk_quality_counts")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("quality_counts")
    op.drop_table("clinic_overrides")
