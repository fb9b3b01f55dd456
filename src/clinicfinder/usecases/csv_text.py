"""Lines of a spreadsheet that people download."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from clinicfinder.ingest.sheet_cells import guarded


def csv_line(cells: Sequence[str]) -> str:
    r"""One line of CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> csv_line(["=1+1", "Smith, Jo"])
    '\'=1+1,"Smith, Jo"\r\n'
    """
    target = io.StringIO()
    csv.writer(target).writerow([guarded(cell) for cell in cells])
    return target.getvalue()
