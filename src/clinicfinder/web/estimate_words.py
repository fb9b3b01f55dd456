"""The words of an estimate: one sentence per key of the coverage and cost engines.

A person's answer is never said to be "covered", "approved" or "guaranteed": it is likely, possible, unlikely,
usually self-pay or not known. A test holds every sentence here to that.
"""

from __future__ import annotations

from typing import Final

from clinicfinder.coverage.answers import CoverageAnswer, Remedy, Step
from clinicfinder.coverage.resolution import Reason, Status
from clinicfinder.web.translation import data_text, gettext, marked
from clinicfinder.web.wording import day_words


def headline(answer: CoverageAnswer) -> str:
    """The one word of the answer. Criteria that are not known lower "likely" to "possible"."""
    match answer.status:
        case "covered" | "covered_with_prior_auth":
            return gettext("Possible") if answer.criteria in ("unknown", "none_published") else gettext("Likely")
        case "case_by_case":
            return gettext("Possible")
        case "not_covered":
            return gettext("Unlikely")
        case "self_pay":
            return gettext("Usually self-pay")
        case "unknown":
            return gettext("Not known")


def status_words(status: Status) -> str:
    """The word of a status by itself, where nothing more is known of the person."""
    words = {
        "covered": marked("Likely"),
        "covered_with_prior_auth": marked("Likely, after prior authorization"),
        "case_by_case": marked("Possible"),
        "not_covered": marked("Unlikely"),
        "self_pay": marked("Usually self-pay"),
        "unknown": marked("Not known"),
    }
    return gettext(words[status])


def summary(answer: CoverageAnswer) -> str:
    """What the answer means for the person, in a sentence or two."""
    match answer.status:
        case "covered_with_prior_auth":
            return _insured_summary(answer, gettext("after prior authorization"))
        case "covered":
            if answer.prior_authorization == "not_required":
                return _insured_summary(answer, gettext("without prior authorization"))
            return _insured_summary(answer, gettext("with or without prior authorization (ask which)"))
        case "case_by_case":
            if answer.disputed:
                return gettext("Sources disagree about this plan. Both sides are shown below; only the plan can say.")
            return gettext("The plan looks at each case by itself. Ask it what it needs from you and the clinic.")
        case "not_covered":
            return reason_words(answer.reason)
        case "self_pay":
            return gettext(
                "People usually pay for this themselves. A few plans pay for it, so it is worth asking yours."
            )
        case "unknown":
            return reason_words(answer.reason)


def _insured_summary(answer: CoverageAnswer, how: str) -> str:
    if answer.typical:
        return gettext("Plans of this kind usually pay for it, %(how)s. We know no rule of your own plan.", how=how)
    if answer.criteria == "met":
        return gettext(
            "By its published rule the plan pays for it, %(how)s. What you told us fits its conditions.", how=how
        )
    if answer.criteria == "none_published":
        return gettext(
            "By its published rule the plan pays for it, %(how)s. It publishes no medical conditions.", how=how
        )
    return gettext(
        "By its published rule the plan pays for it, %(how)s, if its conditions are met. Some we do not know yet.",
        how=how,
    )


def reason_words(reason: Reason | None) -> str:
    """Why the answer is what it is."""
    words = {
        "criteria_not_met": marked("What you told us does not fit the plan's published conditions."),
        "benefit_exclusion": marked("The plan leaves this treatment out of its benefits."),
        "not_medically_necessary": marked(
            "The plan's published rule does not accept this treatment as medically needed."
        ),
        "formulary": marked("This plan's list of medicines leaves it out, or another product of the insurer holds it."),
        "before_effective_date": marked("On the day you asked about, the plan's rule had not started yet."),
        "needs_facts": marked("Which of the plan's rules fits depends on something we do not know yet."),
        "age": marked("The rule is for another age."),
        "route": marked("The plan pays for this medicine only when it is given in another way."),
        "protocol": marked("The plan pays for this treatment only in another form or schedule."),
        "schedule": marked("The schedule asked about is more frequent than the label's usual one."),
        "unknown_payer": marked("We do not know your plan. Choose it from the list, or ask the plan itself."),
        "no_published_rule": marked("We found no published rule of this plan for this treatment. That is not a no."),
    }
    return gettext(words.get(reason or "", marked("We have no more to go by. Ask the plan.")))


def step_words(step: Step) -> str:
    """One thing to do."""
    detail = step.detail or ""
    words = gettext(_STEPS[step.key])
    if step.key == "prior_authorization" and detail:
        return words + " " + gettext("A first one usually lasts: %(time)s.", time=data_text(detail))
    if step.key == "benefit_channel":
        benefit = gettext(_CHANNELS[detail]) if detail in _CHANNELS else data_text(detail)
        return gettext("It runs under your %(benefit)s.", benefit=benefit)
    return words


_CHANNELS: Final = {
    "medical": marked("medical benefit"),
    "pharmacy": marked("pharmacy benefit"),
    "behavioral": marked("behavioral health benefit"),
}
_STEPS: Final = {
    "prior_authorization": marked("The clinic asks your plan for prior authorization before the first session."),
    "ask_about_prior_authorization": marked("Ask your plan whether prior authorization is needed."),
    "ask_which_rule_applies": marked("Ask your plan which of the two rules it goes by."),
    "gather_records": marked(
        "Gather the records that show the rule's conditions: medicines, doses, dates and questionnaires."
    ),
    "benefit_channel": marked("Ask which benefit it runs under."),
    "ask_which_benefit": marked("Ask which benefit it runs under: medical, pharmacy or behavioral health."),
    "check_both_networks": marked("Check that the clinic is in network, both for medical and for behavioral health."),
    "rems_site": marked("Choose a clinic that is certified to give Spravato (REMS)."),
    "ride_home": marked("Arrange a ride home: no driving until the next day, after a restful sleep."),
    "ask_self_pay_price": marked("Ask the clinic for its price per session and for the whole course."),
    "good_faith_estimate": marked(
        "Without insurance you may ask the clinic for a written Good Faith Estimate. This page is not one."
    ),
    "appeal": marked(
        "A refusal can be appealed, first to the plan, then to an outside reviewer. "
        "Reviewers have overturned such refusals."
    ),
    "rule_past_review": marked("We last checked this rule more than a year ago: ask whether it still holds."),
    "confirm_with_plan": marked("Call the number on your card and confirm all of this before you start."),
}


def remedy_words(remedy: Remedy) -> str:
    """What could turn a refusal."""
    match remedy.key:
        case "criterion":
            return data_text(remedy.wording or "")
        case "effective_from":
            day = day_words(remedy.day) if remedy.day else ""
            return gettext("The rule starts on %(day)s.", day=day)
        case "device":
            return gettext("The plan names other devices: %(devices)s.", devices=remedy.wording or "")
        case "rems_site":
            return gettext("Choose a clinic that is certified to give Spravato (REMS).")
        case "usual_schedule":
            return gettext("The label's usual schedule: twice a week for four weeks, weekly for four, then less often.")
        case "with_antidepressant":
            return gettext("Together with an antidepressant by mouth it would fit the label.")


def disclaimer() -> str:
    """What stands under every estimate."""
    return gettext(
        "This is an estimate, not a promise, and not a Good Faith Estimate. "
        "Only your plan and your clinic can give you figures that bind."
    )
