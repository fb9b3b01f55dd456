"""A clinic, a statement, a network, a treatment or a payer as the text cells of its file: the reverse of reading."""

from __future__ import annotations

from clinicfinder.domain.clinics import Clinic, InsuranceAcceptance
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.reference import Network, Payer, Treatment

TextCells = dict[str, str]


def clinic_cells(clinic: Clinic) -> TextCells:
    """The cells of a row of locations.csv. Reading them again gives the same clinic."""
    point = None if clinic.geo_precision == "zip" else clinic.position
    return {
        "clinic_code": clinic.clinic_code,
        "network": clinic.network_code,
        "name": clinic.name,
        "status": clinic.status,
        "street": clinic.street,
        "unit": clinic.unit or "",
        "city": clinic.city,
        "state": clinic.state,
        "zip": clinic.zip,
        "phone": _phone(clinic.phone),
        "latitude": str(point.lat) if point else "",
        "longitude": str(point.lng) if point else "",
        "geo_precision": clinic.geo_precision,
        "timezone": clinic.timezone,
        "hours": clinic.hours or "",
        "treatments": ";".join(clinic.treatments),
        "treatments_evidence": clinic.treatments_evidence,
        "telehealth": "" if clinic.telehealth is None else "yes" if clinic.telehealth else "no",
        "website": clinic.website or "",
        "aliases": ";".join(clinic.aliases),
        "slug": clinic.slug,
        **_provenance(clinic.provenance),
        "notes": clinic.notes or "",
    }


def insurance_cells(row: InsuranceAcceptance) -> TextCells:
    """The cells of a row of clinic_insurance.csv. Reading them again gives the same statement."""
    return {
        "network": row.network_code,
        "clinic_code": row.clinic_code or "",
        "state": row.state or "",
        "payer": row.payer_code,
        "listed_as": row.listed_as,
        "acceptance": row.acceptance,
        "basis": row.basis,
        "scope": row.scope or "",
        **_provenance(row.provenance),
        "notes": row.notes or "",
    }


def network_cells(network: Network) -> TextCells:
    """The cells of a row of networks.csv."""
    return {
        "code": network.code,
        "name": network.name,
        "website": network.website or "",
        "gives_ketamine": network.gives_ketamine,
        "summary": network.summary or "",
        **_provenance(network.provenance),
    }


def treatment_cells(treatment: Treatment) -> TextCells:
    """The cells of a row of treatments.csv."""
    return {
        "code": treatment.code,
        "label": treatment.label,
        "short_label": treatment.short_label,
        "summary": treatment.summary,
        "fda_status": treatment.fda_status or "",
        "session_length": treatment.session_length or "",
        "first_course": treatment.first_course or "",
        "driving_home": treatment.driving_home or "",
        "in_person_only": "yes" if treatment.in_person_only else "no",
        "sort_order": str(treatment.sort_order),
        **_provenance(treatment.provenance),
    }


def payer_cells(payer: Payer) -> TextCells:
    """The cells of a row of payers.csv."""
    return {
        "code": payer.code,
        "name": payer.name,
        "aliases": ";".join(payer.aliases),
        **_provenance(payer.provenance),
    }


def differing_columns(one: TextCells, other: TextCells) -> tuple[str, ...]:
    """The columns in which two rows of one file differ, in the order of the file."""
    return tuple(column for column, text in one.items() if other[column] != text)


def _phone(e164: str | None) -> str:
    """All numbers we keep have the country code 1; as +1480... a spreadsheet would take one for a sum."""
    if e164 is None:
        return ""
    digits = e164.removeprefix("+1")
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def _provenance(provenance: Provenance) -> TextCells:
    return {
        "source_title": provenance.source_title,
        "source_url": provenance.source_url,
        "source_date": provenance.source_date.isoformat() if provenance.source_date else "",
        "reviewed_on": provenance.reviewed_on.isoformat(),
        "confidence": provenance.confidence,
    }
