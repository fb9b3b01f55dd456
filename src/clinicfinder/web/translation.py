"""Translation: the language of a request is chosen once, and every text then costs one look-up.

flask-babel chooses and loads the catalog. Its own gettext asks again for the request, the language and the catalog at
every single text, about 10 microseconds each, which was two thirds of a search page; so the catalog is kept in a
context variable for the time of the request.
"""

from __future__ import annotations

from contextvars import ContextVar
from gettext import NullTranslations
from typing import Final

import flask_babel
from flask import Flask

DEFAULT_LANGUAGE: Final = "en"
_UNTRANSLATED: Final = NullTranslations()
_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)
_catalog: ContextVar[NullTranslations] = ContextVar("catalog", default=_UNTRANSLATED)


def init_app(app: Flask) -> None:
    """Choose the catalog before each request, and give the templates these calls. Babel must be set up before."""
    app.before_request(_choose_catalog)
    # Jinja's i18n extension, which flask-babel loads, adds this method.
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]


def _choose_catalog() -> None:
    _catalog.set(flask_babel.get_translations())
    _language.set(str(flask_babel.get_locale() or DEFAULT_LANGUAGE))


def language() -> str:
    """The language of the request, as Babel names it."""
    return _language.get()


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, with %(name)s filled in."""
    text = _catalog.get().gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The form of the message that fits the number, which it may show as %(num)d."""
    return _catalog.get().ngettext(singular, plural, num) % {"num": num, **values}


def marked(message: str) -> str:
    """The message as it stands, marked for the catalogs. It is put into the reader's language when it is shown."""
    return message
