"""Answers kept so that the same address is asked for once, without keeping the address.

A row's key is an HMAC of the normalised address: a plain hash could be undone by hashing every address of a town.
What is kept is where the place lies, never its street. A choice between several places is not kept, since only their
streets tell them apart.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlmodel import Session, col, delete, or_

from clinicfinder.domain.geo import LatLng
from clinicfinder.errors import SettingFault
from clinicfinder.geocoding.addresses import TypedAddress, normalised
from clinicfinder.geocoding.answers import (
    PRECISION_ORDER,
    AddressAnswer,
    AddressFound,
    AddressNotFound,
    AddressPrecision,
    AddressRefused,
    RefusalReason,
)
from clinicfinder.models.geocode_cache import GeocodeCache

DAY: Final = 86_400
KEEP_FOUND: Final = 400 * DAY
KEEP_NOT_FOUND: Final = 7 * DAY
"""New streets reach the Census within months; a week spares the geocoder and lets a new house appear soon."""

SHORTEST_SECRET: Final = 16
LONGEST_CITY: Final = 100
"""Characters. A geocoder's word for a town is not ours to bound; the column is."""

_PRECISIONS: Final[dict[str, AddressPrecision]] = {name: name for name in PRECISION_ORDER}
_REFUSALS: Final[dict[str, RefusalReason]] = {
    "other_state": "other_state", "outside_area": "outside_area", "state_unknown": "state_unknown",
}  # fmt: skip
_LOG = logging.getLogger(__name__)

CachedAnswer = AddressFound | AddressNotFound | AddressRefused


def cache_key(secret: bytes, text: str) -> str:
    """The row key of an address: 64 hex digits, the same for every way of typing it that `normalised` joins.

    >>> cache_key(b"k" * 16, "1 Main St., Mesa AZ") == cache_key(b"k" * 16, "1 main st, mesa,  az")
    True
    """
    # The prefix keeps these keys apart from any other use of the same secret, and from later formats.
    message = b"clinicfinder geocode 1\n" + normalised(text).encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


class AddressCache:
    """The answers kept in the database. Each call is a short transaction of its own."""

    def __init__(self, engine: Engine, secret: bytes, *, clock: Callable[[], float] = time.time) -> None:
        """Args: secret: the key of the hash, at least 16 bytes; a new one makes every kept answer unfindable.

        Raises: SettingFault if the secret is too short.
        """
        if len(secret) < SHORTEST_SECRET:
            raise SettingFault(
                f"The secret key for kept addresses is shorter than {SHORTEST_SECRET} bytes. "
                "Set a longer one: python -c 'import secrets; print(secrets.token_hex(32))' prints one."
            )
        self._engine = engine
        self._secret = secret
        self._clock = clock

    def recall(self, typed: TypedAddress) -> CachedAnswer | None:
        """The answer kept for an address, or None if there is none or it is too old."""
        with Session(self._engine) as session:
            row = session.get(GeocodeCache, cache_key(self._secret, typed.text))
            if row is None or row.expires_at <= self._clock():
                return None
            return _answer(row, typed)

    def remember(self, typed: TypedAddress, answer: AddressAnswer) -> None:
        """Keep an answer, and drop those whose time is over. An answer that cannot be kept is no error.

        A database that is busy (an import holds SQLite's only writer) must not cost the visitor the answer.
        """
        now = int(self._clock())
        row = _row(cache_key(self._secret, typed.text), answer, now)
        if row is None:
            return
        outdated = or_(col(GeocodeCache.key) == row.key, col(GeocodeCache.expires_at) <= now)
        try:
            with Session(self._engine) as session:
                session.exec(delete(GeocodeCache).where(outdated))
                session.add(row)
                session.commit()
        except IntegrityError:
            # Another worker kept the same answer a moment ago.
            return
        except SQLAlchemyError as error:
            _LOG.warning("An address answer was not kept: %s", type(error).__name__)


def _row(key: str, answer: AddressAnswer, now: int) -> GeocodeCache | None:
    kept: dict[str, object]
    match answer:
        case AddressFound():
            city = answer.city[:LONGEST_CITY] if answer.city else None
            kept = {
                "kind": "found", "lat": answer.point.lat, "lng": answer.point.lng, "precision": answer.precision,
                "city": city, "state": answer.state, "zip": answer.zip, "provider": answer.provider,
                "expires_at": now + KEEP_FOUND,
            }  # fmt: skip
        case AddressNotFound():
            kept = {"kind": "not_found", "expires_at": now + KEEP_NOT_FOUND}
        case AddressRefused():
            kept = {
                "kind": "refused", "refusal": answer.reason, "typed_state": answer.typed_state,
                "state": answer.found_state, "expires_at": now + KEEP_NOT_FOUND,
            }  # fmt: skip
        case _:
            return None
    return GeocodeCache.model_validate({"key": key, "stored_at": now, **kept})


def _answer(row: GeocodeCache, typed: TypedAddress) -> CachedAnswer | None:
    """The answer in a row, or None for a row that another version of this program wrote."""
    if row.kind == "not_found":
        return AddressNotFound(typed.text, typed.zip)
    refusal = _REFUSALS.get(row.refusal or "")
    if row.kind == "refused" and refusal:
        return AddressRefused(typed.text, refusal, row.typed_state, row.state, typed.zip)
    precision = _PRECISIONS.get(row.precision or "")
    if row.kind != "found" or row.lat is None or row.lng is None or row.state is None or precision is None:
        return None
    point = LatLng(row.lat, row.lng)
    return AddressFound(typed.text, point, precision, row.city, row.state, row.zip, row.provider or "")
