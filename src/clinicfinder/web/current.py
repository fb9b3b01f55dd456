"""The catalogue and the settings of the request at hand. A request keeps one catalogue to its end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from flask import current_app, g

from clinicfinder.config import Settings
from clinicfinder.geocoding.lookup import AddressLookup
from clinicfinder.store.catalogue import Catalogue, CatalogueKeeper
from clinicfinder.store.engine import Engine
from clinicfinder.store.secret_key import key_for, secret_key

ENGINE: Final = "clinicfinder.engine"
KEEPER: Final = "clinicfinder.keeper"
LOOKUP: Final = "clinicfinder.lookup"
SECRET_KEY: Final = "clinicfinder.secret"  # noqa: S105  # The name under which it is kept, not a secret.
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


def engine() -> Engine:
    """The database, for the use cases that store. Searches and public estimates never need it."""
    current: Engine = current_app.extensions[ENGINE]
    return current


def today() -> date:
    """The day of this request, by the server's own calendar."""
    return datetime.now().astimezone().date()


def settings() -> Settings:
    """How this instance runs."""
    current: Settings = current_app.extensions[SETTINGS]
    return current


def key(purpose: str) -> bytes:
    """This installation's key for one purpose. Its secret is made at the first use, where nobody has stated one."""
    if SECRET_KEY not in current_app.extensions:
        how = settings()
        current_app.extensions[SECRET_KEY] = secret_key(how.stated_secret, how.secret_file)
    return key_for(purpose, current_app.extensions[SECRET_KEY])
