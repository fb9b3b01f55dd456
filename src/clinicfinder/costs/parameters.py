"""Dated figures set by law or by a programme: what held on a day, and nothing for a day that is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from clinicfinder.domain.provenance import Provenance
from clinicfinder.errors import NotOnFile

ParameterUnit = Literal["cents", "basis_points", "count"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of one parameter, in force from `effective_from` to the day before `effective_to`.

    `effective_to` None means that the source sets no end, as for a share fixed by statute.
    """

    parameter: str
    value: int
    unit: ParameterUnit
    effective_from: date
    effective_to: date | None
    notes: str
    provenance: Provenance

    def holds_on(self, on: date) -> bool:
        """True if this is the value of that day."""
        return self.effective_from <= on and (self.effective_to is None or on < self.effective_to)


class ParameterMissing(NotOnFile):
    """No value is known for the day asked. An older value is never carried over in its place."""

    def __init__(self, parameter: str, on: date) -> None:
        self.on = on
        super().__init__(f"value for {on.isoformat()} of the parameter", parameter)


def parameter_on(parameters: Iterable[Parameter], name: str, on: date) -> Parameter:
    """The value of a parameter on one day, with its source.

    Raises: ParameterMissing if none is known for that day.
    """
    for parameter in parameters:
        if parameter.parameter == name and parameter.holds_on(on):
            return parameter
    raise ParameterMissing(name, on)
