"""What may be known about a person, and how an outside answer becomes a checked value.

Every fact is optional. Absent means unknown, and unknown is never assumed to be anything. The names,
types and allowed words here are public API.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from clinicfinder.errors import BadForm, FieldProblem

Value = bool | int | str


@dataclass(frozen=True, slots=True)
class Among:
    """An answer known only to be one of several, such as "depression" without saying which form."""

    values: tuple[Value, ...]


Answers = Mapping[str, Value | Among]
"""Known answers by name. A name that is missing is unknown."""

FactKind = Literal["count", "boolean", "choice", "diagnosis"]


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One fact we may ask. `highest` bounds a count, inclusive (None: no bound); a choice has `choices`.

    `asked_last` marks what is chosen with the clinic rather than true of the person. `question` is the
    stable key under which the wording of the question is kept.
    """

    name: str
    kind: FactKind
    highest: int | None = None
    choices: tuple[str, ...] = ()
    asked_last: bool = False

    @property
    def question(self) -> str:
        """The key of this question's wording."""
        return f"ask_{self.name}"


_SPECS = (
    FactSpec("age", "count", 120),
    FactSpec("failed_antidepressants", "count", 100),
    FactSpec("antidepressant_classes", "count", 20),
    FactSpec("shortest_trial_weeks", "count", 1040),
    FactSpec("adequate_dose", "boolean"),
    FactSpec("augmenters_failed", "count", 100),
    FactSpec("psychotherapy_failed", "boolean"),
    FactSpec("protocol", "choice", choices=("standard", "accelerated", "maintenance")),
    FactSpec("device", "choice", choices=("neurostar", "brainsway", "magventure", "other")),
    FactSpec("diagnosis_code", "diagnosis"),
    FactSpec("phq9", "count", 27),
    FactSpec("madrs", "count", 60),
    FactSpec("hamd17", "count", 52),
    FactSpec("qids", "count", 27),
    FactSpec("on_oral_antidepressant", "boolean"),
    FactSpec("monotherapy", "boolean"),
    FactSpec("adherence_percent", "count", 100),
    FactSpec("ect_considered", "boolean"),
    FactSpec("substance_use", "choice", choices=("none", "remission", "active")),
    FactSpec("cannabis_use", "boolean"),
    FactSpec("psychosis", "boolean"),
    FactSpec("bipolar", "boolean"),
    FactSpec("suicidality", "boolean"),
    FactSpec("prescriber", "choice", choices=("psychiatrist", "psychiatric_np", "other")),
    FactSpec("in_network", "boolean"),
    FactSpec("sessions_per_week", "count", 21, asked_last=True),
    FactSpec("week_of_course", "count", 1040, asked_last=True),
    FactSpec("rems_site", "boolean", asked_last=True),
)

FACTS: Mapping[str, FactSpec] = {spec.name: spec for spec in _SPECS}
"""Every fact, in the order in which we ask when nothing else decides the order."""

INDICATIONS = (
    "trd", "mdd", "mdd_si", "bipolar_depression", "ptsd", "anxiety",
    "ocd", "chronic_pain", "substance_use", "eating_disorder", "other",
)  # fmt: skip
NARROWER_INDICATIONS: Mapping[str, frozenset[str]] = {"mdd": frozenset({"mdd", "trd", "mdd_si"})}
"""A rule for major depression also holds for its two narrower forms."""

_DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z](\.?[0-9A-Z]{1,4})?")


def normalized_diagnosis(text: str) -> str | None:
    """An ICD-10-CM code in capitals without the dot, or None if it cannot be one.

    >>> normalized_diagnosis(" f33.2 "), normalized_diagnosis("F332"), normalized_diagnosis("depression")
    ('F332', 'F332', None)
    """
    code = text.strip().upper()
    return code.replace(".", "") if _DIAGNOSIS.fullmatch(code) else None


def read_value(spec: FactSpec, raw: object) -> Value | None:
    """The checked value, or None if the fact cannot take `raw`. Text is never guessed into a number."""
    if spec.kind == "boolean":
        return raw if isinstance(raw, bool) else None
    if spec.kind == "count":
        if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
            return None
        return raw if spec.highest is None or raw <= spec.highest else None
    if not isinstance(raw, str):
        return None
    if spec.kind == "diagnosis":
        return normalized_diagnosis(raw)
    word = raw.strip().lower()
    return word if word in spec.choices else None


def text_value(spec: FactSpec, text: str) -> Value | None:
    """The value that a cell of a table or a field of a form spells, or None if it spells none.

    >>> text_value(FACTS["age"], "18"), text_value(FACTS["bipolar"], "false"), text_value(FACTS["age"], "old")
    (18, False, None)
    """
    word = text.strip()
    if spec.kind == "boolean":
        return {"true": True, "false": False}.get(word.lower())
    if spec.kind == "count":
        return read_value(spec, int(word)) if word.isascii() and word.isdigit() else None
    return read_value(spec, word)


def _expected(spec: FactSpec) -> str:
    if spec.kind == "boolean":
        return "Answer true or false."
    if spec.kind == "choice":
        return f"Choose one of: {', '.join(spec.choices)}."
    if spec.kind == "diagnosis":
        return "Enter an ICD-10 code such as F33.2, with or without the dot."
    return f"Enter a whole number from 0 to {spec.highest}."


def _problem(name: str, raw: object, prefix: str) -> FieldProblem:
    field, shown = f"{prefix}{name}", str(raw)[:80]
    spec = FACTS.get(name)
    if spec is None:
        near = get_close_matches(name, FACTS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else f" Known facts: {', '.join(FACTS)}."
        return FieldProblem(field, f"We do not know a fact named {name!r}.{hint}", "invalid_parameter", shown)
    return FieldProblem(field, f"We cannot use {shown!r}. {_expected(spec)}", "invalid_parameter", shown)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one person. A name that `known` does not hold is unknown."""

    known: Mapping[str, Value]

    def get(self, name: str) -> Value | None:
        """The answer to one fact, or None when it is unknown."""
        return self.known.get(name)


NOTHING_KNOWN = Facts({})


def implied(facts: Facts) -> dict[str, Value]:
    """What the known facts say of others: alone and without an antidepressant by mouth are two names of one fact.

    >>> implied(Facts({"monotherapy": True})), implied(Facts({"monotherapy": True, "on_oral_antidepressant": True}))
    ({'on_oral_antidepressant': False}, {})
    """
    found: dict[str, Value] = {}
    for name, other in (("monotherapy", "on_oral_antidepressant"), ("on_oral_antidepressant", "monotherapy")):
        value = facts.get(name)
        if isinstance(value, bool) and facts.get(other) is None:
            found[other] = not value
    return found


def parse_facts(raw: Mapping[str, object], prefix: str = "facts.") -> Facts:
    """Check what a program or a form sent about a person. A null is the same as leaving the name out.

    Args: raw: names and JSON values (booleans true or false, counts whole numbers >= 0, words, codes).
        prefix: put before a name in each problem, so that it names the field that was sent.
    Returns: the facts that are known.
    Raises: BadForm with every problem at once: unknown names, wrong types, values out of range.
    """
    known: dict[str, Value] = {}
    problems: list[FieldProblem] = []
    for name, value in raw.items():
        if value is None and name in FACTS:
            continue
        checked = read_value(FACTS[name], value) if name in FACTS else None
        if checked is None:
            problems.append(_problem(name, value, prefix))
        else:
            known[name] = checked
    if problems:
        raise BadForm(problems)
    return Facts(known)
