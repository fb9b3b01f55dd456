"""Whether a request is for a partner's frame, and what follows from it: addresses, headers, language.

The pages of the frame are those of the site in another layout. They are made by the same use cases, view models and
components, so every address that these make goes through `page_url`, which keeps a visitor within the frame.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Flask, g, has_request_context, request, url_for

from clinicfinder.domain.partners import Partner
from clinicfinder.web.current import catalogue

EMBED_PREFIX: Final = "/embed/"

FRAMED: Final = {
    "finder.home": "embed.home",
    "finder.search": "embed.search",
    "pages.clinic": "embed.clinic",
    "estimates.ask": "embed.estimate",
    "estimates.answer": "embed.estimate",
}
"""The pages of the site that the frame has as well. All others open in a tab of their own."""


def init_app(app: Flask) -> None:
    """Find the partner of a frame before anything else: the language and every refusal depend on it."""
    app.before_request(_enter_frame)
    app.jinja_env.globals.update(page_url=page_url, in_frame=in_frame)


def _enter_frame() -> None:
    if not request.path.startswith(EMBED_PREFIX):
        return
    g.frame_slug = request.path.removeprefix(EMBED_PREFIX).partition("/")[0]
    partner = catalogue().partners.get(g.frame_slug)
    if partner is None:
        return
    g.frame_partner = partner
    if partner.enabled:
        g.catalogue = catalogue().narrowed_to(partner)


def frame_partner() -> Partner | None:
    """The partner whose frame this request is for, whether it is enabled or not; None on our own pages."""
    found: Partner | None = g.get("frame_partner") if has_request_context() else None
    return found


def in_frame() -> bool:
    """Whether this answer is shown within another site's page."""
    return has_request_context() and "frame_slug" in g


def frame_language(partner: Partner) -> str:
    """The language of a partner's frame: its own choice, whatever the visitor's browser asks for."""
    return partner.language


def frame_ancestors() -> str | None:
    """Who may show this answer in a frame, as the content security policy writes it; None on our own pages.

    Our own pages may, for a preview. A frame that we do not know of holds one sentence for whoever mistyped its name,
    and nothing to press that acts, so anybody may show it: refused, it would be a blank box that says nothing.
    """
    if not in_frame():
        return None
    partner = frame_partner()
    return " ".join(("'self'", *partner.origins)) if partner else "*"


def page_url(endpoint: str, **values: Any) -> str:
    """The address of a page of the site; within a frame, of the frame's own page of that kind."""
    partner = frame_partner()
    if partner is None or endpoint not in FRAMED:
        return url_for(endpoint, **values)
    return url_for(FRAMED[endpoint], partner=partner.slug, **values)
