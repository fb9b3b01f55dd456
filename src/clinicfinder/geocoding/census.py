"""The geocoder of the U.S. Census Bureau, for geopy, which has none: free, keyless, addresses only.

It estimates a house's place along the range of numbers of its block, so a point is right to the block and side of the
street, not to the building. Sometimes it takes seconds and resets connections.

Source: Census Geocoding Services Web API,
https://geocoding.geo.census.gov/geocoder/Geocoding_Services_API.html
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from geopy.exc import GeocoderParseError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

DEFAULT_DOMAIN: Final = "geocoding.geo.census.gov"
BENCHMARK: Final = "Public_AR_Current"
"""The current public address ranges, refreshed twice a year under the same name."""


class Census(Geocoder):  # type: ignore[misc]  # geopy ships no types, so its base class is Any.
    """US Census `locations/onelineaddress`, one address in, zero or more matches out."""

    geocode_path = "/geocoder/locations/onelineaddress"

    def __init__(
        self,
        *,
        domain: str = DEFAULT_DOMAIN,
        benchmark: str = BENCHMARK,
        scheme: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,
        proxies: Any = DEFAULT_SENTINEL,
        user_agent: str | None = None,
        ssl_context: Any = DEFAULT_SENTINEL,
        adapter_factory: Any = None,
    ) -> None:
        """Args are geopy's; `domain` and `benchmark` name the service. Raises: geopy's ConfigurationError."""
        super().__init__(
            scheme=scheme,
            timeout=timeout,
            proxies=proxies,
            user_agent=user_agent,
            ssl_context=ssl_context,
            adapter_factory=adapter_factory,
        )
        self.benchmark = benchmark
        self.api = f"{self.scheme}://{domain.strip('/')}{self.geocode_path}"

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL) -> Any:
        """Look one address up.

        Returns: a geopy Location (a list of them if not `exactly_one`), or None when nothing matches.
        Raises: geopy.exc.GeocoderServiceError or one of its subclasses, nothing else.
        """
        params = {"address": query, "benchmark": self.benchmark, "format": "json"}
        # Unlike geopy's own geocoders this one logs no URL: the address is in it.
        url = f"{self.api}?{urlencode(params)}"
        return self._call_geocoder(url, partial(_locations, exactly_one=exactly_one), timeout=timeout)


def _locations(answer: Any, *, exactly_one: bool) -> Any:
    try:
        matches = [_location(match) for match in answer["result"]["addressMatches"]]
    except (KeyError, TypeError, ValueError) as error:
        # No part of the answer goes into the message: it repeats the address.
        raise GeocoderParseError("The Census geocoder's answer has another shape than documented.") from error
    if not matches:
        return None
    return matches[0] if exactly_one else matches


def _location(match: Any) -> Location:
    x, y = float(match["coordinates"]["x"]), float(match["coordinates"]["y"])
    return Location(str(match["matchedAddress"]), (y, x), match)
