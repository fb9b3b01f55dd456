"""The words of a cost: one sentence per key of the cost engine, and why a sum is not shown."""

from __future__ import annotations

from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.translation import gettext


def assumption_words(key: str) -> str:
    """One assumption or caveat of a cost."""
    words = {
        "employer_plan_assumed": gettext("You did not say which kind of plan: we took a plan through an employer."),
        "deductible_unknown": gettext("Your deductible is not known: the range runs from none to all of it."),
        "deductible_met_unknown": gettext("How much of the deductible is met is not known: the range holds both ends."),
        "oop_max_by_law": gettext("Your yearly maximum is not known: we took the highest that the law allows."),
        "oop_max_unknown": gettext("Your yearly maximum is not known, so the upper end has none."),
        "oop_met_none": gettext("We took it that nothing counts to your yearly maximum yet."),
        "oop_met_as_deductible_met": gettext("We took it that what met the deductible counts to the yearly maximum."),
        "share_unknown": gettext("Your copay and coinsurance are not known: the range runs from nothing to all of it."),
        "coinsurance_alone": gettext("You gave a coinsurance and no copay: we took it that there is no copay."),
        "copay_alone": gettext("You gave a copay and no coinsurance: we took it that there is no coinsurance."),
        "deductible_may_be_waived": gettext("Whether the deductible comes first is not known: the range holds both."),
        "help_may_run_out": gettext("The maker's help has a yearly maximum whose amount we do not know."),
        "observation_time_not_priced": gettext(
            "The two hours of observation beyond the visit are billed in different ways and are not in the sum."
        ),
        "prices_are_older": gettext("Some prices are from an earlier year, the newest we have."),
        "prices_in_dispute": gettext("Two sources give different prices; we use the one that can be recomputed."),
        "prices_of_locality": gettext("Prices are those of your Medicare payment locality."),
        "prices_of_state": gettext("Prices are from your state."),
        "prices_of_country": gettext("Prices are from the whole country, since we have none from nearer to you."),
        "prices_are_medicare_rate": gettext("Prices are Medicare's own rates."),
        "prices_are_allowed": gettext(
            "Prices are rates that hospitals list in their own files, not claims that were paid. "
            "An office may be cheaper."
        ),
        "prices_are_list_price": gettext("Prices are list prices; a plan's allowed amount is lower."),
        "prices_are_self_pay": gettext("Prices are clinics' own self-pay prices."),
        "professional_fee_not_known": gettext("The clinician's own bill comes on top; its amount is not known."),
        "hospital_fee_not_known": gettext("The hospital's own bill comes on top; its amount is not known."),
        "preset_used": gettext("Figures you did not give are those of the plan you chose, or of the law for Medicare."),
        "in_network_assumed": gettext("We took it that the clinic is in your plan's network."),
        "out_of_network_terms": gettext(
            "Out of network your plan may have other terms, and the clinic may bill more than the plan's own price."
        ),
        "part_without_amount": gettext(
            "You said which part of the deductible is met, but not how large it is, so we could not use that yet."
        ),
        "reset_assumed": gettext("We took it that the yearly limits start again on January 1."),
        "start_assumed": gettext("We took it that the first session is today."),
        "not_in_the_sum": gettext(
            "Not in the sum: your premium, a first assessment, other visits and medicines, and getting there and home."
        ),
        "price_unknown_carrier_priced": gettext(
            "Medicare sets no national price for this in an office: each contractor sets its own."
        ),
        "price_unknown_none_listed": gettext("For part of this no price is on file, so that part is not known."),
        "price_unknown_only_later_years": gettext(
            "For part of this only later prices are on file, so that part is not known."
        ),
    }
    return words.get(key, key.replace("_", " "))


def no_cost_words(care: CareEstimate) -> str:
    """Why no cost through a plan is shown."""
    if care.coverage.status in ("not_covered", "self_pay"):
        return gettext("Through the plan nothing can be counted on, so no sum is shown for it. See paying without it.")
    if not care.sessions:
        return gettext("Not known: no usual course of this treatment is on file, so it cannot be added up.")
    if care.question.plan_type is None and care.question.payer is None:
        return gettext("Not known yet: choose your insurance and kind of plan.")
    return gettext("Not known: no source gives us prices for this kind of plan. Ask the plan and the clinic.")


def line_words(label_key: str) -> str:
    """What one billed line is for. Our own words, never a code list's."""
    words = {
        "spravato_bundle": gettext("Spravato session: the medicine and two hours of observation"),
        "spravato_drug": gettext("Spravato: the medicine"),
        "spravato_visit": gettext("Spravato: visit and observation"),
        "tms_session": gettext("TMS session"),
        "iv_ketamine_session": gettext("IV ketamine infusion"),
        "im_ketamine_session": gettext("Ketamine injection"),
        "kap_session": gettext("Ketamine-assisted psychotherapy session"),
        "psychiatric_evaluation_session": gettext("First assessment"),
        "medication_management_session": gettext("Return visit"),
        "psychotherapy_session": gettext("Talk therapy, one hour"),
    }
    return words.get(label_key, label_key.replace("_", " "))


def programme_refusal_words(reason: str) -> str:
    """Why a savings programme is not open to this person."""
    words = {
        "government_plan": gettext("Not for anyone with a government plan, even as a second plan."),
        "not_commercial": gettext("Only for people with commercial insurance."),
        "no_plan": gettext("Only for people whose insurance pays part."),
        "state_excluded": gettext("Not valid in your state."),
    }
    return words[reason]
