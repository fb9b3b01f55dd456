"""How long one coverage decision takes among 10,000 rules.

Run: python bench/coverage_bench.py
Prints the median and the 99th percentile over many different questions, facts known and not.
"""

from __future__ import annotations

import random
import statistics
from datetime import date, timedelta
from time import perf_counter

from clinicfinder.coverage.book import RuleBook, rule_book
from clinicfinder.coverage.criteria import Criterion, Pathway, Test
from clinicfinder.coverage.decision import decide
from clinicfinder.coverage.facts import Facts, Value
from clinicfinder.coverage.matching import Query
from clinicfinder.coverage.rules import Rule
from clinicfinder.domain.provenance import Provenance

TODAY = date(2026, 11, 22)
RULES = 10_000
QUESTIONS = 4_000
TREATMENTS = ("spravato", "iv_ketamine", "im_ketamine", "tms", "kap")
SOURCE = Provenance("Synthetic", "https://example.org/policy", None, TODAY, "high")


def _criterion(fact: str, value: Value) -> Criterion:
    return Criterion(Test(fact, "is" if isinstance(value, bool | str) else "at_least", (value,)), fact)


def _pathways(chance: random.Random) -> tuple[Pathway, ...]:
    shared = [_criterion("adequate_dose", True), _criterion("shortest_trial_weeks", 6)]
    severe = [_criterion("phq9", 15), _criterion("madrs", 28), _criterion("hamd17", 17)]
    trials = _criterion("failed_antidepressants", chance.choice([1, 2, 3, 4]))
    fewer = [_criterion("failed_antidepressants", 2), _criterion("augmenters_failed", 1)]
    ways = [[trials, *shared, severe[0]], [*fewer, *shared, chance.choice(severe[1:])]]
    return tuple(Pathway("ab"[place], tuple(way)) for place, way in enumerate(ways))


def synthetic_book(seed: int = 4) -> RuleBook:
    """10,000 rules of 200 made-up payers: ten for each payer and treatment."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark needs repeatable figures, not secrets.
    rules = []
    for number in range(RULES):
        start = date(2019, 1, 1) + timedelta(days=365 * (number // 1000 % 10) + number % 7)
        covered = chance.random() < 0.7
        rules.append(
            Rule(
                f"r{number}",
                payer=f"payer_{number % 200}",
                treatments=(TREATMENTS[number // 200 % len(TREATMENTS)],),
                benefit="covered" if covered else "not_covered",
                provenance=SOURCE,
                plan_types=chance.choice([("commercial", "marketplace"), ("commercial",), ("medicaid",)]),
                states=chance.choice([(), ("TX",), ("AZ", "NV")]),
                indications=chance.choice([("trd",), ("mdd",), ("mdd_si",)]),
                age_from=chance.choice([None, 15, 18]),
                protocol=chance.choice([None, None, "accelerated"]),
                effective_from=start,
                not_covered_kind=None if covered else "not_medically_necessary",
                prior_authorization="required",
                pathways=_pathways(chance) if covered else (),
            )
        )
    return rule_book(rules)


def _question(chance: random.Random) -> tuple[Query, Facts]:
    query = Query(
        chance.choice(TREATMENTS),
        payer=f"payer_{chance.randrange(200)}",
        plan_type=chance.choice(["commercial", "medicaid", None]),
        state=chance.choice(["TX", "AZ", "OH", None]),
        indication=chance.choice(["trd", "mdd", "mdd_si", None]),
    )
    known: dict[str, Value] = {"age": 40, "failed_antidepressants": 2, "adequate_dose": True, "phq9": 18}
    return query, Facts({name: value for name, value in known.items() if chance.random() < 0.5})


def main() -> None:
    """Time each decision by itself and print milliseconds."""
    book = synthetic_book()
    chance = random.Random(11)  # noqa: S311 - a benchmark needs repeatable figures, not secrets.
    times = []
    for _ in range(QUESTIONS):
        query, facts = _question(chance)
        began = perf_counter()
        decide(book, query, facts, as_of=TODAY, today=TODAY)
        times.append((perf_counter() - began) * 1000)
    tail = statistics.quantiles(times, n=100)[98]
    print(f"{len(book.rules):,} rules, {QUESTIONS:,} questions")
    print(f"median {statistics.median(times):.3f} ms, 99th percentile {tail:.3f} ms")


if __name__ == "__main__":
    main()
