"""What stands in the head of a page for search engines and for the previews that messengers draw of a link.

INDEXED is the one list of pages that search engines may show. Only these have a canonical address and a preview; every
other answer, of whatever kind, says `X-Robots-Tag: noindex`, so that a new route is closed until somebody opens it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Flask, Response, request

from clinicfinder.web.previews import Preview, preview_of_page
from clinicfinder.web.public_address import alternates, public_url
from clinicfinder.web.translation import LOCALES, language

INDEXED: Final[frozenset[str]] = frozenset(
    {
        "finder.home",
        "pages.states",
        "pages.state",
        "pages.city",
        "pages.clinic",
        "pages.about",
        "estimates.ask",
        "treatments.every",
        "treatments.treatment",
        "treatments.about_estimates",
        "api_reference.page",
    }
)

_FILES: Final = frozenset({"static", "previews.picture", "previews.touch_icon"})
"""Not pages, and parts of pages that may be shown."""


@dataclass(frozen=True, slots=True)
class MetaTag:
    """One <meta>: `attribute` is "name" or "property", as whoever reads it wants it."""

    attribute: str
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class PageHead:
    """Where a page that search engines may show is found, in which languages, and its preview.

    `alternates`: as (hreflang, full address). `preview` None: we have no fonts.
    """

    canonical: str
    alternates: tuple[tuple[str, str], ...]
    preview: Preview | None

    def tags(self, title: str, description: str) -> tuple[MetaTag, ...]:
        """Open Graph and Twitter tags. `title` and `description`: the page's own, as plain text."""
        graph = {
            "type": "website",
            "site_name": "clinicfinder",
            "locale": LOCALES[language()],
            "url": self.canonical,
            "title": title,
            "description": description,
        }
        card = "summary"
        if self.preview:
            card = "summary_large_image"
            graph |= {
                "image": self.preview.url,
                "image:type": "image/png",
                "image:width": str(self.preview.width),
                "image:height": str(self.preview.height),
                "image:alt": self.preview.text,
            }
        # Twitter reads the other Open Graph tags too.
        return (
            *(MetaTag("property", f"og:{name}", content) for name, content in graph.items()),
            MetaTag("name", "twitter:card", card),
        )


def init_app(app: Flask) -> None:
    """Give the templates page_head(), and close every answer that is not a page for search engines."""
    app.jinja_env.globals.update(page_head=page_head)
    app.after_request(_close)


def page_head() -> PageHead | None:
    """The head of the page at hand, or None if search engines are not to show it."""
    if not _is_indexed():
        return None
    endpoint, values = request.endpoint or "", request.view_args or {}
    return PageHead(public_url(endpoint, **values), alternates(endpoint, **values), preview_of_page(values))


def _is_indexed() -> bool:
    return request.endpoint in INDEXED and request.method in ("GET", "HEAD")


def _close(response: Response) -> Response:
    if request.endpoint not in _FILES and not (_is_indexed() and response.status_code < 400):
        response.headers.setdefault("X-Robots-Tag", "noindex")
    return response
