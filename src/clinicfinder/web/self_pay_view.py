"""What an estimate shows of paying without a plan: clinics' own prices, ways to pay, and the right to an estimate."""

from __future__ import annotations

from dataclasses import dataclass

from clinicfinder.costs.prices import PriceFound
from clinicfinder.costs.selfpay import GOOD_FAITH_ESTIMATE, SelfPayCourse, price_course
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.units import Cents
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.cost_view import Figure
from clinicfinder.web.source_view import SourceView, source_views
from clinicfinder.web.translation import gettext, ngettext
from clinicfinder.web.wording import money_range_words, money_words


@dataclass(frozen=True, slots=True)
class SelfPayView:
    """Paying without a plan. `figures` is empty where no clinic's own price is on file."""

    figures: tuple[Figure, ...]
    basis: str
    notes: tuple[str, ...]
    good_faith: str
    good_faith_source: SourceView
    sources: tuple[SourceView, ...]


def self_pay_view(course: SelfPayCourse) -> SelfPayView:
    """Put clinics' own prices into words."""
    found = [price for price in (course.per_session, course.per_course) if isinstance(price, PriceFound)]
    rule = GOOD_FAITH_ESTIMATE
    return SelfPayView(
        figures=self_pay_figures(course),
        basis=_basis(found),
        notes=(
            gettext("Ask the clinic for its own price: it alone can tell you what its sessions cost."),
            gettext("A health savings or flexible spending account (HSA, FSA) can usually pay for treatment."),
            gettext("Many clinics offer payment plans. Ask what they cost in all before you sign."),
            gettext(
                "A superbill is a bill you send to your plan yourself. "
                "Plans may pay part of it, late, or nothing at all: ask before you count on it."
            ),
        ),
        good_faith=gettext(
            "Without insurance, or paying without it, you have the right to a written Good Faith Estimate from the "
            "clinic, within days of booking or asking. If the bill is %(amount)s or more above it, you can dispute "
            "the bill within %(days)s days for a fee of %(fee)s: call %(phone)s.",
            amount=money_words(rule.dispute_from),
            days=rule.dispute_within_days,
            fee=money_words(rule.dispute_fee),
            phone=rule.help_phone,
        ),
        good_faith_source=SourceView(rule.source_title, rule.source_url, ""),
        sources=source_views(row.provenance for price in found for row in price.rows),
    )


def self_pay_of(tables: EstimateTables, care: CareEstimate) -> SelfPayCourse:
    """Clinics' own price of the course at hand, which has at least one session."""
    question, first = care.question, care.sessions[0].on
    setting = question.setting or "office"
    return price_course(tables.prices, question.treatment, len(care.sessions), first, question.state, setting)


def self_pay_figures(course: SelfPayCourse) -> tuple[Figure, ...]:
    """The price of one session and of the course, as far as clinics publish any."""
    figures = []
    if isinstance(course.per_session, PriceFound):
        price = course.per_session
        figures.append(Figure(gettext("Each session"), money_range_words(price.low, price.high)))
    if course.low is not None and course.high is not None:
        figures.append(
            Figure(
                ngettext("A course of %(num)d session", "A course of %(num)d sessions", course.sessions),
                money_range_words(Cents(course.low), Cents(course.high)),
            )
        )
    return tuple(figures)


def _basis(found: list[PriceFound]) -> str:
    if not found:
        return gettext("Not known: no clinic's own price for this is on file. Ask the clinic.")
    scopes = {
        "state": gettext("clinics in your state"),
        "country": gettext("clinics across the country"),
        "locality": gettext("clinics near you"),
    }
    places = gettext(" and ").join(dict.fromkeys(scopes[price.scope] for price in found))
    years = sorted({year for price in found for year in price.years})
    clinics = len({row.said_by for price in found for row in price.rows})
    said = ngettext(
        "From the own price list of %(num)d clinic (%(places)s).",
        "From the own price lists of %(num)d clinics (%(places)s).",
        clinics,
        places=places,
    )
    if not years:
        return said
    span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    return said + " " + gettext("Prices of %(years)s.", years=span)
