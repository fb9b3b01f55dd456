"""What to say and ask on the phone, to the plan and to the clinic, as an estimate's last step."""

from __future__ import annotations

from dataclasses import dataclass

from clinicfinder.coverage.payers import Payer
from clinicfinder.domain.estimates import EstimateTables
from clinicfinder.usecases.estimate_care import CareEstimate
from clinicfinder.web.translation import data_text, gettext


@dataclass(frozen=True, slots=True)
class CallScript:
    """An opening sentence, and questions with room to write the answers."""

    opening: str
    to_plan: tuple[str, ...]
    to_clinic: tuple[str, ...]


def call_script(tables: EstimateTables, care: CareEstimate, treatment: str, payer: Payer | None) -> CallScript:
    """The questions that fit this treatment and this payer. `treatment` is its label."""
    codes = _codes(tables, care)
    opening = gettext(
        "“Hello. I would like to know my benefits for %(treatment)s, as an outpatient, for a mental health condition.”",
        treatment=treatment,
    )
    return CallScript(opening, tuple(_to_plan(care, payer, codes)), tuple(_to_clinic(care)))


def _codes(tables: EstimateTables, care: CareEstimate) -> list[str]:
    """The billing codes of the course, each with our own label."""
    lines = care.insured.estimate.lines if care.insured else ()
    used = dict.fromkeys(code for line in lines for code in (*line.low_bill.codes, *line.high_bill.codes))
    return [f"{code} ({data_text(tables.codes[code].label)})" for code in used if code in tables.codes]


def _to_plan(care: CareEstimate, payer: Payer | None, codes: list[str]) -> list[str]:
    asked = [
        gettext("Is this treatment a benefit of my plan? Are there any exclusions?"),
        gettext("Do I need prior authorization? Who asks for it, how long is it good for, and how is it renewed?"),
        gettext("What must my records show: which medicines, for how long, which scores?"),
        gettext("Under which benefit does it run: medical, pharmacy or behavioral health?"),
        gettext("Is the clinic in network for medical AND for behavioral health?"),
        gettext("What are my deductible and yearly maximum, how much of each is met, and when do they start again?"),
        gettext("What is my copay or coinsurance for each part of a session, and does the deductible come first?"),
    ]
    if payer and payer.behavioral_by:
        asked.insert(
            0,
            gettext(
                "Who runs my mental health benefit? (For %(payer)s it is often %(vendor)s, with a number of its own.)",
                payer=data_text(payer.name),
                vendor=data_text(payer.behavioral_by),
            ),
        )
    if codes:
        asked.append(gettext("The billing codes may be: %(codes)s.", codes="; ".join(codes)))
    if care.insured and care.insured.estimate.programmes:
        asked.append(gettext("Does what a maker's savings program pays count to my deductible and maximum?"))
    asked.append(gettext("What is the reference number of this call, and your name?"))
    return asked


def _to_clinic(care: CareEstimate) -> list[str]:
    asked = [
        gettext("Do you take my plan, and will you ask for prior authorization for me?"),
        gettext("Do you bill as a doctor's office or as a hospital department? Is there a facility fee?"),
        gettext("What do you charge without insurance, per session and for the whole course?"),
        gettext("Will you give me a written Good Faith Estimate if I pay myself?"),
    ]
    if care.question.treatment == "spravato":
        asked.insert(1, gettext("Is your site certified for Spravato (REMS)?"))
        asked.insert(2, gettext("Do you buy the medicine yourselves, or does a specialty pharmacy send it?"))
    return asked
