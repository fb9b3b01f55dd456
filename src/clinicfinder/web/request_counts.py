"""Counting how often somebody has asked in the last minute: in this process, or in a Redis that all processes share.

A window of a minute begins with the first request of a name. docs/decisions/041-rate-limits.md says why this is not
left to Flask-Limiter, whose engine (`limits`) speaks to Redis here.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from clinicfinder.config import MEMORY_STORAGE

WINDOW: Final = 60
"""Seconds."""


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


def counts_in(storage: str) -> Counts:
    """The counts of a setting.

    Raises: SettingFault.
    """
    if storage == MEMORY_STORAGE:
        return CountsInMemory()
    # A fifth of a second of every start, for those who count in Redis.
    from clinicfinder.web.redis_counts import CountsInRedis  # noqa: PLC0415  # As said above.

    return CountsInRedis(storage)


def count(counts: Counts, name: str, limit: int) -> Count:
    """Count one more request of somebody who may make `limit` in a minute."""
    used, ends = counts.add(name)
    return Count(limit, used, max(1, min(WINDOW, round(ends - time.time()))))
