"""One line per request: the route's template, the status and the time taken. Nothing a person typed, ever.

The server's own access log stays off, since it writes the query, the address and the referrer.
"""

from __future__ import annotations

import logging
import time
from typing import Final

from flask import Flask, Response, g, request

log: Final = logging.getLogger("clinicfinder.access")


def init_app(app: Flask) -> None:
    """Write a line after every answer."""
    app.before_request(_start)
    app.after_request(_write)


def _start() -> None:
    g.started = time.perf_counter()


def _write(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "(unknown page)"
    started: float = g.get("started", time.perf_counter())
    log.info("%s %s %d %.1fms", request.method, route, response.status_code, (time.perf_counter() - started) * 1000)
    return response
