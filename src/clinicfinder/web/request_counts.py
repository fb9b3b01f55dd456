"""Counting how often somebody has asked in the last minute: in this process, or in a Redis that all processes share.

A window of a minute begins with the first request of a name. docs/decisions/041-rate-limits.md says why this is not
left to Flask-Limiter, whose engine (`limits`) speaks to Redis here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from limits.errors import ConfigurationError, StorageError
from limits.storage import Storage, storage_from_string

from clinicfinder.config import MEMORY_STORAGE
from clinicfinder.errors import SettingFault

log: Final = logging.getLogger(__name__)

WINDOW: Final = 60
"""Seconds."""

_AWAY: Final = 10.0
"""Seconds for which a Redis that did not answer is not asked again."""

_REDIS_PATIENCE: Final = 0.5
"""Seconds to wait for Redis: a visitor waits for it too."""


@dataclass(frozen=True, slots=True)
class Count:
    """Where somebody stands after one more request. `reset` is in whole seconds, at least 1."""

    limit: int
    used: int
    reset: int

    @property
    def allowed(self) -> bool:
        """Whether that request is still within the limit."""
        return self.used <= self.limit

    @property
    def remaining(self) -> int:
        """Requests left in this window."""
        return max(0, self.limit - self.used)


class Counts(Protocol):
    """Something that counts names."""

    def add(self, name: str) -> tuple[int, float]:
        """Count once more. Returns: how often in this window, and when it ends, in seconds since 1970."""
        ...


class CountsInMemory:
    """Counts of this process. Safe to share between threads; forgets what is over once a minute."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[int, float]] = {}
        self._swept_at = clock()

    def add(self, name: str) -> tuple[int, float]:
        """Count once more."""
        now = self._clock()
        with self._lock:
            if now - self._swept_at >= WINDOW:
                self._windows = {each: kept for each, kept in self._windows.items() if kept[1] > now}
                self._swept_at = now
            used, ends = self._windows.get(name, (0, 0.0))
            window = (used + 1, ends) if ends > now else (1, now + WINDOW)
            self._windows[name] = window
            return window


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


def counts_in(storage: str) -> Counts:
    """The counts of a setting.

    Raises: SettingFault.
    """
    return CountsInMemory() if storage == MEMORY_STORAGE else CountsInRedis(storage)


def count(counts: Counts, name: str, limit: int) -> Count:
    """Count one more request of somebody who may make `limit` in a minute."""
    used, ends = counts.add(name)
    return Count(limit, used, max(1, min(WINDOW, round(ends - time.time()))))
