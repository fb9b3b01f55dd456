"""The questions of the estimate form in plain words: each fact of a person, each answer one may choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from clinicfinder.coverage.facts import FACTS
from clinicfinder.web.translation import gettext, marked


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """One question: what is asked, how to find the answer, and in what unit a number is."""

    text: str
    hint: str | None = None
    unit: str | None = None


def question_words(name: str) -> QuestionWords:
    """The question about one fact, or about the condition or the product of the plan."""
    words = _QUESTIONS[name]
    return QuestionWords(
        gettext(words.text), gettext(words.hint) if words.hint else None, gettext(words.unit) if words.unit else None
    )


def _history() -> dict[str, QuestionWords]:
    return {
        "age": QuestionWords(marked("How old is the person to be treated?"), unit=marked("years")),
        "failed_antidepressants": QuestionWords(
            marked("How many antidepressants were tried without enough relief?"),
            marked("Count each medicine once, such as 2."),
        ),
        "antidepressant_classes": QuestionWords(
            marked("From how many different classes were they?"),
            marked("Classes are kinds such as SSRI, SNRI or tricyclic. A pharmacist can tell you."),
        ),
        "shortest_trial_weeks": QuestionWords(
            marked("For how many weeks was the shortest of them taken?"), unit=marked("weeks")
        ),
        "adequate_dose": QuestionWords(marked("Was each of them taken at a full dose?")),
        "adherence_percent": QuestionWords(
            marked("Of every 100 doses, how many were taken as prescribed?"), marked("A rough number is enough.")
        ),
        "augmenters_failed": QuestionWords(
            marked("How many medicines were added to an antidepressant without enough relief?"),
            marked("Such as lithium, a thyroid hormone or an antipsychotic."),
        ),
        "psychotherapy_failed": QuestionWords(marked("Was talk therapy tried without enough relief?")),
        "ect_considered": QuestionWords(marked("Was electroconvulsive therapy (ECT) tried or weighed with a doctor?")),
        "on_oral_antidepressant": QuestionWords(marked("Is an antidepressant taken by mouth now?")),
        "monotherapy": QuestionWords(marked("Would the treatment be given alone, without an antidepressant by mouth?")),
    }


def _scores() -> dict[str, QuestionWords]:
    score = marked("From a questionnaire at the doctor's. Leave it empty if you have none.")
    return {
        "phq9": QuestionWords(marked("What was the last PHQ-9 score?"), score, marked("0 to 27")),
        "madrs": QuestionWords(marked("What was the last MADRS score?"), score, marked("0 to 60")),
        "hamd17": QuestionWords(marked("What was the last HAM-D-17 score?"), score, marked("0 to 52")),
        "qids": QuestionWords(marked("What was the last QIDS score?"), score, marked("0 to 27")),
    }


def _circumstances() -> dict[str, QuestionWords]:
    return {
        "indication": QuestionWords(
            marked("What is the treatment for?"), marked("As a doctor named it. Rules differ by this.")
        ),
        "suicidality": QuestionWords(
            marked("Are there thoughts of suicide at the moment?"),
            marked("Asked because some rules differ. You can leave this out."),
        ),
        "psychosis": QuestionWords(marked("Is there psychosis, such as hearing voices?")),
        "bipolar": QuestionWords(marked("Has a doctor found bipolar disorder?")),
        "substance_use": QuestionWords(marked("Is there a problem with alcohol or drugs?")),
        "cannabis_use": QuestionWords(marked("Is cannabis used?")),
        "diagnosis_code": QuestionWords(
            marked("Which diagnosis code stands in the records?"), marked("A code such as F33.2.")
        ),
    }


def _clinic_and_plan() -> dict[str, QuestionWords]:
    return {
        "product": QuestionWords(marked("Which product or formulary is on the insurance card?")),
        "prescriber": QuestionWords(marked("Who would order the treatment?")),
        "in_network": QuestionWords(
            marked("Is the clinic in your plan's network?"),
            marked("Your plan can tell, for medical and for behavioral health."),
        ),
        "rems_site": QuestionWords(marked("Is the clinic certified to give Spravato (REMS)?")),
        "device": QuestionWords(marked("Which TMS device does the clinic use?")),
        "protocol": QuestionWords(marked("Which kind of course is planned?")),
        "sessions_per_week": QuestionWords(marked("How many sessions a week are planned?")),
        "week_of_course": QuestionWords(marked("In which week of the course is that?")),
    }


def choice_words(name: str, code: str) -> str:
    """One answer to one question with fixed answers."""
    words = {
        "protocol": {
            "standard": marked("The standard course"),
            "accelerated": marked("Accelerated: several sessions a day"),
            "maintenance": marked("Maintenance after a first course"),
        },
        "device": {
            "neurostar": "NeuroStar",
            "brainsway": "BrainsWay",
            "magventure": "MagVenture",
            "other": marked("Another one"),
        },
        "prescriber": {
            "psychiatrist": marked("A psychiatrist"),
            "psychiatric_np": marked("A psychiatric nurse practitioner"),
            "other": marked("Somebody else"),
        },
        "substance_use": {
            "none": marked("No"),
            "remission": marked("In the past, now in remission"),
            "active": marked("Yes, now"),
        },
    }
    return gettext(words[name][code])


def fact_problem_words(name: str, typed: str) -> str:
    """Why what was typed for a fact cannot be used, and what can."""
    spec = FACTS[name]
    expected = {
        "boolean": gettext("Answer true or false."),
        "choice": gettext("Choose one of: %(choices)s.", choices=", ".join(spec.choices)),
        "diagnosis": gettext("Enter an ICD-10 code such as F33.2, with or without the dot."),
        "count": gettext("Enter a whole number from 0 to %(highest)s.", highest=spec.highest),
    }[spec.kind]
    return gettext("We cannot use %(value)s.", value=repr(typed[:80])) + " " + expected


def indication_words(code: str) -> str:
    """What a treatment is for."""
    words = {
        "trd": marked("Depression that medicines did not help enough (treatment-resistant)"),
        "mdd": marked("Major depression"),
        "mdd_si": marked("Major depression with acute thoughts of suicide"),
        "bipolar_depression": marked("Bipolar depression"),
        "ptsd": marked("Post-traumatic stress (PTSD)"),
        "anxiety": marked("Anxiety"),
        "ocd": marked("Obsessive-compulsive disorder (OCD)"),
        "chronic_pain": marked("Chronic pain"),
        "substance_use": marked("A problem with alcohol or drugs"),
        "eating_disorder": marked("An eating disorder"),
        "other": marked("Something else"),
    }
    return gettext(words[code])


def plan_type_words(code: str) -> str:
    """A kind of plan, as people know it."""
    words = {
        "commercial": marked("Through an employer or bought privately"),
        "marketplace": marked("Marketplace (HealthCare.gov or a state exchange)"),
        "medicare_part_b": marked("Original Medicare"),
        "medicare_advantage": marked("Medicare Advantage"),
        "medicaid": marked("Medicaid"),
        "tricare": marked("TRICARE"),
        "va": marked("Veterans Affairs (VA)"),
        "workers_comp": marked("Workers' compensation"),
        "self_pay": marked("No insurance, or paying without it"),
    }
    return gettext(words[code])


def maintenance_words(code: str) -> str:
    """What follows the first course."""
    words = {
        "none": marked("The first course alone"),
        "weekly": marked("then once a week"),
        "every_two_weeks": marked("then every two weeks"),
        "monthly": marked("then once a month"),
        "every_two_months": marked("then every two months"),
        "every_three_months": marked("then every three months"),
    }
    return gettext(words[code])


def condition_words(name: str) -> str:
    """A condition of a rule, as the working of an estimate names it."""
    words = {
        "payer": marked("the insurer"),
        "plan_type": marked("the kind of plan"),
        "product": marked("the product of the plan"),
        "state": marked("the state"),
        "indication": marked("the condition treated"),
        "route": marked("the way it is given"),
        "in_network": marked("the network"),
        "age": marked("the age"),
        "protocol": marked("the kind of course"),
        "device": marked("the device"),
        "diagnosis_code": marked("the diagnosis code"),
        "treatment": marked("the treatment"),
        "failed_antidepressants": marked("how many antidepressants were tried"),
        "antidepressant_classes": marked("the classes of the antidepressants"),
        "shortest_trial_weeks": marked("how long each was taken"),
        "adequate_dose": marked("the doses"),
        "psychotherapy_failed": marked("talk therapy so far"),
        "on_oral_antidepressant": marked("an antidepressant taken now"),
        "monotherapy": marked("whether it is given alone"),
        "suicidality": marked("thoughts of suicide"),
        "prescriber": marked("who orders it"),
        "rems_site": marked("the clinic's certificate"),
        "sessions_per_week": marked("sessions a week"),
        "week_of_course": marked("the week of the course"),
    }
    return gettext(words[name]) if name in words else name.replace("_", " ")


_QUESTIONS: Final = {**_history(), **_scores(), **_circumstances(), **_clinic_and_plan()}
