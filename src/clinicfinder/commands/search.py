"""`search`: the finder in the terminal, with the page's own words and order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import click
from flask_babel import gettext
from rich.console import Console
from rich.markup import escape
from werkzeug.datastructures import MultiDict

from clinicfinder.app import create_app
from clinicfinder.commands.instance import open_database, refusals_in_words, settings_of_environment
from clinicfinder.config import CrisisLine
from clinicfinder.domain.crisis import mentions_crisis
from clinicfinder.domain.places import Ambiguous, Approximate, Found
from clinicfinder.domain.search import RADII
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.web.cards import CardBody, ClinicCard, card_body
from clinicfinder.web.current import catalogue
from clinicfinder.web.forms import SearchForm, read_search_form
from clinicfinder.web.links import ANY_RADIUS, DEFAULT_RADIUS
from clinicfinder.web.outcomes import outcome_view
from clinicfinder.web.view_models import ResultsView, results_view

NOTHING_FOUND: Final = 1
BAD_OPTION: Final = 2
AMBIGUOUS: Final = 3
"""Exit codes. 0: clinics are listed. 2 is also click's own for options that cannot be used."""


@click.command()
@click.argument("near")
@click.option("--treatment", multiple=True, help="A treatment's code, such as spravato. Repeat it to ask for several.")
@click.option("--payer", default="", help="A payer's code, such as aetna.")
@click.option(
    "--radius", type=click.Choice([*map(str, RADII), ANY_RADIUS]), default=str(DEFAULT_RADIUS), show_default=True
)
@click.option("--open-now", is_flag=True, help="Only clinics known to be open now.")
@click.option("--telehealth", is_flag=True, help="Only clinics known to offer online visits.")
@click.option("--network", default="", help="A network's code, such as serenity.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
def search(
    near: str,
    treatment: tuple[str, ...],
    payer: str,
    radius: str,
    open_now: bool,
    telehealth: bool,
    network: str,
    limit: int,
) -> None:
    """List the clinics nearest to a ZIP code, a city with its state, or a clinic's name.

    Exits with 0 if clinics are listed, 1 if nothing was found, 2 for options that cannot be used, 3 if NEAR has
    several meanings (they are listed).
    """
    settings = settings_of_environment()
    with open_database(settings):
        pass
    values = MultiDict([("near", near), ("payer", payer), ("network", network), ("radius", radius)])
    values.setlist("treatment", list(treatment))
    values["open_now"], values["telehealth"] = str(open_now).lower(), str(telehealth).lower()
    with refusals_in_words():
        app = create_app(settings)
    out = Console(highlight=False, soft_wrap=True)
    # The page's words need the request they are usually written for: its language, and nothing else of it.
    with app.test_request_context("/clinics"):
        _say_crisis_line(out, settings.crisis, near)
        raise SystemExit(_answer(out, catalogue(), read_search_form(values, catalogue()), limit))


def _answer(out: Console, held: Catalogue, form: SearchForm, limit: int) -> int:
    """Print the answer. Returns: the exit code."""
    if form.problems:
        for problem in form.problems:
            out.print(escape(f"--{problem.field.replace('_', '-')}: {problem.message}"))
            _say_codes(out, held, problem.field)
        return BAD_OPTION
    outcome = held.gazetteer.resolve(form.near)
    if isinstance(outcome, Found | Approximate):
        moment = datetime.now(UTC)
        page = find_clinics(held, outcome.place, form.filters, moment=moment, radius=form.radius, limit=limit)
        _say_results(out, held, form, results_view(held, page, outcome, moment))
        return 0 if page.hits else NOTHING_FOUND
    view = outcome_view(outcome, form.filters, form.radius)
    out.print(f"[bold]{escape(view.heading)}[/]")
    out.print(escape(view.message))
    for choice in view.choices:
        county = f"{choice.county}, " if choice.county else ""
        out.print(escape(f"  {choice.link.text} ({county}{choice.clinics})"))
    if view.links:
        out.print(gettext("Did you mean:"))
    for link in view.links:
        out.print(escape(f"  {link.text}"))
    return AMBIGUOUS if isinstance(outcome, Ambiguous) else NOTHING_FOUND


def _say_codes(out: Console, held: Catalogue, field: str) -> None:
    """The codes that a filter may have, since a terminal has no list to choose from."""
    codes = {"treatment": held.treatments, "payer": held.payers, "network": held.networks}.get(field)
    if codes:
        out.print(f"  {', '.join(codes)}")


def _say_crisis_line(out: Console, crisis: CrisisLine, near: str) -> None:
    call = gettext("Call %(number)s", number=crisis.number)
    text = gettext("text %(number)s", number=crisis.number)
    if mentions_crisis(near):
        out.print(f"[bold]{gettext('You do not have to go through this alone.')}[/]")
        out.print(gettext("Trained people listen at any hour, free and in confidence."))
    out.print(f"{gettext('In crisis?')} {call} {gettext('or')} {text}, {gettext('free, day and night.')}")
    out.print()


def _say_results(out: Console, held: Catalogue, form: SearchForm, view: ResultsView) -> None:
    out.print(f"[bold]{escape(view.heading)}[/]")
    out.print(escape(" ".join(filter(None, (view.announcement, view.radius_note)))))
    for note in (view.place_note, view.widen.text if view.widen else None, view.silent_payers):
        if note:
            out.print(escape(note))
    for notice in view.coverage:
        out.print(escape(f"{notice.heading}. {notice.wording}"))
        out.print(escape(f"  {gettext('Source:')} {notice.source_title} {notice.source_url} ({notice.dates})."))
        out.print(f"  {gettext('This is a pattern among plans, an estimate and not a promise.')}")
    if not view.cards:
        out.print(gettext("Try fewer filters. No clinic on our list fits all of those you set."))
        return
    out.print(gettext("Distances are in a straight line; driving may be longer."))
    within = True
    for card in view.cards:
        out.print()
        if view.divider and within and not card.within_radius:
            out.print(f"-- {view.divider} --\n")
        within = card.within_radius
        clinic = held.clinics[card.code]
        _say_card(out, card, card_body(held, clinic, form.filters.payer, form.filters.treatments))


def _say_card(out: Console, card: ClinicCard, body: CardBody) -> None:
    out.print(f"{card.number}. [bold]{escape(card.name)}[/] ({card.distance})")
    treatments = [*body.treatments, *([gettext("Online visits")] if body.telehealth else [])]
    lines = (
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
    for line in filter(None, lines):
        out.print(escape(f"   {line}"))
