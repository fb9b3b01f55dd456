"""Translation: the language of a request is chosen once, and every text then costs one look-up.

flask-babel's own gettext asks again for the request, the language and the catalog at every single text, about 10
microseconds each, which was two thirds of a search page; so the catalog is kept in a context variable for the time of
the request. Catalogs are read straight from the .po files that translators edit: nothing has to be compiled, and
nothing compiled can be older than its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final, overload

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask
from markupsafe import Markup

LANGUAGES: Final = ("en", "es")
"""The languages we speak. The first is the one that texts are written in."""

DEFAULT_LANGUAGE: Final = LANGUAGES[0]
LOCALES: Final = {"en": "en_US", "es": "es_US"}
"""How dates and times are written in each: as people in the United States write them."""

DOMAINS: Final = ("messages", "data")
"""The catalogs: the words of the program, and the sentences of our own that stand in data files."""

CATALOGS: Final = Path(__file__).parent.parent / "translations"

_UNTRANSLATED: Final = NullTranslations()
_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)
_catalog: ContextVar[NullTranslations] = ContextVar("catalog", default=_UNTRANSLATED)


class English(str):
    """A text of the data that has no translation yet. It is shown in English, and says so to a screen reader."""

    __slots__ = ()


def init_app(app: Flask) -> None:
    """Give the templates these calls. Babel must be set up before."""
    # Jinja's i18n extension, which flask-babel loads, adds this method.
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(data_text=data_text, with_language=with_language)


def use_language(code: str) -> None:
    """Speak this language from here to the end of the request, whatever address and browser say.

    Raises: ValueError for a language that we do not speak.
    """
    if code not in LANGUAGES:
        raise ValueError(f"we do not speak {code!r}")
    _language.set(code)
    _catalog.set(catalog_of(code))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak this language within the block, then the one of before.

    Raises: as use_language.
    """
    before = language()
    use_language(code)
    try:
        yield
    finally:
        use_language(before)


def language() -> str:
    """The language of the request, as HTML names it: one of LANGUAGES."""
    return _language.get()


def locale() -> str:
    """The language with its country, as Babel names it for dates and times."""
    return LOCALES.get(language(), DEFAULT_LANGUAGE)


@cache
def catalog_of(code: str) -> NullTranslations:
    """All texts of one language, read once per process. English needs no catalog: it is what stands in the code."""
    if code == DEFAULT_LANGUAGE:
        return _UNTRANSLATED
    compiled = BytesIO()
    catalogs = []
    for domain in DOMAINS:
        with (CATALOGS / code / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            catalogs.append(read_po(file, locale=code))
    first = catalogs[0]
    for other in catalogs[1:]:
        for message in other:
            if message.id and message.id not in first:
                first.add(message.id, message.string)
    write_mo(compiled, first)
    compiled.seek(0)
    return Translations(compiled)


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


@overload
def data_text(text: str) -> str: ...
@overload
def data_text(text: None) -> None: ...
def data_text(text: str | None) -> str | None:
    """A sentence of our own data in the reader's language; one without a translation stays, as `English`."""
    if text is None or language() == DEFAULT_LANGUAGE:
        return text
    said = _catalog.get().gettext(text) if text else text
    return English(text) if said == text else said


def with_language(text: str) -> str:
    """The same, with the language named where it is not the page's own, so that it is read out as what it is."""
    return Markup('<span lang="en">{}</span>').format(str(text)) if isinstance(text, English) else text
