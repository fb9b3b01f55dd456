"""What somebody sees whose sign-in has ended: a way back that loses nothing they typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from clinicfinder.web.fragments import htmx

HOME: Final = "/staff"
_OURS: Final = frozenset({"csrf_token", "password", "current", "wanted"})
"""Fields that are never carried through a sign-in."""

Fields = tuple[tuple[str, str], ...]


def signed_out_page() -> AnyResponse:
    """The answer to a request that needs a sign-in.

    A swap leaves the page and all its typing as they are, and shows a notice that leads to the sign-in in another
    tab. A form that was sent whole is kept inside the sign-in page and can be sent on from there.
    """
    if htmx:
        answer = make_response(render_template("partials/staff/signed_out.html"), 401)
        answer.headers["HX-Retarget"] = "#sign-in-notice"
        answer.headers["HX-Reswap"] = "innerHTML"
        return answer
    if request.method == "GET":
        return redirect(url_for("staff_sign_in.form", next=request.full_path.rstrip("?")), 303)
    return sign_in_answer(request.path, fields_sent(), problem="You were signed out meanwhile.", status=401)


def fields_sent() -> Fields:
    """Every field of the form that was sent, to be sent again. Files and secrets are not among them."""
    return tuple((name, text) for name, text in request.form.items(multi=True) if name not in _OURS)


def sign_in_answer(
    after: str, kept: Fields, *, problem: str | None = None, username: str = "", status: int = 200
) -> Response:
    """The sign-in page. `after`: where to go then. `kept`: a form to send there, empty for none."""
    page = render_template(
        "pages/staff/sign_in.html",
        after=safe_path(after),
        kept=json.dumps(kept) if kept else "",
        problem=problem,
        username=username,
    )
    return make_response(page, status)


def read_kept(text: str) -> Fields:
    """The fields that a sign-in page carried; none if somebody has meddled with them.

    >>> read_kept('[["notes", "calls back"]]')
    (('notes', 'calls back'),)
    >>> read_kept("[[1]]")
    ()
    """
    try:
        return tuple(_pairs(json.loads(text or "[]")))
    except ValueError:
        return ()


def _pairs(read: object) -> Iterator[tuple[str, str]]:
    for pair in read if isinstance(read, list) else ():
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)):
            raise ValueError("not a form")
        yield pair[0], pair[1]


def safe_path(text: str) -> str:
    r"""A place inside the console to go to; its first page for anything else.

    >>> safe_path("/staff/quotes?day=2026-11-22"), safe_path("//evil.example/staff"), safe_path("/staff\\evil")
    ('/staff/quotes?day=2026-11-22', '/staff', '/staff')
    """
    parts = urlsplit(text)
    inside = parts.path == HOME or parts.path.startswith(HOME + "/")
    ours = not parts.scheme and not parts.netloc and inside and ".." not in parts.path
    return text if ours and "\\" not in text and text.isprintable() else HOME
