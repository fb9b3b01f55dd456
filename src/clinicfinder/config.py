"""Every setting, read once from the environment. Nothing else in the project reads the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from clinicfinder.errors import SettingFault

_PACKAGE: Final = Path(__file__).resolve().parent
_BUNDLE: Final = _PACKAGE / "bundle"
_CHECKOUT: Final = _PACKAGE.parents[1]

ASSETS: Final[Path] = _BUNDLE if _BUNDLE.is_dir() else _CHECKOUT
"""Where templates/, static/ and data/ lie: inside an installed wheel, or at the top of a checkout."""

SETTING_NAMES: Final[frozenset[str]] = frozenset(
    {
        "CLINICFINDER_DATABASE_URL",
        "CLINICFINDER_DATA_DIR",
        "CLINICFINDER_CRISIS_NUMBER",
        "CLINICFINDER_CRISIS_CHAT",
        "CLINICFINDER_CALLER_DAYS",
        "CLINICFINDER_ENCRYPTION_KEYS",
        "CLINICFINDER_QUOTE_DAYS",
        "CLINICFINDER_REFRESH_SECONDS",
        "CLINICFINDER_RATE_LIMITS",
        "CLINICFINDER_RATE_LIMIT_STORAGE",
        "CLINICFINDER_TRUSTED_PROXIES",
        "CLINICFINDER_GEOCODERS",
        "CLINICFINDER_PUBLIC_URL",
        "CLINICFINDER_SECRET_KEY",
        "CLINICFINDER_TEST_POSTGRES_URL",
        "CLINICFINDER_TILE_ATTRIBUTION",
        "CLINICFINDER_TILE_URL",
    }
)

_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?", re.IGNORECASE)

DEFAULT_DATABASE_URL: Final = "sqlite:///instance/clinicfinder.sqlite3"

DEFAULT_GEOCODERS: Final = "census"
"""Asked when CLINICFINDER_GEOCODERS is not set at all. Set to nothing, it means offline."""


DEFAULT_RATE_LIMIT: Final = 600
"""Requests to the API in a minute from one address, where CLINICFINDER_RATE_LIMITS says nothing."""

MEMORY_STORAGE: Final = "memory://"
"""Each process counts by itself."""

_STORAGES: Final = ("redis://", "rediss://", "redis+unix://")


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """The one place that says where people in crisis turn. Text and links are made from it, never apart."""

    number: str = "988"
    chat: str = "988lifeline.org"
    emergency: str = "911"


@dataclass(frozen=True, slots=True)
class Tiles:
    """Map tiles that the operator serves. `url` has {z}, {x} and {y}; `host` is None where it is our own."""

    url: str
    credit: str
    host: str | None


@dataclass(frozen=True, slots=True)
class Settings:
    """How one instance runs.

    database_url: SQLAlchemy address; SQLite by default, PostgreSQL by postgresql://.
    data_dir, templates_dir, static_dir: folders; the defaults are ours.
    refresh_seconds: how often at most a worker looks for newly loaded data.
    tiles: a street map under the clinics; None draws the outlines of states and counties alone.
    geocoders: as in CLINICFINDER_GEOCODERS, read by geocoding.settings; empty means offline. It may hold keys.
    public_url: scheme and host under which the public knows the site, without a slash at the end; None takes
        those of each request.
    stated_secret: what CLINICFINDER_SECRET_KEY says; None leaves it to the secret kept in `secret_file`.
    encryption_keys: keys for callers' details, the newest first; none leaves it to a key made from the secret.
    quote_days: how long a quote holds at most. caller_days: how long callers' details are kept.
    rate_limit: requests to the API in a minute from one address; None limits nothing.
    rate_limit_storage: where they are counted: in each process, or in a Redis that all share. It may hold a password.
    trusted_proxies: how many proxies stand before us; None believes one on this machine.
    """

    database_url: str = DEFAULT_DATABASE_URL
    data_dir: Path = ASSETS / "data"
    templates_dir: Path = ASSETS / "templates"
    static_dir: Path = ASSETS / "static"
    crisis: CrisisLine = CrisisLine()
    refresh_seconds: float = 1.0
    tiles: Tiles | None = None
    public_url: str | None = None
    geocoders: str = field(default="", repr=False)
    stated_secret: str | None = field(default=None, repr=False)
    encryption_keys: tuple[str, ...] = field(default=(), repr=False)
    quote_days: int = 30
    caller_days: int = 90
    rate_limit: int | None = None
    rate_limit_storage: str = field(default=MEMORY_STORAGE, repr=False)
    trusted_proxies: int | None = None

    @property
    def secret_file(self) -> Path:
        """Where a secret that nobody stated is kept: beside the SQLite file, else in the instance folder."""
        path = self.database_url.removeprefix("sqlite:///").partition("?")[0]
        in_file = self.database_url.startswith("sqlite:///") and path not in ("", ":memory:")
        return (Path(path).parent if in_file else Path("instance")) / "secret_key"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that a set of environment variables asks for.

    Args: environ: usually os.environ. Only names that begin with CLINICFINDER_ are read.
    Raises: SettingFault if a value cannot be used.
    """
    data_dir = Path(environ.get("CLINICFINDER_DATA_DIR") or ASSETS / "data")
    if not data_dir.is_dir():
        raise SettingFault(f"CLINICFINDER_DATA_DIR names {str(data_dir)!r}, which is not a folder. Name one that is.")
    default = CrisisLine()
    return Settings(
        database_url=environ.get("CLINICFINDER_DATABASE_URL") or DEFAULT_DATABASE_URL,
        data_dir=data_dir,
        crisis=CrisisLine(
            number=environ.get("CLINICFINDER_CRISIS_NUMBER") or default.number,
            chat=environ.get("CLINICFINDER_CRISIS_CHAT") or default.chat,
        ),
        refresh_seconds=_seconds(environ, "CLINICFINDER_REFRESH_SECONDS", 1.0),
        tiles=_tiles(environ),
        public_url=_public_url(environ),
        geocoders=environ.get("CLINICFINDER_GEOCODERS", DEFAULT_GEOCODERS),
        stated_secret=environ.get("CLINICFINDER_SECRET_KEY") or None,
        encryption_keys=tuple(environ.get("CLINICFINDER_ENCRYPTION_KEYS", "").replace(",", " ").split()),
        quote_days=_days(environ, "CLINICFINDER_QUOTE_DAYS", 30, most=90),
        caller_days=_days(environ, "CLINICFINDER_CALLER_DAYS", 90, most=3650),
        rate_limit=_rate_limit(environ),
        rate_limit_storage=_rate_limit_storage(environ),
        trusted_proxies=_proxies(environ),
    )


def unknown_settings(environ: Mapping[str, str]) -> list[str]:
    """Names that look like settings of ours and are not: usually a typing slip, said at start."""
    return sorted(name for name in environ if name.startswith("CLINICFINDER_") and name not in SETTING_NAMES)


def _tiles(environ: Mapping[str, str]) -> Tiles | None:
    """The tile address, which must be one host's: it is the only one beside ours that a page may load pictures from."""
    url = environ.get("CLINICFINDER_TILE_URL")
    if not url:
        return None
    parts = urlsplit(url)
    host = _HOST.fullmatch(parts.netloc)
    ours = not parts.scheme and not parts.netloc and url.startswith("/")
    if not (ours or (parts.scheme == "https" and host)) or not all(part in url for part in ("{z}", "{x}", "{y}")):
        raise SettingFault(
            f"CLINICFINDER_TILE_URL is {url!r}. Give a path of this site such as /tiles/{{z}}/{{x}}/{{y}}.png, or the "
            "https address of your own tile server with {z}, {x} and {y} in its path."
        )
    credit = environ.get("CLINICFINDER_TILE_ATTRIBUTION")
    if not credit:
        raise SettingFault(
            "CLINICFINDER_TILE_URL is set without CLINICFINDER_TILE_ATTRIBUTION. Say whose map it is, "
            "such as © OpenStreetMap contributors; most map data requires it."
        )
    return Tiles(url, credit, None if ours else parts.netloc)


def _public_url(environ: Mapping[str, str]) -> str | None:
    """Scheme and host alone: a folder of the host comes from the server, which puts it before every address."""
    url = environ.get("CLINICFINDER_PUBLIC_URL")
    if not url:
        return None
    parts = urlsplit(url)
    bare = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(parts.netloc) or url not in (bare, f"{bare}/"):
        raise SettingFault(
            f"CLINICFINDER_PUBLIC_URL is {url!r}. Give scheme and host alone, such as https://clinics.example.org."
        )
    return bare.lower()


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name)
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError as error:
        raise SettingFault(f"{name} is {text!r}. Give a number of seconds, such as 1.") from error
    if not 0 <= seconds <= 3600:
        raise SettingFault(f"{name} is {text!r}. Give 0 to 3600 seconds.")
    return seconds


def _days(environ: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    text = environ.get(name)
    if not text:
        return default
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= most:
        return int(text)
    raise SettingFault(f"{name} is {text!r}. Give 1 to {most} whole days.")


def _rate_limit(environ: Mapping[str, str]) -> int | None:
    text = environ.get("CLINICFINDER_RATE_LIMITS") or str(DEFAULT_RATE_LIMIT)
    if text == "off":
        return None
    if not re.fullmatch(r"[1-9]\d{0,8}", text, re.ASCII):
        raise SettingFault(
            f"CLINICFINDER_RATE_LIMITS is {text!r}. Write off, or how many requests to the API one address may make "
            f"in a minute, such as {DEFAULT_RATE_LIMIT}."
        )
    return int(text)


def _rate_limit_storage(environ: Mapping[str, str]) -> str:
    """Where requests are counted. The message does not repeat the value, which may hold a password."""
    text = environ.get("CLINICFINDER_RATE_LIMIT_STORAGE") or MEMORY_STORAGE
    if text != MEMORY_STORAGE and not text.startswith(_STORAGES):
        raise SettingFault(
            "CLINICFINDER_RATE_LIMIT_STORAGE is no address of a Redis. Write it as redis://host:6379/0, or leave it "
            "out to count in memory."
        )
    return text


def _proxies(environ: Mapping[str, str]) -> int | None:
    text = environ.get("CLINICFINDER_TRUSTED_PROXIES")
    if not text:
        return None
    if not re.fullmatch(r"\d", text, re.ASCII):
        raise SettingFault(
            f"CLINICFINDER_TRUSTED_PROXIES is {text!r}. Give the number of proxies of yours before the site, 0 to 9."
        )
    return int(text)
