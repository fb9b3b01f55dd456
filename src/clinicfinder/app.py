"""The one place where all parts meet."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, url_for
from flask_babel import Babel
from flask_compress import Compress
from jinja2 import StrictUndefined
from sqlalchemy import Engine

from clinicfinder.config import Settings, read_settings
from clinicfinder.geocoding.lookup import AddressLookup, build_lookup
from clinicfinder.geocoding.settings import parse_geocoders
from clinicfinder.store.api_keys import ApiKeyKeeper
from clinicfinder.store.catalogue import CatalogueKeeper
from clinicfinder.store.engine import make_engine
from clinicfinder.store.secret_key import secret_key
from clinicfinder.web import (
    access_log,
    errors,
    framing,
    head,
    languages,
    public_address,
    rate_limits,
    security,
    staff,
    static_files,
    translation,
)
from clinicfinder.web.api import cors
from clinicfinder.web.api.lists import lists
from clinicfinder.web.api.routes import api
from clinicfinder.web.api_reference import api_reference
from clinicfinder.web.client_address import ClientAddress
from clinicfinder.web.crawlers import crawlers
from clinicfinder.web.current import ENGINE, KEEPER, LOOKUP, SETTINGS
from clinicfinder.web.embed.frame import embed
from clinicfinder.web.embed.frame_view import frame_view
from clinicfinder.web.embed.offers import oembed_link, offers
from clinicfinder.web.estimates import estimates
from clinicfinder.web.finder import finder
from clinicfinder.web.fragments import htmx
from clinicfinder.web.languages import Site
from clinicfinder.web.pages import pages
from clinicfinder.web.previews import FONTS, previews
from clinicfinder.web.suggest import suggest
from clinicfinder.web.treatments import treatments
from clinicfinder.web.wording import day_words

log: Final = logging.getLogger(__name__)

HTMX_CONFIG: Final = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    "historyCacheSize": 0,
    "refreshOnHistoryMiss": True,
    "historyRestoreAsHxRequest": False,
    "selfRequestsOnly": True,
    "timeout": 15000,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "[45]..", "swap": True, "error": True},
    ],
}
"""Evaluation and inline styles would break the content security policy; a page kept by the browser could outlive
the visitor; and an answer with an error status is still an answer, so it is swapped in like any other."""

BROWSER_LIBRARIES: Final = ("vendor/htmx.min.js", "vendor/pico.min.css")

MAP_LIBRARY: Final = ("vendor/leaflet.js", "vendor/leaflet.css", "vendor/map/index.json")
"""Without these, pages have no button for a map."""


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve.

    Args: settings: how to run; read from the environment when None. The database must be prepared
        (`clinicfinder prepare`).
    Raises: SettingFault for a setting that cannot be used; DataFault if the data cannot be read.
    """
    settings = settings or read_settings(os.environ)
    app = Site(
        "clinicfinder",
        template_folder=str(settings.templates_dir),
        static_folder=str(settings.static_dir),
        root_path=str(Path(__file__).parent),
    )
    app.config.update(SEND_FILE_MAX_AGE_DEFAULT=31_536_000, COMPRESS_MIN_SIZE=1000, MAX_CONTENT_LENGTH=64 * 1024)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.wsgi_app = ClientAddress(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]  # Flask's own way.
    app.extensions[SETTINGS] = settings
    app.extensions[ENGINE] = engine = make_engine(settings.database_url)
    app.extensions[KEEPER] = keeper = CatalogueKeeper(engine, settings.data_dir, settings.refresh_seconds)
    app.extensions[LOOKUP] = _address_lookup(settings, engine, keeper)
    framing.init_app(app)
    Babel(app, locale_selector=translation.locale)
    languages.init_app(app)
    translation.init_app(app)
    Compress(app).compress_mimetypes_set.update(("text/csv", "application/geo+json", "application/problem+json"))
    static_files.init_app(app)
    htmx.init_app(app)
    access_log.init_app(app)
    security.init_app(app, tile_host=settings.tiles.host if settings.tiles else None)
    rate_limits.init_app(app, settings, ApiKeyKeeper(engine, settings.refresh_seconds))
    cors.init_app(app)
    errors.init_app(app)
    public_address.init_app(app)
    head.init_app(app)
    app.register_blueprint(finder)
    app.register_blueprint(suggest)
    app.register_blueprint(pages)
    app.register_blueprint(estimates)
    app.register_blueprint(treatments)
    app.register_blueprint(previews)
    app.register_blueprint(crawlers)
    app.register_blueprint(embed)
    app.register_blueprint(offers)
    app.register_blueprint(api)
    app.register_blueprint(lists)
    app.register_blueprint(api_reference)
    staff.register(app)
    _init_templates(app, settings)
    return app


def _address_lookup(settings: Settings, engine: Engine, keeper: CatalogueKeeper) -> AddressLookup:
    """Who is asked for street addresses; nobody, and no secret is needed, where no geocoder is named."""
    geocoders = parse_geocoders(settings.geocoders)
    if not geocoders:
        return AddressLookup(state_of_zip=keeper.state_of_zip)
    secret = secret_key(settings.stated_secret, settings.secret_file)
    return build_lookup(
        geocoders,
        engine=engine,
        secret=secret,
        state_of_zip=keeper.state_of_zip,
        before_asking=rate_limits.before_asking_geocoders,
    )


def missing_browser_libraries(settings: Settings) -> list[str]:
    """The browser libraries that are not installed; without them pages are plain and still work."""
    return [name for name in (*BROWSER_LIBRARIES, *MAP_LIBRARY, *FONTS) if not (settings.static_dir / name).is_file()]


def _init_templates(app: Flask, settings: Settings) -> None:
    @lru_cache(maxsize=64)
    def static_url(filename: str) -> str:
        """A static file's address with its content's fingerprint, so that it can be cached for a year."""
        fingerprint = hashlib.sha256((settings.static_dir / filename).read_bytes()).hexdigest()[:12]
        return url_for("static", filename=filename, v=fingerprint)

    has_map = all((settings.static_dir / name).is_file() for name in MAP_LIBRARY)

    def map_library() -> dict[str, str | None] | None:
        """Where a browser finds what the map needs, or None if it is not installed."""
        # A map is for the full site: within another site's page there is no room for one.
        if not has_map or framing.in_frame():
            return None
        script, style, shapes = (static_url(name) for name in MAP_LIBRARY)
        tiles, credit = (settings.tiles.url, settings.tiles.credit) if settings.tiles else (None, None)
        return {"script": script, "style": style, "shapes": shapes, "tiles": tiles, "tile_credit": credit}

    app.jinja_env.globals.update(
        map_library=map_library,
        static_url=static_url,
        crisis=settings.crisis,
        frame_view=frame_view,
        oembed_link=oembed_link,
        htmx_config=json.dumps(HTMX_CONFIG),
        day_words=day_words,
        # The map is apart: a page without it keeps its style and its swaps.
        has_browser_libraries=all((settings.static_dir / name).is_file() for name in BROWSER_LIBRARIES),
    )
