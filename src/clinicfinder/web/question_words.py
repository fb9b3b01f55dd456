"""The questions of the estimate form in plain words: each fact of a person, each answer one may choose."""

from __future__ import annotations

from dataclasses import dataclass

from clinicfinder.web.translation import gettext


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """One question: what is asked, how to find the answer, and in what unit a number is."""

    text: str
    hint: str | None = None
    unit: str | None = None


def question_words(name: str) -> QuestionWords:
    """The question about one fact, or about the condition or the product of the plan."""
    return {**_history(), **_scores(), **_circumstances(), **_clinic_and_plan()}[name]


def _history() -> dict[str, QuestionWords]:
    return {
        "age": QuestionWords(gettext("How old is the person to be treated?"), unit=gettext("years")),
        "failed_antidepressants": QuestionWords(
            gettext("How many antidepressants were tried without enough relief?"),
            gettext("Count each medicine once, such as 2."),
        ),
        "antidepressant_classes": QuestionWords(
            gettext("From how many different classes were they?"),
            gettext("Classes are kinds such as SSRI, SNRI or tricyclic. A pharmacist can tell you."),
        ),
        "shortest_trial_weeks": QuestionWords(
            gettext("For how many weeks was the shortest of them taken?"), unit=gettext("weeks")
        ),
        "adequate_dose": QuestionWords(gettext("Was each of them taken at a full dose?")),
        "adherence_percent": QuestionWords(
            gettext("Of every 100 doses, how many were taken as prescribed?"), gettext("A rough number is enough.")
        ),
        "augmenters_failed": QuestionWords(
            gettext("How many medicines were added to an antidepressant without enough relief?"),
            gettext("Such as lithium, a thyroid hormone or an antipsychotic."),
        ),
        "psychotherapy_failed": QuestionWords(gettext("Was talk therapy tried without enough relief?")),
        "ect_considered": QuestionWords(gettext("Was electroconvulsive therapy (ECT) tried or weighed with a doctor?")),
        "on_oral_antidepressant": QuestionWords(gettext("Is an antidepressant taken by mouth now?")),
        "monotherapy": QuestionWords(
            gettext("Would the treatment be given alone, without an antidepressant by mouth?")
        ),
    }


def _scores() -> dict[str, QuestionWords]:
    score = gettext("From a questionnaire at the doctor's. Leave it empty if you have none.")
    return {
        "phq9": QuestionWords(gettext("What was the last PHQ-9 score?"), score, gettext("0 to 27")),
        "madrs": QuestionWords(gettext("What was the last MADRS score?"), score, gettext("0 to 60")),
        "hamd17": QuestionWords(gettext("What was the last HAM-D-17 score?"), score, gettext("0 to 52")),
        "qids": QuestionWords(gettext("What was the last QIDS score?"), score, gettext("0 to 27")),
    }


def _circumstances() -> dict[str, QuestionWords]:
    return {
        "indication": QuestionWords(
            gettext("What is the treatment for?"), gettext("As a doctor named it. Rules differ by this.")
        ),
        "suicidality": QuestionWords(
            gettext("Are there thoughts of suicide at the moment?"),
            gettext("Asked because some rules differ. You can leave this out."),
        ),
        "psychosis": QuestionWords(gettext("Is there psychosis, such as hearing voices?")),
        "bipolar": QuestionWords(gettext("Has a doctor found bipolar disorder?")),
        "substance_use": QuestionWords(gettext("Is there a problem with alcohol or drugs?")),
        "cannabis_use": QuestionWords(gettext("Is cannabis used?")),
        "diagnosis_code": QuestionWords(
            gettext("Which diagnosis code stands in the records?"), gettext("A code such as F33.2.")
        ),
    }


def _clinic_and_plan() -> dict[str, QuestionWords]:
    return {
        "product": QuestionWords(gettext("Which product or formulary is on the insurance card?")),
        "prescriber": QuestionWords(gettext("Who would order the treatment?")),
        "in_network": QuestionWords(
            gettext("Is the clinic in your plan's network?"),
            gettext("Your plan can tell, for medical and for behavioral health."),
        ),
        "rems_site": QuestionWords(gettext("Is the clinic certified to give Spravato (REMS)?")),
        "device": QuestionWords(gettext("Which TMS device does the clinic use?")),
        "protocol": QuestionWords(gettext("Which kind of course is planned?")),
        "sessions_per_week": QuestionWords(gettext("How many sessions a week are planned?")),
        "week_of_course": QuestionWords(gettext("In which week of the course is that?")),
    }


def choice_words(name: str, code: str) -> str:
    """One answer to one question with fixed answers."""
    return {
        "protocol": {
            "standard": gettext("The standard course"),
            "accelerated": gettext("Accelerated: several sessions a day"),
            "maintenance": gettext("Maintenance after a first course"),
        },
        "device": {
            "neurostar": "NeuroStar",
            "brainsway": "BrainsWay",
            "magventure": "MagVenture",
            "other": gettext("Another one"),
        },
        "prescriber": {
            "psychiatrist": gettext("A psychiatrist"),
            "psychiatric_np": gettext("A psychiatric nurse practitioner"),
            "other": gettext("Somebody else"),
        },
        "substance_use": {
            "none": gettext("No"),
            "remission": gettext("In the past, now in remission"),
            "active": gettext("Yes, now"),
        },
    }[name][code]


def indication_words(code: str) -> str:
    """What a treatment is for."""
    return {
        "trd": gettext("Depression that medicines did not help enough (treatment-resistant)"),
        "mdd": gettext("Major depression"),
        "mdd_si": gettext("Major depression with acute thoughts of suicide"),
        "bipolar_depression": gettext("Bipolar depression"),
        "ptsd": gettext("Post-traumatic stress (PTSD)"),
        "anxiety": gettext("Anxiety"),
        "ocd": gettext("Obsessive-compulsive disorder (OCD)"),
        "chronic_pain": gettext("Chronic pain"),
        "substance_use": gettext("A problem with alcohol or drugs"),
        "eating_disorder": gettext("An eating disorder"),
        "other": gettext("Something else"),
    }[code]


def plan_type_words(code: str) -> str:
    """A kind of plan, as people know it."""
    return {
        "commercial": gettext("Through an employer or bought privately"),
        "marketplace": gettext("Marketplace (HealthCare.gov or a state exchange)"),
        "medicare_part_b": gettext("Original Medicare"),
        "medicare_advantage": gettext("Medicare Advantage"),
        "medicaid": gettext("Medicaid"),
        "tricare": gettext("TRICARE"),
        "va": gettext("Veterans Affairs (VA)"),
        "workers_comp": gettext("Workers' compensation"),
        "self_pay": gettext("No insurance, or paying without it"),
    }[code]


def maintenance_words(code: str) -> str:
    """What follows the first course."""
    return {
        "none": gettext("The first course alone"),
        "weekly": gettext("then once a week"),
        "every_two_weeks": gettext("then every two weeks"),
        "monthly": gettext("then once a month"),
        "every_two_months": gettext("then every two months"),
        "every_three_months": gettext("then every three months"),
    }[code]


def condition_words(name: str) -> str:
    """A condition of a rule, as the working of an estimate names it."""
    words = {
        "payer": gettext("the insurer"),
        "plan_type": gettext("the kind of plan"),
        "product": gettext("the product of the plan"),
        "state": gettext("the state"),
        "indication": gettext("the condition treated"),
        "route": gettext("the way it is given"),
        "in_network": gettext("the network"),
        "age": gettext("the age"),
        "protocol": gettext("the kind of course"),
        "device": gettext("the device"),
        "diagnosis_code": gettext("the diagnosis code"),
        "treatment": gettext("the treatment"),
    }
    return words.get(name, name.replace("_", " "))
