"""Which rules speak about a case, in which order, and on what each of the others fails.

The order of specificity is fixed (docs/decisions/010): payer, plan type, product, state, Medicare
contractor, protocol, device, network, age, diagnosis code, indication (exact before broader before
any), and last the later first day. Each place is compared before the next is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from clinicfinder.coverage.book import Entry
from clinicfinder.coverage.criteria import Test
from clinicfinder.coverage.facts import NARROWER_INDICATIONS, Among, Answers, Facts, Value, implied
from clinicfinder.coverage.rules import Rule
from clinicfinder.coverage.truth import Truth

Timing = Literal["in_force", "not_yet", "ended"]

WHOSE_PLAN = frozenset({"plan_type", "state", "in_network"})
"""Conditions that say whose plan a rule is about. A rule that fails on one of them is about other people."""

ROUTES = frozenset(
    {"iv_ketamine", "im_ketamine", "oral_ketamine", "sublingual_ketamine", "nasal_ketamine", "sc_ketamine"}
)
"""One drug, several routes: a rule for one of them refuses the others. Esketamine is a drug of its own."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked about: a treatment, and whatever is known of the plan. None means not given.

    `payer`, `plan_type`, `state` and `indication` are codes; `product` is the plan's own name or code, in any
    letter case. Everything about the person (age, device, network ...) stands in the facts.
    """

    treatment: str
    payer: str | None = None
    plan_type: str | None = None
    product: str | None = None
    state: str | None = None
    indication: str | None = None

    def answers(self, facts: Facts) -> dict[str, Value | Among]:
        """Everything known, under the names that conditions and criteria use."""
        known: dict[str, Value | Among] = dict(facts.known)
        known.update(implied(facts))
        given = {
            "plan_type": self.plan_type,
            "product": self.product.casefold() if self.product else None,
            "state": self.state,
            "indication": self.indication,
        }
        known.update({name: value for name, value in given.items() if value})
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Considered:
    """One rule held against a case. Each is made once for a case, so it is compared by identity.

    `failed` and `open` name the conditions that do not hold and those that are not known. `rank` orders by
    specificity, greatest first. `own` says that the payer or one of its parents states the rule.
    """

    rule: Rule
    tests: tuple[Test, ...]
    timing: Timing
    failed: tuple[str, ...]
    open: tuple[str, ...]
    rank: tuple[int, ...]
    own: bool

    @property
    def matches(self) -> bool:
        """Whether the rule applies, as far as is known, on the day asked about."""
        return self.timing == "in_force" and not self.failed

    @property
    def about_this_plan(self) -> bool:
        """Whether the rule is about this person's kind of plan, whatever else it asks."""
        return not WHOSE_PLAN.intersection(self.failed)


def specificity(entry: Entry, indication: str | None, generation: int) -> tuple[int, ...]:
    """The place of a rule in the fixed order, greatest first.

    Args: indication: the one asked about, to tell an exact rule from a broader one. generation: 0 for the
        payer's own rule, 1 for its parent's, and so on; rules about payers in general pass a large one.
    """
    rule = entry.rule
    exact = bool(rule.indications) and (indication is None or indication in rule.indications)
    named = 2 if exact else int(bool(rule.indications))
    return (-generation, *entry.named, named, rule.effective_from.toordinal() if rule.effective_from else 0)


def _held_against(tests: Sequence[Test], answers: Answers) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the tests that fail and of those that are open, each once."""
    failed: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for test in tests:
        state = test.check(answers)
        if state is Truth.NOT_MET:
            failed[test.name] = None
        elif state is Truth.UNKNOWN:
            unknown[test.name] = None
    return tuple(failed), tuple(unknown)


def consider(entries: Iterable[tuple[int, Entry]], query: Query, answers: Answers, as_of: date) -> list[Considered]:
    """Hold each (generation, rule) against the case, most specific first. Low confidence never comes in."""
    found = []
    for generation, entry in entries:
        rule, tests = entry.rule, entry.tests
        if rule.provenance.confidence == "low":
            continue
        failed, unknown = _held_against(tests, answers)
        timing: Timing = "in_force"
        if not rule.in_force(as_of):
            timing = "not_yet" if rule.starts_after(as_of) else "ended"
        rank = specificity(entry, query.indication, generation)
        found.append(Considered(rule, tests, timing, failed, unknown, rank, own=rule.payer is not None))
    # The book lists a payer's rules by id, and sorting keeps that order where rules are equally specific.
    return sorted(found, key=lambda one: one.rank, reverse=True)


def with_partial_answers(answers: Answers, considered: Sequence[Considered]) -> Answers:
    """Take back answers that are too coarse for the rules at hand, keeping what they do say.

    "Depression" (mdd) may or may not be treatment-resistant: where no rule in force is about mdd itself,
    rules about its narrower forms may apply, and saying which form it is could decide. The same holds for
    a diagnosis category (F33) where the rules list codes within it.
    """
    partial = dict(answers)
    indication = answers.get("indication")
    if isinstance(indication, str) and indication in NARROWER_INDICATIONS:
        about = [one for one in considered if one.timing == "in_force" and "indication" not in one.failed]
        if not any(one.about_this_plan for one in about):
            partial["indication"] = Among(tuple(sorted(NARROWER_INDICATIONS[indication])))
    code = answers.get("diagnosis_code")
    if isinstance(code, str):
        listed = {finer for one in considered for finer in one.rule.diagnosis_codes if finer.startswith(code)}
        if listed - {code}:
            partial["diagnosis_code"] = Among(tuple(sorted({code, *listed})))
    return partial
