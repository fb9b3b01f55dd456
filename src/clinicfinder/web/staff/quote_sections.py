"""The parts of a quote in finished words: what the estimate's page shows, taken down part by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clinicfinder.domain.quote_document import (
    Block,
    Bullets,
    Figure,
    Figures,
    Paragraph,
    Quoted,
    Section,
    Source,
    Sources,
    Table,
)
from clinicfinder.web import cost_view
from clinicfinder.web.coverage_view import CoverageView, RuleView
from clinicfinder.web.estimate_view import EstimateView
from clinicfinder.web.source_view import SourceView
from clinicfinder.web.translation import gettext, marked

_LEDGER_HEADER = (
    marked("Session"), marked("Day"), marked("For"), marked("Plan's price"), marked("Deductible"), marked("Copay"),
    marked("Coinsurance"), marked("You may pay"),
)  # fmt: skip


def sections(view: EstimateView, inputs: Iterable[tuple[str, str]]) -> Iterator[Section]:
    """Every part that has something to say, in reading order."""
    coverage = view.coverage
    for key, title, blocks in (
        ("caution", gettext("Read this first"), _flags(coverage)),
        ("cost", gettext("What you may pay"), _cost(view)),
        ("programs", gettext("Savings programs of the maker"), _programmes(view)),
        ("self_pay", gettext("Paying without insurance"), _self_pay(view)),
        ("before", gettext("What must happen first"), _to_do(coverage.before)),
        ("after", gettext("What to do next"), _after(view)),
        ("basis", gettext("What this rests on"), _basis(coverage)),
        ("conditions", gettext("The rule's conditions"), _conditions(coverage)),
        ("remedies", gettext("What would change it"), _remedies(coverage)),
        ("assumptions", gettext("What we took for granted"), _list(view.assumptions)),
        ("inputs", gettext("What this was made from"), _inputs(inputs)),
        ("sessions", gettext("Cost by session"), _sessions(view)),
        ("lines", gettext("Line by line"), _lines(view)),
        ("trace", gettext("Which rules were looked at"), _list(coverage.trace)),
        ("label", gettext("What the label says"), _label(coverage)),
        ("laws", gettext("State laws that may bear on it"), _laws(coverage)),
        ("sources", gettext("Sources"), _sources(view.sources)),
        ("price_sources", gettext("Sources of prices"), _sources(_price_sources(view))),
    ):
        if found := tuple(blocks):
            yield Section(key, title, found)


def figures(shown: Iterable[cost_view.Figure]) -> tuple[Figure, ...]:
    """Amounts as shown."""
    return tuple(Figure(figure.label, figure.amount, figure.note) for figure in shown)


def source(view: SourceView) -> Source:
    """A source as shown."""
    return Source(view.title, view.url, view.dates)


def _flags(coverage: CoverageView) -> Iterator[Block]:
    if coverage.reason:
        yield Paragraph(coverage.reason)
    yield from (Paragraph(text, flag=True) for text in (*coverage.labels, *coverage.changes))


def _cost(view: EstimateView) -> Iterator[Block]:
    cost = view.cost
    if cost is None:
        yield from (Paragraph(view.no_cost),) if view.no_cost else ()
        return
    if cost.figures:
        yield Figures(figures(cost.figures))
    yield Paragraph(cost.known)
    if cost.unknown_lines:
        yield Paragraph(gettext("Without a price:") + f" {', '.join(cost.unknown_lines)}.", flag=True)
    if cost.wide:
        yield Paragraph(cost.wide, flag=True)


def _programmes(view: EstimateView) -> Iterator[Block]:
    if view.cost is None:
        return
    if view.cost.with_help:
        text = gettext(
            "With them, while they last, your part of this course may be %(amount)s.", amount=view.cost.with_help
        )
        yield Paragraph(text)
    for programme in view.cost.programmes:
        yield Paragraph(f"{programme.name}. {programme.verdict}")
        yield Quoted(programme.wording, programme.eligibility, source(programme.source))


def _self_pay(view: EstimateView) -> Iterator[Block]:
    if view.self_pay is None:
        return
    if view.self_pay.figures:
        yield Figures(figures(view.self_pay.figures))
    yield Paragraph(view.self_pay.basis)
    yield Bullets(view.self_pay.notes)
    yield Quoted(view.self_pay.good_faith, "", source(view.self_pay.good_faith_source))


def _to_do(items: tuple[str, ...]) -> Iterator[Block]:
    if items:
        yield Bullets(items, to_do=True)


def _list(items: tuple[str, ...]) -> Iterator[Block]:
    if items:
        yield Bullets(items)


def _after(view: EstimateView) -> Iterator[Block]:
    yield from _to_do(view.coverage.after)
    if view.treatment.getting_home:
        yield Paragraph(gettext("Getting home:") + f" {view.treatment.getting_home}")


def _basis(coverage: CoverageView) -> Iterator[Block]:
    if coverage.disputed:
        yield Paragraph(gettext("Sources disagree: both sides") + ".", flag=True)
        yield from map(_rule, coverage.disputed)
    elif coverage.alternatives:
        for alternative in coverage.alternatives:
            yield Paragraph(f"{alternative.answer}, " + gettext("if this is the one that fits:"))
            yield from map(_rule, alternative.rules)
    elif coverage.rule:
        yield _rule(coverage.rule)
        yield from map(Paragraph, coverage.authorization)


def _rule(rule: RuleView) -> Quoted:
    return Quoted(rule.wording, rule.dates, source(rule.source))


def _conditions(coverage: CoverageView) -> Iterator[Block]:
    if len(coverage.pathways) > 1:
        yield Paragraph(gettext("One of these ways is enough."))
    for pathway in coverage.pathways:
        rows = tuple((criterion.wording, criterion.state) for criterion in pathway.criteria)
        yield Table(pathway.title or "", (gettext("Condition"), gettext("State")), rows)


def _remedies(coverage: CoverageView) -> Iterator[Block]:
    yield from _list(coverage.remedies)
    if coverage.may_appeal:
        yield Paragraph(
            gettext(
                "You have the right to appeal a refusal, and to ask for an outside review. "
                "Reviewers have overturned such refusals."
            )
        )


def _inputs(inputs: Iterable[tuple[str, str]]) -> Iterator[Block]:
    if rows := tuple(inputs):
        yield Table("", (gettext("Asked"), gettext("Given")), rows)


def _sessions(view: EstimateView) -> Iterator[Block]:
    if view.cost and len(view.cost.sessions) > 1:
        rows = tuple((str(row.number), row.day, row.cost, row.so_far) for row in view.cost.sessions)
        header = (gettext("Session"), gettext("Day"), gettext("You may pay"), gettext("All so far"))
        yield Table("", header, rows)


def _lines(view: EstimateView) -> Iterator[Block]:
    if view.cost and view.cost.rows:
        rows = tuple(
            (row.reset,) if row.reset else (row.session, row.day, row.what, *row.amounts) for row in view.cost.rows
        )
        caption = gettext(
            "Each line at the cheapest and the dearest course that fit what was said, before any savings program"
        )
        yield Table(caption, tuple(map(gettext, _LEDGER_HEADER)), rows)


def _label(coverage: CoverageView) -> Iterator[Block]:
    yield from _list(coverage.label)
    if coverage.discuss_first:
        yield Paragraph(gettext("Discuss first with the clinic") + ":")
        yield Bullets(coverage.discuss_first)


def _laws(coverage: CoverageView) -> Iterator[Block]:
    yield from (Quoted(law.wording, law.scope, source(law.source)) for law in coverage.laws)


def _price_sources(view: EstimateView) -> tuple[SourceView, ...]:
    of_plan = view.cost.price_sources if view.cost else ()
    own = view.self_pay.sources if view.self_pay else ()
    return tuple(dict.fromkeys((*of_plan, *own)))


def _sources(views: tuple[SourceView, ...]) -> Iterator[Block]:
    if views:
        yield Sources(tuple(map(source, views)))
