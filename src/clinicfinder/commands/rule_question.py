"""Read a question typed on the command line, with everything wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from clinicfinder.commands.rule_source import RuleSource
from clinicfinder.coverage.facts import FACTS, INDICATIONS, NOTHING_KNOWN, Facts, parse_facts, text_value
from clinicfinder.coverage.matching import Query
from clinicfinder.coverage.payers import search_payers
from clinicfinder.coverage.rules import PLAN_TYPES
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.errors import BadForm, FieldProblem


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question as typed; None where nothing was."""

    treatment: str
    payer: str | None
    plan_type: str | None
    product: str | None
    state: str | None
    indication: str | None
    facts: Sequence[str]
    as_of: str | None


@dataclass(frozen=True, slots=True)
class RuleQuestion:
    """What is asked of the rules."""

    query: Query
    facts: Facts
    as_of: date


def read_question(typed: TypedQuestion, source: RuleSource, today: date) -> RuleQuestion:
    """The question in the codes of the tables.

    Raises: BadForm with every problem at once.
    """
    problems: list[FieldProblem] = []
    query = Query(
        treatment=_code("--treatment", typed.treatment, source.treatments, problems) or "",
        payer=_payer(typed.payer, source, problems),
        plan_type=_code("--plan-type", typed.plan_type, PLAN_TYPES, problems),
        product=typed.product,
        state=_state(typed.state, problems),
        indication=_code("--indication", typed.indication, INDICATIONS, problems),
    )
    facts = _facts(typed.facts, problems)
    as_of = _day(typed.as_of, problems) or today
    if problems:
        raise BadForm(problems)
    return RuleQuestion(query, facts, as_of)


def _code(option: str, text: str | None, known: Sequence[str], problems: list[FieldProblem]) -> str | None:
    if text is None:
        return None
    code = text.strip().casefold().replace("-", "_").replace(" ", "_")
    if code in known:
        return code
    near = get_close_matches(code, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Use one of: {', '.join(known)}."
    problems.append(FieldProblem(option, f"We do not know {text!r}. {hint}", value=text))
    return None


def _payer(text: str | None, source: RuleSource, problems: list[FieldProblem]) -> str | None:
    """A payer by its code, its name or an alias; a part of a name is not enough to decide about someone."""
    if text is None:
        return None
    wanted = " ".join(text.split()).casefold()
    found = search_payers(source.tables.book.payers.values(), text)
    for payer in found:
        if wanted in {name.casefold() for name in (payer.code, payer.name, *payer.aliases)}:
            return payer.code
    near = [payer.code for payer in found] or get_close_matches(wanted, source.tables.book.payers, n=3)
    hint = f"Did you mean {' or '.join(near[:3])}?" if near else "Use a code or a name of payers.csv."
    problems.append(FieldProblem("--payer", f"We do not know {text!r}. {hint}", value=text))
    return None


def _state(text: str | None, problems: list[FieldProblem]) -> str | None:
    if text is None:
        return None
    if text.strip().upper() in STATE_NAMES:
        return text.strip().upper()
    problems.append(FieldProblem("--state", f"We do not know {text!r}. Use two letters, such as TX.", value=text))
    return None


def _day(text: str | None, problems: list[FieldProblem]) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        problems.append(FieldProblem("--as-of", f"{text!r} is no date. Write it as 2026-11-22.", value=text))
        return None


def _facts(pairs: Iterable[str], problems: list[FieldProblem]) -> Facts:
    raw: dict[str, object] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            problems.append(FieldProblem("--fact", f"{pair!r} has no value. Write NAME=VALUE, such as age=40."))
        elif name in raw:
            problems.append(FieldProblem("--fact", f"{name!r} is given twice. Give it once."))
        else:
            value = text_value(FACTS[name], text) if name in FACTS else None
            raw[name] = text if value is None else value
    try:
        return parse_facts(raw, prefix="--fact ")
    except BadForm as error:
        problems.extend(error.problems)
        return NOTHING_KNOWN
