"""How often somebody may ask: the API by key or address, and look-ups of street addresses by address.

Pages are not limited. The address is kept as a keyed hash only, for a minute, and is never logged.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Final

from flask import Flask, Response, current_app, g, has_request_context, request
from werkzeug.exceptions import TooManyRequests

from clinicfinder.config import MEMORY_STORAGE, Settings
from clinicfinder.store.api_keys import ApiKey, ApiKeyKeeper
from clinicfinder.web.api.problems import problem_for_status
from clinicfinder.web.current import key as installation_key
from clinicfinder.web.current import settings as how_it_runs
from clinicfinder.web.request_counts import Count, Counts, count, counts_in

COUNTS: Final = "clinicfinder.request_counts"
KEYS: Final = "clinicfinder.api_keys"

ADDRESS_LOOKUPS_PER_MINUTE: Final = 30
"""Street addresses that one visitor can have asked of geocoders, which are other people's machines."""

_API: Final = "/api/v1/"
_OWN_HASH_KEY: Final = os.urandom(32)


def init_app(app: Flask, settings: Settings, keys: ApiKeyKeeper) -> None:
    """Count and limit every request to the API, and refuse unknown keys. Without a limit, only the latter.

    Raises: SettingFault for a storage that cannot be used. One that does not answer is no fault.
    """
    app.extensions[KEYS] = keys
    if settings.rate_limit is not None:
        app.extensions[COUNTS] = counts_in(settings.rate_limit_storage)
        app.before_request(_count)
        app.after_request(_say_what_is_left)
    app.before_request(_refuse_unknown_key)


def before_asking_geocoders() -> None:
    """Count one street address that is about to be asked of a geocoder. A command's look-ups are not counted.

    Raises: TooManyRequests beyond the limit.
    """
    counts: Counts | None = current_app.extensions.get(COUNTS) if has_request_context() else None
    if counts is None:
        return
    counted = count(counts, f"addresses:{_address()}", ADDRESS_LOOKUPS_PER_MINUTE)
    if not counted.allowed:
        g.refused_by = counted
        raise TooManyRequests


def _count() -> None:
    if not request.path.startswith(_API) or request.method == "OPTIONS":
        return
    on_file = _key_on_file()
    name = f"key:{on_file.key_id}" if on_file else f"address:{_address()}"
    limit = on_file.per_minute if on_file else how_it_runs().rate_limit
    if limit is not None:
        g.counted = count(current_app.extensions[COUNTS], name, limit)
        if not g.counted.allowed:
            g.refused_by = g.counted
            raise TooManyRequests


def _say_what_is_left(response: Response) -> Response:
    """The three headers that clients read, and on a refusal how long to wait (docs/decisions/041-rate-limits.md)."""
    counted: Count | None = g.get("counted")
    if counted is not None:
        response.headers["RateLimit-Limit"] = str(counted.limit)
        response.headers["RateLimit-Remaining"] = str(counted.remaining)
        response.headers["RateLimit-Reset"] = str(counted.reset)
    refused_by: Count | None = g.get("refused_by")
    if refused_by is not None:
        response.headers["Retry-After"] = str(refused_by.reset)
    return response


def _refuse_unknown_key() -> Response | None:
    """Answer 401 to a key that is not on file: its sender believes to be somebody, and should learn of the slip."""
    if request.path.startswith(_API) and _sent_key() is not None and _key_on_file() is None:
        answer = problem_for_status(401)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="clinicfinder API"'
        return answer
    return None


def _sent_key() -> str | None:
    """The key that came with the request. Another kind of Authorization is a proxy's business, not ours."""
    if (sent := request.headers.get("X-API-Key")) is not None:
        return sent.strip()
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    return rest.strip() if scheme.lower() == "bearer" else None


def _key_on_file() -> ApiKey | None:
    if "api_key" not in g:
        sent, keys = _sent_key(), current_app.extensions[KEYS]
        g.api_key = keys.holder_of(sent) if sent is not None else None
    on_file: ApiKey | None = g.api_key
    return on_file


def _address() -> str:
    """Whose address it is, as a hash that tells nothing. Where processes share a count, they share its key."""
    is_shared = how_it_runs().rate_limit_storage != MEMORY_STORAGE
    secret = installation_key("rate limits") if is_shared else _OWN_HASH_KEY
    return hmac.new(secret, (request.remote_addr or "").encode(), hashlib.sha256).hexdigest()[:32]
