"""What programs that visit the site ask for first: which pages there are, and which addresses to leave alone."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, current_app, url_for

from clinicfinder.web.current import catalogue
from clinicfinder.web.public_address import site
from clinicfinder.web.sitemap import (
    MOST_PER_FILE,
    SitemapEntry,
    newest_of,
    sitemap_entries,
    sitemap_index_xml,
    sitemap_xml,
    split,
)
from clinicfinder.web.translation import LANGUAGES

crawlers: Final = Blueprint("crawlers", __name__)

MOST: Final = "SITEMAP_MOST_PER_FILE"

CLOSED_TO_CRAWLERS: Final = ("/clinics?", "/suggest")
"""Searches have no end: every place, filter and page of results is one more address with clinics that have pages of
their own. Nothing else is closed: what a crawler may not read, it may still list, since it never sees `noindex`."""


@crawlers.get("/robots.txt")
def robots() -> Response:
    """Which addresses crawlers leave alone, and where the list of pages is (RFC 9309)."""
    # An address may begin with a language.
    languages = ("", *(f"/{code}" for code in LANGUAGES))
    folder = url_for("finder.home").removesuffix("/")
    closed = "".join(f"Disallow: {folder}{one}{path}\n" for one in languages for path in CLOSED_TO_CRAWLERS)
    text = f"User-agent: *\n{closed}\nSitemap: {site()}{url_for('crawlers.sitemap')}\n"
    return Response(text, content_type="text/plain; charset=utf-8")


@crawlers.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page for search engines; with more than one file may hold, the list of the files."""
    parts = _parts()
    if len(parts) == 1:
        return _xml(sitemap_xml(parts[0]))
    files = (
        SitemapEntry(f"{site()}{url_for('crawlers.sitemap_part', number=number)}", newest_of(part))
        for number, part in enumerate(parts, start=1)
    )
    return _xml(sitemap_index_xml(files))


@crawlers.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """One file of a list that is too long for one."""
    parts = _parts()
    if len(parts) == 1 or not 1 <= number <= len(parts):
        abort(404)
    return _xml(sitemap_xml(parts[number - 1]))


def _parts() -> list[list[SitemapEntry]]:
    most: int = current_app.config.get(MOST, MOST_PER_FILE)
    return [list(part) for part in split(sitemap_entries(catalogue()), most)]


def _xml(text: str) -> Response:
    return Response(text, content_type="application/xml; charset=utf-8")
