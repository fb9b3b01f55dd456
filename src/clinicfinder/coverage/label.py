"""What the approved label and the safety program of Spravato bind every payer and clinic to.

Each fact carries its source. Only facts listed as refusals decide anything; the rest are said beside
every answer. Wording for people is kept with the pages, under the same keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from clinicfinder.coverage.criteria import Test
from clinicfinder.coverage.facts import Answers
from clinicfinder.coverage.truth import Truth
from clinicfinder.domain.provenance import Confidence, Provenance

_REVIEWED = date(2026, 11, 22)

MONOTHERAPY_SINCE = date(2025, 1, 17)
"""From this day the label allows Spravato alone in treatment-resistant depression."""


@dataclass(frozen=True, slots=True)
class LabelFact:
    """One statement of the label, under a stable key, in our words."""

    key: str
    kind: Literal["binding", "discuss_first", "aftercare"]
    statement: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class LabelRefusal:
    """A use outside the label: when all `tests` hold, no payer covers it. `fact` is the label fact it breaks.

    `unless` names an answer that must be known to excuse the use: while it is unknown, the refusal stands.
    """

    fact: str
    reason: Literal["age", "criteria_not_met", "schedule"]
    tests: tuple[Test, ...]
    unless: tuple[Test, ...] = ()

    def full_tests(self) -> tuple[Test, ...]:
        """The refusal as one list of tests, for a person about whom everything is known."""
        return (*self.tests, *(Test(test.name, "is_not", test.values) for test in self.unless))


def _source(title: str, url: str, dated: date | None, confidence: Confidence) -> Provenance:
    return Provenance(title, url, dated, _REVIEWED, confidence)


_PRESS = _source(
    "J&J: Spravato approved as monotherapy for treatment-resistant depression",
    "https://jnj.com/media-center/press-releases/spravato-esketamine-approved-in-the-u-s-as-the-first-and-only-"
    "monotherapy-for-adults-with-treatment-resistant-depression",
    date(2025, 1, 21),
    "high",
)
_MONOTHERAPY = _source(
    "Open Minds: FDA approves Spravato as monotherapy",
    "https://openminds.com/?p=1131447",
    date(2025, 1, 17),
    "high",
)
_VA = _source(
    "VA News: VA to make new nasal spray available",
    "https://news.va.gov/57751/va-make-new-nasal-spray-drug-available-treatment-resistant-depression/",
    date(2019, 3, 19),
    "high",
)
_SCHEDULE = _source(
    "Dr.Oracle: Spravato continuation 84 mg (quotes the label)",
    "https://www.droracle.ai/articles/495187/is-continuation-of-spravato-esketamine-84-mg-nasal-self-administration",
    None,
    "medium",
)
_BCNC = _source(
    "Blue Cross NC: Spravato, NC Standard (restates the label)",
    "https://www.bluecrossnc.com/providers/policies-guidelines-codes/commercial/um/pharmacy-benefit/updates/"
    "spravato-nc-standard",
    None,
    "high",
)
_SUMMARY_30 = _source(
    "U.S. Medicine 2021 directory: Spravato brief summary, contraindications",
    "https://www.usmedicine.com/2021online-dir/inc/html/30.html",
    None,
    "high",
)
_SUMMARY_33 = _source(
    "U.S. Medicine 2021 directory: Spravato brief summary, warnings",
    "https://www.usmedicine.com/2021online-dir/inc/html/33.html",
    None,
    "high",
)
_PSYCHOSIS = _source("GlobalRPh: Spravato", "https://globalrph.com/rx-list/spravato-drug", None, "medium")
_DRIVING = _source(
    "2019 label text (mirror)", "http://www.120ty.net/bencandy.php?aid=58243&fid=134&page=21", None, "medium"
)

SPRAVATO_LABEL: tuple[LabelFact, ...] = (
    LabelFact("adults_only", "binding", "Approved for adults, 18 and over.", _PRESS),
    LabelFact(
        "monotherapy",
        "binding",
        "For treatment-resistant depression it may be given alone since 17 January 2025.",
        _MONOTHERAPY,
    ),
    LabelFact(
        "suicidality_with_antidepressant",
        "binding",
        "For depression with acute suicidal thoughts it is given together with an oral antidepressant.",
        _BCNC,
    ),
    LabelFact(
        "rems_site",
        "binding",
        "Given only at a site certified in the safety program, watched for two hours; never at home.",
        _VA,
    ),
    LabelFact(
        "schedule",
        "binding",
        "Twice a week in weeks 1 to 4, once a week in weeks 5 to 8, then once a week or every two weeks.",
        _SCHEDULE,
    ),
    LabelFact(
        "suicidality_schedule",
        "binding",
        "For depression with acute suicidal thoughts: twice a week for 4 weeks; longer use was not studied.",
        _SCHEDULE,
    ),
    LabelFact(
        "vessel_disease",
        "discuss_first",
        "Not for people with an aneurysm, an arteriovenous malformation or a past bleed in the brain.",
        _SUMMARY_30,
    ),
    LabelFact("allergy", "discuss_first", "Not for people allergic to esketamine or ketamine.", _SUMMARY_30),
    LabelFact("blood_pressure", "discuss_first", "Every dose raises blood pressure for some hours.", _SUMMARY_33),
    LabelFact("pregnancy", "discuss_first", "May harm an unborn child; no breastfeeding.", _SUMMARY_33),
    LabelFact("psychosis", "discuss_first", "With psychosis, weigh benefit and risk first.", _PSYCHOSIS),
    LabelFact(
        "no_driving",
        "aftercare",
        "No driving until the next day, after restful sleep; a ride home.",
        _DRIVING,
    ),
)

_WITHOUT_ANTIDEPRESSANT = Test("on_oral_antidepressant", "is", (False,))
_FOR_SUICIDALITY = Test("indication", "is", ("mdd_si",))
_SUICIDAL = Test("suicidality", "is", (True,))

_ALWAYS = (
    LabelRefusal("adults_only", "age", (Test("age", "at_most", (17,)),)),
    LabelRefusal("rems_site", "criteria_not_met", (Test("rems_site", "is", (False,)),)),
    LabelRefusal(
        "suicidality_with_antidepressant",
        "criteria_not_met",
        (_WITHOUT_ANTIDEPRESSANT, _FOR_SUICIDALITY),
    ),
)
_SCHEDULE_REFUSALS = (
    LabelRefusal("schedule", "schedule", (Test("sessions_per_week", "at_least", (3,)),)),
    LabelRefusal(
        "schedule",
        "schedule",
        (Test("sessions_per_week", "at_least", (2,)), Test("week_of_course", "at_least", (5,))),
        unless=(_SUICIDAL, _FOR_SUICIDALITY),
    ),
)
_BEFORE_MONOTHERAPY = LabelRefusal("monotherapy", "criteria_not_met", (_WITHOUT_ANTIDEPRESSANT,))


def label_facts(treatment: str) -> tuple[LabelFact, ...]:
    """The label facts to say beside an answer about `treatment`; we hold a label for Spravato only."""
    return SPRAVATO_LABEL if treatment == "spravato" else ()


def label_refusals(treatment: str, as_of: date, answers: Answers) -> tuple[LabelRefusal, ...]:
    """The uses that the label in force on `as_of` shuts out.

    A schedule counts only once somebody asks for one: until then it is the label's own, and nobody is asked.
    Fewer sessions than the label's schedule refuse nothing: payers limit how much they pay for.
    """
    if treatment != "spravato":
        return ()
    schedule = _SCHEDULE_REFUSALS if {"sessions_per_week", "week_of_course"} & answers.keys() else ()
    earlier = (_BEFORE_MONOTHERAPY,) if as_of < MONOTHERAPY_SINCE else ()
    return (*_ALWAYS, *schedule, *earlier)


def broken_label(refusals: Sequence[LabelRefusal], answers: Answers) -> LabelRefusal | None:
    """The first refusal known to apply and not known to be excused."""
    for refusal in refusals:
        excused = any(test.check(answers) is Truth.MET for test in refusal.unless)
        if not excused and all(test.check(answers) is Truth.MET for test in refusal.tests):
            return refusal
    return None
