"""Quotes, outcomes and audit entries cannot be replaced either."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEYS = {
    "quotes": (("reference",), ("made_by", "saving_key"), ("supersedes",)),
    "quote_outcomes": (("entry_number",), ("recorded_by", "entry_key")),
    "audit_log": (("number",), ("entry_hash",)),
}
"""What no two rows of a table may share: the primary key, and each unique set of columns."""


def upgrade() -> None:
    """Refuse a row that would take the place of another.

    SQLite's REPLACE deletes the other row without asking the triggers that refuse deletions. PostgreSQL has no such
    statement, and its ON CONFLICT DO UPDATE does ask the triggers that refuse changes.
    """
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, keys in KEYS.items():
        same = " OR ".join(f"({' AND '.join(f'{name} = NEW.{name}' for name in key)})" for key in keys)
        there_is_one = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608  # Names of our own alone.
        op.execute(
            f"CREATE TRIGGER {table}_no_replacing BEFORE INSERT ON {table} WHEN {there_is_one} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never replaced'); END"
        )


def downgrade() -> None:
    """Go back to the version before."""
    if op.get_bind().dialect.name == "sqlite":
        for table in KEYS:
            op.execute(f"DROP TRIGGER {table}_no_replacing")
