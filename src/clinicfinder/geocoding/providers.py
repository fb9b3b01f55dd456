"""Asking one geocoder: its turn, two tries, its breaker. Errors are told apart by geopy's classes alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final

from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
)
from geopy.location import Location

from clinicfinder.errors import SettingFault
from clinicfinder.geocoding.answers import Candidate
from clinicfinder.geocoding.breaker import Breaker
from clinicfinder.geocoding.readers import (
    COUNTRY_CODES,
    Reader,
    read_census,
    read_nominatim,
    read_written_address,
)
from clinicfinder.geocoding.settings import VARIABLE, GeocoderSetting, geocoder_class
from clinicfinder.geocoding.transport import BoundedAdapter

TIME_LIMIT: Final = 4.0
"""Seconds for one try. The Census geocoder often takes seconds; a visitor does not wait for more."""

TRIES: Final = 2
USER_AGENT: Final = "clinicfinder"
_MOST_RESULTS: Final = 10

# Asking again at once would get the same: a refused key, a used-up quota, an answer that cannot be read.
# The last four
# are what geopy's own readers raise on JSON of another shape.
_SAME_AGAIN: Final = (
    GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges, GeocoderQuotaExceeded, GeocoderParseError,
    LookupError, TypeError, ValueError, AttributeError,
)  # fmt: skip

_NOMINATIM_QUERY: Final[Mapping[str, Any]] = {
    "addressdetails": True, "country_codes": list(COUNTRY_CODES), "language": "en", "limit": _MOST_RESULTS,
}  # fmt: skip

_LOG = logging.getLogger(__name__)

TakeTurn = Callable[[str], bool]
"""Waits until the named geocoder may be asked; False if that would take too long. See turns.Turns.wait_for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: the places offered, or None with the name of what went wrong."""

    candidates: tuple[Candidate, ...] | None
    failure: str = ""


class Provider:
    """One geocoder, guarded. Safe to share between threads."""

    def __init__(
        self,
        name: str,
        geocoder: Any,
        read: Reader,
        *,
        query: Mapping[str, Any] | None = None,
        take_turn: TakeTurn = lambda _: True,
        breaker: Breaker | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Args: geocoder: a geopy geocoder. query: what its `geocode` gets besides the text. clock: seconds."""
        self.name = name
        self._geocoder = geocoder
        self._read = read
        self._query = dict(query or {})
        self._take_turn = take_turn
        self._breaker = breaker or Breaker()
        self._clock = clock
        self._lock = Lock()

    def ask(self, text: str) -> tuple[Candidate, ...] | None:
        """Ask for an address, at most twice.

        Returns: what the geocoder offers, empty if it knows no such address; None if it gave no answer, or was
        not asked because its breaker is open or its turn is too far away.
        """
        return self.ask_and_tell(text).candidates

    def ask_and_tell(self, text: str) -> Asked:
        """As `ask`, and why there is no answer. The reason never holds the address."""
        if not self._may_ask():
            return Asked(None, "not asked: it failed too often just now")
        failure = ""
        for _ in range(TRIES):
            if not self._take_turn(self.name):
                # Our own queue is full. That is no fault of the geocoder's.
                self._log("no turn")
                return Asked(None, "no turn")
            try:
                offered = self._offered(text)
            except GeocoderQueryError as error:
                # It does not like this text. One odd address must not close the geocoder to everybody.
                self._log(type(error).__name__)
                return Asked(None, type(error).__name__)
            except GeocoderRateLimited as error:
                self._log(type(error).__name__)
                wait = error.retry_after
                self._step(lambda breaker, now: breaker.told_to_wait(now, wait))  # noqa: B023  # Called at once.
                return Asked(None, type(error).__name__)
            except _SAME_AGAIN as error:
                failure = type(error).__name__
                break
            except GeocoderServiceError as error:
                failure = type(error).__name__
            else:
                self._step(lambda breaker, _: breaker.succeeded())
                return Asked(offered)
        self._log(failure)
        self._step(lambda breaker, now: breaker.failed(now))
        return Asked(None, failure)

    def _offered(self, text: str) -> tuple[Candidate, ...]:
        locations: Sequence[Location] | None = self._geocoder.geocode(text, exactly_one=False, **self._query)
        return tuple(replace(self._read(location), raw=location.raw) for location in locations or ())

    def _may_ask(self) -> bool:
        with self._lock:
            self._breaker, may_ask = self._breaker.ask(self._clock())
        return may_ask

    def _step(self, change: Callable[[Breaker, float], Breaker]) -> None:
        with self._lock:
            self._breaker = change(self._breaker, self._clock())

    def _log(self, failure: str) -> None:
        # The class name only: a message of the libraries below may hold the URL and so the address.
        _LOG.warning("Geocoder %s gave no answer: %s", self.name, failure)


def build_provider(
    setting: GeocoderSetting,
    *,
    take_turn: TakeTurn,
    time_limit: float = TIME_LIMIT,
    breaker: Breaker | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Provider:
    """The geocoder that a setting names, ready to be asked.

    Args: take_turn: used for Nominatim only, which limits a whole application. time_limit: seconds for
    one try.
    Raises: SettingFault if geopy refuses the options.
    """
    options = {"user_agent": USER_AGENT, **setting.options}
    try:
        geocoder = geocoder_class(setting.name)(**options, timeout=time_limit, adapter_factory=BoundedAdapter)
    except ConfigurationError:
        # geopy's message is left out, and not chained: it may repeat a key.
        raise SettingFault(
            f"{VARIABLE}: geopy refuses the options of {setting.name!r}. "
            "Check them against geopy's documentation; Nominatim wants a user agent that identifies you."
        ) from None
    reads = {"census": read_census, "nominatim": read_nominatim}
    is_nominatim = setting.name == "nominatim"
    return Provider(
        setting.name,
        geocoder,
        reads.get(setting.name, read_written_address),
        query=_NOMINATIM_QUERY if is_nominatim else None,
        take_turn=take_turn if is_nominatim else lambda _: True,
        breaker=breaker,
        clock=clock,
    )
