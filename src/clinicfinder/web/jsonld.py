"""What search engines read of a page: schema.org, and only facts that the page shows.

What a page says with a caveat is left out, since a machine reads the fact and drops the caveat. There are no ratings
and no price ranges. Tests hold every page's description against the published vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from typing import Any, Final

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.hours import DayHours
from clinicfinder.domain.reference import Treatment
from clinicfinder.web.links import Link, phone_url
from clinicfinder.web.public_address import public_url, site

JsonLd = dict[str, Any]

_TREATMENT_TYPES: Final[Mapping[str, str]] = {
    "iv_ketamine": "MedicalTherapy",
    "im_ketamine": "MedicalTherapy",
    "ketamine_unspecified": "MedicalTherapy",
    "spravato": "MedicalTherapy",
    "tms": "MedicalTherapy",
    "kap": "PsychologicalTreatment",
    "psychotherapy": "PsychologicalTreatment",
    "medication_management": "MedicalTherapy",
    "psychiatric_evaluation": "DiagnosticProcedure",
    "neurodiagnostic_testing": "DiagnosticProcedure",
}
"""Treatment -> its schema.org type: all are kinds of MedicalProcedure, which any other treatment is called."""


def graph(*nodes: JsonLd | None) -> JsonLd:
    """One description of all that stands on a page."""
    return {"@context": "https://schema.org", "@graph": [node for node in nodes if node]}


def clinic_node(clinic: Clinic, url: str, week: tuple[DayHours, ...], treatments: Iterable[Treatment]) -> JsonLd:
    """A clinic.

    A ZIP point is not where the clinic stands, so `geo` is there only at street level. A treatment that no source
    states for this very site is on the page with the advice to ask, and so is not here.
    Args: url: the clinic's page. week: seven days from `hours.week_of_hours`; empty if the hours are unknown.
    """
    described: JsonLd = {
        "@type": "MedicalClinic",
        "@id": f"{url}#clinic",
        "url": url,
        "name": clinic.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, (clinic.street, clinic.unit))),
            "addressLocality": clinic.city,
            "addressRegion": clinic.state,
            "postalCode": clinic.zip,
            "addressCountry": "US",
        },
    }
    if clinic.phone:
        described["telephone"] = phone_url(clinic.phone).removeprefix("tel:")
    if clinic.website:
        described["sameAs"] = clinic.website
    if clinic.position and clinic.geo_precision != "zip":
        described["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": clinic.position.lat,
            "longitude": clinic.position.lng,
        }
    spans = [_span(day, opens, closes) for day in week if not day.override for opens, closes in day.spans]
    if spans:
        described["openingHoursSpecification"] = spans
    special = [span for day in week if day.override for span in _special_spans(day)]
    if special:
        described["specialOpeningHoursSpecification"] = special
    given = list(treatments) if clinic.treatments_evidence == "listed" else []
    if given:
        described["availableService"] = [_service(treatment) for treatment in given]
    return described


def treatment_node(treatment: Treatment) -> JsonLd:
    """A treatment, as its own page describes it."""
    return _service(treatment) | {"description": treatment.summary}


def breadcrumbs(trail: Sequence[Link], here: str) -> JsonLd | None:
    """The way down to a page, as the page shows it; None for a page that stands on top.

    Args: trail: the links above the page, uppermost first. here: the page's own name, which ends the way.
    """
    if not trail:
        return None
    steps: list[JsonLd] = [
        {"@type": "ListItem", "position": place, "name": link.text, "item": site() + link.url}
        for place, link in enumerate(trail, start=1)
    ]
    steps.append({"@type": "ListItem", "position": len(steps) + 1, "name": here})
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def questions_node(answered: Iterable[tuple[str, str]]) -> JsonLd:
    """Questions and answers that a page shows. `answered`: each question with its whole answer as plain text."""
    return {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in answered
        ],
    }


def _service(treatment: Treatment) -> JsonLd:
    url = public_url("treatments.treatment", code=treatment.code)
    kind = _TREATMENT_TYPES.get(treatment.code, "MedicalProcedure")
    return {"@type": kind, "@id": f"{url}#treatment", "name": treatment.label, "url": url}


def _special_spans(day: DayHours) -> list[JsonLd]:
    """One dated day. schema.org writes a closed day as from 00:00 to 00:00."""
    dated = {"validFrom": day.day.isoformat(), "validThrough": day.day.isoformat()}
    if not day.spans:
        return [{"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00"} | dated]
    return [_span(day, opens, closes) | dated for opens, closes in day.spans]


def _span(day: DayHours, opens: time, closes: time) -> JsonLd:
    # schema.org writes a whole day as 00:00 to 23:59.
    ends = "23:59" if closes == opens or f"{closes:%H:%M}" == "00:00" else f"{closes:%H:%M}"
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"https://schema.org/{day.day:%A}",
        "opens": f"{opens:%H:%M}",
        "closes": ends,
    }
