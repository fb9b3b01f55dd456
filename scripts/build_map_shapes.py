"""Cut the county map of the npm package us-atlas into one small file per state, for our map to load as it needs them.

Each file is GeoJSON: the land of one state, and the county lines within it. `index.json` beside them says which
rectangle each state fills. docs/decisions/004-map.md has the sizes that this saves.
Run it with `python scripts/build_map_shapes.py` after `npm ci`; make does. Plain Python, so that set-up needs no more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from topology import USPS_OF_NAME, Ring, decode_arcs, stitch

ROOT: Final = Path(__file__).resolve().parent.parent

DECIMALS: Final = 3
"""Three decimals are about 360 feet; the package itself steps by about 300 feet north and 1,000 feet east."""

ACROSS_THE_DATE_LINE: Final = "AK"
"""The far Aleutians lie beyond 180 degrees. They are drawn to the west of the others, not across the map."""


def write_map_shapes(node_modules: Path, target: Path) -> int:
    """Write the files anew into `target`. Returns how many states they hold."""
    topology = json.loads((node_modules / "us-atlas" / "counties-10m.json").read_text(encoding="utf-8"))
    arcs = decode_arcs(topology, DECIMALS)
    counties: dict[str, list[dict[str, Any]]] = {}
    for county in topology["objects"]["counties"]["geometries"]:
        counties.setdefault(county["id"][:2], []).append(county)
    target.mkdir(parents=True, exist_ok=True)
    index = {}
    for state in topology["objects"]["states"]["geometries"]:
        code = USPS_OF_NAME[state["properties"]["name"]]
        outline = {abs_arc(number) for number in numbers_of(state)}
        inner = sorted({abs_arc(n) for county in counties[state["id"]] for n in numbers_of(county)} - outline)
        land = [[drawn(stitch(ring, arcs), code) for ring in polygon] for polygon in polygons_of(state)]
        lines = [drawn(arcs[number], code) for number in inner]
        index[code] = box_of(land)
        write_json(target / f"{code}.json", feature_collection(land, lines))
    # Written last: make takes this file for the sign that all the others are there.
    write_json(target / "index.json", dict(sorted(index.items())))
    return len(index)


def polygons_of(shape: dict[str, Any]) -> list[list[list[int]]]:
    """The polygons of a shape, each a list of rings, each a list of arc numbers."""
    polygons: list[list[list[int]]] = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return polygons


def numbers_of(shape: dict[str, Any]) -> Iterator[int]:
    """Every arc number of a shape."""
    return (number for polygon in polygons_of(shape) for ring in polygon for number in ring)


def abs_arc(number: int) -> int:
    """The arc that a number means; a negative one means the arc ~number, walked backwards."""
    return number if number >= 0 else ~number


def drawn(line: Ring, code: str) -> Ring:
    """A line as it is drawn: without doubled points, and in one piece across the date line."""
    points = [
        (round(lng - 360, DECIMALS) if code == ACROSS_THE_DATE_LINE and lng > 0 else lng, lat) for lng, lat in line
    ]
    return [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]


def box_of(land: list[list[Ring]]) -> list[float]:
    """West, south, east and north end of some land."""
    points = [point for polygon in land for point in polygon[0]]
    lngs, lats = [lng for lng, _ in points], [lat for _, lat in points]
    return [min(lngs), min(lats), max(lngs), max(lats)]


def feature_collection(land: list[list[Ring]], lines: list[Ring]) -> dict[str, Any]:
    """One state as GeoJSON."""
    shapes = (("land", "MultiPolygon", land), ("county", "MultiLineString", lines))
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"kind": kind}, "geometry": {"type": name, "coordinates": coordinates}}
            for kind, name, coordinates in shapes
        ],
    }


def write_json(file: Path, value: object) -> None:
    """Write without blanks: the files are for browsers."""
    file.write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")


def main() -> None:
    """Write the shapes that the map of the pages loads."""
    try:
        states = write_map_shapes(ROOT / "node_modules", ROOT / "static" / "vendor" / "map")
    except FileNotFoundError as error:
        sys.exit(f"{error.filename} is not installed. Run `npm ci`, then this script again.")
    print(f"static/vendor/map: outlines of {states} states and territories")


if __name__ == "__main__":
    main()
