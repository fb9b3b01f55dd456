"""Full addresses, as search engines and messengers must be given them: scheme, host, language, path.

They begin with CLINICFINDER_PUBLIC_URL where that is set, and then nothing in an answer depends on the Host header.
Where it is not, they begin with what the request itself says, and no shared cache may keep the answer: a Host header
can be made up, and what was made for one visitor must not be shown to another.
"""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, Response, current_app, g, request

from clinicfinder.web.current import settings
from clinicfinder.web.languages import Site, folder
from clinicfinder.web.translation import DEFAULT_LANGUAGE, LANGUAGES, language


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
    app = cast("Site", current_app)
    return site() + folder(request) + before + app.plain_url_for(endpoint, **values)


def alternates(endpoint: str, **values: Any) -> tuple[tuple[str, str], ...]:
    """The same page in each language as (hreflang, full address).

    The address without a language, which answers in the browser's, is also the one for every other reader.
    """
    named = tuple((code, public_url(endpoint, spoken=code, **values)) for code in LANGUAGES)
    return (*named, ("x-default", public_url(endpoint, spoken=DEFAULT_LANGUAGE, **values)))


def _keep_private(response: Response) -> Response:
    if "says_its_own_host" in g and not response.cache_control.no_store:
        response.cache_control.private = True
    return response
