"""Where the pages for editing data hang; `data` brings them together."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, request

from clinicfinder.usecases.upload_rows import LONGEST_UPLOAD
from clinicfinder.web.staff.access import COOKIE

data_pages: Final = Blueprint("staff_data", __name__, url_prefix="/staff/data")


@data_pages.url_value_preprocessor
def allow_long_uploads(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a signed-in person's upload be longer than any other form.

    It is done here, because the guard of the console reads the form before any view could raise the limit. The
    limit is twice what is accepted, so that a file that is a little too long gets a sentence of its own.
    """
    if endpoint == "staff_data.upload" and COOKIE in request.cookies:
        request.max_content_length = 2 * LONGEST_UPLOAD
