"""The choices of the search form, with what is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from clinicfinder.domain.search import RADII, Filters
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.web.links import ANY_RADIUS
from clinicfinder.web.translation import data_text

MAIN_TREATMENTS: Final = ("spravato", "iv_ketamine", "tms", "kap")
"""What people come for; the others stand under "More filters"."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the code that is sent, the text that is read, whether it is chosen."""

    code: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FormOptions:
    """The choices of every control. Only those that some public clinic can answer are offered."""

    main_treatments: tuple[Option, ...]
    other_treatments: tuple[Option, ...]
    payers: tuple[Option, ...]
    networks: tuple[Option, ...]
    radii: tuple[str, ...]
    more_open: bool


def form_options(catalogue: Catalogue, filters: Filters) -> FormOptions:
    """The choices, ordered as people look for them."""
    public = catalogue.index.clinics
    given = {code for clinic in public for code in clinic.treatments}
    listed = {row.payer_code for clinic in public for row in catalogue.insurance[clinic.clinic_code]}
    chains = {clinic.network_code for clinic in public}
    treatments = [
        Option(t.code, data_text(t.short_label), t.code in filters.treatments)
        for t in sorted(catalogue.treatments.values(), key=lambda t: t.sort_order)
        if t.code in given
    ]
    others = tuple(option for option in treatments if option.code not in MAIN_TREATMENTS)
    return FormOptions(
        main_treatments=tuple(option for option in treatments if option.code in MAIN_TREATMENTS),
        other_treatments=others,
        payers=_named(
            ((p.code, data_text(p.name)) for p in catalogue.payers.values() if p.code in listed), filters.payer
        ),
        networks=_named(((n.code, n.name) for n in catalogue.networks.values() if n.code in chains), filters.network),
        radii=(*map(str, RADII), ANY_RADIUS),
        more_open=any(option.chosen for option in others)
        or bool(filters.network or filters.telehealth or filters.open_now),
    )


def _named(pairs: Iterable[tuple[str, str]], chosen: str | None) -> tuple[Option, ...]:
    return tuple(Option(code, name, code == chosen) for code, name in sorted(pairs, key=lambda pair: pair[1].lower()))
