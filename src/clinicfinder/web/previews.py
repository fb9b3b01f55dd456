"""The pictures that messengers and social networks show beside a link to one of our pages. Drawn here, on demand.

Nobody else is asked for anything. A picture's address carries a fingerprint of what it says, so it can be kept for a
year and changes when the page does. Without the fonts there are no pictures, and pages name none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, abort, make_response, request

from clinicfinder.web.current import catalogue, settings
from clinicfinder.web.preview_card import PreviewCard, preview_card
from clinicfinder.web.preview_picture import HEIGHT, WIDTH, draw_icon, draw_picture
from clinicfinder.web.public_address import public_url

previews: Final = Blueprint("previews", __name__)

FONTS: Final = ("vendor/DejaVuSans.ttf", "vendor/DejaVuSans-Bold.ttf")

_DESIGN: Final = "1"
"""To be raised when pictures are drawn differently, so that those kept elsewhere are fetched anew."""

_NAMED_BY: Final = ("state", "city", "slug", "code")


@dataclass(frozen=True, slots=True)
class Preview:
    """Where a page's picture is, its size in pixels, and what it says."""

    url: str
    width: int
    height: int
    text: str


@previews.get("/preview.png")
@previews.get("/preview/clinics/<state>.png")
@previews.get("/preview/clinics/<state>/<city>.png")
@previews.get("/preview/clinics/<state>/<city>/<slug>.png")
@previews.get("/preview/treatments/<code>.png")
def picture(**named: str) -> Response:
    """The picture of a page, named by the parts of the page's address."""
    card = preview_card(catalogue(), **named)
    fonts = _fonts()
    if fonts is None:
        abort(404)
    response = make_response(_drawn(card, *fonts))
    response.content_type = "image/png"
    response.set_etag(_fingerprint(card))
    if request.args.get("v") == _fingerprint(card):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


@previews.get("/apple-touch-icon.png")
def touch_icon() -> Response:
    """The icon of a page kept on a telephone's first screen, under the address that telephones try by themselves."""
    response = Response(draw_icon(180), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def preview_of_page(values: Mapping[str, Any]) -> Preview | None:
    """The picture of the page that these parts of an address name, or None if it cannot be drawn."""
    if _fonts() is None:
        return None
    named = {name: value for name, value in values.items() if name in _NAMED_BY}
    card = preview_card(catalogue(), **named)
    url = public_url("previews.picture", **named, v=_fingerprint(card))
    return Preview(url, WIDTH, HEIGHT, card.spoken)


def _fonts() -> tuple[Path, Path] | None:
    regular, bold = (settings().static_dir / name for name in FONTS)
    return (regular, bold) if regular.is_file() and bold.is_file() else None


def _fingerprint(card: PreviewCard) -> str:
    return hashlib.sha256(repr((_DESIGN, astuple(card))).encode()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _drawn(card: PreviewCard, regular: Path, bold: Path) -> bytes:
    return draw_picture(card, regular, bold)
