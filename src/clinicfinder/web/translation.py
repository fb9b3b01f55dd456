"""The two translation calls, with types. Every text a person reads goes through one of them."""

from __future__ import annotations

import flask_babel


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, with %(name)s filled in."""
    return str(flask_babel.gettext(message, **values))


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """The form of the message that fits the number, which it may show as %(num)d."""
    return str(flask_babel.ngettext(singular, plural, num, **values))
