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
from zip_packages import read_census_points, read_packaged_zips

Position = tuple[float, float]
Ring = list[Position]

USPS_OF_NAME = {
    "Alabama": "AL", "Alaska": "AK", "Arizona": "AZ", "Arkansas": "AR", "California": "CA", "Colorado": "CO",
    "Connecticut": "CT", "Delaware": "DE", "District of Columbia": "DC", "Florida": "FL", "Georgia": "GA",
    "Hawaii": "HI", "Idaho": "ID", "Illinois": "IL", "Indiana": "IN", "Iowa": "IA", "Kansas": "KS",
    "Kentucky": "KY", "Louisiana": "LA", "Maine": "ME", "Maryland": "MD", "Massachusetts": "MA",
    "Michigan": "MI", "Minnesota": "MN", "Mississippi": "MS", "Missouri": "MO", "Montana": "MT",
    "Nebraska": "NE", "Nevada": "NV", "New Hampshire": "NH", "New Jersey": "NJ", "New Mexico": "NM",
    "New York": "NY", "North Carolina": "NC", "North Dakota": "ND", "Ohio": "OH", "Oklahoma": "OK",
    "Oregon": "OR", "Pennsylvania": "PA", "Rhode Island": "RI", "South Carolina": "SC", "South Dakota": "SD",
    "Tennessee": "TN", "Texas": "TX", "Utah": "UT", "Vermont": "VT", "Virginia": "VA", "Washington": "WA",
    "West Virginia": "WV", "Wisconsin": "WI", "Wyoming": "WY", "American Samoa": "AS", "Guam": "GU",
    "Commonwealth of the Northern Mariana Islands": "MP", "Puerto Rico": "PR",
    "United States Virgin Islands": "VI",
}  # fmt: skip

DECIMALS = 4
"""Four decimals are about 36 feet. The package itself steps by about 300 feet north and 1,000 feet east."""

ISLAND_HALF_SIDE = 0.02
"""Half the side of an island's square, in degrees of latitude: about 1.4 miles."""

SHORTEST_RING = 4
"""A triangle, with its first corner again at the end."""


def decode_arcs(topology: dict[str, Any]) -> list[Ring]:
    """The arcs in degrees: each is a run of differences in whole steps, to be summed, scaled and shifted."""
    transform = topology["transform"]
    scale_x, scale_y = transform["scale"]
    shift_x, shift_y = transform["translate"]
    decoded: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((round(x * scale_x + shift_x, DECIMALS), round(y * scale_y + shift_y, DECIMALS)))
        decoded.append(line)
    return decoded


def stitch(numbers: list[int], arcs: list[Ring]) -> Ring:
    """One ring out of numbered arcs. A negative number is the arc ~number, walked backwards."""
    ring: Ring = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(line if not ring else line[1:])
    return ring


def state_polygons(topology: dict[str, Any]) -> dict[str, list[list[Ring]]]:
    """Every state, district and territory with its polygons, in the order of the USPS codes."""
    arcs = decode_arcs(topology)
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
