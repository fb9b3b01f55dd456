"""From our values to the plain objects that the API sends. The shapes are those of `schemas`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from clinicfinder.coverage.payers import Payer
from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.domain.hours import OpenState
from clinicfinder.domain.opening import state_of
from clinicfinder.domain.overrides import Override, written_spans
from clinicfinder.domain.places import Place
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.reference import Network, Treatment
from clinicfinder.domain.search import SearchPage
from clinicfinder.web.links import clinic_url


def search_answer(page: SearchPage) -> dict[str, Any]:
    """The answer of a search."""
    return {
        "origin": origin_answer(page.origin),
        "total": page.total,
        "within_radius": page.within_radius,
        "clinics": [
            clinic_answer(hit.clinic, hit.open_state) | {"distance_miles": round(hit.miles, 2)} for hit in page.hits
        ],
    }


def origin_answer(place: Place) -> dict[str, Any]:
    """Where a search starts."""
    return {"label": place.label, "lat": place.point.lat, "lng": place.point.lng, "precision": place.precision}


def clinic_answer(clinic: Clinic, state: OpenState) -> dict[str, Any]:
    """One clinic, without a distance."""
    return {
        "id": clinic.clinic_code,
        "name": clinic.name,
        "network": clinic.network_code,
        "address": address_answer(clinic),
        "phone": clinic.phone,
        "lat": clinic.position.lat if clinic.position else None,
        "lng": clinic.position.lng if clinic.position else None,
        "geo_precision": clinic.geo_precision,
        "treatments": list(clinic.treatments),
        "treatments_evidence": clinic.treatments_evidence,
        "telehealth": clinic.telehealth,
        "status": clinic.status,
        "open_now": open_now_answer(state),
        "exception_today": exception_answer(state.override) if state.override else None,
        "url": clinic_url(clinic),
    }


def address_answer(clinic: Clinic) -> dict[str, Any]:
    """A clinic's address."""
    return {
        "street": clinic.street,
        "unit": clinic.unit,
        "city": clinic.city,
        "state": clinic.state,
        "zip": clinic.zip,
    }


def open_now_answer(state: OpenState) -> bool | None:
    """Open, closed, or None where the hours are not known."""
    return {"open": True, "closed": False, "unknown": None}[state.kind]


def clinic_detail(clinic: Clinic, moment: datetime, insurance: tuple[InsuranceAcceptance, ...]) -> dict[str, Any]:
    """One clinic with everything we show of it."""
    today = moment.astimezone(ZoneInfo(clinic.timezone)).date()
    return clinic_answer(clinic, state_of(clinic, moment)) | {
        "hours": clinic.hours,
        "exceptions": [exception_answer(each) for each in clinic.overrides if each.through_day >= today],
        "timezone": clinic.timezone,
        "website": clinic.website,
        "insurance": [
            {
                "payer": row.payer_code,
                "listed_as": row.listed_as,
                "acceptance": row.acceptance,
                "notes": row.notes,
                "source": source_answer(row.provenance),
            }
            for row in insurance
        ],
        "source": source_answer(clinic.provenance),
    }


def exception_answer(override: Override) -> dict[str, Any]:
    """A temporary closure or the hours of a holiday."""
    return {
        "kind": override.kind,
        "first_day": override.from_day.isoformat(),
        "last_day": override.through_day.isoformat(),
        "hours": written_spans(override.spans) or None,
        "reason": override.reason,
    }


def treatment_answer(treatment: Treatment) -> dict[str, Any]:
    """One treatment in plain words."""
    return {
        "code": treatment.code,
        "label": treatment.label,
        "summary": treatment.summary,
        "fda_status": treatment.fda_status,
        "session_length": treatment.session_length,
        "first_course": treatment.first_course,
        "driving_home": treatment.driving_home,
        "in_person_only": treatment.in_person_only,
        "source": source_answer(treatment.provenance),
    }


def payer_answer(payer: Payer) -> dict[str, Any]:
    """One payer."""
    return {
        "code": payer.code,
        "name": payer.name,
        "aliases": list(payer.aliases),
        "plan_types": list(payer.plan_types),
        "products": list(payer.products),
        "states": list(payer.states),
    }


def network_answer(network: Network, clinics: int) -> dict[str, Any]:
    """One network. `clinics`: how many of its clinics a search can show."""
    return {
        "code": network.code,
        "name": network.name,
        "website": network.website,
        "gives_ketamine": network.gives_ketamine,
        "summary": network.summary,
        "clinics": clinics,
        "source": source_answer(network.provenance),
    }


def source_answer(source: Provenance) -> dict[str, Any]:
    """Where a row comes from. An article without an address has none."""
    return {
        "source_title": source.source_title,
        "source_url": source.source_url or None,
        "source_date": source.source_date.isoformat() if source.source_date else None,
        "reviewed_on": source.reviewed_on.isoformat(),
        "confidence": source.confidence,
    }
