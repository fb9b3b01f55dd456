"""A partner: a site that shows our search in a frame, and what it may show there. Configuration, not a fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from clinicfinder.domain.clinics import Clinic
from clinicfinder.domain.themes import Theme

PartnerLanguage = Literal["en", "es"]
LANGUAGES: Final[tuple[PartnerLanguage, ...]] = ("en", "es")

_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_OWN_MACHINE: Final = frozenset({"localhost", "127.0.0.1"})
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner. Empty `networks` or `treatments` mean all; `default_place` None opens an empty search.

    `origins` are the only pages that may show the frame. `contact` is for us and is never shown.
    """

    slug: str
    name: str
    origins: tuple[str, ...]
    networks: tuple[str, ...]
    treatments: tuple[str, ...]
    default_place: str | None
    language: PartnerLanguage
    theme: Theme
    enabled: bool
    contact: str

    @property
    def is_narrowed(self) -> bool:
        """Whether the partner shows only some of the clinics."""
        return bool(self.networks or self.treatments)

    def shows(self, clinic: Clinic) -> bool:
        """Whether the frame shows this clinic: one of its networks, and at least one of its treatments."""
        return (not self.networks or clinic.network_code in self.networks) and (
            not self.treatments or any(code in self.treatments for code in clinic.treatments)
        )


def origin_fault(text: str) -> str | None:
    """What is wrong with an origin, and the cure; None for exactly scheme://host[:port] as browsers write it.

    Plain http is for a page on one's own machine alone: anybody between could change such a page.

    >>> origin_fault("https://clinic.example.org"), origin_fault("http://localhost:8001")
    (None, None)
    >>> origin_fault("https://clinic.example.org/")
    'Write https://clinic.example.org: an origin ends with its host or port.'
    >>> origin_fault("https://*.example.org")
    "'https://*.example.org' is no origin. Write scheme://host or scheme://host:port, such as https://www.example.org."
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return _no_origin(text)
    scheme, host = parts.scheme, parts.netloc.removesuffix(f":{port}" if port is not None else "")
    # An IPv6 address is an origin too, but no browser takes one in frame-ancestors.
    if scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host.lower()):
        return _no_origin(text)
    shown_port = "" if port in (None, _DEFAULT_PORTS[scheme]) else f":{port}"
    wanted = f"{scheme}://{host.lower()}{shown_port}"
    if text != wanted:
        return f"Write {wanted}: an origin ends with its host or port."
    if scheme == "http" and host not in _OWN_MACHINE:
        return f"Write https://{host}{shown_port}: plain http is for localhost alone."
    return None


def _no_origin(text: str) -> str:
    return f"{text!r} is no origin. Write scheme://host or scheme://host:port, such as https://www.example.org."
