"""The form that finds quotes. Clinic and payer are sent by POST alone; the rest may stand in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinicfinder.domain.quote_outcomes import OUTCOMES
from clinicfinder.domain.quote_reference import shown_reference
from clinicfinder.domain.quotes import is_expired
from clinicfinder.errors import FieldProblem
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.store.quotes import QuoteLine, QuoteSearch
from clinicfinder.usecases.read_quotes import QuotePage
from clinicfinder.web.estimate_form import payers_meant
from clinicfinder.web.form_options import Option
from clinicfinder.web.staff.quote_views import amount_words, by_field
from clinicfinder.web.wording import short_day_words


@dataclass(frozen=True, slots=True)
class QuoteSearchForm:
    """One filled-in form. `search` is None if anything cannot be used."""

    values: Mapping[str, str]
    search: QuoteSearch | None
    page: int
    problems: tuple[FieldProblem, ...]


@dataclass(frozen=True, slots=True)
class QuoteLineView:
    """One quote of a list."""

    reference: str
    shown: str
    made: str
    agent: str
    clinic: str
    treatment: str
    payer: str
    amount: str
    state: str
    outcome: str


@dataclass(frozen=True, slots=True)
class QuoteListView:
    """The form and what it found. `hidden` carries the search to another page by POST; () lets a link do it."""

    values: Mapping[str, str]
    problems: Mapping[str, str]
    outcomes: tuple[Option, ...]
    clinics: tuple[Option, ...]
    payers: tuple[str, ...]
    quotes: tuple[QuoteLineView, ...]
    found: str
    page: int
    pages: int
    by_post: bool


def read_quote_search(sent: Mapping[str, str], catalogue: Catalogue) -> QuoteSearchForm:
    """Read the form. Never raises."""
    values = {name: text.strip()[:200] for name, text in sent.items() if text.strip() and name != "csrf_token"}
    problems: list[FieldProblem] = []
    first, last = _day(values, "from", problems), _day(values, "to", problems)
    if first and last and last < first:
        problems.append(FieldProblem("to", "The last day lies before the first. Swap them."))
    outcome = values.get("outcome")
    if outcome and outcome not in OUTCOMES:
        problems.append(FieldProblem("outcome", f"We do not know {outcome[:40]!r}. Choose one from the list."))
    search = QuoteSearch(
        clinic_code=_clinic(values, catalogue, problems),
        made_by=values.get("agent"),
        made_from=first,
        made_until=last,
        outcome=outcome,
        payer_code=_payer(values, catalogue, problems),
    )
    page = int(values["page"][:6]) if values.get("page", "").isascii() and values.get("page", "").isdigit() else 1
    return QuoteSearchForm(values, None if problems else search, page, tuple(problems))


def quote_list_view(
    catalogue: Catalogue, form: QuoteSearchForm, page: QuotePage | None, moment: datetime
) -> QuoteListView:
    """The form as typed, its choices, and the quotes of one page."""
    clinics = sorted(catalogue.index.clinics, key=lambda clinic: clinic.name)
    return QuoteListView(
        values=form.values,
        problems=by_field(form.problems),
        outcomes=tuple(Option(o.code, o.label, o.code == form.values.get("outcome")) for o in OUTCOMES.values()),
        clinics=tuple(Option(clinic.clinic_code, clinic.name, False) for clinic in clinics),
        payers=tuple(sorted(payer.name for payer in catalogue.estimates.payers)),
        quotes=tuple(_line(catalogue, quote, moment) for quote in page.quotes) if page else (),
        found=_found(page),
        page=page.page if page else 1,
        pages=page.pages if page else 1,
        by_post="clinic" in form.values or "payer" in form.values,
    )


def _found(page: QuotePage | None) -> str:
    if page is None:
        return ""
    return {0: "No quote fits.", 1: "One quote."}.get(page.total, f"{page.total:,} quotes, the newest first.")


def _line(catalogue: Catalogue, quote: QuoteLine, moment: datetime) -> QuoteLineView:
    treatment = catalogue.treatments.get(quote.treatment)
    outcome = OUTCOMES.get(quote.outcome or "")
    return QuoteLineView(
        reference=quote.reference,
        shown=shown_reference(quote.reference),
        made=short_day_words(quote.made_at.astimezone(ZoneInfo(quote.time_zone)).date()),
        agent=quote.made_by_name,
        clinic=quote.clinic_name,
        treatment=treatment.short_label if treatment else quote.treatment,
        payer=quote.payer_name or "not said",
        amount=amount_words(quote.low_cents, quote.high_cents),
        state=_state(quote, moment),
        outcome=outcome.label if outcome else quote.outcome or "none yet",
    )


def _state(quote: QuoteLine, moment: datetime) -> str:
    if quote.superseded_by:
        return f"corrected by {shown_reference(quote.superseded_by)}"
    day = short_day_words(quote.valid_through)
    return f"expired {day}" if is_expired(quote.valid_through, quote.time_zone, moment) else f"valid through {day}"


def _day(values: Mapping[str, str], field: str, problems: list[FieldProblem]) -> date | None:
    text = values.get(field)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.year not in range(2000, 2100):
        problems.append(FieldProblem(field, f"{text[:40]!r} is not a day. Enter one such as 2026-11-22.", value=text))
        return None
    return day


def _clinic(values: Mapping[str, str], catalogue: Catalogue, problems: list[FieldProblem]) -> str | None:
    text = values.get("clinic")
    if text is None or text in catalogue.clinics:
        return text
    named = [c.clinic_code for c in catalogue.clinics.values() if c.name.casefold() == text.casefold()]
    if len(named) == 1:
        return named[0]
    problems.append(FieldProblem("clinic", f"We do not know {text[:60]!r}. Choose a clinic from the list.", value=text))
    return None


def _payer(values: Mapping[str, str], catalogue: Catalogue, problems: list[FieldProblem]) -> str | None:
    text = values.get("payer")
    if text is None:
        return None
    found = payers_meant(catalogue.estimates.payers, text, None)
    if len(found) == 1:
        return found[0].code
    names = ", ".join(payer.name for payer in found[:5])
    way_out = f"It may be: {names}." if found else "Choose a payer from the list."
    problems.append(FieldProblem("payer", f"{text[:60]!r} names no single payer. {way_out}", value=text))
    return None
