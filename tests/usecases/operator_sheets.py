"""A small loaded database and spreadsheets to import into it."""

import csv
import io
from pathlib import Path

from sqlalchemy import Engine, text

from clinicfinder.usecases.import_rows import ImportReport, import_insurance, import_locations

GILBERT, BILTMORE = "serenity-gilbert-az", "serenity-biltmore-az"
FLORIDA = "neuropsychiatry-tms-group-st-petersburg-fl"

NEW_CLINIC = {
    "clinic_code": "new-clinic-boston-ma", "network": "serenity", "name": "A new clinic", "status": "open",
    "street": "1 Beacon Street", "city": "Boston", "state": "MA", "zip": "02134", "geo_precision": "zip",
    "timezone": "America/New_York", "treatments": "tms", "treatments_evidence": "listed", "slug": "new-clinic",
    "source_title": "The clinic's own page", "reviewed_on": "2026-11-22", "confidence": "high",
}  # fmt: skip


def nothing(*_: object) -> None:
    """Progress that nobody looks at."""


def sheet(*rows: dict[str, str]) -> bytes:
    """A CSV of rows; columns are those of any row, in order of appearance."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def import_clinics(engine: Engine, folder: Path, *rows: dict[str, str], **options: bool) -> ImportReport:
    """Import rows of clinics."""
    return import_file(engine, folder, sheet(*rows), **options)


def import_file(engine: Engine, folder: Path, content: bytes, **options: bool) -> ImportReport:
    """Import a file of clinics."""
    file = folder / "operator.csv"
    file.write_bytes(content)
    return import_locations(engine, folder, file, nothing, **options)


def import_statements(engine: Engine, folder: Path, *rows: dict[str, str], **options: bool) -> ImportReport:
    """Import rows about payers."""
    file = folder / "operator_insurance.csv"
    file.write_bytes(sheet(*rows))
    return import_insurance(engine, file, nothing, **options)


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Everything an import could touch."""
    with engine.connect() as connection:
        return {
            table: sorted((tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))), key=repr)
            for table in ("clinics", "clinic_insurance", "data_version", "networks", "payers")
        }


def clinic_row(engine: Engine, code: str) -> dict[str, object]:
    """One row of the clinics table."""
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM clinics WHERE clinic_code = :code"), {"code": code}).mappings()
        return dict(row.one())
