"""Counting requests in a Redis that all processes share. Imported only where one is configured."""

from __future__ import annotations

import logging
import time
from typing import Final

from limits.errors import ConfigurationError, StorageError
from limits.storage import Storage, storage_from_string

from clinicfinder.errors import SettingFault
from clinicfinder.web.request_counts import WINDOW, CountsInMemory

log: Final = logging.getLogger(__name__)

_AWAY: Final = 10.0
"""Seconds for which a Redis that did not answer is not asked again."""

_REDIS_PATIENCE: Final = 0.5
"""Seconds to wait for Redis: a visitor waits for it too."""


class CountsInRedis:
    """Counts in Redis. While it does not answer, those of this process."""

    def __init__(self, address: str) -> None:
        """Args: address: as in CLINICFINDER_RATE_LIMIT_STORAGE. Nothing is opened before the first count.

        Raises: SettingFault for an address that cannot be used.
        """
        patience = {"socket_connect_timeout": _REDIS_PATIENCE, "socket_timeout": _REDIS_PATIENCE}
        try:
            # The factory also makes storages for asynchronous programs; none of our addresses asks for one.
            self._redis: Storage = storage_from_string(address, wrap_exceptions=True, **patience)  # type: ignore[assignment]
        except (ConfigurationError, ValueError) as error:
            raise SettingFault(
                "CLINICFINDER_RATE_LIMIT_STORAGE cannot be used. Write it as redis://host:6379/0, or leave it out."
            ) from error
        self._meanwhile = CountsInMemory()
        self._away_until = 0.0

    def add(self, name: str) -> tuple[int, float]:
        """Count once more."""
        if time.monotonic() >= self._away_until:
            try:
                key = f"clinicfinder:{name}"
                return self._redis.incr(key, WINDOW), self._redis.get_expiry(key)
            except StorageError:
                # Its own message may hold the address with the password.
                log.warning("the Redis that counts requests does not answer; each process counts by itself")
                self._away_until = time.monotonic() + _AWAY
        return self._meanwhile.add(name)
