"""A source as a page shows it: its title, its address and its two dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clinicfinder.domain.provenance import Provenance
from clinicfinder.web.translation import gettext
from clinicfinder.web.wording import day_words


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source. `url` None: it has no address."""

    title: str
    url: str | None
    dates: str


def source_view(provenance: Provenance) -> SourceView:
    """One source with the day it bears and the day we compared with it."""
    dated = day_words(provenance.source_date) if provenance.source_date else gettext("undated")
    checked = day_words(provenance.reviewed_on)
    dates = gettext("%(dated)s; checked %(checked)s", dated=dated, checked=checked)
    return SourceView(provenance.source_title, provenance.source_url or None, dates)


def source_views(provenances: Iterable[Provenance]) -> tuple[SourceView, ...]:
    """Each source once, in the order given."""
    return tuple(dict.fromkeys(source_view(provenance) for provenance in dict.fromkeys(provenances)))
