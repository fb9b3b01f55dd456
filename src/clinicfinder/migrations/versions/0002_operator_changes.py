"""Operator changes, looked-up points, and the geocoders' tables."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

POINT_IS_WHOLE = "(latitude IS NULL AND longitude IS NULL) OR (latitude IS NOT NULL AND longitude IS NOT NULL)"
POINT_IS_REAL = (
    "latitude IS NULL OR (latitude <> 0 AND longitude <> 0 "
    "AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)"
)


def upgrade() -> None:
    """Make the tables as this version of the code needs them."""
    with op.batch_alter_table("data_version") as table:
        table.alter_column("version", new_column_name="files_version", existing_type=sa.String())
        table.add_column(sa.Column("operator_changes", sa.Integer(), nullable=False, server_default="0"))
    for name in ("clinics", "clinic_insurance"):
        op.add_column(name, sa.Column("changed_by_operator", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "clinic_points",
        sa.Column("clinic_code", sa.String(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("geo_precision", sa.String(length=16), nullable=True),
        sa.Column("provider", sa.String(length=40), nullable=True),
        sa.Column("geocoded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(POINT_IS_WHOLE, name="ck_clinic_points_point_is_whole"),
        sa.CheckConstraint(POINT_IS_REAL, name="ck_clinic_points_point_is_real"),
        sa.ForeignKeyConstraint(["clinic_code"], ["clinics.clinic_code"], name=op.f("fk_clinic_points_clinic_code")),
        sa.PrimaryKeyConstraint("clinic_code", name=op.f("pk_clinic_points")),
    )
    op.create_table(
        "geocode_cache",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lng", sa.Float(), nullable=True),
        sa.Column("precision", sa.String(length=16), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("state", sa.String(length=2), nullable=True),
        sa.Column("zip", sa.String(length=5), nullable=True),
        sa.Column("provider", sa.String(length=40), nullable=True),
        sa.Column("refusal", sa.String(length=16), nullable=True),
        sa.Column("typed_state", sa.String(length=2), nullable=True),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_geocode_cache")),
    )
    op.create_index(op.f("ix_geocode_cache_expires_at"), "geocode_cache", ["expires_at"])
    op.create_table(
        "geocoder_turn",
        sa.Column("geocoder", sa.String(length=40), nullable=False),
        sa.Column("next_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("geocoder", name=op.f("pk_geocoder_turn")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("geocoder_turn")
    op.drop_table("geocode_cache")
    op.drop_table("clinic_points")
    for name in ("clinic_insurance", "clinics"):
        op.drop_column(name, "changed_by_operator")
    with op.batch_alter_table("data_version") as table:
        table.drop_column("operator_changes")
        table.alter_column("files_version", new_column_name="version", existing_type=sa.String())
