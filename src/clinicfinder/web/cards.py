"""The card of one clinic in a list. What does not change from search to search is rendered once and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask import current_app, request
from markupsafe import Markup

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.search import Hit
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web import current
from clinicfinder.web.clinic_words import coverage_words, evidence_words, insurance_words
from clinicfinder.web.data_words import treatment_words
from clinicfinder.web.framing import frame_partner
from clinicfinder.web.links import directions_url, estimate_url, nearby_clinic_url, phone_url
from clinicfinder.web.translation import language
from clinicfinder.web.wording import miles_words, open_words, phone_words

KEPT_BODIES = 4096
"""Rendered bodies kept per process, about 2 kB each. Enough for every public clinic with a few sets of filters."""


@dataclass(frozen=True, slots=True)
class CardBody:
    """The part of a card that only the clinic and the filters decide. None means that there is nothing to show."""

    name: str
    network: str
    street: str
    city_line: str
    phone: str | None
    phone_url: str | None
    treatments: tuple[str, ...]
    treatments_note: str | None
    telehealth: bool
    directions_url: str
    estimate_url: str
    website: str | None
    insurance: str | None
    coverage: str | None


@dataclass(frozen=True, slots=True)
class ClinicCard:
    """One clinic of a list. Every text is final; `body` is rendered already."""

    number: int
    code: str
    name: str
    url: str
    position: LatLng | None
    position_is_rough: bool
    distance: str
    within_radius: bool
    open_kind: str
    open_words: str
    body: Markup


def clinic_cards(
    catalogue: Catalogue,
    hits: tuple[Hit, ...],
    moment: datetime,
    *,
    first_number: int,
    payer: str | None,
    chosen: tuple[str, ...],
) -> tuple[ClinicCard, ...]:
    """The cards of one page of hits, numbered as the map numbers them.

    Args: payer, chosen: codes of the payer and the treatments that the search asks for.
    """
    # Links begin with the language of the address, which need not be named there: both are part of the key.
    spoken = (language(), request.script_root)
    partner = frame_partner()
    frame = partner.slug if partner else None
    return tuple(
        ClinicCard(
            number=number,
            code=hit.clinic.clinic_code,
            name=hit.clinic.name,
            url=nearby_clinic_url(hit.clinic),
            position=hit.clinic.position,
            position_is_rough=hit.clinic.geo_precision == "zip",
            distance=miles_words(hit.miles, hit.approximate),
            within_radius=hit.within_radius,
            open_kind=hit.open_state.kind,
            open_words=open_words(hit.clinic, hit.open_state, moment),
            body=_rendered_body(catalogue.version, spoken, frame, hit.clinic.clinic_code, payer, chosen),
        )
        for number, hit in enumerate(hits, first_number)
    )


@lru_cache(maxsize=KEPT_BODIES)
def _rendered_body(
    version: str, spoken: tuple[str, str], frame: str | None, code: str, payer: str | None, chosen: tuple[str, ...]
) -> Markup:
    """The body of a card. Another load of the data (`version`), language or frame is another key and renders anew."""
    del version, spoken, frame
    catalogue = current.catalogue()
    template = current_app.jinja_env.get_template("components/clinic_card_body.html")
    return Markup(template.render(body=card_body(catalogue, catalogue.clinics[code], payer, chosen)))  # noqa: S704


def card_body(catalogue: Catalogue, clinic: Clinic, payer: str | None, chosen: tuple[str, ...]) -> CardBody:
    """What is known of a clinic, with the chosen payer and treatments, in words."""
    return CardBody(
        name=clinic.name,
        network=clinic.network_name,
        street=f"{clinic.street}, {clinic.unit}" if clinic.unit else clinic.street,
        city_line=f"{clinic.city}, {clinic.state} {clinic.zip}",
        phone=phone_words(clinic.phone) if clinic.phone else None,
        phone_url=phone_url(clinic.phone) if clinic.phone else None,
        treatments=tuple(treatment_words(catalogue.treatments[code]).short_label for code in clinic.treatments),
        treatments_note=evidence_words(clinic),
        telehealth=clinic.telehealth is True,
        directions_url=directions_url(clinic),
        estimate_url=estimate_url(clinic, chosen),
        website=clinic.website,
        insurance=insurance_words(catalogue, clinic, payer) if payer else None,
        coverage=coverage_words(catalogue, chosen),
    )
