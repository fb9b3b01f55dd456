"""Days after the one asked about on which the rules change for a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from clinicfinder.coverage.answers import Change
from clinicfinder.coverage.book import RuleBook
from clinicfinder.coverage.facts import Facts
from clinicfinder.coverage.resolution import Resolution, resolve
from clinicfinder.coverage.rules import Rule
from clinicfinder.coverage.situation import Situation, gather


def _turning_days(situation: Situation, found: Resolution) -> Iterator[tuple[date, Rule, bool]]:
    for one in situation.own:
        if one.timing == "not_yet" and not one.failed and one.rule.effective_from is not None:
            yield one.rule.effective_from, one.rule, True
    for verdict in found.verdicts:
        for one in verdict.rules:
            if one.rule.effective_to is not None:
                yield one.rule.effective_to, one.rule, False


def coming_changes(
    book: RuleBook, situation: Situation, facts: Facts, found: Resolution, today: date
) -> tuple[Change, ...]:
    """Each day on which a fitting rule starts, or the deciding one ends, with the answer from then on.

    A day on which one version ends and the next begins counts as a start.
    """
    if situation.query.plan_type == "self_pay":
        return ()
    by_day: dict[date, dict[bool, list[str]]] = {}
    for day, rule, starts in _turning_days(situation, found):
        by_day.setdefault(day, {}).setdefault(starts, []).append(rule.rule_id)
    changes = []
    for day, rules in sorted(by_day.items()):
        then = resolve(gather(book, situation.query, facts, day))
        starts = True in rules
        named = tuple(dict.fromkeys(rules[starts]))
        changes.append(Change(day, "starts" if starts else "ends", day <= today, named, then.status, then.reason))
    return tuple(changes)
