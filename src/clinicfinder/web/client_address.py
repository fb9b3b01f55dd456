"""The address that a request comes from, where a proxy stands before us. Used for counting, never logged.

Behind a proxy every connection is the proxy's, so one limit would be shared by all visitors. A header can be
written by anybody, so only as many of its entries are believed as there are proxies of our own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_THIS_MACHINE: Final = frozenset({"127.0.0.1", "::1", ""})
"""A connection from here is a proxy's of ours: nobody else can make one. A Unix socket has no address."""


class ClientAddress:
    """Puts the visitor's address where Flask looks for it, before anything else sees the request."""

    def __init__(self, app: WSGIApplication, proxies: int | None) -> None:
        """Args: proxies: how many stand before us; None believes one if it is on this machine."""
        self._app = app
        self._proxies = proxies

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""
        peer = environ.get("REMOTE_ADDR", "")
        environ["REMOTE_ADDR"] = client_address(peer, environ.get("HTTP_X_FORWARDED_FOR", ""), self._proxies)
        return self._app(environ, start_response)


def client_address(peer: str, forwarded_for: str, proxies: int | None) -> str:
    """The address of the visitor.

    Args: peer: whose connection it is. forwarded_for: X-Forwarded-For, in which each proxy adds an entry at the end.
        proxies: how many of the last entries are our own proxies' word; None means 1 if `peer` is this machine.

    >>> client_address("127.0.0.1", "6.6.6.6, 203.0.113.7", None)
    '203.0.113.7'
    >>> client_address("203.0.113.7", "6.6.6.6", None)
    '203.0.113.7'
    >>> client_address("10.0.0.2", "6.6.6.6, 203.0.113.7, 10.0.0.1", 2)
    '203.0.113.7'
    """
    believed = int(peer in _THIS_MACHINE) if proxies is None else proxies
    entries = [entry.strip() for entry in forwarded_for.split(",") if entry.strip()]
    if not believed or not entries:
        return peer
    return entries[-min(believed, len(entries))]
