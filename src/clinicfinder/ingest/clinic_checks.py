"""Checks of a clinic that need more than one cell: its ZIP, its state's outline, its hours, its phone.

Pure: no file is read here. Each check notes what it finds through `Cells.refuse`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import opening_hours
import phonenumbers

from clinicfinder.domain.areas import StateAreas
from clinicfinder.domain.clinics import ClinicStatus, GeoPrecision
from clinicfinder.domain.geo import LatLng
from clinicfinder.domain.names import name_key
from clinicfinder.domain.places import ZipRecord
from clinicfinder.ingest.cells import Cells

PHONE_REGIONS = frozenset({"US", "PR", "VI", "GU", "AS", "MP"})
"""Regions of the phonenumbers library that are the United States and its territories."""

_EMPTY_SPAN = re.compile(r"\b(\d\d:\d\d)-\1(?!\d)")


def zip_record(cells: Cells, zips: Mapping[str, ZipRecord]) -> ZipRecord | None:
    """The ZIP's record, if the ZIP exists, its state is the row's and the row's city is one of its names."""
    zip_code, state, city = cells.text("zip"), cells.text("state"), cells.text("city")
    if not (zip_code and state and city):
        return None
    record = zips.get(zip_code)
    if record is None:
        padded = zips.get(zip_code.rjust(5, "0")) if zip_code.isdigit() else None
        hint = f" Did a spreadsheet drop the zero of {padded.zip} in {padded.city}, {padded.state}?" if padded else ""
        cells.refuse("zip", f"There is no such ZIP code in zip_codes.csv.{hint}")
        return None
    if record.state != state:
        cells.refuse("state", f"ZIP {zip_code} lies in {record.state} ({record.city}). Correct one of the two.")
        return None
    names = (record.city, *record.other_cities)
    if name_key(city) not in {name_key(name) for name in names}:
        cells.refuse("city", f"Mail for ZIP {zip_code} goes to {' or '.join(names)}. Correct the city or the ZIP.")
    return record


def phone(cells: Cells) -> str | None:
    """The number in E.164 form (+14809565710), or None if the cell is empty."""
    text = cells.optional("phone")
    if text is None:
        return None
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        number = None
    if (
        number is None
        or number.extension
        or not phonenumbers.is_valid_number(number)
        or phonenumbers.region_code_for_number(number) not in PHONE_REGIONS
    ):
        cells.refuse("phone", "This is no phone number in use in the United States. Write it as 480-956-5710.")
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def hours(cells: Cells) -> str | None:
    """The OSM opening_hours expression, or None if the cell is empty."""
    text = cells.optional("hours")
    if text is None:
        return None
    if not opening_hours.validate(text):
        cells.refuse("hours", "Write OSM opening_hours, such as 'Mo-Fr 06:00-20:00; Sa 06:00-19:00'.")
    elif _EMPTY_SPAN.search(text):
        cells.refuse("hours", "A span that ends when it begins says nothing. Write 'off', '24/7' or real hours.")
    return text


def position(cells: Cells, precision: GeoPrecision, record: ZipRecord | None, areas: StateAreas) -> LatLng | None:
    """Where the clinic stands: its own coordinates, or the point of its ZIP while `precision` is zip."""
    lat, lng = cells.decimal("latitude"), cells.decimal("longitude")
    if precision == "zip":
        if lat is not None or lng is not None:
            cells.refuse(
                "latitude",
                "With geo_precision 'zip' both coordinates stay empty: the ZIP's own point is used. "
                "If these are better, say how good: rooftop, street or manual.",
            )
        if record is not None and record.point is None:
            cells.refuse("geo_precision", f"ZIP {record.zip} has no point. Give coordinates and how good they are.")
        return record.point if record else None
    if lat is None or lng is None:
        cells.refuse("latitude", f"With geo_precision '{precision}' both coordinates must be given.")
        return None
    point = LatLng(lat, lng)
    if 0.0 in point:
        cells.refuse("latitude", "0 is no coordinate of the United States. Leave unknown ones empty, with 'zip'.")
    elif record is not None and not areas.lies_in(point, record.state):
        there = areas.state_at(point) or "outside the United States"
        cells.refuse("latitude", f"{lat}, {lng} lies not in {record.state} but in {there}. Swapped, or a lost minus?")
    return point


def check_public(cells: Cells, status: ClinicStatus) -> None:
    """A row that rests on anecdote is not shown to anybody."""
    if cells.optional("confidence") == "low" and status != "unverified":
        cells.refuse("status", "A row of low confidence is 'unverified' until a better source confirms it.")
