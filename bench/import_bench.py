"""How long an import of 100,000 clinics takes, into a database of its own. The target is under 60 seconds.

The clinics are made up, on real ZIP codes of our table; none of them ever reaches a database that is kept.

    python bench/import_bench.py [--rows 100000] [--database-url postgresql://...]
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine

from clinicfinder.commands.instance import progress_bar
from clinicfinder.config import ASSETS
from clinicfinder.ingest.clinic_rows import CLINIC_COLUMNS
from clinicfinder.store.engine import make_engine, migrate
from clinicfinder.store.loading import load_data
from clinicfinder.usecases.import_rows import import_locations

DATA = ASSETS / "data"
TARGET_SECONDS = 60.0


def made_up_rows(count: int) -> list[dict[str, str]]:
    """Clinics that pass every check: each on the next ZIP code of ours that has a point, with hours and a phone."""
    with (DATA / "zip_codes.csv").open(encoding="utf-8", newline="") as file:
        zips = [row for row in csv.DictReader(file) if row["latitude"] and row["timezone"]]
    blank = dict.fromkeys(CLINIC_COLUMNS, "")
    return [
        blank
        | {
            "clinic_code": f"bench-clinic-{number}",
            "network": "serenity",
            "name": f"Made-up clinic {number}",
            "status": "unverified",
            "street": f"{1 + number % 9_999} Bench Street",
            "city": place["city"],
            "state": place["state"],
            "zip": place["zip"],
            "phone": f"212-555-{number % 10_000:04}",
            "geo_precision": "zip",
            "timezone": place["timezone"],
            "hours": f"Mo-Fr {6 + number % 4:02}:00-{16 + number % 6}:{number % 60:02}",
            "treatments": "tms;spravato",
            "treatments_evidence": "listed",
            "slug": f"bench-clinic-{number}",
            "source_title": "Made up for a measurement",
            "reviewed_on": "2026-11-22",
            "confidence": "low",
        }
        for number in range(count)
        for place in (zips[number % len(zips)],)
    ]


def _measure(title: str, engine: Engine, sheet: Path) -> None:
    start, worked = time.perf_counter(), time.process_time()
    with progress_bar() as progress:
        tasks = {step: progress.add_task(step, total=None) for step in ("Checking", "Storing")}

        def show(step: str, done: int, total: int) -> None:
            progress.update(tasks[step], completed=done, total=total)

        plan = import_locations(engine, DATA, sheet, show).plan
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    print(
        f"{title}: {seconds:.1f} s, of them {worked:.1f} s of this process "
        f"({len(plan.added):,} added, {len(plan.unchanged):,} unchanged, {len(plan.refused):,} refused)"
    )
    if seconds > TARGET_SECONDS:
        print(f"That is over {TARGET_SECONDS:g} s. On a busy machine look at the process's own seconds.")
    if plan.refused:
        raise SystemExit("The made-up rows no longer pass the checks.")


def main() -> None:
    """Import into an empty database and print the seconds: a report, not a gate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database-url", help="an EMPTY database; by default a temporary SQLite file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "made_up.csv"
        rows = made_up_rows(options.rows)
        with sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, CLINIC_COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        engine = make_engine(options.database_url or f"sqlite:///{folder}/bench.db")
        migrate(engine)
        load_data(engine, DATA)
        for title in ("first import", "same file again"):
            _measure(title, engine, sheet)
        engine.dispose()


if __name__ == "__main__":
    main()
