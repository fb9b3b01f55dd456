"""What geocoders answered, kept without the address, and whose turn it is to ask one."""

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class GeocodeCache(SQLModel, table=True):
    """One checked answer to one address.

    `key` is a keyed hash of the address as typed: without the secret nobody can tell which address a row is
    about, nor test a guess. No street is kept. Times are whole seconds since 1970, UTC.
    """

    __tablename__ = "geocode_cache"

    key: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=16)
    lat: float | None = None
    lng: float | None = None
    precision: str | None = Field(default=None, max_length=16)
    city: str | None = Field(default=None, max_length=100)
    state: str | None = Field(default=None, max_length=2)
    zip: str | None = Field(default=None, max_length=5)
    provider: str | None = Field(default=None, max_length=40)
    refusal: str | None = Field(default=None, max_length=16)
    typed_state: str | None = Field(default=None, max_length=2)
    stored_at: int = Field(sa_type=BigInteger)
    expires_at: int = Field(sa_type=BigInteger, index=True)


class GeocoderTurn(SQLModel, table=True):
    """When a geocoder with a limit for the whole application may next be asked: milliseconds since 1970, UTC."""

    __tablename__ = "geocoder_turn"

    geocoder: str = Field(primary_key=True, max_length=40)
    next_at_ms: int = Field(sa_type=BigInteger)
