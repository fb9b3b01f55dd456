"""The page about our estimates as questions with their answers: the same words for people and for search engines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.jsonld import JsonLd, graph, questions_node
from clinicfinder.web.translation import gettext, ngettext
from clinicfinder.web.treatment_view import EstimateData, estimate_data


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """One question and its answer, sentence by sentence. `shape`: numbered steps, a list, or one paragraph."""

    question: str
    answer: tuple[str, ...]
    shape: Literal["steps", "list", "paragraph"]


@dataclass(frozen=True, slots=True)
class AboutEstimatesView:
    """The whole page."""

    questions: tuple[AnsweredQuestion, ...]
    jsonld: JsonLd


def about_estimates_view(catalogue: Catalogue) -> AboutEstimatesView:
    """How estimates are made, from what, and what they cannot know."""
    questions = (
        _coverage(),
        _cost(),
        _data(estimate_data(catalogue)),
        _limits(),
        AnsweredQuestion(
            gettext("What happens to my answers?"),
            (
                gettext(
                    "They are sent to us to work the answer out and then forgotten: no account, no cookie, nothing "
                    "stored or logged, nothing in the address."
                ),
            ),
            "paragraph",
        ),
    )
    said = questions_node((one.question, " ".join(one.answer)) for one in questions)
    return AboutEstimatesView(questions, graph(said))


def _coverage() -> AnsweredQuestion:
    return AnsweredQuestion(
        gettext("How is coverage worked out?"),
        (
            gettext("We look for the plan's own published rule that was in force on the day and fits most closely."),
            gettext(
                "We hold its conditions against what you told us. What you leave open stays open; nothing is assumed "
                "about you."
            ),
            gettext("We ask only the questions whose answer could change the result."),
            gettext(
                "Where no rule of your plan is known, a pattern among many plans may stand in, and is labelled "
                "“typical”."
            ),
            gettext("Where two sources disagree, both are shown and neither is picked."),
            gettext(
                "The words are likely, possible, unlikely, usually self-pay and not known. Only your plan can say yes "
                "or no."
            ),
        ),
        "steps",
    )


def _cost() -> AnsweredQuestion:
    return AnsweredQuestion(
        gettext("How is cost worked out?"),
        (
            gettext("The usual course is laid out in dated sessions, each with the lines a clinic bills."),
            gettext(
                "Each line gets a price from a source: Medicare's own rates, hospitals' listed rates, or clinics' "
                "price lists. Where there is none we say “not known”."
            ),
            gettext(
                "The lines run through your plan in order of date: deductible, copay, coinsurance, yearly maximum, and "
                "the day they start again."
            ),
            gettext("What you do not know becomes a range, from the cheapest to the dearest course that fits."),
        ),
        "steps",
    )


def _data(data: EstimateData) -> AnsweredQuestion:
    counts = gettext(
        "%(rules)s coverage rules of %(payers)s payers, %(prices)s prices and %(laws)s notes on state law. "
        "The rules were last compared with their sources between %(oldest)s and %(newest)s.",
        rules=data.rules,
        payers=data.payers,
        prices=f"{data.prices:,}",
        laws=data.laws,
        oldest=data.oldest_review,
        newest=data.newest_review,
    )
    disputes = ngettext("In %(num)d case sources disagree.", "In %(num)d cases sources disagree.", data.disputes)
    overdue = gettext("A rule that we have not checked for a year still answers, and is marked “unverified”.")
    return AnsweredQuestion(gettext("What data do estimates rest on?"), (counts, disputes, overdue), "paragraph")


def _limits() -> AnsweredQuestion:
    return AnsweredQuestion(
        gettext("What can an estimate not know?"),
        (
            gettext(
                "Your plan's own contract. Employers change what their plans pay for, and plans revise their rules."
            ),
            gettext(
                "The price your plan has agreed with your clinic. Listed rates of hospitals are a rough guide, above "
                "all for offices."
            ),
            gettext("Premiums, first assessments, other visits and medicines, and getting there and home."),
            gettext("Whether a treatment suits you. A clinic decides that with you."),
        ),
        "list",
    )
