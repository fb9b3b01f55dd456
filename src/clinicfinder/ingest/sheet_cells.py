"""What a cell of an operator's spreadsheet means: blank leaves a value, (clear) clears it, and what Excel does to both.

Text that a spreadsheet would run as a formula is written with an apostrophe before it, and read without.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

CLEAR: Final = "(clear)"

# The apostrophes before are counted in, so that reading takes off exactly the one that writing put there.
_WOULD_RUN: Final = re.compile(r"'*(?:[=+\-@\t\r]|\(clear\)\s*$)", re.IGNORECASE)

_ERRORS: Final = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NUM!|NULL!|SPILL!|#+)", re.IGNORECASE)
_EXPONENT: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_US_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTHS: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE_LIKE: Final = re.compile(
    rf"\d{{1,2}}[-/](?:{_MONTHS})(?:[-/]\d{{2,4}})?|(?:{_MONTHS})[-/]\d{{2,4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}",
    re.IGNORECASE,
)
_WHOLE_AS_DECIMAL: Final = re.compile(r"\d+[.,]0+")
_DECIMAL_COMMA: Final = re.compile(r"-?\d{1,3},\d+")


def guarded(text: str) -> str:
    """The text as it may stand in a spreadsheet: never run as a formula, and never mistaken for (clear).

    >>> guarded("=1+1"), guarded("'=x"), guarded("'til 5"), guarded("")
    ("'=1+1", "''=x", "'til 5", '')
    """
    return f"'{text}" if _WOULD_RUN.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given. A cell that was never guarded stays as it is.

    >>> unguarded("'=1+1"), unguarded("''=x"), unguarded("=1+1"), unguarded("'til 5")
    ('=1+1', "'=x", '=1+1', "'til 5")
    """
    return cell[1:] if cell.startswith("'") and _WOULD_RUN.match(cell) else cell


def is_clear(cell: str) -> bool:
    """Whether a cell asks to clear the value."""
    return cell.strip().lower() == CLEAR


def damage(column: str, cell: str) -> str | None:
    """What a spreadsheet evidently did to a cell, with the cure; None if nothing is evident.

    Only columns in which a person cannot have meant what stands there are judged: notes may hold any text.
    """
    if "\0" in cell:
        return "This cell holds a NUL character, which no database keeps. Type it again."
    if _ERRORS.fullmatch(cell):
        return "This is a spreadsheet's error message, not a value. Mend the formula behind it or type the value."
    if column in {"zip", "phone", "clinic_code", "latitude", "longitude"} and _EXPONENT.fullmatch(cell):
        return "A spreadsheet shortened a number and its digits are lost. Format the column as text and type it again."
    if column in {"zip", "phone"} and _WHOLE_AS_DECIMAL.fullmatch(cell):
        return "A spreadsheet made this a decimal number. Format the column as text and type it again."
    if column in {"latitude", "longitude"} and _DECIMAL_COMMA.fullmatch(cell):
        return f"Write a decimal point, not a comma: {cell.replace(',', '.')}."
    if column in {"unit", "hours", "clinic_code", "slug", "zip"} and _DATE_LIKE.fullmatch(cell):
        return "A spreadsheet made this a date. Format the column as text and type it again."
    return None


def day_text(cell: str, stored: str) -> str:
    """A date as YYYY-MM-DD if a spreadsheet evidently rewrote it as month/day/year, else the cell as it is.

    It is evident if it is the day we have stored, or if no other order of day and month gives a date.

    >>> day_text("11/22/2026", ""), day_text("2/3/2026", "2026-02-03"), day_text("2/3/2026", "")
    ('2026-11-22', '2026-02-03', '2/3/2026')
    """
    match = _US_DATE.fullmatch(cell)
    if not match:
        return cell
    month, day, year = (int(part) for part in match.groups())
    try:
        read = date(year, month, day).isoformat()
    except ValueError:
        return cell
    return read if read == stored or day > 12 or day == month else cell
