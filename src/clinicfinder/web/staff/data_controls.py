"""The right control for each column of each table that supervisors edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from werkzeug.datastructures import MultiDict

from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.staff.data_columns import CHOICES, DATES, HINTS, LONG, NUMBERS, SEVERAL, URLS

ControlKind = Literal["text", "long", "date", "number", "url", "select", "several", "suggest"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several answers."""

    value: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One cell of a form. `was`: the cell the form was made from. `theirs`: what somebody else wrote meanwhile.

    `taken_over`: theirs was put into the field, because the person had not touched it.
    """

    name: str
    label: str
    kind: ControlKind
    value: str
    was: str
    fixed: bool
    hint: str | None
    choices: tuple[Choice, ...]
    problem: str | None
    theirs: str | None
    taken_over: bool

    @property
    def field_id(self) -> str:
        """The id of the control."""
        return f"cell-{self.name}"


@dataclass(frozen=True, slots=True)
class CellTexts:
    """One row three times: the form was made from `was`, the person wrote `typed`, on file is `now`."""

    was: Mapping[str, str]
    typed: Mapping[str, str]
    now: Mapping[str, str]


def controls_of(
    table: str,
    columns: Sequence[str],
    fixed: Sequence[str],
    texts: CellTexts,
    problems: Mapping[str, str],
    catalogue: Catalogue,
) -> tuple[Control, ...]:
    """The controls of a row, in the order of the table.

    Args: fixed: columns that name the row and stay. problems: what to do, by column.
    """
    codes = _codes(catalogue)
    made = []
    for column in columns:
        was, typed, now = (texts_of.get(column, "") for texts_of in (texts.was, texts.typed, texts.now))
        moved = now != was
        taken_over = moved and typed == was
        value = now if taken_over else typed
        kind, choices = _kind(table, column, value, codes)
        made.append(
            Control(
                column,
                label_of(column),
                kind,
                value,
                now,
                column in fixed,
                HINTS.get(f"{table}.{column}", HINTS.get(column)),
                choices,
                problems.get(column),
                now if moved and value != now else None,
                taken_over,
            )
        )
    return tuple(made)


def cells_sent(table: str, columns: Sequence[str], form: MultiDict[str, str], *, before: str = "") -> dict[str, str]:
    """The cells of a form. Ticked boxes become one cell, in the order of the cell the form was made from.

    Args: before: what stands before each column's name in the form.
    """
    cells = {}
    for column in columns:
        values = form.getlist(before + column)
        separator = SEVERAL.get(f"{table}.{column}", ("", ()))[0]
        if separator and not before:
            was = form.get(f"was-{column}", "").split(separator)
            values = sorted(filter(None, values), key=lambda value: was.index(value) if value in was else len(was))
            cells[column] = separator.join(values)
        else:
            cells[column] = values[-1] if values else ""
    return cells


def label_of(column: str) -> str:
    """A column's name as a label.

    >>> label_of("source_url"), label_of("rule_id")
    ('Source URL', 'Rule ID')
    """
    words = column.replace("_", " ").capitalize().split()
    return " ".join(word.upper() if word.lower() in ("url", "id", "zip", "mac") else word for word in words)


def _kind(
    table: str, column: str, value: str, codes: Mapping[str, Sequence[str]]
) -> tuple[ControlKind, tuple[Choice, ...]]:
    name = f"{table}.{column}"
    if name in SEVERAL:
        separator, known = SEVERAL[name]
        held = value.split(separator) if value else []
        return "several", tuple(Choice(one, one in held) for one in dict.fromkeys((*known, *held)))
    words = CHOICES.get(name, CHOICES.get(column))
    if words is not None:
        # A word that is not on the list stays in sight: it is what was typed or stored, and is refused by its check.
        return "select", tuple(Choice(word, word == value) for word in dict.fromkeys(("", *words, value)))
    if column in codes:
        return "suggest", tuple(Choice(code, code == value) for code in codes[column])
    for kind, members in (("date", DATES), ("number", NUMBERS), ("url", URLS), ("long", LONG)):
        if column in members and (kind != "date" or _is_day(value)):
            return kind, ()  # type: ignore[return-value]  # The four words are kinds.
    return "text", ()


def _is_day(value: str) -> bool:
    """A date control can only hold a day; anything else that was typed must not be lost."""
    return not value or (len(value) == 10 and value[:4].isdigit() and value[4] == value[7] == "-")


def _codes(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    return {
        "network": sorted(catalogue.networks),
        "payer": sorted(catalogue.payers),
        "parent": sorted(catalogue.payers),
        "treatment": sorted(catalogue.treatments),
        "state": sorted(STATE_NAMES),
        "clinic_code": sorted(catalogue.clinics),
    }
