"""Quotes, their outcomes, and whom they were for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("quotes", "quote_outcomes")
"""Tables whose rows nobody may change or delete, whoever asks and by whatever program."""


def upgrade() -> None:
    """Make the tables as this version of the code needs them."""
    op.create_table(
        "quotes",
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("saving_key", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.Column("clinic_code", sa.String(length=100), nullable=False),
        sa.Column("clinic_name", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("treatment", sa.String(length=40), nullable=False),
        sa.Column("payer_code", sa.String(length=60), nullable=True),
        sa.Column("payer_name", sa.String(), nullable=True),
        sa.Column("coverage_status", sa.String(length=40), nullable=False),
        sa.Column("has_own_rule", sa.Boolean(), nullable=False),
        sa.Column("low_cents", sa.BigInteger(), nullable=True),
        sa.Column("high_cents", sa.BigInteger(), nullable=True),
        sa.Column("valid_through", sa.Date(), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("data_version", sa.String(), nullable=False),
        sa.Column("script_version", sa.String(), nullable=False),
        sa.Column("supersedes", sa.String(length=8), nullable=True),
        sa.Column("snapshot_format", sa.Integer(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["supersedes"], ["quotes.reference"], name=op.f("fk_quotes_supersedes")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_quotes")),
        sa.UniqueConstraint("made_by", "saving_key", name="uq_quotes_saving_key"),
        sa.UniqueConstraint("supersedes", name="uq_quotes_supersedes"),
    )
    op.create_index("ix_quotes_made_at", "quotes", ["made_at"])
    op.create_index("ix_quotes_clinic_code", "quotes", ["clinic_code"])
    op.create_table(
        "quote_outcomes",
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("entry_key", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=80), nullable=False),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("callback_day", sa.Date(), nullable=True),
        sa.Column("callback_begins", sa.Time(), nullable=True),
        sa.Column("callback_ends", sa.Time(), nullable=True),
        sa.Column("callback_time_zone", sa.String(length=40), nullable=True),
        sa.Column("safe_to_call", sa.Boolean(), nullable=True),
        sa.Column("voicemail_ok", sa.Boolean(), nullable=True),
        sa.Column("do_not_call_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["reference"], ["quotes.reference"], name=op.f("fk_quote_outcomes_reference")),
        sa.PrimaryKeyConstraint("entry_number", name=op.f("pk_quote_outcomes")),
        sa.UniqueConstraint("recorded_by", "entry_key", name="uq_quote_outcomes_entry_key"),
    )
    op.create_index("ix_quote_outcomes_reference", "quote_outcomes", ["reference"])
    op.create_table(
        "quote_people",
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("sealed_name", sa.Text(), nullable=True),
        sa.Column("sealed_phone", sa.Text(), nullable=True),
        sa.Column("kept_since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reference"], ["quotes.reference"], name=op.f("fk_quote_people_reference")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_quote_people")),
    )
    for table in ONLY_ADDED_TO:
        _forbid_changes(table)


def _forbid_changes(table: str) -> None:
    """Refuse every UPDATE and DELETE of a table, and on PostgreSQL a TRUNCATE too."""
    message = f"rows of {table} are never changed or deleted"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_only_added_to()"
    )


def downgrade() -> None:
    """Go back to the version before."""
    for table in ("quote_people", "quote_outcomes", "quotes"):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in ONLY_ADDED_TO:
            op.execute(f"DROP FUNCTION {table}_is_only_added_to()")
