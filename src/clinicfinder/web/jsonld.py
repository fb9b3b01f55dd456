"""What search engines read of a clinic: schema.org MedicalClinic, only of facts that the page shows."""

from __future__ import annotations

import json
from typing import Any

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.hours import DayHours
from clinicfinder.web.links import clinic_url, phone_url


def clinic_jsonld(clinic: Clinic, week: tuple[DayHours, ...], site: str) -> str:
    """The JSON-LD text of a clinic, safe inside a script element.

    A ZIP point is not where the clinic stands, so `geo` is left out unless it is at street level.
    Args: week: seven days from `hours.week_of_hours`; empty if the hours are unknown. site: scheme and host.
    """
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "@id": site + clinic_url(clinic),
        "url": site + clinic_url(clinic),
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
    return json.dumps(described, ensure_ascii=False).replace("<", "\\u003c")


def _special_spans(day: DayHours) -> list[dict[str, str]]:
    """One dated day. schema.org writes a closed day as from 00:00 to 00:00."""
    dated = {"validFrom": day.day.isoformat(), "validThrough": day.day.isoformat()}
    if not day.spans:
        return [{"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00"} | dated]
    return [_span(day, opens, closes) | dated for opens, closes in day.spans]


def _span(day: DayHours, opens: Any, closes: Any) -> dict[str, str]:
    # schema.org writes a whole day as 00:00 to 23:59.
    ends = "23:59" if closes == opens or f"{closes:%H:%M}" == "00:00" else f"{closes:%H:%M}"
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"https://schema.org/{day.day:%A}",
        "opens": f"{opens:%H:%M}",
        "closes": ends,
    }
