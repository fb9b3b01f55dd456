"""What sources say of the safety of treatments, as text."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = (
    "treatment", "kind", "statement", "source_title", "source_url", "source_date", "reviewed_on", "confidence",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables as this version of the code needs them."""
    op.create_table(
        "treatment_safety",
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(column, sa.String(), nullable=False) for column in COLUMNS),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_treatment_safety")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("treatment_safety")
