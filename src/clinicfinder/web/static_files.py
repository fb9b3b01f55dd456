"""Static files as whole answers, so that they can be compressed and are closed again.

Flask streams a file. Flask-Compress reads the stream into memory and forgets the file behind it, and Werkzeug closes
no file whose body it does not send (304, HEAD).
"""

from __future__ import annotations

from flask import Flask, Response, request


def init_app(app: Flask) -> None:
    """Read a static file before it is compressed. To be called after Compress, since the last hook in runs first."""
    app.after_request(_read_whole)


def _read_whole(response: Response) -> Response:
    if request.endpoint == "static" and response.direct_passthrough:
        file = response.response
        response.direct_passthrough = False
        if response.status_code == 304:
            response.response = []
        else:
            response.set_data(response.get_data())
        if close := getattr(file, "close", None):
            close()
    return response
