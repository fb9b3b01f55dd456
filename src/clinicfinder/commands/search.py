"""`search`: the finder in the terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import click

from clinicfinder.app import create_app
from clinicfinder.commands.instance import refusals_in_words, settings_of_environment
from clinicfinder.domain.search import RADII
from clinicfinder.web.current import KEEPER
from clinicfinder.web.links import ANY_RADIUS, DEFAULT_RADIUS
from clinicfinder.web.plain_text import AnswerKind, search_in_text
from clinicfinder.web.translation import DEFAULT_LANGUAGE, LANGUAGES

EXIT_CODES: Final[dict[AnswerKind, int]] = {"clinics": 0, "nothing": 1, "bad_form": 2, "ambiguous": 3}
"""2 is also click's own for options that cannot be used."""


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
@click.option("--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, show_default=True)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
def search(
    near: str,
    *,
    treatment: tuple[str, ...],
    payer: str,
    radius: str,
    open_now: bool,
    telehealth: bool,
    network: str,
    language: str,
    limit: int,
) -> None:
    """List the clinics nearest to a ZIP code, a city with its state, or a clinic's name.

    Exits with 0 if clinics are listed, 1 if nothing was found, 2 for options that cannot be used, 3 if NEAR has
    several meanings (they are listed).
    """
    fields = [
        ("near", near), *(("treatment", code) for code in treatment), ("payer", payer), ("network", network),
        ("radius", radius), ("open_now", str(open_now).lower()), ("telehealth", str(telehealth).lower()),
    ]  # fmt: skip
    settings = settings_of_environment()
    with refusals_in_words():
        app = create_app(settings)
        try:
            answer = search_in_text(app, fields, moment=datetime.now(UTC), limit=limit, language=language)
        finally:
            app.extensions[KEEPER].close()
    for line in answer.lines:
        click.echo(line)
    raise SystemExit(EXIT_CODES[answer.kind])
