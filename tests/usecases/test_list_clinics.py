"""Clinics as a table: what a row says beyond the file it comes from."""

import csv
import io
from dataclasses import replace
from datetime import date, time

from flask import Flask

from clinicfinder.domain.overrides import Override
from clinicfinder.store.catalogue import Catalogue
from clinicfinder.usecases.list_clinics import SheetRow, clinics_sheet
from clinicfinder.web.api.geojson import feature


def test_closures_and_holiday_hours_stand_beside_the_usual_hours(app: Flask, catalogue: Catalogue):
    closed = Override(1, "closure", date(2026, 12, 24), date(2026, 12, 26), (), "Closed for the holidays.")
    short = Override(
        2, "special_hours", date(2026, 12, 31), date(2026, 12, 31), ((time(9), time(12)),), "Closing early."
    )
    clinic = replace(catalogue.index.clinics[0], overrides=(closed, short))
    (row,) = csv.DictReader(io.StringIO(clinics_sheet([SheetRow(clinic, "/clinics/x")]), newline=""))
    assert row["exceptions"] == "2026-12-24/2026-12-26 closed;2026-12-31/2026-12-31 09:00-12:00"
    with app.test_request_context():
        told = feature(clinic)["properties"]["exceptions"]
    assert [(each["first_day"], each["hours"]) for each in told] == [
        ("2026-12-24", None),
        ("2026-12-31", "09:00-12:00"),
    ]
