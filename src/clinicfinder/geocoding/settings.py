"""Which geocoders an installation asks, in which order, with which options.

CLINICFINDER_GEOCODERS is a list of names, each with options after a colon:

    census, nominatim:user_agent=clinicfinder (ops@example.org), google:api_key=...;domain=maps.example.org

Names are separated by commas, options by semicolons. The names are geopy's, and `census`. Empty means
offline: no request ever leaves the machine.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from geopy.exc import GeocoderNotFound
from geopy.geocoders import get_geocoder_for_service

from clinicfinder.errors import SettingFault
from clinicfinder.geocoding.census import Census

VARIABLE: Final = "CLINICFINDER_GEOCODERS"

# Ours to decide: every geocoder has the same time limit and the same bounded transport.
_OURS: Final = frozenset({"timeout", "adapter_factory", "ssl_context"})


@dataclass(frozen=True, slots=True)
class GeocoderSetting:
    """One geocoder and the options its geopy class is made with. Options may hold keys: they are not shown."""

    name: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)


def geocoder_class(name: str) -> Any:
    """The geopy class of a geocoder. Raises: SettingFault if there is none of that name."""
    if name == "census":
        return Census
    try:
        return get_geocoder_for_service(name)
    except GeocoderNotFound:
        raise SettingFault(
            f"{VARIABLE} names {name!r}, which is no geocoder. "
            "Use census, nominatim, or a service that geopy knows, such as google, here or opencage."
        ) from None


def parse_geocoders(text: str) -> tuple[GeocoderSetting, ...]:
    """Read the value of CLINICFINDER_GEOCODERS.

    Returns: the geocoders in the order they are asked; empty for an empty text.
    Raises: SettingFault for an unknown name, an unknown or missing option, or a geocoder named twice.
    No message holds an option's value: it may be a key.

    >>> parse_geocoders("census, nominatim:user_agent=clinicfinder (ops@example.org)")
    (GeocoderSetting(name='census'), GeocoderSetting(name='nominatim'))
    >>> parse_geocoders(" ")
    ()
    """
    settings = tuple(_parse_one(entry.strip()) for entry in text.split(",") if entry.strip())
    names = [setting.name for setting in settings]
    for name in names:
        if names.count(name) > 1:
            raise SettingFault(f"{VARIABLE} names {name!r} twice. Name each geocoder once.")
    return settings


def _parse_one(entry: str) -> GeocoderSetting:
    name, _, written = entry.partition(":")
    name = name.strip().lower()
    options: dict[str, str] = {}
    for item in filter(None, (item.strip() for item in written.split(";"))):
        key, equals, value = item.partition("=")
        if not equals or not value.strip():
            raise SettingFault(
                f"{VARIABLE}: an option of {name!r} has no value. Write name=value; separate several by semicolons."
            )
        options[key.strip()] = value.strip()
    _check_options(name, options)
    return GeocoderSetting(name, options)


def _check_options(name: str, options: Mapping[str, str]) -> None:
    parameters = inspect.signature(geocoder_class(name)).parameters
    allowed = sorted(set(parameters) - _OURS)
    for option in options:
        if option not in allowed:
            raise SettingFault(f"{VARIABLE}: {name!r} has no option {option!r}. Its options are {', '.join(allowed)}.")
    missing = [p.name for p in parameters.values() if p.default is p.empty and p.name not in options]
    if name == "nominatim" and "user_agent" not in options:
        missing = ["user_agent"]
    if missing:
        raise SettingFault(f"{VARIABLE}: {name!r} needs {' and '.join(missing)}. Write {name}:{missing[0]}=...")
