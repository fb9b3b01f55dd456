"""Every address of the public site, made in one place. What a person typed is never copied into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import request, url_for

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.places import Place
from clinicfinder.domain.search import Filters
from clinicfinder.store.catalogue import page_key
from clinicfinder.web.framing import in_frame, page_url

DEFAULT_RADIUS = 25
"""Miles of the divider when a visitor has chosen none."""

ANY_RADIUS = "any"


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere. With `fields` it is a button that posts them to `url`, which holds nothing."""

    text: str
    url: str
    fields: tuple[tuple[str, str], ...] = ()


def search_url(near: str, filters: Filters, radius: float | None, page: int = 1) -> str:
    """The canonical, shareable address of a search: the resolved place, the filters that are set, nothing else."""
    return page_url("finder.search", near=near, **_criteria(filters, radius, page))


def canonical_search_url(near: str, filters: Filters, radius: float | None, page: int = 1) -> str:
    """The same on our own site, where a search in a frame has its canonical address."""
    return url_for("finder.search", near=near, **_criteria(filters, radius, page))


def search_link(text: str, origin: Place, filters: Filters, radius: float | None, page: int = 1) -> Link:
    """The same search as a link. Where a device says it is never stands in an address, so that is posted instead."""
    if not origin.is_private:
        return Link(text, search_url(origin.near, filters, radius, page))
    if origin.near:
        fields = [("near", origin.near)]
    else:
        fields = [("lat", f"{origin.point.lat:.2f}"), ("lng", f"{origin.point.lng:.2f}")]
    for name, value in _criteria(filters, radius, page).items():
        fields += [(name, one) for one in (value if isinstance(value, list) else [value]) if one is not None]
    return Link(text, page_url("finder.search"), tuple(fields))


def _criteria(filters: Filters, radius: float | None, page: int) -> dict[str, Any]:
    """The fields of a search but for its place; None for what is not set."""
    return {
        "treatment": list(filters.treatments) or None,
        "payer": filters.payer,
        "radius": None if radius == DEFAULT_RADIUS else (f"{radius:g}" if radius else ANY_RADIUS),
        "open_now": "true" if filters.open_now else None,
        "telehealth": "true" if filters.telehealth else None,
        "network": filters.network,
        "page": str(page) if page > 1 else None,
    }


def clinic_path(clinic: Clinic) -> str:
    """A clinic's page, in no language. It never changes, since partner sites and old estimates hold it."""
    state, city, slug = page_key(clinic)
    return f"/clinics/{state}/{city}/{slug}"


def clinic_url(clinic: Clinic) -> str:
    """The same in the language of this request."""
    return request.script_root + clinic_path(clinic)


def nearby_clinic_url(clinic: Clinic) -> str:
    """The clinic's page where the visitor is: on the site, or within a partner's frame."""
    if not in_frame():
        return clinic_url(clinic)
    state, city, slug = page_key(clinic)
    return page_url("pages.clinic", state=state, city=city, slug=slug)


def estimate_url(clinic: Clinic, wanted: Sequence[str] = ()) -> str:
    """An estimate for one clinic: for the first wanted treatment it gives, else the first it lists.

    Only the two codes travel in the address, never a plan, a place or anything about the visitor.
    """
    treatment = next((code for code in (*wanted, *clinic.treatments) if code in clinic.treatments), None)
    return page_url("estimates.ask", treatment=treatment, clinic=clinic.clinic_code)


def directions_url(clinic: Clinic) -> str:
    """A map search for the clinic's address, without an origin: where the visitor is stays with the visitor."""
    address = f"{clinic.street}, {clinic.city}, {clinic.state} {clinic.zip}"
    return "https://www.google.com/maps/dir/?api=1&destination=" + quote(address)


def phone_url(phone: str) -> str:
    """A tel: address of a United States number as stored.

    >>> phone_url("480-956-5710")
    'tel:+14809565710'
    """
    digits = "".join(char for char in phone if char.isdigit())
    return "tel:+" + (digits if len(digits) == 11 else "1" + digits)
