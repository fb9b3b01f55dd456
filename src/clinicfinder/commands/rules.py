"""`clinicfinder rules`: check the rule tables, explain one answer, show what a change of the tables does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import click
from rich.console import Console
from rich.markup import escape

from clinicfinder.commands.rule_question import TypedQuestion, read_question
from clinicfinder.commands.rule_source import open_source, read_source
from clinicfinder.commands.rule_words import answer_lines, difference_lines, finding_line, gap_lines, question_line
from clinicfinder.coverage.decision import decide
from clinicfinder.coverage.panel import compare_books
from clinicfinder.errors import BadForm, DataFault
from clinicfinder.usecases.review_rules import review_rules

_DATA_HELP = 'A data folder, or "database" for what the site answers by. Default: the folder of the settings.'


@click.group()
def rules() -> None:
    """Check the coverage rules, explain an answer, compare two versions."""


@rules.command()
@click.option("--data", metavar="DIR", help=_DATA_HELP)
def check(data: str | None) -> None:
    """Find faults in the tables, faults between rules, stale rows and gaps. Exit code 1 on errors."""
    out = _console()
    try:
        source = read_source(data)
    except DataFault as error:
        for fault in error.faults:
            out.print(f"[red]error[/] {escape(str(fault))}")
        out.print(f"{len(error.faults)} errors. The rules were not held against each other: mend these first.")
        raise SystemExit(1) from error
    review = review_rules(source.tables, source.rows, source.treatments, _today())
    for line in gap_lines(review.gaps):
        out.print(f"[dim]gap[/] {line}")
    if review.unruled:
        out.print(f"[dim]gap[/] no rule of anybody for {', '.join(review.unruled)}")
    for finding in review.findings:
        out.print(finding_line(finding))
    for file, lines in review.overdue.items():
        out.print(
            f"[yellow]warning[/] stale: {file}, {len(lines)} rows past their review, the first on line {lines[0]}."
        )
    warnings = len(review.findings) - len(review.errors) + len(review.overdue)
    out.print(
        f"{review.rules} rules of {review.payers} payers in {source.name}: {len(review.errors)} errors, "
        f"{warnings} warnings, {len(review.gaps)} gaps."
    )
    if review.errors:
        raise SystemExit(1)


@rules.command()
@click.option("--treatment", required=True, help="A code of treatments.csv, such as spravato.")
@click.option("--payer", help="A payer's code, name or alias, such as cigna.")
@click.option("--plan-type", help="Such as commercial or medicaid.")
@click.option("--product", help="The plan's own name or drug list.")
@click.option("--state", help="Two letters, such as TX.")
@click.option("--indication", help="Such as trd, mdd or mdd_si.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="What is known, such as age=40. Repeat it.")
@click.option("--as-of", metavar="YYYY-MM-DD", help="The day whose rules are asked about. Default: today.")
@click.option("--data", metavar="DIR", help=_DATA_HELP)
def explain(data: str | None, **typed: object) -> None:
    """Say what the rules answer, and why each rule decided or did not."""
    source = open_source(data)
    try:
        question = read_question(TypedQuestion(**typed), source, _today())  # type: ignore[arg-type]  # click fills it.
    except BadForm as error:
        raise click.ClickException(_each(f"{one.field}: {one.message}" for one in error.problems)) from error
    book = source.tables.book
    answer = decide(book, question.query, question.facts, as_of=question.as_of, today=_today())
    out = _console()
    for line in (question_line(question.query, question.facts, question.as_of), *answer_lines(book, answer)):
        out.print(line)


@rules.command()
@click.argument("old")
@click.argument("new")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day whose rules are compared. Default: today.")
def diff(old: str, new: str, as_of: datetime | None) -> None:
    """Show which answers change, for a built-in panel of people and plans.

    OLD and NEW are data folders; `database` stands for what the site answers by.
    """
    before, after = open_source(old), open_source(new)
    treatments = dict.fromkeys([*before.treatments, *after.treatments])
    day = as_of.date() if as_of else _today()
    found = compare_books(before.tables.book, after.tables.book, treatments, day, _today())
    out = _console()
    for line in difference_lines(found):
        out.print(line)
    out.print(f"{len(found)} answers of the panel change on {day} from {before.name} to {after.name}.")


def _each(lines: Iterable[str]) -> str:
    """Several problems as one message, each on a line of its own."""
    found = list(lines)
    return found[0] if len(found) == 1 else "\n".join([f"{len(found)} problems:", *(f"  {line}" for line in found)])


def _console() -> Console:
    """Lines are never wrapped, so that they can be searched and piped."""
    return Console(highlight=False, soft_wrap=True)


def _today() -> date:
    return datetime.now(UTC).date()
