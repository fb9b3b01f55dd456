"""Read the short tables: sources.csv, networks.csv, treatments.csv and payers.csv."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from clinicfinder.domain.names import name_key
from clinicfinder.domain.provenance import Provenance
from clinicfinder.domain.reference import Network, Payer, Treatment
from clinicfinder.errors import RowFault
from clinicfinder.ingest.cells import PROVENANCE_COLUMNS, Cells, note_repeats
from clinicfinder.ingest.rows import Row, read_rows

SOURCE_COLUMNS = ("source", *PROVENANCE_COLUMNS)
NETWORK_COLUMNS = ("code", "name", "website", "gives_ketamine", "summary", *PROVENANCE_COLUMNS)
TREATMENT_COLUMNS = (
    "code", "label", "short_label", "summary", "fda_status", "session_length", "first_course", "driving_home",
    "in_person_only", "sort_order", *PROVENANCE_COLUMNS,
)  # fmt: skip
PAYER_COLUMNS = ("code", "name", "aliases", *PROVENANCE_COLUMNS)

_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
_CODE_RULE = "Write 2 to 40 of a-z, 0-9 and _, beginning with a letter."
_NETWORK_CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
_NETWORK_CODE_RULE = "Write 2 to 40 of a-z, 0-9 and -, beginning with a letter."

Made = TypeVar("Made")


def read_sources(path: Path, faults: list[RowFault]) -> dict[str, Provenance]:
    """The sources that rows of other files name by key, by that key."""

    def make(cells: Cells) -> tuple[str, Provenance]:
        return cells.matching("source", _CODE, _CODE_RULE), cells.provenance()

    return dict(_read(path, SOURCE_COLUMNS, "source", make, faults))


def read_networks(path: Path, faults: list[RowFault]) -> list[Network]:
    """The networks, in file order."""

    def make(cells: Cells) -> Network:
        return Network(
            code=cells.matching("code", _NETWORK_CODE, _NETWORK_CODE_RULE),
            name=cells.text("name"),
            website=cells.url("website"),
            gives_ketamine=cells.one_of("gives_ketamine", ("yes", "no", "not_stated")),
            summary=cells.optional("summary"),
            provenance=cells.provenance(),
        )

    return _read(path, NETWORK_COLUMNS, "code", make, faults)


def read_treatments(path: Path, faults: list[RowFault]) -> list[Treatment]:
    """The treatments, in file order."""

    def make(cells: Cells) -> Treatment:
        return Treatment(
            code=cells.matching("code", _CODE, _CODE_RULE),
            label=cells.text("label"),
            short_label=cells.text("short_label"),
            summary=cells.text("summary"),
            fda_status=cells.optional("fda_status"),
            session_length=cells.optional("session_length"),
            first_course=cells.optional("first_course"),
            driving_home=cells.optional("driving_home"),
            in_person_only=cells.flag("in_person_only"),
            sort_order=cells.whole_number("sort_order"),
            provenance=cells.provenance(),
        )

    return _read(path, TREATMENT_COLUMNS, "code", make, faults)


def read_payers(path: Path, faults: list[RowFault]) -> list[Payer]:
    """The payers, in file order. A name or alias may lead to one payer only, or a search would guess."""

    def make(cells: Cells) -> Payer:
        return Payer(
            code=cells.matching("code", _CODE, _CODE_RULE),
            name=cells.text("name"),
            aliases=cells.several("aliases"),
            provenance=cells.provenance(),
        )

    payers = _read(path, PAYER_COLUMNS, "code", make, faults)
    owner: dict[str, str] = {}
    for payer in payers:
        for name in dict.fromkeys(name_key(text) for text in (payer.name, *payer.aliases)):
            if owner.setdefault(name, payer.code) != payer.code:
                cure = f"This name already leads to {owner[name]}. Leave it with one of them."
                faults.append(RowFault(path.name, 0, "aliases", f"{payer.code}: {name}", cure))
    return payers


def _read(
    path: Path, columns: Sequence[str], key: str, make: Callable[[Cells], Made], faults: list[RowFault]
) -> list[Made]:
    """What `make` makes of each sound row; the column `key` must be unique."""
    rows: list[tuple[Row, str]] = []
    made: list[Made] = []
    for row in read_rows(path, columns, faults):
        cells = Cells(row, faults)
        value = make(cells)
        rows.append((row, row.cells[key]))
        if cells.sound:
            made.append(value)
    note_repeats(rows, key, faults)
    return made
