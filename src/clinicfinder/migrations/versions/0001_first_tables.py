"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

POINT_IS_WHOLE = "(latitude IS NULL AND longitude IS NULL) OR (latitude IS NOT NULL AND longitude IS NOT NULL)"
POINT_IS_REAL = (
    "latitude IS NULL OR (latitude <> 0 AND longitude <> 0 "
    "AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)"
)


def upgrade() -> None:
    """Make the tables as this version of the code needs them."""
    op.create_table(
        "data_version",
        sa.Column("only_row", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.CheckConstraint("only_row = 1", name="ck_data_version_only_row"),
        sa.PrimaryKeyConstraint("only_row", name=op.f("pk_data_version")),
    )
    op.create_table(
        "networks",
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("gives_ketamine", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_networks")),
    )
    op.create_table(
        "payers",
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_payers")),
    )
    op.create_table(
        "sources",
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_sources")),
    )
    op.create_table(
        "treatments",
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("short_label", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("fda_status", sa.String(), nullable=True),
        sa.Column("session_length", sa.String(), nullable=True),
        sa.Column("first_course", sa.String(), nullable=True),
        sa.Column("driving_home", sa.String(), nullable=True),
        sa.Column("in_person_only", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_treatments")),
    )
    op.create_table(
        "clinics",
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("clinic_code", sa.String(), nullable=False),
        sa.Column("network_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("zip", sa.String(length=5), nullable=False),
        sa.Column("county", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("geo_precision", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("hours", sa.String(), nullable=True),
        sa.Column("treatments", sa.String(), nullable=False),
        sa.Column("treatments_evidence", sa.String(), nullable=False),
        sa.Column("telehealth", sa.Boolean(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("aliases", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=True),
        sa.CheckConstraint(
            POINT_IS_WHOLE,
            name="ck_clinics_point_is_whole",
        ),
        sa.CheckConstraint(
            POINT_IS_REAL,
            name="ck_clinics_point_is_real",
        ),
        sa.ForeignKeyConstraint(["network_code"], ["networks.code"], name=op.f("fk_clinics_network_code")),
        sa.PrimaryKeyConstraint("clinic_code", name=op.f("pk_clinics")),
        sa.UniqueConstraint("state", "city", "slug", name="uq_clinics_state_city_slug"),
    )
    op.create_table(
        "zip_codes",
        sa.Column("zip", sa.String(length=5), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("other_cities", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("county", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("point_source", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.CheckConstraint(
            POINT_IS_WHOLE,
            name="ck_zip_codes_point_is_whole",
        ),
        sa.CheckConstraint(
            POINT_IS_REAL,
            name="ck_zip_codes_point_is_real",
        ),
        sa.ForeignKeyConstraint(["source"], ["sources.source"], name=op.f("fk_zip_codes_source")),
        sa.PrimaryKeyConstraint("zip", name=op.f("pk_zip_codes")),
    )
    op.create_table(
        "clinic_insurance",
        sa.Column("source_title", sa.String(), nullable=False),
        sa.Column("source_url", sa.String(), nullable=False),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("row_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("network_code", sa.String(), nullable=False),
        sa.Column("clinic_code", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=2), nullable=True),
        sa.Column("payer_code", sa.String(), nullable=False),
        sa.Column("listed_as", sa.String(), nullable=False),
        sa.Column("acceptance", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=True),
        sa.Column("notes", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_code"], ["clinics.clinic_code"], name=op.f("fk_clinic_insurance_clinic_code")),
        sa.ForeignKeyConstraint(["network_code"], ["networks.code"], name=op.f("fk_clinic_insurance_network_code")),
        sa.ForeignKeyConstraint(["payer_code"], ["payers.code"], name=op.f("fk_clinic_insurance_payer_code")),
        sa.PrimaryKeyConstraint("row_number", name=op.f("pk_clinic_insurance")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("clinic_insurance")
    op.drop_table("zip_codes")
    op.drop_table("clinics")
    op.drop_table("treatments")
    op.drop_table("sources")
    op.drop_table("payers")
    op.drop_table("networks")
    op.drop_table("data_version")
