"""Every refusal this project raises, drawn as one tree.

ClinicfinderError
├── BadForm        what a person or a program sent cannot be used; lists every problem at once
├── NotOnFile      the thing asked for does not exist here (a clinic, a rule, a quote)
├── DataFault      rows of our own data files cannot be loaded; lists every fault with file and line
└── SettingFault   the configuration cannot be used; the message says which variable and what to do
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing wrong with one field, worded for the person who typed it.

    `field` is the form or parameter name, `message` names the value and the way out,
    `code` is a stable machine-readable word, `value` is what was sent (as text).
    """

    field: str
    message: str
    code: str = "invalid_parameter"
    value: str | None = None


@dataclass(frozen=True, slots=True)
class RowFault:
    """One cell of a data file that cannot be used: where it is, what stood there, and the cure."""

    file: str
    line: int
    column: str
    value: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, column {self.column}: {self.value!r}. {self.cure}"


class ClinicfinderError(Exception):
    """The root: everything we raise on purpose."""


class BadForm(ClinicfinderError):
    """What was sent cannot be used. `problems` holds every problem, never only the first."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in self.problems))


class NotOnFile(ClinicfinderError):
    """The thing asked for is not here. `kind` and `key` say what was looked for."""

    def __init__(self, kind: str, key: str) -> None:
        self.kind = kind
        self.key = key
        super().__init__(f"There is no {kind} {key!r}.")


class DataFault(ClinicfinderError):
    """Our own data cannot be loaded. `faults` holds every fault found, in file order."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class SettingFault(ClinicfinderError):
    """A setting cannot be used. The message names the variable, the value and the cure."""
