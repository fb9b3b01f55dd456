"""What the preview picture of a page says: the page's name, where, which treatments, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clinicfinder.domain.clinics import Clinic
from clinicfinder.errors import NotOnFile
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.clinic_words import evidence_words
from clinicfinder.web.current import settings
from clinicfinder.web.data_words import state_words, treatment_words
from clinicfinder.web.directory import clinics_of_city, clinics_of_state, given_at, place_title
from clinicfinder.web.translation import gettext, ngettext


@dataclass(frozen=True, slots=True)
class PreviewCard:
    """The words of one picture. `chips`: treatments in few words. `crisis`: the line at its foot."""

    over: str
    title: str
    text: str
    chips: tuple[str, ...]
    crisis: str

    @property
    def spoken(self) -> str:
        """The same for those who do not see it."""
        return ". ".join(part.rstrip(".") for part in (self.title, self.over, ", ".join(self.chips), self.text) if part)


def preview_card(
    catalogue: Catalogue,
    state: str | None = None,
    city: str | None = None,
    slug: str | None = None,
    code: str | None = None,
) -> PreviewCard:
    """The card of a clinic, a city, a state or a treatment, by the parts of its page's address; else the site's.

    Raises: NotOnFile if there is no such page.
    """
    if state and city and slug:
        clinic = catalogue.by_page.get((state, city, slug))
        if clinic is None:
            raise NotOnFile("preview picture", slug)
        return _clinic_card(catalogue, clinic)
    if state and city:
        there = clinics_of_city(catalogue, state.upper(), city)
        name = there[0].city
        return _place_card(catalogue, there, state_words(there[0].state), f"{name}, {state.upper()}")
    if state:
        there = clinics_of_state(catalogue, state.upper())
        return _place_card(catalogue, there, gettext("All clinics by state"), state_words(state.upper()))
    return _treatment_card(catalogue, code) if code else _site_card()


def _clinic_card(catalogue: Catalogue, clinic: Clinic) -> PreviewCard:
    chips = tuple(treatment_words(catalogue.treatments[code]).short_label for code in clinic.treatments)
    return _card(f"{clinic.city}, {clinic.state}", clinic.name, evidence_words(clinic) or "", chips)


def _place_card(catalogue: Catalogue, there: Sequence[Clinic], over: str, where: str) -> PreviewCard:
    given = (catalogue.treatments[code] for code in {code for clinic in there for code in clinic.treatments})
    chips = tuple(treatment_words(treatment).short_label for treatment in sorted(given, key=lambda one: one.sort_order))
    words = ngettext("%(num)d clinic on our list.", "%(num)d clinics on our list.", len(there))
    return _card(over, place_title(given_at(there), where), words, chips)


def _treatment_card(catalogue: Catalogue, code: str) -> PreviewCard:
    treatment = catalogue.treatments.get(code)
    if treatment is None:
        raise NotOnFile("preview picture", code)
    worded = treatment_words(treatment)
    return _card(gettext("Treatments"), worded.label, worded.summary, ())


def _site_card() -> PreviewCard:
    return _card(
        "",
        gettext("Find the nearest clinic for ketamine, Spravato or TMS"),
        gettext(
            "Real clinics by distance alone, with what insurance usually does and what is not known. "
            "No account, nothing stored."
        ),
        (),
    )


def _card(over: str, title: str, text: str, chips: tuple[str, ...]) -> PreviewCard:
    number = settings().crisis.number
    crisis = gettext("In crisis? Call or text %(number)s, free, day and night.", number=number)
    return PreviewCard(over, title, text, chips, crisis)
