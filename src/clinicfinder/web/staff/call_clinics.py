"""The nearest clinics as the call screen lists them: short, with what each says of the caller's insurance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.opening import state_of
from clinicfinder.domain.search import Filters
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.find_clinics import find_clinics
from clinicfinder.web.clinic_words import evidence_words, insurance_words
from clinicfinder.web.links import clinic_url
from clinicfinder.web.source_view import SourceView, source_view
from clinicfinder.web.staff.call_form import CallForm
from clinicfinder.web.wording import miles_words, open_words, phone_words

SHOWN: Final = 8
"""Clinics in the list. A caller chooses between two or three; the rest show how the distance grows."""


@dataclass(frozen=True, slots=True)
class CallClinic:
    """One clinic to choose. `insurance` None: no payer is known yet. Its source is None where the clinic is silent."""

    code: str
    name: str
    url: str
    where: str
    distance: str | None
    open_kind: str
    open_words: str
    phone: str | None
    treatments: tuple[str, ...]
    treatments_note: str | None
    insurance: str | None
    insurance_source: SourceView | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class CallClinics:
    """The list, and the line above it. `note` says what is missing or why the list is empty."""

    note: str
    clinics: tuple[CallClinic, ...]


def call_clinics(catalogue: Catalogue, form: CallForm, moment: datetime) -> CallClinics:
    """The nearest clinics that give the treatment; one that was chosen stays on the list wherever it lies."""
    treatment = form.value("treatment") if form.value("treatment") in catalogue.treatments else None
    filters = Filters(treatments=(treatment,) if treatment else ())
    place = form.place.place
    page = find_clinics(catalogue, place, filters, moment=moment, limit=SHOWN) if place else None
    hits = page.hits if page else ()
    listed = [_clinic(catalogue, form, hit.clinic, miles_words(hit.miles, hit.approximate), moment) for hit in hits]
    if form.clinic and form.clinic not in [hit.clinic for hit in hits]:
        listed.insert(0, _clinic(catalogue, form, form.clinic, None, moment))
    return CallClinics(_note(catalogue, form, treatment, found=bool(hits)), tuple(listed))


def payer_on_list(catalogue: Catalogue, form: CallForm) -> str | None:
    """The caller's payer, where it is one that clinics are asked about."""
    payers = form.estimate.payers
    return payers[0].code if len(payers) == 1 and payers[0].code in catalogue.payers else None


def _note(catalogue: Catalogue, form: CallForm, treatment: str | None, *, found: bool) -> str:
    if form.place.place is None:
        return "Enter a place to see the nearest clinics."
    what = f"that list {catalogue.treatments[treatment].short_label}" if treatment else "of any treatment"
    if not found:
        return f"No clinic on our list is one of those {what}." if treatment else "No clinic is on our list."
    return f"Nearest to {form.place.place.label}, {what}. Straight-line distance."


def _clinic(catalogue: Catalogue, form: CallForm, clinic: Clinic, distance: str | None, moment: datetime) -> CallClinic:
    state = state_of(clinic, moment)
    payer = payer_on_list(catalogue, form)
    row = catalogue.acceptance_of(clinic, payer) if payer else None
    return CallClinic(
        code=clinic.clinic_code,
        name=clinic.name,
        url=clinic_url(clinic),
        where=f"{clinic.street}, {clinic.city}, {clinic.state} {clinic.zip}",
        distance=distance,
        open_kind=state.kind,
        open_words=open_words(clinic, state, moment),
        phone=phone_words(clinic.phone) if clinic.phone else None,
        treatments=tuple(_labels(catalogue, clinic)),
        treatments_note=evidence_words(clinic),
        insurance=insurance_words(catalogue, clinic, payer) if payer else None,
        insurance_source=source_view(row.provenance) if row else None,
        chosen=form.clinic == clinic,
    )


def _labels(catalogue: Catalogue, clinic: Clinic) -> Iterator[str]:
    return (catalogue.treatments[code].short_label for code in clinic.treatments)
