"""Where a row of the data is edited: the one place that knows the addresses of the data pages."""

from __future__ import annotations

from urllib.parse import quote


def edit_url(table: str, key: str) -> str:
    """The rows of a table that hold a key, for a link to where it is edited.

    >>> edit_url("coverage_rules", "aetna tms")
    '/staff/data/tables/coverage_rules?q=aetna%20tms'
    """
    return f"/staff/data/tables/{quote(table, safe='')}?q={quote(key, safe='')}"
