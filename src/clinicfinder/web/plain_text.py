"""The finder's answer as lines of plain text, for a terminal: the page's own words, in the page's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import Flask
from werkzeug.datastructures import MultiDict

from clinicfinder.config import CrisisLine
from clinicfinder.domain.crisis import mentions_crisis
from clinicfinder.domain.places import Ambiguous, Approximate, Found
from clinicfinder.domain.search import Filters
from clinicfinder.errors import FieldProblem
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.web.cards import CardBody, ClinicCard, card_body
from clinicfinder.web.current import catalogue, settings
from clinicfinder.web.forms import SearchForm, read_search_form
from clinicfinder.web.outcomes import Unplaced, outcome_view
from clinicfinder.web.translation import DEFAULT_LANGUAGE, gettext, use_language
from clinicfinder.web.view_models import ResultsView, results_view

AnswerKind = Literal["clinics", "nothing", "bad_form", "ambiguous"]


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What was answered, and the lines to show."""

    kind: AnswerKind
    lines: tuple[str, ...]


def search_in_text(
    app: Flask,
    fields: Sequence[tuple[str, str]],
    *,
    moment: datetime,
    limit: int,
    language: str = DEFAULT_LANGUAGE,
) -> TextAnswer:
    """Search as the page does.

    Args: fields: the search form's fields as names and values. moment: aware. limit: clinics at most, 1 to 100.
        language: one of LANGUAGES.
    """
    # The words need the request they are usually written for: its language, and nothing else of it.
    with app.test_request_context("/clinics"):
        use_language(language)
        held = catalogue()
        form = read_search_form(MultiDict(fields), held)
        answer = _answer(held, form, moment, limit)
        return TextAnswer(answer.kind, (*_crisis_lines(settings().crisis, form.near), "", *answer.lines))


def _answer(held: Catalogue, form: SearchForm, moment: datetime, limit: int) -> TextAnswer:
    if form.problems:
        return TextAnswer("bad_form", tuple(line for each in form.problems for line in _problem_lines(held, each)))
    outcome = held.gazetteer.resolve(form.near)
    if not isinstance(outcome, Found | Approximate):
        kind: AnswerKind = "ambiguous" if isinstance(outcome, Ambiguous) else "nothing"
        return TextAnswer(kind, tuple(_outcome_lines(outcome, form)))
    page = find_clinics(held, outcome.place, form.filters, moment=moment, radius=form.radius, limit=limit)
    lines = _results_lines(held, form.filters, results_view(held, page, outcome, moment))
    return TextAnswer("clinics" if page.hits else "nothing", tuple(lines))


def _problem_lines(held: Catalogue, problem: FieldProblem) -> list[str]:
    """The problem, and the codes there are, since a terminal has no list to choose from."""
    codes = {"treatment": held.treatments, "payer": held.payers, "network": held.networks}.get(problem.field)
    line = f"--{problem.field.replace('_', '-')}: {problem.message}"
    return [line, f"  {', '.join(codes)}"] if codes else [line]


def _outcome_lines(outcome: Unplaced, form: SearchForm) -> list[str]:
    view = outcome_view(outcome, form.filters, form.radius)
    choices = [
        f"  {choice.link.text} ({', '.join(filter(None, (choice.county, choice.clinics)))})" for choice in view.choices
    ]
    links = [gettext("Did you mean:"), *(f"  {link.text}" for link in view.links)] if view.links else []
    return [view.heading, view.message, *choices, *links]


def _crisis_lines(crisis: CrisisLine, near: str) -> list[str]:
    call = gettext("Call %(number)s", number=crisis.number)
    text = gettext("text %(number)s", number=crisis.number)
    line = f"{gettext('In crisis?')} {call} {gettext('or')} {text}, {gettext('free, day and night.')}"
    if not mentions_crisis(near):
        return [line]
    return [
        gettext("You do not have to go through this alone."),
        gettext("Trained people listen at any hour, free and in confidence."),
        line,
        gettext(
            "Veterans: call %(number)s, then press 1. Immediate danger: call %(emergency)s.",
            number=crisis.number,
            emergency=crisis.emergency,
        ),
    ]


def _results_lines(held: Catalogue, filters: Filters, view: ResultsView) -> list[str]:
    widen = view.widen.text if view.widen else None
    lines = [view.heading, " ".join(filter(None, (view.announcement, view.radius_note)))]
    lines += filter(None, (view.place_note, widen))
    for notice in view.coverage:
        lines += [
            f"{notice.heading}. {notice.wording}",
            f"  {gettext('Source:')} {notice.source_title} {notice.source_url} ({notice.dates}).",
            f"  {gettext('This is a pattern among plans, an estimate and not a promise.')}",
        ]
    lines += filter(None, (view.silent_payers,))
    if not view.cards:
        return [*lines, gettext("Try fewer filters. No clinic on our list fits all of those you set.")]
    lines.append(gettext("Distances are in a straight line; driving may be longer."))
    divided = view.divider is None
    for card in view.cards:
        if not divided and not card.within_radius:
            lines += ["", f"-- {view.divider} --"]
            divided = True
        body = card_body(held, held.clinics[card.code], filters.payer, filters.treatments)
        lines += ["", *_card_lines(card, body)]
    return lines


def _card_lines(card: ClinicCard, body: CardBody) -> list[str]:
    treatments = [*body.treatments, *([gettext("Online visits")] if body.telehealth else [])]
    details = (
        card.open_words,
        body.network if body.network not in body.name else None,
        ", ".join(treatments),
        body.treatments_note,
        f"{body.street}, {body.city_line}",
        body.insurance,
        body.coverage,
        gettext("Call %(phone)s", phone=body.phone) if body.phone else None,
        body.website,
    )
    return [f"{card.number}. {card.name} ({card.distance})", *(f"   {line}" for line in details if line)]
