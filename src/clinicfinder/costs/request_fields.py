"""Reading the fields of a JSON object one by one, so that every problem is told at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from clinicfinder.costs.plans import NEW_YEAR, MonthDay
from clinicfinder.errors import FieldProblem
from clinicfinder.units import WHOLE, BasisPoints, Cents

MOST_CENTS = 10_000_000_000
"""A hundred million dollars: beyond any price of care, so a slip of the keyboard is told, not computed."""


class RequestFields:
    """The fields of one object of a request; null is the same as absent.

    Each reading method returns None for an absent field and for an unusable one; the latter adds a problem to
    `problems`, which the caller raises as one `BadForm` when all is read.
    """

    def __init__(self, given: Mapping[str, object], prefix: str, problems: list[FieldProblem]) -> None:
        self._given = given
        self._prefix = prefix
        self._problems = problems

    def refuse_unknown(self, known: Collection[str]) -> None:
        """Tell every field that is not one of ours: a misspelt limit left out would change the answer."""
        for name in self._given:
            if name not in known:
                self.refuse(name, f"There is no field {name!r} here. Known: {', '.join(sorted(known))}.")

    def refuse(self, name: str, message: str, code: str = "invalid_parameter") -> None:
        """Record a problem with one field, with what was sent."""
        value = self._given.get(name)
        shown = None if value is None else str(value)[:100]
        self._problems.append(FieldProblem(f"{self._prefix}{name}", message, code, shown))

    def has(self, name: str) -> bool:
        """True if the field is there and is not null."""
        return self._given.get(name) is not None

    def require(self, name: str) -> None:
        """Record a problem if the field is absent or null."""
        if not self.has(name):
            self.refuse(name, f"{name} is required.", "invalid_parameter")

    def cents(self, name: str) -> Cents | None:
        """A whole number of cents, 0 or more."""
        number = self._whole(name, MOST_CENTS, "a whole number of cents")
        return None if number is None else Cents(number)

    def count(self, name: str, most: int) -> int | None:
        """A whole number from 0 to `most`."""
        return self._whole(name, most, "a whole number")

    def percent(self, name: str) -> BasisPoints | None:
        """A percentage from 0 to 100 with at most two decimals, as basis points."""
        value = self._given.get(name)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            # str() gives the shortest decimal that reads back as this float: 12.5 stays 12.5.
            points = Decimal(str(value)) * 100
            if points.is_finite() and 0 <= points <= WHOLE and points == points.to_integral_value():
                return BasisPoints(int(points))
        self.refuse(name, "Give a percentage from 0 to 100 with at most two decimals, such as 20 or 12.5.")
        return None

    def day(self, name: str) -> date | None:
        """A date written YYYY-MM-DD."""
        value = self._given.get(name)
        if value is None:
            return None
        if isinstance(value, str) and len(value) == 10:
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.refuse(name, "Give a date that exists, written YYYY-MM-DD, such as 2026-12-01.")
        return None

    def month_day(self, name: str) -> MonthDay:
        """A day of the year written MM-DD; absent: 1 January."""
        value = self._given.get(name)
        if value is None:
            return NEW_YEAR
        if isinstance(value, str) and len(value) == 5:
            try:
                # 2001 has no 29 February: a reset must exist in every year.
                found = date.fromisoformat(f"2001-{value}")
            except ValueError:
                pass
            else:
                return MonthDay(found.month, found.day)
        self.refuse(name, "Give a day that every year has, written MM-DD, such as 01-01 or 07-01.")
        return NEW_YEAR

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """One of a closed list of words."""
        value = self._given.get(name)
        if value is None:
            return None
        if isinstance(value, str) and value in choices:
            return value
        self.refuse(name, f"Choose one of: {', '.join(choices)}.")
        return None

    def text(self, name: str, longest: int = 200) -> str | None:
        """A short text."""
        value = self._given.get(name)
        if value is None:
            return None
        if isinstance(value, str) and len(value) <= longest:
            return value
        self.refuse(name, f"Give a text of at most {longest} characters.")
        return None

    def flag(self, name: str) -> bool | None:
        """True or false."""
        value = self._given.get(name)
        if value is None or isinstance(value, bool):
            return value
        self.refuse(name, "Give true or false.")
        return None

    def _whole(self, name: str, most: int, what: str) -> int | None:
        value = self._given.get(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most:
            return value
        self.refuse(name, f"Give {what} from 0 to {most}.")
        return None
