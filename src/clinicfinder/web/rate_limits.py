"""How often somebody may ask: the API by key or address, and look-ups of street addresses by address.

Flask-Limiter counts; here stands who is counted as whom, and what is said of it. Pages are not limited. The address is
kept as a keyed hash only, for a minute, and is never logged. Why so: docs/decisions/041-rate-limits.md.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import time
from collections.abc import Callable
from typing import Any, Final

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_limiter import ApplicationLimit, HeaderNames, Limiter, RequestLimit
from limits.errors import ConfigurationError

from clinicfinder.config import MEMORY_STORAGE, Settings
from clinicfinder.errors import SettingFault
from clinicfinder.store.api_keys import ApiKey, ApiKeyKeeper
from clinicfinder.web.api.problems import problem_for_status
from clinicfinder.web.current import key as installation_key
from clinicfinder.web.current import settings as how_it_runs

KEYS: Final = "clinicfinder.api_keys"
COUNT_LOOKUP: Final = "clinicfinder.count_address_lookup"

ADDRESS_LOOKUPS_PER_MINUTE: Final = 30
"""Street addresses that one visitor can have asked of geocoders, which are other people's machines."""

_API: Final = "/api/v1/"
_OWN_HASH_KEY: Final = os.urandom(32)

_WINDOW: Final = 60
"""Seconds, from the first request of somebody."""

_REDIS_OPTIONS: Final[dict[str, Any]] = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
"""A visitor waits for Redis too."""

_HEADERS: Final = {
    HeaderNames.LIMIT: "RateLimit-Limit",
    HeaderNames.REMAINING: "RateLimit-Remaining",
    HeaderNames.RESET: "RateLimit-Reset",
}

# It would log whom it refuses.
logging.getLogger("flask-limiter").setLevel(logging.WARNING)


def init_app(app: Flask, settings: Settings, keys: ApiKeyKeeper) -> None:
    """Count and limit every request to the API, and refuse unknown keys. Without a limit, only the latter.

    Raises: SettingFault for a storage that cannot be used. One that does not answer is no fault.
    """
    app.extensions[KEYS] = keys
    if settings.rate_limit is not None:
        # Flask asks in reverse order: this one comes after Flask-Limiter's own.
        app.after_request(_say_how_long)
        _limiter(
            app,
            settings,
            request_identifier=_api_or_nothing,
            application_limits=[ApplicationLimit(_per_minute, key_function=_caller)],
            headers_enabled=True,
            header_name_mapping=_HEADERS,
        )
        app.extensions[COUNT_LOOKUP] = _lookup_counter(app, settings)
    app.before_request(_refuse_unknown_key)


def before_asking_geocoders() -> None:
    """Count one street address that is about to be asked of a geocoder. A command's look-ups are not counted.

    Raises: TooManyRequests beyond the limit.
    """
    if has_request_context() and (count_lookup := current_app.extensions.get(COUNT_LOOKUP)):
        g.asks_geocoders = True
        count_lookup()


def _limiter(app: Flask, settings: Settings, **options: Any) -> Limiter:
    """Flask-Limiter on our storage. It counts in this process for as long as a Redis does not answer."""
    is_shared = settings.rate_limit_storage != MEMORY_STORAGE
    try:
        return Limiter(
            _address,
            app=app,
            strategy="fixed-window",
            storage_uri=settings.rate_limit_storage,
            storage_options=_REDIS_OPTIONS if is_shared else {},
            in_memory_fallback_enabled=is_shared,
            key_prefix="clinicfinder",
            on_breach=_remember_refusal,
            **options,
        )
    except (ConfigurationError, ValueError) as error:
        raise SettingFault(
            "CLINICFINDER_RATE_LIMIT_STORAGE cannot be used. Write it as redis://host:6379/0, or leave it out."
        ) from error


def _lookup_counter(app: Flask, settings: Settings) -> Callable[[], None]:
    """A function that counts one look-up. Its limiter is another, lest the API's headers tell of look-ups."""
    limiter = _limiter(app, settings, request_identifier=_geocoders_or_nothing, headers_enabled=False)
    counted = limiter.shared_limit(f"{ADDRESS_LOOKUPS_PER_MINUTE} per minute", scope="addresses")
    return counted(lambda: None)


def _api_or_nothing() -> str:
    """What a request is counted as, whether it has a route or not. Flask-Limiter passes by what is nothing to it."""
    return "api" if request.path.startswith(_API) and request.method != "OPTIONS" else ""


def _geocoders_or_nothing() -> str:
    return "geocoders" if "asks_geocoders" in g else ""


def _per_minute() -> str:
    on_file = _key_on_file()
    return f"{on_file.per_minute if on_file else how_it_runs().rate_limit} per minute"


def _caller() -> str:
    on_file = _key_on_file()
    return f"key:{on_file.key_id}" if on_file else f"address:{_address()}"


def _remember_refusal(refused: RequestLimit) -> None:
    g.refused_until = refused.reset_at


def _say_how_long(response: Response) -> Response:
    """Say seconds where Flask-Limiter says a point in time, and Retry-After on refusals only."""
    if (resets_at := response.headers.get("RateLimit-Reset")) is not None:
        response.headers["RateLimit-Reset"] = _seconds_until(int(resets_at))
        del response.headers["Retry-After"]
    if "refused_until" in g:
        response.headers["Retry-After"] = _seconds_until(g.refused_until)
    return response


def _seconds_until(moment: int) -> str:
    return str(max(1, min(_WINDOW, moment - int(time.time()))))


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
