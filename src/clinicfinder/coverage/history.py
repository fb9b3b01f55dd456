"""The versions of one rule: the same payer's word on the same matter, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from clinicfinder.coverage.rules import Rule

Relation = Literal["earlier", "this", "later"]


def history_of(rule: Rule, rules: Iterable[Rule]) -> tuple[tuple[Relation, Rule], ...]:
    """The rule among those that it follows and those that follow it, the oldest first.

    Sources change a rule without keeping its name, so a version is told by what it says: the same payer, a common
    treatment, no condition that bars the other's cases, and one over before the other begins. Rules in force side
    by side, such as one for adults and one for teenagers, are no versions of each other.
    """
    found: list[tuple[Relation, Rule]] = [("this", rule)]
    for other in rules:
        if other.rule_id == rule.rule_id or not _same_matter(rule, other):
            continue
        if _over_before(other, rule):
            found.append(("earlier", other))
        elif _over_before(rule, other):
            found.append(("later", other))
    return tuple(sorted(found, key=lambda each: (each[1].effective_from or date.min, each[1].rule_id)))


def _over_before(one: Rule, other: Rule) -> bool:
    return None not in (one.effective_to, other.effective_from) and one.effective_to <= other.effective_from  # type: ignore[operator]  # None is barred just before.


def _same_matter(one: Rule, other: Rule) -> bool:
    lists: tuple[tuple[Sequence[str], Sequence[str]], ...] = (
        (one.plan_types, other.plan_types),
        (one.products, other.products),
        (one.states, other.states),
        (one.indications, other.indications),
        (one.devices, other.devices),
        (one.diagnosis_codes, other.diagnosis_codes),
    )
    words = ((one.network_status, other.network_status), (one.mac, other.mac), (one.protocol, other.protocol))
    return (
        one.payer == other.payer
        and bool(set(one.treatments) & set(other.treatments))
        and all(not mine or not theirs or set(mine) & set(theirs) for mine, theirs in lists)
        and all(mine is None or theirs is None or mine == theirs for mine, theirs in words)
        and _ages_meet(one, other)
    )


def _ages_meet(one: Rule, other: Rule) -> bool:
    """Whether somebody can be of an age that both rules are about. The upper end is the first age left out."""
    lowest = max(one.age_from or 0, other.age_from or 0)
    return all(rule.age_to is None or lowest < rule.age_to for rule in (one, other))
