"""The words of a cost: one sentence per key of the cost engine, and why a sum is not shown."""

from __future__ import annotations

from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.translation import gettext, marked


def assumption_words(key: str) -> str:
    """One assumption or caveat of a cost."""
    words = {
        "employer_plan_assumed": marked("You did not say which kind of plan: we took a plan through an employer."),
        "deductible_unknown": marked("Your deductible is not known: the range runs from none to all of it."),
        "deductible_met_unknown": marked("How much of the deductible is met is not known: the range holds both ends."),
        "oop_max_by_law": marked("Your yearly maximum is not known: we took the highest that the law allows."),
        "oop_max_unknown": marked("Your yearly maximum is not known, so the upper end has none."),
        "oop_met_none": marked("We took it that nothing counts to your yearly maximum yet."),
        "oop_met_as_deductible_met": marked("We took it that what met the deductible counts to the yearly maximum."),
        "share_unknown": marked("Your copay and coinsurance are not known: the range runs from nothing to all of it."),
        "coinsurance_alone": marked("You gave a coinsurance and no copay: we took it that there is no copay."),
        "copay_alone": marked("You gave a copay and no coinsurance: we took it that there is no coinsurance."),
        "deductible_may_be_waived": marked("Whether the deductible comes first is not known: the range holds both."),
        "help_may_run_out": marked("The maker's help has a yearly maximum whose amount we do not know."),
        "observation_time_not_priced": marked(
            "The two hours of observation beyond the visit are billed in different ways and are not in the sum."
        ),
        "prices_are_older": marked("Some prices are from an earlier year, the newest we have."),
        "prices_in_dispute": marked("Two sources give different prices; we use the one that can be recomputed."),
        "prices_of_locality": marked("Prices are those of your Medicare payment locality."),
        "prices_of_state": marked("Prices are from your state."),
        "prices_of_country": marked("Prices are from the whole country, since we have none from nearer to you."),
        "some_prices_of_locality": marked("Some prices are those of your Medicare payment locality."),
        "some_prices_of_state": marked("Some prices are from your state."),
        "some_prices_of_country": marked(
            "Some prices are from the whole country, since we have none from nearer to you."
        ),
        "prices_are_medicare_rate": marked("Prices are Medicare's own rates."),
        "prices_are_allowed": marked(
            "Prices are rates that hospitals list in their own files, not claims that were paid. "
            "An office may be cheaper."
        ),
        "prices_are_list_price": marked("Prices are list prices; a plan's allowed amount is lower."),
        "prices_are_self_pay": marked("Prices are clinics' own self-pay prices."),
        "some_prices_are_medicare_rate": marked("Some prices are Medicare's own rates."),
        "some_prices_are_allowed": marked(
            "Some prices are rates that hospitals list in their own files, not claims that were paid. "
            "An office may be cheaper."
        ),
        "some_prices_are_list_price": marked("Some prices are list prices; a plan's allowed amount is lower."),
        "some_prices_are_self_pay": marked("Some prices are clinics' own self-pay prices."),
        "professional_fee_not_known": marked("The clinician's own bill comes on top; its amount is not known."),
        "hospital_fee_not_known": marked("The hospital's own bill comes on top; its amount is not known."),
        "preset_used": marked("Figures you did not give are those of the plan you chose, or of the law for Medicare."),
        "in_network_assumed": marked("We took it that the clinic is in your plan's network."),
        "out_of_network_terms": marked(
            "Out of network your plan may have other terms, and the clinic may bill more than the plan's own price."
        ),
        "part_without_amount": marked(
            "You said which part of the deductible is met, but not how large it is, so we could not use that yet."
        ),
        "reset_assumed": marked("We took it that the yearly limits start again on January 1."),
        "start_assumed": marked("We took it that the first session is today."),
        "not_in_the_sum": marked(
            "Not in the sum: your premium, a first assessment, other visits and medicines, and getting there and home."
        ),
        "price_unknown_carrier_priced": marked(
            "Medicare sets no national price for this in an office: each contractor sets its own."
        ),
        "price_unknown_none_listed": marked("For part of this no price is on file, so that part is not known."),
        "price_unknown_only_later_years": marked(
            "For part of this only later prices are on file, so that part is not known."
        ),
    }
    return gettext(words[key]) if key in words else key.replace("_", " ")


def no_cost_words(care: CareEstimate) -> str:
    """Why no cost through a plan is shown."""
    if care.coverage.status in ("not_covered", "self_pay"):
        return gettext("Through the plan nothing can be counted on, so no sum is shown for it.")
    if not care.sessions:
        return gettext("Not known: no usual course of this treatment is on file, so it cannot be added up.")
    if care.question.plan_type is None and care.question.payer is None:
        return gettext("Not known yet: choose your insurance and kind of plan.")
    return gettext("Not known: no source gives us prices for this kind of plan. Ask the plan and the clinic.")


def line_words(label_key: str) -> str:
    """What one billed line is for. Our own words, never a code list's."""
    words = {
        "spravato_bundle": marked("Spravato session: the medicine and two hours of observation"),
        "spravato_drug": marked("Spravato: the medicine"),
        "spravato_visit": marked("Spravato: visit and observation"),
        "tms_session": marked("TMS session"),
        "iv_ketamine_session": marked("IV ketamine infusion"),
        "im_ketamine_session": marked("Ketamine injection"),
        "kap_session": marked("Ketamine-assisted psychotherapy session"),
        "psychiatric_evaluation_session": marked("First assessment"),
        "medication_management_session": marked("Return visit"),
        "psychotherapy_session": marked("Talk therapy, one hour"),
    }
    return gettext(words[label_key]) if label_key in words else label_key.replace("_", " ")


def programme_refusal_words(reason: str) -> str:
    """Why a savings programme is not open to this person."""
    words = {
        "government_plan": marked("Not for anyone with a government plan, even as a second plan."),
        "not_commercial": marked("Only for people with commercial insurance."),
        "no_plan": marked("Only for people whose insurance pays part."),
        "state_excluded": marked("Not valid in your state."),
    }
    return gettext(words[reason])
