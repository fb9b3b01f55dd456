"""The translation calls, with types. Every text a person reads goes through one of them."""

from __future__ import annotations

from gettext import NullTranslations

import flask_babel
from flask import g


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, with %(name)s filled in."""
    words = _catalog().gettext(message)
    return words % values if values else words


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The form of the message that fits the number, which it may show as %(num)d."""
    return str(flask_babel.ngettext(singular, plural, num, **values))


def marked(message: str) -> str:
    """The message as it stands, marked for the catalogs. It is put into the reader's language when it is shown."""
    return message


def _catalog() -> NullTranslations:
    """The request's own catalog. An estimate puts hundreds of texts into words, and finding it each time is slow."""
    if "catalog" not in g:
        g.catalog = flask_babel.get_translations()
    found: NullTranslations = g.catalog
    return found
