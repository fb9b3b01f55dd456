"""Edit, review and publish as the console does, in a line each."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from clinicfinder.ingest.changes import Key
from clinicfinder.ingest.data_tables import TABLES, row_id, table_named
from clinicfinder.ingest.row_changes import cells_hash
from clinicfinder.store.table_rows import read_table
from clinicfinder.usecases.edit_rows import TypedRow, save_row
from clinicfinder.usecases.publish import Confirmation, publish_draft, review_draft, review_undo, undo_publication

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ADA = "ada"


def cells_of(engine: Engine, table: str, *key: str) -> dict[str, str]:
    """The cells of a row on file."""
    with engine.connect() as connection:
        return dict(read_table(connection, f"{table}.csv")[key].cells)


def keys_of(engine: Engine, table: str) -> list[Key]:
    """The keys on file."""
    with engine.connect() as connection:
        return list(read_table(connection, f"{table}.csv"))


def edit(engine: Engine, folder: Path, table: str, key: Key, author: str = ADA, **cells: str):
    """Change cells of a row in the draft."""
    before = cells_of(engine, table, *key)
    typed = TypedRow(author, table, row_id(key), before | cells, cells_hash(before))
    return save_row(engine, folder, typed, NOW)


def add(engine: Engine, folder: Path, table: str, author: str = ADA, **cells: str):
    """Add a row to the draft."""
    empty = dict.fromkeys(table_named(table).columns, "")
    return save_row(engine, folder, TypedRow(author, table, None, empty | cells, ""), NOW)


def publish(engine: Engine, folder: Path, author: str = ADA, *, acknowledged: bool = True, note: str = "because"):
    """Publish the draft as it is."""
    review = review_draft(engine, folder, author, NOW)
    return publish_draft(engine, folder, Confirmation(author, note, review.seen, acknowledged), NOW)


def undo(engine: Engine, folder: Path, number: int, *, note: str = "a slip"):
    """Undo a publication as it is."""
    review = review_undo(engine, folder, number, NOW)
    return undo_publication(engine, folder, number, Confirmation(ADA, note, review.seen, acknowledged=True), NOW)


def tables(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that can be edited, as it stands, and whose it is."""
    names = [*TABLES, "operator_rows"]
    stored = {"locations": "clinics"}
    with engine.connect() as connection:
        return {
            name: sorted(
                (tuple(row) for row in connection.execute(text(f"SELECT * FROM {stored.get(name, name)}"))), key=repr
            )
            for name in names
        }
