"""The headers of every answer, and the guard of every write. One place, tested to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, request

from clinicfinder.web.framing import frame_ancestors

# Pico draws its select arrows and check marks as data: images.
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS: Final[dict[str, str]] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_API_PREFIX: Final = "/api/v1/"


def init_app(app: Flask, tile_host: str | None = None) -> None:
    """Put the headers on every answer and the guard before every write.

    Args: tile_host: the operator's own map server, the one other host that pictures may come from.
    """
    headers = HEADERS | {"Content-Security-Policy": content_security_policy(tile_host)}

    def set_headers(response: Response) -> Response:
        # A header that a view has set on purpose stays.
        for name, value in framed(headers, frame_ancestors()).items():
            response.headers.setdefault(name, value)
        return response

    app.before_request(refuse_foreign_writes)
    app.after_request(set_headers)


def content_security_policy(tile_host: str | None) -> str:
    """The policy of every page.

    >>> content_security_policy("tiles.example.org").split("; ")[3]
    "img-src 'self' data: https://tiles.example.org"
    """
    if tile_host is None:
        return CONTENT_SECURITY_POLICY
    return CONTENT_SECURITY_POLICY.replace("img-src 'self' data:", f"img-src 'self' data: https://{tile_host}")


def framed(headers: Mapping[str, str], ancestors: str | None) -> Mapping[str, str]:
    """The headers of an answer that these ancestors may show in a frame; unchanged where it is None.

    X-Frame-Options knows no list of origins and would refuse what the policy allows, so it is left out.
    """
    if ancestors is None:
        return headers
    policy = headers["Content-Security-Policy"].replace("frame-ancestors 'none'", f"frame-ancestors {ancestors}")
    kept = {name: value for name, value in headers.items() if name != "X-Frame-Options"}
    return kept | {"Content-Security-Policy": policy}


def refuse_foreign_writes() -> None:
    """Answer 403 to a write that another site's page sent.

    A partner's frame posts to the site it came from, so it passes; sandboxed without allow-same-origin it has no origin
    and is refused like any stranger (docs/decisions/040-partner-frames.md).

    The API is exempt: its POST routes compute and change nothing, carry no credentials, and are for other sites.
    """
    if request.method in _SAFE_METHODS or request.path.startswith(_API_PREFIX):
        return
    if not is_same_origin(request):
        abort(403)


def is_same_origin(req: Request) -> bool:
    """Whether a request comes from our own pages, by what browsers say of it.

    Sec-Fetch-Site decides where a browser sends it; else Origin must name this host. A request with neither is
    not from a browser page and cannot ride on a visitor's standing here.
    """
    site = req.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = req.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == req.host
