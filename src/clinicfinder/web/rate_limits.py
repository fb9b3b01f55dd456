"""How often somebody may ask: the API by key or address, and look-ups of street addresses by address.

Pages are not limited. The address is kept as a keyed hash only, for a minute, and is never logged.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import time
from typing import Final

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_limiter import Limiter
from limits import RateLimitItemPerMinute
from limits.errors import ConfigurationError, StorageError
from werkzeug.exceptions import TooManyRequests

from clinicfinder.config import MEMORY_STORAGE, Settings
from clinicfinder.errors import SettingFault
from clinicfinder.store.api_keys import ApiKey, ApiKeyKeeper
from clinicfinder.web.api.problems import problem_for_status
from clinicfinder.web.current import key as installation_key
from clinicfinder.web.current import settings as how_it_runs

LIMITER: Final = "clinicfinder.limiter"
KEYS: Final = "clinicfinder.api_keys"

ADDRESS_LOOKUPS_PER_MINUTE: Final = 30
"""Street addresses that one visitor can have asked of geocoders, which are other people's machines."""

_API: Final = "/api/v1/"
_REDIS_OPTIONS: Final[dict[str, str | int]] = {
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "wrap_exceptions": True,
}
_OWN_HASH_KEY: Final = os.urandom(32)

# What it says on level info names the caller.
logging.getLogger("flask-limiter").setLevel(logging.WARNING)


def init_app(app: Flask, settings: Settings, keys: ApiKeyKeeper) -> None:
    """Count and limit every request to the API, and refuse unknown keys. Without a limit, only the latter.

    Raises: SettingFault for a storage that cannot be used. One that does not answer is no fault: each process then
        counts by itself until it is back.
    """
    app.extensions[KEYS] = keys
    if settings.rate_limit is not None:
        _limit(app, settings, settings.rate_limit)
    app.before_request(_refuse_unknown_key)


def _limit(app: Flask, settings: Settings, per_minute: int) -> None:
    limiter = Limiter(
        key_func=_caller,
        application_limits=[lambda: f"{key.per_minute if (key := _key_on_file()) else per_minute} per minute"],
        storage_uri=settings.rate_limit_storage,
        storage_options={} if settings.rate_limit_storage == MEMORY_STORAGE else dict(_REDIS_OPTIONS),
        in_memory_fallback_enabled=True,
        headers_enabled=False,
        key_prefix="clinicfinder",
    )
    limiter.request_filter(lambda: not request.path.startswith(_API) or request.method == "OPTIONS")
    try:
        limiter.init_app(app)
    except (ConfigurationError, ValueError) as error:
        raise SettingFault(
            "CLINICFINDER_RATE_LIMIT_STORAGE cannot be used. Write it as redis://host:6379/0, or leave it out."
        ) from error
    app.extensions[LIMITER] = limiter
    app.after_request(_say_what_is_left)


def before_asking_geocoders() -> None:
    """Count one street address that is about to be asked of a geocoder. A command's look-ups are not counted.

    Raises: TooManyRequests beyond the limit.
    """
    limiter: Limiter | None = current_app.extensions.get(LIMITER) if has_request_context() else None
    if limiter is None:
        return
    try:
        item = RateLimitItemPerMinute(ADDRESS_LOOKUPS_PER_MINUTE)
        allowed = limiter.limiter.hit(item, "clinicfinder", "addresses", _address())
    except StorageError:
        return
    if not allowed:
        raise TooManyRequests


def _say_what_is_left(response: Response) -> Response:
    """The three headers that clients read, and on a refusal how long to wait (docs/decisions/041-rate-limits.md)."""
    limiter: Limiter = current_app.extensions[LIMITER]
    current = limiter.current_limit
    if current is not None:
        try:
            seconds = max(1, int(current.reset_at - time.time()))
            remaining = current.remaining
        except StorageError:
            return response
        response.headers["RateLimit-Limit"] = str(current.limit.amount)
        response.headers["RateLimit-Remaining"] = str(remaining)
        response.headers["RateLimit-Reset"] = str(seconds)
        if response.status_code == 429:
            response.headers["Retry-After"] = str(seconds)
    elif response.status_code == 429:
        response.headers.setdefault("Retry-After", "60")
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


def _caller() -> str:
    on_file = _key_on_file()
    return f"key {on_file.key_id}" if on_file else _address()


def _address() -> str:
    """Whose address it is, as a hash that tells nothing. Where processes share a count, they share its key."""
    is_shared = how_it_runs().rate_limit_storage != MEMORY_STORAGE
    secret = installation_key("rate limits") if is_shared else _OWN_HASH_KEY
    return hmac.new(secret, (request.remote_addr or "").encode(), hashlib.sha256).hexdigest()[:32]
