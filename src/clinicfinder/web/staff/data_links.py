"""Where a row of the data is edited: the one place that links to the data pages from elsewhere."""

from __future__ import annotations

from flask import url_for


def edit_url(table: str, row: str | None, words: str) -> str:
    """The form of a row, or, without its name, the rows of the table that hold some words."""
    if row is None:
        return url_for("staff_data.rows", table=table, q=words)
    return url_for("staff_data.edit", table=table, row=row)
