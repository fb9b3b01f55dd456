"""Make data/state_areas.json from the npm package us-atlas (Census cartographic boundaries, 2017 edition).

Run it with `python scripts/build_state_areas.py [NODE_MODULES]`. The answer is the same on every run.
The outlines are simplified and leave out small islands where people live (Treasure Island in San Francisco
Bay, Monhegan in Maine). Each Census ZIP point that no outline holds therefore adds a small square round it.
The file maps a USPS code to polygons; a polygon is its outer ring and then its holes; a ring is a list of
[longitude, latitude], in that order because that is what GeoJSON and shapely read.
"""

from __future__ import annotations

import json
import sys
from math import cos, radians
from pathlib import Path
from typing import Any

from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.geo import LatLng
from topology import USPS_OF_NAME, Ring, decode_arcs, stitch
from zip_packages import read_census_points, read_packaged_zips

DECIMALS = 4
"""Four decimals are about 36 feet. The package itself steps by about 300 feet north and 1,000 feet east."""

ISLAND_HALF_SIDE = 0.02
"""Half the side of an island's square, in degrees of latitude: about 1.4 miles."""

SHORTEST_RING = 4
"""A triangle, with its first corner again at the end."""


def state_polygons(topology: dict[str, Any]) -> dict[str, list[list[Ring]]]:
    """Every state, district and territory with its polygons, in the order of the USPS codes."""
    arcs = decode_arcs(topology, DECIMALS)
    states: dict[str, list[list[Ring]]] = {}
    for shape in topology["objects"]["states"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        code = USPS_OF_NAME[shape["properties"]["name"]]
        rings = [[stitch(numbers, arcs) for numbers in polygon] for polygon in polygons]
        # Simplifying squeezed one sliver between Delaware and New Jersey into a line there and back.
        states[code] = [polygon for polygon in rings if len(polygon[0]) >= SHORTEST_RING]
    return dict(sorted(states.items()))


def square(point: LatLng) -> list[Ring]:
    """A polygon of equal sides round a point."""
    north, east = ISLAND_HALF_SIDE, ISLAND_HALF_SIDE / cos(radians(point.lat))
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return [[(round(point.lng + x * east, DECIMALS), round(point.lat + y * north, DECIMALS)) for x, y in corners]]


def add_islands(states: dict[str, list[list[Ring]]], node_modules: Path) -> int:
    """Add a square for each Census ZIP point outside all outlines. Returns how many were added."""
    areas = StateAreas(states)
    state_of_zip = {entry["zip_code"]: entry["state"] for entry in read_packaged_zips()}
    outside = [
        (zip_code, point)
        for zip_code, point in sorted(read_census_points(node_modules).items())
        if areas.state_holding(point) is None
    ]
    for zip_code, point in outside:
        states[state_of_zip[zip_code]].append(square(point))
    return len(outside)


def main() -> None:
    """Read the package below the folder given (node_modules by default) and write the data file."""
    modules = Path(sys.argv[1] if len(sys.argv) > 1 else "node_modules")
    topology = json.loads((modules / "us-atlas" / "states-10m.json").read_text(encoding="utf-8"))
    states = state_polygons(topology)
    islands = add_islands(states, modules)
    lines = [f'"{code}":{json.dumps(parts, separators=(",", ":"))}' for code, parts in states.items()]
    target = Path("data/state_areas.json")
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")
    print(f"{target}: {len(states)} areas, {sum(map(len, states.values()))} polygons, {islands} of them islands")


if __name__ == "__main__":
    main()
