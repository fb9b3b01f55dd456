"""What an estimate shows of the coverage: the answer, both sides of a dispute, criteria, changes, the working."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from clinicfinder.coverage.answers import Change, CoverageAnswer, TraceLine
from clinicfinder.coverage.criteria import CheckedPathway
from clinicfinder.coverage.laws import StateLaw
from clinicfinder.coverage.rules import Rule
from clinicfinder.coverage.truth import Truth
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.estimate_words import headline, reason_words, remedy_words, status_words, step_words, summary
from clinicfinder.web.question_words import condition_words
from clinicfinder.web.source_view import SourceView, source_view
from clinicfinder.web.translation import data_text, gettext, marked
from clinicfinder.web.wording import day_words

BEFORE_STEPS = frozenset(
    {"prior_authorization", "ask_about_prior_authorization", "gather_records", "check_both_networks", "rems_site"}
)
"""Steps that come before a first session; the others are what to do next."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule in the words of its row: what it says, since when, and who says so."""

    rule_id: str
    wording: str
    dates: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class AlternativeView:
    """What would hold if these rules are the ones that fit."""

    answer: str
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One condition and whether it is met. `kind` is met, not_met or unknown."""

    wording: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class PathwayView:
    """One way to meet a rule's conditions; all of its criteria count together."""

    title: str | None
    criteria: tuple[CriterionView, ...]


@dataclass(frozen=True, slots=True)
class LawView:
    """A state law beside the answer. It never decides."""

    wording: str
    scope: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The coverage part of an estimate. `kind` is the status, for its color alone."""

    kind: str
    headline: str
    summary: str
    reason: str | None
    labels: tuple[str, ...]
    rule: RuleView | None
    disputed: tuple[RuleView, ...]
    alternatives: tuple[AlternativeView, ...]
    changes: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    authorization: tuple[str, ...]
    pathways: tuple[PathwayView, ...]
    remedies: tuple[str, ...]
    may_appeal: bool
    laws: tuple[LawView, ...]
    discuss_first: tuple[str, ...]
    label: tuple[str, ...]
    trace: tuple[str, ...]
    asks_more: bool


def coverage_view(tables: EstimateTables, care: CareEstimate) -> CoverageView:
    """Put the coverage answer into words."""
    answer = care.coverage
    rules = {rule.rule_id: rule for rule in tables.book.rules}
    said = summary(answer)
    reason = reason_words(answer.reason) if answer.reason else None
    return CoverageView(
        kind=answer.status,
        headline=headline(answer),
        summary=said,
        reason=reason if reason != said else None,
        labels=tuple(_labels(answer)),
        rule=_rule(answer.rule.rule) if answer.rule else None,
        disputed=tuple(_rule(side.rule) for side in answer.disputed),
        alternatives=tuple(_alternatives(answer, rules)),
        changes=tuple(_change(change, rules) for change in answer.changes),
        before=tuple(step_words(step) for step in answer.steps if step.key in BEFORE_STEPS),
        after=tuple(step_words(step) for step in answer.steps if step.key not in BEFORE_STEPS),
        authorization=tuple(_authorization(answer)),
        pathways=_pathways(answer.pathways),
        remedies=tuple(remedy_words(remedy) for remedy in answer.what_would_change_it),
        may_appeal=answer.may_appeal,
        laws=tuple(_law(law) for law in care.laws),
        discuss_first=tuple(data_text(fact.statement) for fact in answer.label_facts if fact.kind == "discuss_first"),
        label=tuple(data_text(fact.statement) for fact in answer.label_facts if fact.kind != "discuss_first"),
        trace=tuple(_trace_words(line, rules) for line in answer.trace),
        asks_more=bool(answer.missing_facts),
    )


def _labels(answer: CoverageAnswer) -> list[str]:
    """What must be said of how sure the answer is."""
    cited = [rule for rule in (answer.rule, *answer.disputed) if rule is not None]
    labels = []
    if answer.typical:
        labels.append(gettext("Typical: a pattern among plans, not a rule of your own plan."))
    if any(one.unverified for one in cited):
        labels.append(gettext("Unverified: we last checked this rule more than a year ago."))
    if any(one.rule.provenance.confidence == "medium" for one in cited):
        labels.append(gettext("Our source restates the plan's rule; it is not the plan itself."))
    return labels


def _rule(rule: Rule) -> RuleView:
    return RuleView(rule.rule_id, data_text(rule.wording), _rule_dates(rule), source_view(rule.provenance))


def _rule_dates(rule: Rule) -> str:
    checked = gettext("Checked on %(day)s.", day=day_words(rule.provenance.reviewed_on))
    if rule.effective_from is None:
        return checked
    since = gettext("In force since %(day)s.", day=day_words(rule.effective_from))
    if rule.effective_to is not None:
        since = gettext(
            "In force from %(first)s until %(last)s.",
            first=day_words(rule.effective_from),
            last=day_words(rule.effective_to),
        )
    return f"{since} {checked}"


def _alternatives(answer: CoverageAnswer, rules: dict[str, Rule]) -> list[AlternativeView]:
    """What each rule would say where a missing answer decides between several."""
    return [
        AlternativeView(
            status_words(alternative.status),
            tuple(_rule(rules[rule_id]) for rule_id in alternative.rule_ids if rule_id in rules),
        )
        for alternative in answer.alternatives
    ]


def _change(change: Change, rules: dict[str, Rule]) -> str:
    words = status_words(change.status)
    rule = " ".join(data_text(rules[rule_id].wording) for rule_id in change.rule_ids if rule_id in rules)
    if change.kind == "starts":
        return gettext(
            "From %(day)s this changes. The answer is then: %(answer)s. %(rule)s",
            day=day_words(change.day),
            answer=words.lower(),
            rule=rule,
        )
    return gettext(
        "The rule ends on %(day)s. As far as we know the answer is then: %(answer)s.",
        day=day_words(change.day),
        answer=words.lower(),
    )


def _authorization(answer: CoverageAnswer) -> list[str]:
    said = []
    if answer.first_authorization:
        said.append(gettext("A first authorization lasts: %(time)s.", time=data_text(answer.first_authorization)))
    if answer.renewal:
        said.append(gettext("A renewal: %(time)s.", time=data_text(answer.renewal)))
    return said


def _pathways(pathways: tuple[CheckedPathway, ...]) -> tuple[PathwayView, ...]:
    many = len(pathways) > 1
    return tuple(
        PathwayView(
            gettext("Way %(number)s of %(count)s", number=number, count=len(pathways)) if many else None,
            tuple(CriterionView(data_text(c.wording), c.state.value, _state_words(c.state)) for c in pathway.criteria),
        )
        for number, pathway in enumerate(pathways, start=1)
    )


def _state_words(state: Truth) -> str:
    match state:
        case Truth.MET:
            return gettext("Fits what you told us")
        case Truth.NOT_MET:
            return gettext("Does not fit what you told us")
        case Truth.UNKNOWN:
            return gettext("Not known yet")


def _law(law: StateLaw) -> LawView:
    scope = {
        "state_regulated_plans": gettext(
            "Reaches state-regulated plans only. "
            "A plan that an employer pays for itself lies outside: ask which is yours."
        ),
        "medicaid": gettext("Reaches Medicaid only."),
        "all_plans": gettext("Reaches every plan in the state."),
    }[law.scope]
    return LawView(data_text(law.wording), scope, source_view(law.provenance))


def _trace_words(line: TraceLine, rules: dict[str, Rule]) -> str:
    """Why one rule decided or did not."""
    failed = ", ".join(condition_words(name) for name in line.failed)
    waiting = ", ".join(condition_words(name) for name in line.open)
    words = gettext(_TRACE_WORDS[line.outcome], failed=failed, open=waiting or gettext("nothing"))
    rule = rules.get(line.rule_id)
    return f"{line.rule_id}: {words}" + (f" {data_text(rule.wording)}" if rule and line.outcome == "ended" else "")


_TRACE_WORDS: Final = {
    "decided": marked("This rule decides."),
    "possible": marked("This rule may decide; not known yet: %(open)s."),
    "disputed": marked("One of the sides that disagree."),
    "refused": marked("The plan's own rule; it does not fit in: %(failed)s."),
    "less_specific": marked("Fits too, but a more specific rule comes before it."),
    "not_matching": marked("Does not fit in: %(failed)s."),
    "not_yet": marked("Not in force yet on the day asked about."),
    "ended": marked("No longer in force on the day asked about."),
    "low_confidence": marked("Set aside: its source is too weak to decide anything."),
    "general_not_needed": marked("A general pattern, not needed: the plan has a rule of its own."),
}
