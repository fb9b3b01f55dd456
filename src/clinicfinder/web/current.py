"""The catalogue and the settings of the request at hand. A request keeps one catalogue to its end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from flask import current_app, g

from clinicfinder.config import Settings
from clinicfinder.geocoding.lookup import AddressLookup
from clinicfinder.store.catalogue import Catalogue, CatalogueKeeper

KEEPER: Final = "clinicfinder.keeper"
LOOKUP: Final = "clinicfinder.lookup"
SETTINGS: Final = "clinicfinder.settings"


def catalogue() -> Catalogue:
    """The data that this request is answered from."""
    if "catalogue" not in g:
        keeper: CatalogueKeeper = current_app.extensions[KEEPER]
        g.catalogue = keeper.current()
    current: Catalogue = g.catalogue
    return current


def address_lookup() -> AddressLookup:
    """Who is asked for street addresses."""
    current: AddressLookup = current_app.extensions[LOOKUP]
    return current


def today() -> date:
    """The day of this request, by the server's own calendar."""
    return datetime.now().astimezone().date()


def settings() -> Settings:
    """How this instance runs."""
    current: Settings = current_app.extensions[SETTINGS]
    return current
