"""How Alembic runs our migrations: on the connection it is handed, without an ini file.

`clinicfinder.store.engine.migrate` puts the connection into `config.attributes`.
"""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import clinicfinder.models  # noqa: F401  # Importing the tables is what fills the metadata.


def render_plain_strings(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write SQLModel's string type as SQLAlchemy's, so that old migrations do not depend on SQLModel."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,  # SQLite cannot alter a table in place.
    render_item=render_plain_strings,
)
with context.begin_transaction():
    context.run_migrations()
