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

from clinicfinder.web.translation import DEFAULT_LANGUAGE, LANGUAGES, language, use_language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

NAMES: Final = {"en": "English", "es": "Español"}
"""Each language by the name that its own readers look for."""

UNTRANSLATED: Final = frozenset(
    {"api", "static", "staff", "embed", "embed.js", "oembed", "healthz", "favicon.ico", "robots.txt", "sitemap.xml"}
)
"""First parts of addresses that exist once, without a language. The API and the console are in English."""

_IN_ANY_LANGUAGE: Final = frozenset({"embed"})
"""Of those, what is still answered in the language of the browser until something else decides."""

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
        if not has_request_context() or asked_language(request) is None:
            return url
        inside = url.removeprefix(request.script_root)
        return _root(request) + inside if inside != url and _first_part(inside) in UNTRANSLATED else url


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """This page in one language: its address here, and the full one that search engines are told."""

    code: str
    name: str
    url: str
    is_current: bool
    canonical: str


def init_app(app: Flask) -> None:
    """Choose the language before each request. To be called before anything that words an answer."""
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's own way to add middleware.
    app.before_request(_choose)
    app.after_request(_vary)
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
    root, host = _root(request), request.host_url.rstrip("/")
    target = _target()
    path = target.partition("?")[0]
    return tuple(
        LanguageLink(
            code=code,
            name=NAMES[code],
            url=f"{root}/{code}{target}",
            is_current=code == language(),
            canonical=f"{host}{root}{'' if code == DEFAULT_LANGUAGE else '/' + code}{path}",
        )
        for code in LANGUAGES
    )


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
    first = _first_part(request.path)
    if first not in UNTRANSLATED:
        use_language(asked or preferred_language(request.accept_languages))
        return None
    use_language(preferred_language(request.accept_languages) if first in _IN_ANY_LANGUAGE else DEFAULT_LANGUAGE)
    # There is one such address in all, so that nothing is kept twice. 308 keeps the method.
    return redirect(_root(request) + request.full_path.removesuffix("?"), 308) if asked else None


def _vary(response: Response) -> Response:
    """Tell every cache that an address without a language answers in the browser's."""
    if asked_language(request) is None and _first_part(request.path) not in UNTRANSLATED - _IN_ANY_LANGUAGE:
        response.vary.add("Accept-Language")
    return response


def _root(req: Request) -> str:
    """What stands before the language in an address: empty unless the site lives in a folder of its host."""
    asked = asked_language(req)
    return req.script_root.removesuffix(f"/{asked}") if asked else req.script_root


def _first_part(path: str) -> str:
    return path.removeprefix("/").partition("/")[0]
