"""Which language a request is answered in: the one its address begins with, else the one its browser prefers.

`/es/clinics` is `/clinics` in Spanish. The prefix is taken off before Flask sees the address and put into SCRIPT_NAME,
where every address that Flask makes begins; so no route, form or link knows of it. `/en` asks for English in the same
way, for a reader whose browser prefers Spanish.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Request, Response, g, has_request_context, redirect, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.web.framing import frame_language, frame_partner
from clinicfinder.web.translation import DEFAULT_LANGUAGE, LANGUAGES, language, use_language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NAMES: Final = {"en": "English", "es": "Español"}
"""Each language by the name that its own readers look for."""

_ENGLISH: Final = frozenset(
    {"api", "static", "staff", "oembed", "healthz", "embed.js", "robots.txt", "favicon.ico", "apple-touch-icon.png"}
)
"""First parts of addresses that exist once: the API and the console are in English, the others say nothing.
So is the sitemap, which may come in numbered files."""

_UNPREFIXED: Final = frozenset({"embed"})
"""Addresses without a language that are still shown to people: in the browser's, until something else decides."""

_FORMS: Final = {"finder.search_posted": "/", "estimates.answer": "/estimate", "estimates.compare": "/estimate"}
"""Where each posted answer came from. It has no address of its own, so a change of language leads back there."""

_ASKED: Final = "clinicfinder.language"


class LanguagePrefix:
    """WSGI middleware: takes the language off the front of an address."""

    def __init__(self, wrapped: WSGIApplication) -> None:
        self._wrapped = wrapped

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        first, _, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if first in LANGUAGES:
            environ[_ASKED] = first
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
        return self._wrapped(environ, start_response)


class Site(Flask):
    """Flask, with addresses that exist in no language made without one."""

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """The address of an endpoint, in the language of this request."""
        url = super().url_for(endpoint, **values)
        if not has_request_context():
            return url
        inside = url.removeprefix(request.script_root)
        if frame_partner():
            # A frame's own addresses have no language in them; links that leave it keep to the partner's.
            leaves = inside.startswith("/") and _takes_prefix(inside) and language() != DEFAULT_LANGUAGE
            return f"{request.script_root}/{language()}{inside}" if leaves else url
        if asked_language(request) is None:
            return url
        return folder(request) + inside if inside != url and not _takes_prefix(inside) else url

    def plain_url_for(self, endpoint: str, **values: Any) -> str:
        """The address of an endpoint without the folder of the host and without a language."""
        return super().url_for(endpoint, **values).removeprefix(request.script_root)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """This page in one language."""

    code: str
    name: str
    url: str
    is_current: bool


def init_app(app: Flask) -> None:
    """Choose the language before each request. To be called before anything that words an answer."""
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own way to add middleware.
    app.before_request(_choose)
    app.after_request(_vary)
    # What is worded outside a request is in English, whoever was answered last.
    app.teardown_request(lambda _: use_language(DEFAULT_LANGUAGE))
    app.jinja_env.globals.update(language=language, page_languages=page_languages)


def asked_language(req: Request) -> str | None:
    """The language that the address begins with, or None."""
    asked: str | None = req.environ.get(_ASKED)
    return asked


def preferred_language(accepted: LanguageAccept) -> str:
    """The one of our languages that a browser puts first; a regional form (es-MX) counts as its language.

    Werkzeug's best_match would take English for "es-MX, en;q=0.5", since it looks for exact names first.
    """
    ours = [(weight, name.lower().partition("-")[0]) for name, weight in accepted if weight > 0]
    ours = [(weight, name) for weight, name in ours if name in LANGUAGES]
    return max(ours, key=lambda one: one[0])[1] if ours else DEFAULT_LANGUAGE


def page_languages() -> tuple[LanguageLink, ...]:
    """This page in each language. A search in the address goes along; an answer to a post leads back to its form."""
    root, target = folder(request), _target()
    return tuple(LanguageLink(code, NAMES[code], f"{root}/{code}{target}", code == language()) for code in LANGUAGES)


def also_found_at(url: str) -> None:
    """Say by which address of ours other languages should lead here, where what was typed is not to be repeated."""
    g.also_found_at = url.removeprefix(request.script_root)


def _target() -> str:
    """Path and query of this page, without a language."""
    if "also_found_at" in g:
        return str(g.also_found_at)
    if request.method not in ("GET", "HEAD"):
        return _FORMS.get(request.endpoint or "", "/")
    return request.full_path.removesuffix("?")


def _choose() -> AnyResponse | None:
    asked = asked_language(request)
    if partner := frame_partner():
        use_language(frame_language(partner))
    elif _is_translated(request.path):
        use_language(asked or preferred_language(request.accept_languages))
    else:
        use_language(DEFAULT_LANGUAGE)
    if asked is None or _takes_prefix(request.path):
        return None
    # There is one such address in all, so that nothing is kept twice. 308 keeps the method.
    return redirect(folder(request) + request.full_path.removesuffix("?"), 308)


def _vary(response: Response) -> Response:
    """Tell every cache that an address without a language answers in the browser's."""
    if asked_language(request) is None and _is_translated(request.path) and not frame_partner():
        response.vary.add("Accept-Language")
    return response


def folder(req: Request) -> str:
    """What stands before the language in an address: empty unless the site lives in a folder of its host."""
    asked = asked_language(req)
    return req.script_root.removesuffix(f"/{asked}") if asked else req.script_root


def _is_translated(path: str) -> bool:
    """Whether an address answers with words for people."""
    first = path.removeprefix("/").partition("/")[0]
    # The API is in English; the page that explains it is not.
    return path == "/api" or (first not in _ENGLISH and not first.startswith("sitemap"))


def _takes_prefix(path: str) -> bool:
    """Whether an address exists once in each language."""
    return _is_translated(path) and path.removeprefix("/").partition("/")[0] not in _UNPREFIXED
