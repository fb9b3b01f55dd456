"""The estimate form: text in, a checked question out, every problem at once, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, cast

from werkzeug.datastructures import MultiDict

from clinicfinder.costs.courses import MAINTENANCE_WORDS
from clinicfinder.costs.prices import Setting
from clinicfinder.coverage.facts import FACTS, INDICATIONS, Facts, parse_facts, text_value
from clinicfinder.coverage.payers import Payer, search_payers
from clinicfinder.coverage.rules import PLAN_TYPES
from clinicfinder.domain.places import Approximate, Found, Place
from clinicfinder.domain.states import state_code
from clinicfinder.errors import BadForm, FieldProblem
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.estimate_care import CareEstimate, EstimateQuestion, estimate_care
from clinicfinder.web.plan_form import PlanForm, read_plan
from clinicfinder.web.question_words import fact_problem_words
from clinicfinder.web.translation import gettext

FACT_PREFIX: Final = "facts."
SETTINGS: Final = ("office", "hospital")
COURSE_MONTHS: Final = ("3", "6", "12")
_LONGEST_TEXT: Final = 80
_YEAR_BACK, _TWO_YEARS_AHEAD = timedelta(days=366), timedelta(days=731)


@dataclass(frozen=True, slots=True)
class EstimateForm:
    """One filled-in estimate form.

    `values` is the text of every field as sent. `question` is None if anything cannot be used. `payers` are
    those that the typed name may mean: one = taken; several = to be chosen from; none = not known to us.
    `place` is the point that a ZIP code or a city gave, for the nearest clinic.
    """

    values: Mapping[str, str]
    today: date
    question: EstimateQuestion | None
    payers: tuple[Payer, ...]
    place: Place | None
    plan: PlanForm
    problems: tuple[FieldProblem, ...]

    def value(self, field: str) -> str:
        """The text of one field as sent; empty if it was not."""
        return self.values.get(field, "")

    def problem(self, field: str) -> str | None:
        """The message to show beside one field, or None."""
        return next((problem.message for problem in self.problems if problem.field == field), None)


def read_estimate_form(sent: MultiDict[str, str], catalogue: Catalogue, today: date) -> EstimateForm:
    """Read every field of the form. Never raises."""
    values = {name: text.strip() for name, text in sent.items() if text.strip()}
    problems: list[FieldProblem] = []
    treatment = _one_of(values, "treatment", catalogue.treatments, problems)
    if treatment is None and "treatment" not in values:
        problems.append(FieldProblem("treatment", gettext("Choose a treatment first.")))
    payers = payers_meant(catalogue.estimates.payers, values.get("payer", ""), values.get("payer_code"))
    state, county, place = _place(values, catalogue, problems)
    plan = read_plan(values, problems)
    facts = _facts(values, problems)
    question = EstimateQuestion(
        treatment=treatment or "",
        as_of=today,
        today=today,
        payer=payers[0].code if len(payers) == 1 else values.get("payer"),
        plan_type=_one_of(values, "plan_type", PLAN_TYPES, problems),
        product=values.get("product"),
        state=state,
        county=county,
        indication=_one_of(values, "indication", INDICATIONS, problems),
        facts=facts,
        plan=plan.answers,
        preset=_one_of(values, "preset", {preset.preset for preset in catalogue.estimates.presets}, problems),
        course_start=_start(values, today, problems),
        course_months=_months(values, problems),
        maintenance=_one_of(values, "maintenance", MAINTENANCE_WORDS, problems) or "none",
        setting=cast("Setting | None", _one_of(values, "setting", SETTINGS, problems)),
        other_plan_types=tuple(filter(None, [_one_of(values, "other_plan", PLAN_TYPES, problems)])),
    )
    return EstimateForm(values, today, None if problems else question, payers, place, plan, tuple(problems))


def payers_meant(payers: Sequence[Payer], text: str, code: str | None) -> tuple[Payer, ...]:
    """The payers that a typed name may mean: an exact name alone, else all that fit.

    Args: code: the one that the person chose among several; it counts only while the name still fits it.
    """
    if not text:
        return ()
    found = search_payers(payers, text)
    chosen = tuple(payer for payer in found if payer.code == code)
    wanted = " ".join(text.split()).casefold()
    exact = tuple(payer for payer in found if wanted in (payer.name.casefold(), payer.code.casefold()))
    alias = tuple(payer for payer in found if wanted in (name.casefold() for name in payer.aliases))
    only = chosen or exact or (alias if len(alias) == 1 else ())
    return only[:1] or found


def _one_of(values: Mapping[str, str], field: str, known: Container[str], problems: list[FieldProblem]) -> str | None:
    text = values.get(field)
    if text is None or text in known:
        return text
    message = gettext("We do not know %(value)s. Choose one from the list.", value=repr(text[:60]))
    problems.append(FieldProblem(field, message, value=text))
    return None


def _facts(values: Mapping[str, str], problems: list[FieldProblem]) -> Facts:
    raw: dict[str, object] = {}
    for field, text in values.items():
        name = field.removeprefix(FACT_PREFIX)
        if not field.startswith(FACT_PREFIX) or name not in FACTS:
            continue
        # A cut text is still refused, and no number is so long that Python will not read it.
        value = text_value(FACTS[name], text[:_LONGEST_TEXT])
        raw[name] = text if value is None else value
    try:
        return parse_facts(raw, FACT_PREFIX)
    except BadForm as error:
        for problem in error.problems:
            name = problem.field.removeprefix(FACT_PREFIX)
            message = fact_problem_words(name, problem.value or "")
            problems.append(replace(problem, message=message))
        return Facts({})


def _place(
    values: Mapping[str, str], catalogue: Catalogue, problems: list[FieldProblem]
) -> tuple[str | None, str | None, Place | None]:
    """State, county and point of what was typed; else the state of the clinic that the visitor came from."""
    text = values.get("place", "")
    if not text:
        code = values.get("clinic", "")
        clinic = catalogue.clinics[code] if catalogue.is_public(code) else None
        return (clinic.state, clinic.county, None) if clinic else (None, None, None)
    if state := state_code(text):
        return state, None, None
    outcome = catalogue.gazetteer.resolve(text)
    if isinstance(outcome, Found | Approximate) and outcome.place.state is not None:
        record = catalogue.gazetteer.zip_record(outcome.place.near)
        return outcome.place.state, record.county if record else None, outcome.place
    message = gettext("We do not know %(value)s. Enter a state or a 5-digit ZIP code.", value=repr(text[:60]))
    problems.append(FieldProblem("place", message, value=text))
    return None, None, None


def _start(values: Mapping[str, str], today: date, problems: list[FieldProblem]) -> date | None:
    text = values.get("start")
    if text is None:
        return None
    try:
        start = date.fromisoformat(text)
    except ValueError:
        start = None
    if start is not None and today - _YEAR_BACK <= start <= today + _TWO_YEARS_AHEAD:
        return start
    message = gettext(
        "%(value)s is not a day we can use. Enter a day from last year to two years ahead, such as %(today)s.",
        value=repr(text[:60]),
        today=today.isoformat(),
    )
    problems.append(FieldProblem("start", message, value=text))
    return None


def _months(values: Mapping[str, str], problems: list[FieldProblem]) -> int | None:
    months = _one_of(values, "months", COURSE_MONTHS, problems)
    return int(months) if months else None


def estimate_for(catalogue: Catalogue, question: EstimateQuestion) -> CareEstimate:
    """The estimate of a question; what follows the first course is left out where this treatment does not offer it."""
    try:
        return estimate_care(catalogue.estimates, question)
    except BadForm:
        return estimate_care(catalogue.estimates, replace(question, maintenance="none"))
