"""Clinics as GeoJSON (RFC 7946). A pin is given only where the position is exact to the street."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.hours import OpenState
from clinicfinder.domain.search import SearchPage
from clinicfinder.web.api.answers import address_answer, exception_answer, open_now_answer, origin_answer, source_answer
from clinicfinder.web.links import clinic_url

_STREET_LEVEL: Final = frozenset({"rooftop", "street", "manual"})


def search_features(page: SearchPage) -> dict[str, Any]:
    """The answer of a search, nearest first."""
    features = [
        feature(hit.clinic, hit.open_state, {"distance_miles": round(hit.miles, 2)})  # As the JSON answer has it.
        for hit in page.hits
    ]
    return _collection(features, page.total) | {"origin": origin_answer(page.origin)}


def listed_features(clinics: Sequence[Clinic], total: int) -> dict[str, Any]:
    """Clinics by id. Whether they are open now is left out, since a list is kept for longer than that is true."""
    return _collection([feature(clinic) for clinic in clinics], total)


def feature(clinic: Clinic, state: OpenState | None = None, more: dict[str, Any] | None = None) -> dict[str, Any]:
    """One clinic."""
    why = no_geometry_because(clinic)
    point = clinic.position if why is None else None
    own = {
        "name": clinic.name,
        "network": clinic.network_code,
        "address": address_answer(clinic),
        "phone": clinic.phone,
        "geo_precision": clinic.geo_precision,
        "no_geometry_because": why,
        "treatments": list(clinic.treatments),
        "treatments_evidence": clinic.treatments_evidence,
        "telehealth": clinic.telehealth,
        "status": clinic.status,
        "hours": clinic.hours,
        "exceptions": [exception_answer(each) for each in clinic.overrides],
        "timezone": clinic.timezone,
        "website": clinic.website,
        "url": clinic_url(clinic),
        "source": source_answer(clinic.provenance),
    }
    if state is not None:
        own["open_now"] = open_now_answer(state)
    return {
        "type": "Feature",
        "id": clinic.clinic_code,
        "geometry": {"type": "Point", "coordinates": [point.lng, point.lat]} if point else None,
        "properties": own | (more or {}),
    }


def no_geometry_because(clinic: Clinic) -> str | None:
    """Why a clinic gets no pin, or None where it gets one."""
    if clinic.position is None:
        return "not_placed"
    return None if clinic.geo_precision in _STREET_LEVEL else "zip_only"


def _collection(features: list[dict[str, Any]], total: int) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "numberMatched": total,
        "numberReturned": len(features),
        "features": features,
    }
