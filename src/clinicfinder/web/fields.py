"""One control of a form, and the two kinds of it that hold fixed answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from clinicfinder.web.estimate_form import EstimateForm
from clinicfinder.web.form_options import Option
from clinicfinder.web.translation import gettext

FieldKind = Literal["text", "number", "money", "percent", "date", "select", "radio"]


@dataclass(frozen=True, slots=True)
class Field:
    """One control. `options` serves select and radio, and the list of suggestions of a text."""

    name: str
    label: str
    kind: FieldKind
    value: str
    hint: str | None = None
    unit: str | None = None
    options: tuple[Option, ...] = ()
    problem: str | None = None

    @property
    def field_id(self) -> str:
        """The id of the control: its name, which a style sheet can select."""
        return "f-" + self.name.replace(".", "-")


def yes_no(form: EstimateForm, field: str, label: str, hint: str | None = None) -> Field:
    """A question with three answers; not to know is the one that stands at first."""
    value = form.value(field)
    choices = (("true", gettext("Yes")), ("false", gettext("No")), ("", gettext("I don't know")))
    options = tuple(Option(code, text, code == value) for code, text in choices)
    return Field(field, label, "radio", value, hint, options=options, problem=form.problem(field))


def select(
    form: EstimateForm,
    field: str,
    label: str,
    choices: Iterable[tuple[str, str]],
    *,
    hint: str | None = None,
    empty: str | None = None,
) -> Field:
    """A list to choose from, with not knowing first."""
    value = form.value(field)
    options = [Option("", empty or gettext("I don't know"), not value)]
    options += [Option(code, text, code == value) for code, text in choices]
    return Field(field, label, "select", value, hint, options=tuple(options), problem=form.problem(field))
