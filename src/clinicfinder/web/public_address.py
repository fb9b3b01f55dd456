"""Full addresses, as search engines and messengers must be given them: scheme, host, language, path.

They begin with CLINICFINDER_PUBLIC_URL where that is set, and then nothing in an answer depends on the Host header.
Where it is not, they begin with what the request itself says, and no shared cache may keep the answer: a Host header
can be made up, and what was made for one visitor must not be shown to another.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Flask, Response, g, request, url_for

from clinicfinder.web.current import settings
from clinicfinder.web.translation import DEFAULT_LANGUAGE, language

LANGUAGES: Final[tuple[str, ...]] = (DEFAULT_LANGUAGE,)
"""The languages that pages have an address of their own in. The first stands in no address."""


def init_app(app: Flask) -> None:
    """Keep answers that speak of the request's own host out of shared caches."""
    app.after_request(_keep_private)


def site() -> str:
    """Scheme and host, without a slash at the end."""
    stated = settings().public_url
    if stated is not None:
        return stated
    g.says_its_own_host = True
    return request.host_url.rstrip("/")


def public_url(endpoint: str, *, spoken: str | None = None, **values: Any) -> str:
    """The one full address of a page, in the language of this request unless another is named.

    The default language stands in no address: /en/about and /about are one page, and this is the latter.
    """
    chosen = spoken or language()
    before = "" if chosen == DEFAULT_LANGUAGE else f"/{chosen}"
    path = url_for(endpoint, **values).removeprefix(request.script_root)
    return site() + _folder() + before + path


def alternates(endpoint: str, **values: Any) -> tuple[tuple[str, str], ...]:
    """The same page in each language as (language, full address); nothing while there is one language only."""
    if len(LANGUAGES) < 2:
        return ()
    return tuple((code, public_url(endpoint, spoken=code, **values)) for code in LANGUAGES)


def _folder() -> str:
    """The folder of the host that the site lives in, without a language: empty for a host of its own."""
    root = request.script_root
    for code in LANGUAGES:
        root = root.removesuffix(f"/{code}")
    return root


def _keep_private(response: Response) -> Response:
    if "says_its_own_host" in g and not response.cache_control.no_store:
        response.cache_control.private = True
    return response
