"""The sites that show our search in a frame, as text."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = (
    "name", "allowed_origins", "networks", "treatments", "default_place", "language", "accent", "corner_radius",
    "font", "scheme", "enabled", "contact",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables as this version of the code needs them."""
    op.create_table(
        "partners",
        sa.Column("slug", sa.String(), nullable=False),
        *(sa.Column(column, sa.String(), nullable=False) for column in COLUMNS),
        sa.Column("changed_by_operator", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_partners")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("partners")
