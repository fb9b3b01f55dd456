"""The rule of a payer that comes nearest to a case without applying to it: what a refusal then rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clinicfinder.coverage.matching import Considered
from clinicfinder.coverage.situation import Situation

LEAST_CURABLE_FIRST = (
    "route", "age", "protocol", "product", "indication", "diagnosis_code", "device", "date",
)  # fmt: skip
"""What a rule can fail on and still speak of this person."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """`rule` fails only on `failed_on`. `within_reach` are rules that would apply but for a day or a device."""

    rule: Considered
    failed_on: tuple[str, ...]
    within_reach: tuple[tuple[Considered, str], ...]


@dataclass(frozen=True, slots=True)
class _Miss:
    rule: Considered
    failed: tuple[str, ...]

    @property
    def distance(self) -> tuple[int, bool, int, date]:
        """Fewer failures are nearer, then a day alone, then what is least curable, then the earlier first day."""
        ahead = self.rule.timing == "not_yet" and self.rule.rule.effective_from
        return (
            len(self.failed),
            self.failed != ("date",),
            LEAST_CURABLE_FIRST.index(self.failed[0]),
            ahead or date.min,
        )


def nearest_miss(situation: Situation) -> NearMiss | None:
    """The granting rule of the payer's own that fails only on what the person or the day brings, if there is one."""
    misses = sorted(_misses(situation), key=lambda miss: miss.distance)
    if not misses:
        return None
    # Of several versions that are still to come only the first is within reach: the later ones change something else.
    next_version = next((miss.distance for miss in misses if miss.failed == ("date",)), None)
    within_reach = [
        (miss.rule, miss.failed[0]) for miss in misses if miss.failed == ("device",) or miss.distance == next_version
    ]
    return NearMiss(misses[0].rule, misses[0].failed, tuple(within_reach))


def _misses(situation: Situation) -> Iterator[_Miss]:
    for one in (*situation.own, *situation.other_routes):
        other_route = situation.query.treatment not in one.rule.treatments
        if not (one.own and one.rule.grants and one.about_this_plan) or one.timing == "ended":
            continue
        if other_route and one.timing == "not_yet":
            continue
        failed = [*one.failed, *(["date"] if one.timing == "not_yet" else []), *(["route"] if other_route else [])]
        yield _Miss(one, tuple(sorted(failed, key=LEAST_CURABLE_FIRST.index)))
