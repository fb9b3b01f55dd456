"""What stands in data files, in the reader's language. Names of clinics, networks and sources stay as they are."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from clinicfinder.domain.reference import Treatment
from clinicfinder.domain.states import STATE_NAMES
from clinicfinder.web.translation import data_text, language


def treatment_words(treatment: Treatment) -> Treatment:
    """A treatment with every text of it in the reader's language."""
    return _treatment(language(), treatment)


@lru_cache(maxsize=256)
def _treatment(spoken: str, treatment: Treatment) -> Treatment:
    """One treatment per language, so that a list of clinics does not translate the same ten again and again."""
    del spoken
    return replace(
        treatment,
        label=data_text(treatment.label),
        short_label=data_text(treatment.short_label),
        summary=data_text(treatment.summary),
        fda_status=data_text(treatment.fda_status),
        session_length=data_text(treatment.session_length),
        first_course=data_text(treatment.first_course),
        driving_home=data_text(treatment.driving_home),
    )


def state_words(code: str) -> str:
    """The name of a state of which we have the USPS code."""
    return data_text(STATE_NAMES[code])
