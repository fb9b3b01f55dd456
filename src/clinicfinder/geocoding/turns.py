"""One request at a time to a geocoder that allows so many a second, counted over the whole application.

The count is one row in the database, because the database is the only thing that every worker, every
process and every machine of an installation shares; a lock file would count per machine. A turn is a
moment in the future, reserved by one conditional UPDATE, and waited for afterwards: no lock and no
transaction is held while waiting, so SQLite's single writer is not blocked.

Source of the limit: OpenStreetMap Foundation, Nominatim usage policy, "an absolute maximum of 1 request per
second",
https://operations.osmfoundation.org/policies/nominatim/
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlmodel import col, insert, select, update

from clinicfinder.models.geocode_cache import GeocoderTurn

INTERVAL_MS: Final = 1_250
SLACK_MS: Final = 200
"""A turn used this much late is given up. Two requests are so at least INTERVAL_MS - SLACK_MS apart."""

LONGEST_WAIT: Final = 60.0
WRONG_CLOCK_MS: Final = 120_000
"""A moment reserved further ahead than this was reserved by a wrong clock: no wait may be longer than LONGEST_WAIT."""

_LOG = logging.getLogger(__name__)


class Turns:
    """Hands out moments at which a geocoder may be asked."""

    def __init__(
        self,
        engine: Engine,
        *,
        longest_wait: float = 3.0,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Args: longest_wait: seconds, at most 60, that a caller waits for a turn before it goes without.

        Raises: ValueError if `longest_wait` is out of range.
        """
        if not 0 <= longest_wait <= LONGEST_WAIT:
            raise ValueError(f"longest_wait must be 0 to {LONGEST_WAIT} seconds, got {longest_wait}")
        self._engine = engine
        self._longest_wait_ms = round(longest_wait * 1_000)
        self._clock = clock
        self._sleep = sleep

    def wait_for(self, geocoder: str) -> bool:
        """Wait for the next free moment.

        Returns: True when the request may go out now; False if the wait would be too long or the database
        cannot be asked, since then nobody can promise that the limit is kept.
        """
        give_up_ms = self._now_ms() + self._longest_wait_ms
        try:
            while (slot := self._reserve(geocoder, give_up_ms)) is not None:
                self._sleep(max(0, slot - self._now_ms()) / 1_000)
                if self._now_ms() - slot <= SLACK_MS:
                    return True
        except SQLAlchemyError as error:
            _LOG.warning("No turn for geocoder %s: %s", geocoder, type(error).__name__)
        return False

    def _now_ms(self) -> int:
        return round(self._clock() * 1_000)

    def _reserve(self, geocoder: str, give_up_ms: int) -> int | None:
        """The moment reserved for us, or None if it would come after `give_up_ms`."""
        while True:
            now = self._now_ms()
            with self._engine.connect() as connection:
                free_at = connection.scalar(
                    select(GeocoderTurn.next_at_ms).where(col(GeocoderTurn.geocoder) == geocoder)
                )
            slot = now if free_at is None else max(now, free_at)
            if free_at is not None and free_at > now + WRONG_CLOCK_MS:
                # Nobody reserves so far ahead: another machine's clock was wrong, or ours was set back.
                slot = now
            if slot > give_up_ms:
                return None
            if self._take(geocoder, free_at, slot + INTERVAL_MS):
                return slot

    def _take(self, geocoder: str, free_at: int | None, next_at_ms: int) -> bool:
        """Whether the row was still as we read it, and is now ours."""
        if free_at is None:
            try:
                with self._engine.begin() as connection:
                    connection.execute(insert(GeocoderTurn).values(geocoder=geocoder, next_at_ms=next_at_ms))
            except IntegrityError:
                return False
            return True
        unchanged = (col(GeocoderTurn.geocoder) == geocoder, col(GeocoderTurn.next_at_ms) == free_at)
        with self._engine.begin() as connection:
            taken = connection.execute(update(GeocoderTurn).where(*unchanged).values(next_at_ms=next_at_ms))
            return taken.rowcount == 1
