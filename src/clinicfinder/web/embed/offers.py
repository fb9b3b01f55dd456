"""What other sites load to show a frame: the script that makes it, and the oEmbed answer that describes it."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, current_app, request, url_for
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from clinicfinder.domain.partners import Partner
from clinicfinder.web.current import catalogue, settings
from clinicfinder.web.embed.snippet import HEIGHT, TITLES, iframe
from clinicfinder.web.languages import folder
from clinicfinder.web.public_address import site
from clinicfinder.web.translation import gettext

offers: Final = Blueprint("offers", __name__)

WIDTH: Final = 800
_FOR_ANYBODY: Final = {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
_LARGEST: Final = 10_000


@offers.get("/embed.js")
def script() -> Response:
    """The script of a partner's page. Its address never changes, so no cache keeps it for long."""
    content = (settings().static_dir / "embed.js").read_bytes()
    response = Response(content, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers.update(_FOR_ANYBODY)
    response.add_etag()
    response.make_conditional(request)
    return response


@offers.get("/oembed")
def oembed() -> Response:
    """The oEmbed description of a frame or of our first page (https://oembed.com, section 2.3).

    404 for any other address, 501 for any format but JSON: the specification's own codes.
    """
    if request.args.get("format", "json") != "json":
        return _answer({"error": gettext("Only JSON is offered: leave format out, or write format=json.")}, 501)
    found = _named(request.args.get("url", ""))
    if found is None:
        return _answer({"error": gettext("This is no address of ours that can be shown elsewhere.")}, 404)
    width, height = _at_most("maxwidth", WIDTH), _at_most("maxheight", HEIGHT)
    home = site() + folder(request)
    partner = found if isinstance(found, Partner) else None
    title = TITLES[partner.language if partner else "en"]
    html = iframe(partner, home, str(width), height) if partner else f'<a href="{escape(home)}/">{escape(title)}</a>'
    body = {
        "version": "1.0", "type": "rich", "provider_name": "clinicfinder", "provider_url": f"{home}/", "title": title,
        "html": html, "width": width, "height": height, "cache_age": 3600,
    }  # fmt: skip
    return _answer(body, 200)


def oembed_link(endpoint: str, **values: Any) -> str:
    """The address under which a page of ours is described, for its discovery link."""
    page = site() + url_for(endpoint, **values)
    return site() + url_for("offers.oembed") + "?" + urlencode({"url": page, "format": "json"})


def _named(url: str) -> Partner | str | None:
    """The partner whose frame an address is, the name of our first page, or None for everything else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    adapter = current_app.create_url_adapter(request)
    root = request.script_root
    if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(site()).netloc or adapter is None:
        return None
    try:
        endpoint, values = adapter.match(parts.path.removeprefix(root) or "/", method="GET")
    except HTTPException:
        return None
    partner = catalogue().partners.get(values.get("partner", ""))
    if endpoint == "embed.home":
        return partner if partner and partner.enabled else None
    return "home" if endpoint == "finder.home" else None


def _at_most(name: str, usual: int) -> int:
    """The usual size, or what the asking page has room for. A size that is none is left out of account."""
    text = request.args.get(name, "")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= _LARGEST):
        return usual
    return min(usual, int(text))


def _answer(body: dict[str, object], status: int) -> Response:
    response = Response(json.dumps(body), status, content_type="application/json")
    response.headers.update(_FOR_ANYBODY)
    return response
