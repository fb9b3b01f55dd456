"""Read the TopoJSON of the npm package us-atlas. Plain Python: set-up runs it before anything is installed."""

from __future__ import annotations

from typing import Any

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


def decode_arcs(topology: dict[str, Any], decimals: int) -> list[Ring]:
    """The arcs in degrees, rounded: each is a run of differences in whole steps, to be summed, scaled and shifted."""
    transform = topology["transform"]
    scale_x, scale_y = transform["scale"]
    shift_x, shift_y = transform["translate"]
    decoded: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((round(x * scale_x + shift_x, decimals), round(y * scale_y + shift_y, decimals)))
        decoded.append(line)
    return decoded


def stitch(numbers: list[int], arcs: list[Ring]) -> Ring:
    """One ring out of numbered arcs. A negative number is the arc ~number, walked backwards."""
    ring: Ring = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(line if not ring else line[1:])
    return ring
