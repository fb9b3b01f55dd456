"""What a change of the rules does to people: a built-in panel of cases, answered by both books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinicfinder.coverage.answers import CriteriaState
from clinicfinder.coverage.book import Entry, RuleBook
from clinicfinder.coverage.decision import decide
from clinicfinder.coverage.facts import NOTHING_KNOWN, Facts, Value
from clinicfinder.coverage.matching import ROUTES, Query
from clinicfinder.coverage.resolution import Reason, Status

_TRIALS: dict[str, Value] = {
    "shortest_trial_weeks": 8,
    "adequate_dose": True,
    "prescriber": "psychiatrist",
    "rems_site": True,
}
PEOPLE: Mapping[str, Facts] = {
    "nothing known": NOTHING_KNOWN,
    "adult, one antidepressant": Facts({"age": 40, "failed_antidepressants": 1, **_TRIALS}),
    "adult, two antidepressants of two classes": Facts(
        {"age": 40, "failed_antidepressants": 2, "antidepressant_classes": 2, **_TRIALS}
    ),
    "adult, four antidepressants, augmentation and therapy": Facts(
        {
            "age": 40,
            "failed_antidepressants": 4,
            "antidepressant_classes": 3,
            "augmenters_failed": 2,
            "psychotherapy_failed": True,
            "on_oral_antidepressant": True,
            **_TRIALS,
        }
    ),
    "adult without an oral antidepressant": Facts(
        {"age": 40, "failed_antidepressants": 2, "on_oral_antidepressant": False, "monotherapy": True}
    ),
    "aged 16": Facts({"age": 16}),
    "aged 70": Facts({"age": 70, "failed_antidepressants": 2}),
    "out of network": Facts({"age": 40, "in_network": False}),
}
"""Made-up people on both sides of the boundaries that rules commonly draw."""

INDICATIONS_ASKED = ("trd", "mdd", "mdd_si", "ocd")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The part of an answer that a person would notice."""

    status: Status
    reason: Reason | None
    criteria: CriteriaState
    rule_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One case that two books answer differently, asked about a day."""

    person: str
    query: Query
    before: Outcome
    after: Outcome
    day: date


def panel(books: Iterable[RuleBook], treatments: Iterable[str]) -> tuple[tuple[str, Query], ...]:
    """Every payer on file in any book, with each of its plan types and states, asked for each treatment."""
    queries: dict[Query, None] = {}
    asked = tuple(treatments)
    for payer in (payer for book in books for payer in book.payers.values()):
        for plan_type in payer.plan_types or (None,):
            for state in payer.states or (None,):
                for treatment in asked:
                    for indication in INDICATIONS_ASKED:
                        query = Query(treatment, payer.code, plan_type, None, state, indication)
                        queries.setdefault(query)
    return tuple((person, query) for query in queries for person in PEOPLE)


def _outcome(book: RuleBook, query: Query, person: str, as_of: date, today: date) -> Outcome:
    answer = decide(book, query, PEOPLE[person], as_of=as_of, today=today)
    behind = [one.rule_id for one in answer.trace if one.outcome in {"decided", "possible", "disputed", "refused"}]
    return Outcome(answer.status, answer.reason, answer.criteria, tuple(behind))


Ground = Sequence[tuple[Entry, ...]]


def _ground(book: RuleBook, payer: str | None, treatment: str) -> Ground:
    """All that an answer about this payer and treatment rests on: equal ground gives equal answers."""
    routes = sorted(ROUTES) if treatment in ROUTES else [treatment]
    return [book.entries(code, route) for code in (*book.lineage(payer), None) for route in routes]


def _days_apart(before: Ground, after: Ground, as_of: date, *, ahead: bool) -> tuple[date, ...]:
    """The days on which two grounds may answer differently: none if they are equal, and the first is `as_of`."""
    if before == after:
        return ()
    if not ahead:
        return (as_of,)
    old, new = ([entry for entries in ground for entry in entries] for ground in (before, after))
    differing = [one for one in old if one not in new] + [one for one in new if one not in old]
    turns = {day for entry in differing for day in (entry.rule.effective_from, entry.rule.effective_to) if day}
    return as_of, *sorted(day for day in turns if day > as_of)


def compare_books(
    before: RuleBook, after: RuleBook, treatments: Iterable[str], as_of: date, today: date, *, ahead: bool = False
) -> tuple[Difference, ...]:
    """The cases of the panel that the two books answer differently on one day.

    Cases that differ only in which rule stands behind the same answer count too: a source has changed.

    Args: ahead: ask about each later day as well on which a rule that differs begins or ends. A difference that stays
        as it was on the day before is told once.
    """
    found = []
    days: dict[tuple[str | None, str], tuple[date, ...]] = {}
    for person, query in panel((before, after), treatments):
        asked = query.payer, query.treatment
        if asked not in days:
            days[asked] = _days_apart(_ground(before, *asked), _ground(after, *asked), as_of, ahead=ahead)
        told = None
        for day in days[asked]:
            old, new = (_outcome(book, query, person, day, today) for book in (before, after))
            if old != new and (old, new) != told:
                found.append(Difference(person, query, old, new, day))
            told = old, new
    return tuple(found)
