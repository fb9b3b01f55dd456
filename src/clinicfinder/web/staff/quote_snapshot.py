"""Take one estimate down as a quote: the words as shown, the same in our other languages, the figures behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from clinicfinder.costs.estimate import CostEstimate
from clinicfinder.costs.lines import ResetLine
from clinicfinder.costs.prices import Price, PriceFound
from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.quote_languages import translation_of
from clinicfinder.domain.quote_validity import KnownEnd, valid_through
from clinicfinder.domain.quotes import (
    FORMAT,
    Agent,
    FigureBasis,
    QuotedClinic,
    QuotedCoverage,
    QuotedLine,
    QuotedPrice,
    Snapshot,
    Span,
    Versions,
)
from clinicfinder.domain.staff import StaffMember
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.code_versions import engine_version, text_version
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.clinic_words import evidence_words, insurance_words
from clinicfinder.web.cost_words import line_words
from clinicfinder.web.estimate_fields import form_view
from clinicfinder.web.estimate_form import EstimateForm
from clinicfinder.web.estimate_view import EstimateView, estimate_view
from clinicfinder.web.fields import Field
from clinicfinder.web.session_costs import LineCost, line_costs
from clinicfinder.web.staff.quote_sections import figures, sections
from clinicfinder.web.translation import LANGUAGES, language, speaking


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who makes a quote, when, with which script in hand ("": none), and for how many days it may hold."""

    member: StaffMember
    moment: datetime
    script_version: str
    days: int


def take_down(
    catalogue: Catalogue, form: EstimateForm, care: CareEstimate, clinic: Clinic, occasion: Occasion
) -> Snapshot:
    """The quote of one estimate at one clinic, for paper in every language. `form` is the one that `care` answers."""
    quote = _in_one_language(catalogue, form, care, clinic, occasion)
    translations = []
    for other in LANGUAGES:
        if other != quote.language:
            with speaking(other):
                translations.append(translation_of(_in_one_language(catalogue, form, care, clinic, occasion)))
    return replace(quote, translations=tuple(translations))


def _in_one_language(
    catalogue: Catalogue, form: EstimateForm, care: CareEstimate, clinic: Clinic, occasion: Occasion
) -> Snapshot:
    """The quote in the language of this moment alone."""
    view = estimate_view(catalogue, form, care)
    payer = form.payers[0] if len(form.payers) == 1 else None
    treatment = catalogue.treatments[care.question.treatment]
    made_on = occasion.moment.astimezone(ZoneInfo(clinic.timezone)).date()
    end = valid_through(made_on, occasion.days, tuple(known_ends(care)))
    cost = care.insured.estimate if care.insured else None
    basis, low, high = _amounts(care)
    return Snapshot(
        format=FORMAT,
        language=language(),
        made_at=occasion.moment,
        made_on=made_on,
        valid_through=end.last_day,
        valid_because=end.because,
        agent=Agent(occasion.member.username, occasion.member.display_name),
        clinic=_clinic(catalogue, clinic, payer.code if payer else None),
        versions=Versions(catalogue.version, engine_version(), text_version(), occasion.script_version),
        treatment=treatment.code,
        treatment_label=treatment.label,
        payer_code=payer.code if payer else None,
        payer_name=payer.name if payer else form.value("payer") or None,
        course_start=care.sessions[0].on if care.sessions else None,
        given=tuple(sorted(form.values.items())),
        inputs=tuple(_inputs(catalogue, form, care, view)),
        title=view.title,
        headline=view.coverage.headline,
        summary=view.coverage.summary,
        coverage=_coverage(care),
        figure_basis=basis,
        low_cents=low,
        high_cents=high,
        is_whole=cost is None or cost.is_known,
        figures=figures(view.cost.figures if view.cost else view.self_pay.figures if view.self_pay else ()),
        lines=tuple(_lines(cost)) if cost else (),
        prices=tuple(_price(price) for price in _prices_used(care)),
        sections=tuple(sections(view, _inputs(catalogue, form, care, view))),
        disclaimer=view.disclaimer,
        translations=(),
    )


def known_ends(care: CareEstimate) -> Iterator[KnownEnd]:
    """The last days on which the rules and the prices of an estimate are known to hold. Ends are first days after."""
    day_before = timedelta(days=1)
    for change in care.coverage.changes:
        if not change.past:
            yield KnownEnd(change.day - day_before, "rule_changes")
    for price in _prices_used(care):
        if price.effective_to is not None:
            yield KnownEnd(price.effective_to - day_before, "prices_end")


def _amounts(care: CareEstimate) -> tuple[FigureBasis, int | None, int | None]:
    """The whole course in cents and what that rests on: the plan, else clinics' own prices, else nothing."""
    cost = care.insured.estimate.cost if care.insured else None
    if cost is not None:
        return "plan", cost.low_cents, cost.high_cents
    if care.insured is None and care.self_pay and care.self_pay.low is not None:
        return "self_pay", care.self_pay.low, care.self_pay.high
    return "none", None, None


def _clinic(catalogue: Catalogue, clinic: Clinic, payer_code: str | None) -> QuotedClinic:
    listed = payer_code in catalogue.payers
    return QuotedClinic(
        code=clinic.clinic_code,
        name=clinic.name,
        network=clinic.network_name,
        street=" ".join(filter(None, (clinic.street, clinic.unit))),
        city_line=f"{clinic.city}, {clinic.state} {clinic.zip}",
        state=clinic.state,
        phone=clinic.phone,
        website=clinic.website,
        time_zone=clinic.timezone,
        treatments_note=evidence_words(clinic),
        acceptance=insurance_words(catalogue, clinic, payer_code) if payer_code and listed else None,
    )


def _coverage(care: CareEstimate) -> QuotedCoverage:
    answer = care.coverage
    cited = [answer.rule] if answer.rule else list(answer.disputed)
    other = [rule_id for alternative in answer.alternatives for rule_id in alternative.rule_ids]
    rule_ids = [one.rule.rule_id for one in cited] or list(dict.fromkeys(other))
    own_rule = bool(rule_ids) and not answer.typical
    return QuotedCoverage(answer.status, answer.reason, answer.criteria, tuple(rule_ids), own_rule)


def _inputs(
    catalogue: Catalogue, form: EstimateForm, care: CareEstimate, view: EstimateView
) -> Iterator[tuple[str, str]]:
    """Every answer that was given, beside its question; then the few that matter even when they were not."""
    fields = form_view(catalogue, form, care)
    every = (*fields.first, *fields.questions, *fields.more_questions, *fields.plan, *fields.course)
    given = [(field.label, _given_words(field)) for field in every if field.value]
    shown = {words for _, words in given}
    yield from given
    yield from ((label, words) for label, words in view.inputs if words not in shown)


def _given_words(field: Field) -> str:
    if field.kind in ("select", "radio"):
        return next((option.text for option in field.options if option.code == field.value), field.value)
    amount = f"${field.value.lstrip('$ ')}" if field.kind == "money" else field.value
    return f"{amount.rstrip('% ')} %" if field.kind == "percent" else amount


def _lines(cost: CostEstimate) -> Iterator[QuotedLine]:
    if cost.cost is None:
        return
    for row in line_costs(cost.lines, cost.cost):
        if not isinstance(row, ResetLine):
            yield _line(row)


def _line(row: LineCost) -> QuotedLine:
    bill, low, high = row.line.high_bill, row.low, row.high
    return QuotedLine(
        session=row.line.session,
        day=bill.on,
        label=line_words(bill.label_key),
        codes=tuple(dict.fromkeys((*row.line.low_bill.codes, *bill.codes))),
        allowed=Span(low.service.allowed, high.service.allowed),
        deductible=Span(low.deductible, high.deductible),
        copay=Span(low.copay, high.copay),
        coinsurance=Span(low.coinsurance, high.coinsurance),
        patient=Span(low.patient, high.patient),
        help=Span(low.help, high.help),
    )


def _prices_used(care: CareEstimate) -> tuple[Price, ...]:
    """Every row of the price table that some figure shown rests on, each once."""
    lines = care.insured.estimate.lines if care.insured else ()
    found = [price for line in lines for price in (line.low_price, line.high_price)]
    found += [care.self_pay.per_session, care.self_pay.per_course] if care.self_pay else []
    rows = {id(price): price.rows for price in found if isinstance(price, PriceFound)}
    return tuple({row.price_id: row for some in rows.values() for row in some}.values())


def _price(price: Price) -> QuotedPrice:
    return QuotedPrice(
        price_id=price.price_id,
        code=price.code,
        payer_class=price.payer_class,
        setting=price.setting,
        price_kind=price.kind,
        unit=price.unit,
        year=price.year,
        state=price.state,
        locality=price.locality,
        low=price.low,
        high=price.high,
        said_by=price.said_by,
        source_title=price.provenance.source_title,
        source_url=price.provenance.source_url,
        source_date=price.provenance.source_date,
        reviewed_on=price.provenance.reviewed_on,
        confidence=price.provenance.confidence,
    )
