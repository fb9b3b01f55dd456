"""What a person has to read before publishing: changes that may be right, and often are not."""

from __future__ import annotations

from typing import Final

from clinicfinder.ingest.cells import PROVENANCE_COLUMNS
from clinicfinder.ingest.data_tables import TABLE_OF
from clinicfinder.ingest.row_changes import RowChange
from clinicfinder.ingest.table_checks import Changes, Stored

_MOST_NAMED: Final = 5
"""Rows named in one warning: a spreadsheet may change thousands."""

_NOTHING_NEW: Final = frozenset({"effective_to", "notes", "wording"})
"""Columns that claim nothing of the source: an end rests on the row that follows, the others are words of our own."""


def older_sources(changes: Changes) -> list[str]:
    """One warning a table, where rows say something new under the source and day of review of what they said before."""
    found = []
    for file, of_file in changes.items():
        rows = [change.words for change in of_file.values() if _rests_on_older_source(change)]
        if rows:
            more = f" and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else ""
            named = ", ".join(rows[:_MOST_NAMED])
            found.append(
                f"{TABLE_OF[file].label}: {named}{more} would say something new under the source and day of review of "
                "what stands there now. If you compared it with a source, give that source and that day first."
            )
    return found


def rewritten(changes: Changes) -> list[str]:
    """Rows whose past would change with them. The tables' own convention is an end and a new row."""
    found = []
    for file, of_file in changes.items():
        lasting = TABLE_OF[file].lasting
        for change in of_file.values():
            columns = [cell.column for cell in change.cells if cell.column in lasting]
            columns += [cell.column for cell in change.cells if cell.column == "effective_to" and cell.old]
            if change.kind == "changed" and columns and lasting:
                found.append(
                    f"{change.words}: {', '.join(columns)} would change for the past as well. That is right for a "
                    "slip of ours. If the source changed, end this row and add a new one from that day."
                )
    return found


def criteria_changed(changes: Changes, stored: Stored) -> list[str]:
    """Rules on file whose criteria would change with these changes, for past days too."""
    rules = dict.fromkeys(key[0] for key in changes.get("coverage_criteria.csv", {}))
    return [
        f"{rule}: its criteria would change for the past as well. If the payer changed them, make a new version."
        for rule in rules
        if (rule,) in stored["coverage_rules.csv"]
    ]


def _rests_on_older_source(change: RowChange) -> bool:
    columns = {cell.column for cell in change.cells}
    has_source = change.after is not None and "reviewed_on" in change.after
    says_new = not columns <= _NOTHING_NEW and columns.isdisjoint(PROVENANCE_COLUMNS)
    return change.kind == "changed" and has_source and says_new
