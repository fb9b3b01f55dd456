"""The API is for pages of any origin. It is never given a visitor's credentials, so it may say so to everybody.

A page may read what anybody may read, and nothing here knows a visitor: no cookie is set or looked at, and
`Access-Control-Allow-Credentials` is never sent.
"""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

from clinicfinder.web.api.problems import API_PREFIX

EXPOSED: Final = (
    "ETag", "Last-Modified", "Link", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After",
    "Deprecation", "Sunset",
)  # fmt: skip
"""What a script may read of an answer beside the few headers that it always may."""

ALLOWED: Final = ("Accept", "Authorization", "Content-Type", "If-Modified-Since", "If-None-Match", "X-API-Key")
"""What a script may send."""

_DAY: Final = "86400"


def init_app(app: Flask) -> None:
    """Open every path under /api to scripts of other origins, refusals too."""
    app.after_request(_open)


def _open(response: Response) -> Response:
    if not request.path.startswith(API_PREFIX):
        return response
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        if "Access-Control-Request-Method" in request.headers:
            headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD, OPTIONS")
            headers["Access-Control-Allow-Headers"] = ", ".join(ALLOWED)
            headers["Access-Control-Max-Age"] = _DAY
    else:
        headers["Access-Control-Expose-Headers"] = _EXPOSED
    return response


_EXPOSED: Final = ", ".join(EXPOSED)
