"""The rule commands' answers as lines of text for the people who edit the tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from rich.markup import escape

from clinicfinder.coverage.answers import CoverageAnswer, TraceLine
from clinicfinder.coverage.book import RuleBook
from clinicfinder.coverage.criteria import CheckedPathway
from clinicfinder.coverage.facts import Facts
from clinicfinder.coverage.lint import Finding, Gap
from clinicfinder.coverage.matching import Query
from clinicfinder.coverage.panel import Difference, Outcome
from clinicfinder.coverage.rules import Rule
from clinicfinder.coverage.truth import Truth

_STATE_MARKS = {Truth.MET: "[green]met    [/]", Truth.NOT_MET: "[red]not met[/]", Truth.UNKNOWN: "[yellow]unknown[/]"}


def finding_line(finding: Finding) -> str:
    """One finding about the rules as a whole."""
    colour = "red" if finding.level == "error" else "yellow"
    return (
        f"[{colour}]{finding.level}[/] {finding.code}: {escape(', '.join(finding.rule_ids))}. {escape(finding.detail)}"
    )


def gap_lines(gaps: tuple[Gap, ...]) -> Iterator[str]:
    """One line for each payer and plan type: where a general pattern answers, and where nothing does."""
    for (payer, plan_type), group in groupby(gaps, key=lambda gap: (gap.payer, gap.plan_type)):
        of_plan = list(group)
        typical = ", ".join(gap.treatment for gap in of_plan if gap.typical)
        silent = ", ".join(gap.treatment for gap in of_plan if not gap.typical)
        parts = [f"a general pattern for {typical}" if typical else "", f"nothing for {silent}" if silent else ""]
        yield f"{payer}, {plan_type}: {'; '.join(filter(None, parts))}"


def question_line(query: Query, facts: Facts, as_of: date) -> str:
    """What was understood: the codes asked for and the facts given."""
    given = [query.payer, query.plan_type, query.product, query.state, query.indication]
    known = [f"{name}={value}" for name, value in facts.known.items()]
    return escape(", ".join([query.treatment, *filter(None, given), *known, f"on {as_of}"]))


def answer_lines(book: RuleBook, answer: CoverageAnswer) -> Iterator[str]:
    """Status, reason, criteria by pathway, what is missing, what will change, sources and the trace."""
    yield f"[bold]status[/]    {answer.status}"
    yield f"[bold]reason[/]    {answer.reason or 'none'}"
    yield f"[bold]criteria[/]  {answer.criteria}"
    if answer.failed_on:
        yield f"[bold]fails on[/]  {', '.join(answer.failed_on)}"
    if answer.broken_label:
        yield f"[bold]label[/]     broken: {answer.broken_label}"
    for pathway in answer.pathways:
        yield from _pathway_lines(pathway)
    missing = ", ".join(answer.missing_facts)
    yield f"[bold]missing facts[/] {missing or 'none: no further answer would change the status'}"
    for change in answer.changes:
        reason = f" ({change.reason})" if change.reason else ""
        yield f"[bold]changes[/]   {change.day}: {change.status}{reason}, {', '.join(change.rule_ids)} {change.kind}"
    for source in answer.sources:
        yield f"[bold]source[/]    {escape(source.source_title)} {source.source_url}, reviewed {source.reviewed_on}"
    yield "[bold]trace[/]"
    rules = {rule.rule_id: rule for rule in book.rules}
    if not answer.trace:
        yield "  No rule of this payer, of its parents or of payers in general speaks of this treatment."
    for line in answer.trace:
        yield f"  {line.rule_id}: {_trace_words(line, rules[line.rule_id])}"


def _pathway_lines(pathway: CheckedPathway) -> Iterator[str]:
    yield f"[bold]pathway {pathway.name}[/] {pathway.state}"
    for criterion in pathway.criteria:
        yield f"  {_STATE_MARKS[criterion.state]} {criterion.fact}: {escape(criterion.wording)}"


def _trace_words(line: TraceLine, rule: Rule) -> str:
    failed = ", ".join(line.failed)
    words = {
        "decided": "[green]decides[/]",
        "possible": "[yellow]may decide[/]",
        "disputed": f"[yellow]stands in the dispute {rule.dispute_id}[/]",
        "refused": f"[red]comes nearest, and fails on {failed}[/]",
        "less_specific": "fits, but a more specific rule comes first",
        "not_matching": f"does not fit: {failed}",
        "not_yet": f"starts on {rule.effective_from}" + (f"; would not fit: {failed}" if failed else ""),
        "ended": f"ended: {rule.effective_to} is the first day without it",
        "low_confidence": "set aside: low confidence never decides",
        "general_not_needed": "general pattern, not needed: the payer has a rule of its own",
    }[line.outcome]
    return words + (f"; not known: {', '.join(line.open)}" if line.open else "")


def difference_lines(differences: tuple[Difference, ...]) -> Iterator[str]:
    """The differences, those of one payer, plan type and treatment with the same outcomes joined."""

    def key(one: Difference) -> tuple[str, ...]:
        query = one.query
        return (query.payer or "", query.plan_type or "", query.treatment, _outcome(one.before), _outcome(one.after))

    for (payer, plan_type, treatment, before, after), group in groupby(sorted(differences, key=key), key=key):
        cases = list(group)
        yield f"[bold]{payer}, {plan_type or 'any plan'}, {treatment}[/]: {before} -> {after}"
        people = dict.fromkeys(case.person for case in cases)
        conditions = dict.fromkeys(case.query.indication or "any" for case in cases)
        yield f"    {'; '.join(people)} (for {', '.join(conditions)}; {len(cases)} cases)"


def _outcome(outcome: Outcome) -> str:
    reason = f" ({outcome.reason})" if outcome.reason else ""
    return f"{outcome.status}{reason}, criteria {outcome.criteria}, {', '.join(outcome.rule_ids) or 'no rule'}"
