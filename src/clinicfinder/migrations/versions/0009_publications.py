"""Publications, drafts, uploads, and the rows that are an operator's."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables as this version of the code needs them."""
    op.create_table(
        "publications",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("files_version", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("acknowledged", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["publications.number"], name=op.f("fk_publications_undoes")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_publications")),
    )
    op.create_table(
        "published_changes",
        sa.Column("publication", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file", sa.String(length=60), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("was_operators", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication"], ["publications.number"], name=op.f("fk_published_changes_publication")
        ),
        sa.PrimaryKeyConstraint("publication", "position", name=op.f("pk_published_changes")),
    )
    op.create_table(
        "operator_rows",
        sa.Column("file", sa.String(length=60), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("file", "row_key", name=op.f("pk_operator_rows")),
    )
    op.create_table(
        "draft_changes",
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=False),
        sa.Column("row_key", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=True),
        sa.Column("cells", sa.String(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("author", "file", "row_key", name=op.f("pk_draft_changes")),
    )
    op.create_table(
        "uploads",
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("file", sa.String(length=60), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_uploads")),
    )


def downgrade() -> None:
    """Go back to the version before."""
    for name in ("uploads", "draft_changes", "operator_rows", "published_changes", "publications"):
        op.drop_table(name)
