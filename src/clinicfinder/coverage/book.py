"""All rules and payers, indexed so that a decision looks at a handful of rules and not at thousands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clinicfinder.coverage.criteria import Test
from clinicfinder.coverage.facts import NARROWER_INDICATIONS
from clinicfinder.coverage.payers import Payer
from clinicfinder.coverage.rules import LABEL_PAYER, Rule

FEDERAL_PLAN_TYPES: frozenset[str] = frozenset({"medicare_part_b", "tricare", "va"})
"""Plan types that one payer may run for the whole country."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule with its conditions, other than payer, treatment and dates, as tests.

    `named` says for each place in the order of specificity, plan type to diagnosis codes, how much it names.
    """

    rule: Rule
    tests: tuple[Test, ...]
    named: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules and payers, indexed by payer and treatment.

    `macs` maps a state to its Medicare contractor. Build with `rule_book`.
    """

    rules: tuple[Rule, ...]
    payers: Mapping[str, Payer]
    macs: Mapping[str, str]
    index: Mapping[tuple[str | None, str], tuple[Entry, ...]] = field(repr=False)

    def lineage(self, payer: str | None) -> tuple[str, ...]:
        """The payer and the parents whose rules it runs under, nearest first. Empty when not on file."""
        line: list[str] = []
        while payer is not None and payer in self.payers and payer not in line:
            line.append(payer)
            payer = self.payers[payer].parent
        return tuple(line)

    def sole_payer(self, plan_type: str | None) -> str | None:
        """The one payer without a parent that runs a federal plan type: naming the plan names the payer.

        Where several run it, as the regions of TRICARE do, it is the one with the plan type's own code: the program
        as a whole, for people who named no region.
        """
        if plan_type not in FEDERAL_PLAN_TYPES:
            return None
        running = [
            payer.code for payer in self.payers.values() if payer.parent is None and plan_type in payer.plan_types
        ]
        if plan_type in running:
            return plan_type
        return running[0] if len(running) == 1 else None

    def entries(self, payer: str | None, treatment: str) -> tuple[Entry, ...]:
        """The rules of exactly this payer (None: the general ones) for exactly this treatment, by rule id."""
        return self.index.get((payer, treatment), ())


def rule_book(rules: Iterable[Rule], payers: Iterable[Payer] = (), macs: Mapping[str, str] | None = None) -> RuleBook:
    """Index the rules once. A rule for a contractor whose states we do not know fits no state.

    Args: macs: the Medicare contractor of each state, from which a rule's `mac` is told.
    A payer that only the rules name is on file too.
    """
    kept = tuple(sorted(rules, key=lambda rule: rule.rule_id))
    contractors = dict(macs or {})
    on_file = {payer.code: payer for payer in payers}
    index: dict[tuple[str | None, str], list[Entry]] = {}
    for rule in kept:
        if rule.payer not in (None, LABEL_PAYER):
            on_file.setdefault(rule.payer, Payer(rule.payer, rule.payer))
        entry = Entry(rule, conditions(rule, contractors), _named(rule))
        for treatment in rule.treatments:
            index.setdefault((rule.payer, treatment), []).append(entry)
    return RuleBook(kept, on_file, contractors, {key: tuple(found) for key, found in index.items()})


def _states_of(mac: str, macs: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(state for state, name in macs.items() if name == mac))


def _named(rule: Rule) -> tuple[int, ...]:
    """What a rule names, in the order of docs/decisions/010."""
    return (
        int(bool(rule.plan_types)),
        int(bool(rule.products)),
        int(bool(rule.states)),
        int(rule.mac is not None),
        int(rule.protocol is not None),
        int(bool(rule.devices)),
        int(rule.network_status is not None),
        int(rule.age_from is not None) + int(rule.age_to is not None),
        int(bool(rule.diagnosis_codes)),
    )


def conditions(rule: Rule, macs: Mapping[str, str]) -> tuple[Test, ...]:
    """The rule's conditions, other than payer, treatment and dates, as tests."""
    tests: list[Test] = []
    if rule.plan_types:
        tests.append(Test("plan_type", "one_of", rule.plan_types))
    if rule.products:
        tests.append(Test("product", "one_of", tuple(product.casefold() for product in rule.products)))
    if rule.states:
        tests.append(Test("state", "one_of", rule.states))
    if rule.mac:
        tests.append(Test("state", "one_of", _states_of(rule.mac, macs)))
    if rule.network_status:
        tests.append(Test("in_network", "is", (rule.network_status == "in_network",)))
    return tuple(tests + _personal_conditions(rule))


def _personal_conditions(rule: Rule) -> list[Test]:
    tests: list[Test] = []
    if rule.age_from is not None:
        tests.append(Test("age", "at_least", (rule.age_from,)))
    if rule.age_to is not None:
        tests.append(Test("age", "at_most", (rule.age_to - 1,)))
    if rule.protocol:
        tests.append(Test("protocol", "is", (rule.protocol,)))
    if rule.devices:
        tests.append(Test("device", "one_of", rule.devices))
    if rule.diagnosis_codes:
        tests.append(Test("diagnosis_code", "one_of", rule.diagnosis_codes))
    if rule.indications:
        reached = {narrow for one in rule.indications for narrow in NARROWER_INDICATIONS.get(one, {one})}
        tests.append(Test("indication", "one_of", tuple(sorted(reached))))
    return tests
