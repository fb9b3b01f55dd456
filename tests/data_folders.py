"""A small, sound data folder that tests change in one place and read again."""

import csv
import shutil
from functools import cache
from pathlib import Path

from clinicfinder.ingest.estimate_files import ESTIMATE_FILES

DATA = Path(__file__).resolve().parent.parent / "data"

SMALL_ZIPS = frozenset({"85016", "85234", "33709", "33710", "92106", "00901", "09001", "96913", "99546", "02134"})
"""Phoenix, Gilbert, Saint Petersburg twice, San Diego, San Juan, a military ZIP, Guam, Adak, Boston."""

SMALL_CLINICS = frozenset({"serenity-gilbert-az", "serenity-biltmore-az", "neuropsychiatry-tms-group-st-petersburg-fl"})


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows that all have the columns of the first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def make_small_folder(folder: Path) -> Path:
    """Copy our data folder with few ZIPs, clinics, insurance rows and prices, to be read in milliseconds."""
    for name in ("sources.csv", "networks.csv", "treatments.csv", "payers.csv", "state_areas.json", "partners.csv"):
        shutil.copy(DATA / name, folder / name)
    for name in set(ESTIMATE_FILES) - {"prices.csv"}:
        shutil.copy(DATA / name, folder / name)
    write_table(folder / "prices.csv", our_rows("prices.csv", "treatment", frozenset({"kap"})))
    write_table(folder / "zip_codes.csv", our_rows("zip_codes.csv", "zip", SMALL_ZIPS))
    write_table(folder / "locations.csv", our_rows("locations.csv", "clinic_code", SMALL_CLINICS))
    write_table(folder / "clinic_insurance.csv", our_rows("clinic_insurance.csv", "state", frozenset({"AZ"})))
    return folder


@cache
def our_rows(name: str, column: str, values: frozenset[str]) -> list[dict[str, str]]:
    """Those rows of one of our files whose column holds one of the values; read once, never changed."""
    return [row for row in read_table(DATA / name) if row[column] in values]


def change(folder: Path, table: str, line: int, **cells: str) -> None:
    """Change cells of the row on this line of a file (the header is line 1)."""
    rows = read_table(folder / table)
    assert set(cells) <= set(rows[0])
    rows[line - 2].update(cells)
    write_table(folder / table, rows)
