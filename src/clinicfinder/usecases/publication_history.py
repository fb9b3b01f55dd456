"""Look at what was published."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from clinicfinder.ingest.row_changes import RowChange
from clinicfinder.store.publications import Publication, read_publication, read_publications, read_published_changes

PER_PAGE: Final = 50


def list_publications(engine: Engine, page: int) -> tuple[list[Publication], bool]:
    """A page of publications, newest first, and whether there are older ones."""
    with engine.connect() as connection:
        found = read_publications(connection, limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
    return found[:PER_PAGE], len(found) > PER_PAGE


def show_publication(engine: Engine, number: int) -> tuple[Publication, list[RowChange]]:
    """One publication and the rows it changed.

    Raises: NotOnFile.
    """
    with engine.connect() as connection:
        publication = read_publication(connection, number)
        return publication, [one.change for one in read_published_changes(connection, number)]
