"""Why each considered rule decided or did not, for the page, the API and `rules explain`."""

from __future__ import annotations

from collections.abc import Iterator

from clinicfinder.coverage.answers import TraceLine, TraceOutcome
from clinicfinder.coverage.book import RuleBook
from clinicfinder.coverage.matching import Considered
from clinicfinder.coverage.resolution import Resolution
from clinicfinder.coverage.situation import Situation


def _line(one: Considered, situation: Situation, found: Resolution) -> TraceLine:
    deciding = [verdict for verdict in found.verdicts if one in verdict.rules]
    if deciding:
        disputed = any(len(verdict.rules) > 1 for verdict in deciding)
        alone: TraceOutcome = "decided" if len(found.verdicts) == 1 else "possible"
        return TraceLine(one.rule.rule_id, "disputed" if disputed else alone, one.failed, one.open)
    if one is found.near:
        return TraceLine(one.rule.rule_id, "refused", found.failed_on, one.open)
    if one.timing != "in_force":
        return TraceLine(one.rule.rule_id, one.timing, one.failed, one.open)
    other_route = situation.query.treatment not in one.rule.treatments
    if one.failed or other_route:
        route = ("route",) if other_route else ()
        return TraceLine(one.rule.rule_id, "not_matching", (*route, *one.failed), one.open)
    needless = one.rule.typical and any(not verdict.rules[0].rule.typical for verdict in found.verdicts)
    needless = needless or (one.rule.typical and found.near is not None)
    return TraceLine(one.rule.rule_id, "general_not_needed" if needless else "less_specific", one.failed, one.open)


def _set_aside(book: RuleBook, situation: Situation) -> Iterator[TraceLine]:
    query = situation.query
    payers = (*book.lineage(query.payer), None)
    for rule in (entry.rule for payer in payers for entry in book.entries(payer, query.treatment)):
        if rule.provenance.confidence == "low":
            yield TraceLine(rule.rule_id, "low_confidence", (), ())


def trace(book: RuleBook, situation: Situation, found: Resolution) -> tuple[TraceLine, ...]:
    """One line for each rule of the payer, of its parents and of payers in general, most specific first."""
    considered = (*situation.own, *situation.other_routes, *situation.typical)
    lines = [_line(one, situation, found) for one in considered]
    return (*lines, *_set_aside(book, situation))
