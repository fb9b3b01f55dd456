"""The pages that search engines may show, each with the day its content last changed, and their list as XML.

A day is given only where the data says one: the newest day on which a row that the page shows was compared with its
source. A page of our own words alone has none, since "today" would be untrue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from clinicfinder.domain.clinics import PUBLIC_STATUSES, Clinic
from clinicfinder.store.catalogue import Catalogue, page_key
from clinicfinder.web.public_address import alternates, public_url
from clinicfinder.web.translation import LANGUAGES
from clinicfinder.web.treatment_view import provenances_of, treatments_in_order

MOST_PER_FILE: Final = 50_000
"""What the protocol allows in one file (https://www.sitemaps.org/protocol.html)."""

_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEADER: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """One page: what Flask calls it, the parts of its address, and its day (None: the data says none)."""

    endpoint: str
    changed_on: date | None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One line. `alternates`: the same page in each language as (language, full address)."""

    url: str
    changed_on: date | None
    alternates: tuple[tuple[str, str], ...] = ()


def indexed_pages(catalogue: Catalogue) -> Iterator[IndexedPage]:
    """Every page that search engines may show, in the order people would look at them."""
    yield IndexedPage("finder.home", None)
    yield IndexedPage("estimates.ask", None)
    yield IndexedPage("treatments.every", _newest(one.provenance.reviewed_on for one in catalogue.treatments.values()))
    for treatment in treatments_in_order(catalogue):
        day = _newest(source.reviewed_on for source in provenances_of(catalogue, treatment))
        yield IndexedPage("treatments.treatment", day, {"code": treatment.code})
    tables = catalogue.estimates
    counted = [
        *(rule.provenance for rule in tables.book.rules),
        *(price.provenance for price in tables.prices),
        *(law.provenance for law in tables.laws),
    ]
    yield IndexedPage("treatments.about_estimates", _newest(source.reviewed_on for source in counted))
    yield IndexedPage("pages.about", catalogue.reviewed_on())
    yield IndexedPage("api_reference.page", None)
    yield from _pages_of_places(catalogue)


def sitemap_entries(catalogue: Catalogue) -> list[SitemapEntry]:
    """Every page in each language with its full address. Search engines want each of them to name all the others."""
    return [
        SitemapEntry(
            public_url(page.endpoint, spoken=code, **page.values),
            page.changed_on,
            alternates(page.endpoint, **page.values),
        )
        for page in indexed_pages(catalogue)
        for code in LANGUAGES
    ]


def sitemap_xml(entries: Iterable[SitemapEntry]) -> str:
    """One file of the list. Other languages are named beside each page that has any."""
    lines = [_entry(entry) for entry in entries]
    return (
        f'{_HEADER}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "".join(f"<url>{line}</url>\n" for line in lines)
        + "</urlset>\n"
    )


def sitemap_index_xml(parts: Iterable[SitemapEntry]) -> str:
    """The list of the files, for a list that one file may not hold."""
    lines = "".join(f"<sitemap>{_entry(part)}</sitemap>\n" for part in parts)
    return f'{_HEADER}<sitemapindex xmlns="{_NAMESPACE}">\n{lines}</sitemapindex>\n'


def split(entries: Sequence[SitemapEntry], most: int) -> list[Sequence[SitemapEntry]]:
    """The entries in files of at most `most`, in order; one empty file if there are none."""
    return [entries[start : start + most] for start in range(0, len(entries), most)] or [entries]


def newest_of(entries: Iterable[SitemapEntry]) -> date | None:
    """The newest day among entries, or None if none has any."""
    return _newest(entry.changed_on for entry in entries if entry.changed_on)


def _pages_of_places(catalogue: Catalogue) -> Iterator[IndexedPage]:
    """All states, each state, each city, each clinic. A closed clinic is in no list, but its leaving dates them."""
    listed = [clinic for clinic in catalogue.clinics.values() if clinic.status in PUBLIC_STATUSES]
    states = {clinic.state for clinic in listed}
    cities = {page_key(clinic)[:2] for clinic in listed}
    days: dict[tuple[str, ...], list[date]] = defaultdict(list)
    for clinic in catalogue.clinics.values():
        if clinic.status == "unverified":
            continue
        state, city, _ = page_key(clinic)
        for place in ((), (state,), (state, city)):
            days[place].append(clinic.provenance.reviewed_on)
    yield IndexedPage("pages.states", _newest(days[()]))
    for state in sorted(code.lower() for code in states):
        yield IndexedPage("pages.state", _newest(days[state,]), {"state": state})
    for state, city in sorted(cities):
        yield IndexedPage("pages.city", _newest(days[state, city]), {"state": state, "city": city})
    for clinic in sorted(listed, key=page_key):
        state, city, slug = page_key(clinic)
        yield IndexedPage("pages.clinic", _changed_on(catalogue, clinic), {"state": state, "city": city, "slug": slug})


def _changed_on(catalogue: Catalogue, clinic: Clinic) -> date:
    """The newest review of anything that a clinic's page shows: its row, its payers, its treatments."""
    shown = [
        clinic.provenance,
        *(row.provenance for row in catalogue.insurance[clinic.clinic_code]),
        *(catalogue.treatments[code].provenance for code in clinic.treatments),
    ]
    return max(source.reviewed_on for source in shown)


def _newest(days: Iterable[date]) -> date | None:
    return max(days, default=None)


def _entry(entry: SitemapEntry) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(spoken)} href={quoteattr(url)}/>'
        for spoken, url in entry.alternates
    )
    day = f"<lastmod>{entry.changed_on.isoformat()}</lastmod>" if entry.changed_on else ""
    return f"<loc>{escape(entry.url)}</loc>{day}{links}"
