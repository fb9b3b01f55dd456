"""Whole page or fragment: one decision for every route that can answer with either.

flask-htmx reads the headers. It takes a history restore and a boosted link for a swap, and both want the whole
page, so the decision is ours (its README shows the truth test only; htmx issues 497 and 3037 show what goes wrong).
"""

from __future__ import annotations

from typing import Final

from flask import Response
from flask_htmx import HTMX

htmx: Final = HTMX()

VARY: Final = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


def wants_fragment() -> bool:
    """Whether the current request will swap a part of the page in place."""
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def vary_by_htmx(response: Response) -> Response:
    """Tell every cache that the same address answers in two shapes."""
    response.vary.update(VARY)
    return response
