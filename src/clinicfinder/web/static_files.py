"""Static files as whole answers, so that they can be compressed and are closed again.

Flask streams a file; Flask-Compress reads the stream into memory and forgets to close the file behind it.
"""

from __future__ import annotations

from flask import Flask, Response, request


def init_app(app: Flask) -> None:
    """Read a static file before it is compressed. To be called after Compress, since the last hook in runs first."""
    app.after_request(_read_whole)


def _read_whole(response: Response) -> Response:
    if request.endpoint == "static" and response.direct_passthrough:
        response.direct_passthrough = False
        response.set_data(response.get_data())
    return response
