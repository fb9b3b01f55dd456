"""How requests to geocoders leave the machine: bounded in time and size, to the named host only, unlogged."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from typing import Any, Final

import requests
import urllib3
from geopy.adapters import AdapterHTTPError, RequestsAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

LARGEST_ANSWER: Final = 1_000_000
"""Bytes. A geocoder's answer is a few kilobytes; more is not an answer."""

_CHATTY_LOGGERS: Final = ("geopy", "urllib3.connectionpool")


class BoundedAdapter(RequestsAdapter):  # type: ignore[misc]  # geopy ships no types, so its base class is Any.
    """geopy's requests adapter with one deadline for the whole answer.

    requests' own timeout runs anew with each byte, so a server that drips would hold a worker for ever.
    Redirects are not followed: they would take the address to a host nobody configured. Connections are not
    retried here, since geopy's default of two hidden retries would turn one 4-second try into three.
    """

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context, max_retries=0)

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """The answer as JSON. Raises: what `get_text` raises, and GeocoderParseError if it is not JSON."""
        try:
            return json.loads(self.get_text(url, timeout=timeout, headers=headers))
        except ValueError:
            # Not chained, and without the text: an error page may repeat the address.
            raise GeocoderParseError("The answer is not JSON.") from None

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The answer as text, whole within `timeout` seconds of the call.

        Raises: AdapterHTTPError for any status but 2xx; GeocoderTimedOut; GeocoderUnavailable if there is no
        connection or it breaks; GeocoderServiceError for the rest. No message holds the address.
        """
        deadline = time.monotonic() + timeout
        try:
            with self.session.get(
                url, timeout=timeout, headers=dict(headers), stream=True, allow_redirects=False
            ) as answer:
                return _checked_text(answer, deadline)
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise GeocoderTimedOut("The geocoder did not answer in time.") from None
        except (requests.ConnectionError, urllib3.exceptions.HTTPError) as error:
            raise GeocoderUnavailable(f"The connection failed: {type(error).__name__}.") from None
        except requests.RequestException as error:
            raise GeocoderServiceError(f"The request failed: {type(error).__name__}.") from None


def _checked_text(answer: requests.Response, deadline: float) -> str:
    if not 200 <= answer.status_code < 300:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        # The body is not read: geopy would log it, and it may repeat the address.
        raise AdapterHTTPError("Not an answer.", status_code=answer.status_code, headers=headers, text="")
    body = bytearray()
    # read1 hands over what has arrived; iter_content would wait for a full block and so past the deadline.
    while piece := answer.raw.read1(65_536, decode_content=True):
        body += piece
        if time.monotonic() >= deadline:
            raise GeocoderTimedOut("The geocoder did not finish in time.")
        if len(body) > LARGEST_ANSWER:
            raise GeocoderParseError("The answer is too long to be one.")
    return bytes(body).decode("utf-8", errors="replace")


class _Nothing(logging.Filter):
    """Lets no record through."""

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002  # The signature is logging's.
        return False


_NOTHING: Final = _Nothing()


def silence_address_logs() -> None:
    """Stop the libraries below us from logging URLs, at any level: the URL of a lookup holds the address.

    A filter, not a level: setting the root logger to DEBUG must not bring the addresses back.
    """
    for name in _CHATTY_LOGGERS:
        logging.getLogger(name).addFilter(_NOTHING)
