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

    return dict(_made(read_rows(path, SOURCE_COLUMNS, faults), "source", make, faults))


def read_networks(path: Path, faults: list[RowFault]) -> list[Network]:
    """The networks of a file."""
    return networks_of(read_rows(path, NETWORK_COLUMNS, faults), faults)


def networks_of(rows: Sequence[Row], faults: list[RowFault]) -> list[Network]:
    """The networks, in their order."""

    def make(cells: Cells) -> Network:
        return Network(
            code=cells.matching("code", _NETWORK_CODE, _NETWORK_CODE_RULE),
            name=cells.text("name"),
            website=cells.url("website"),
            gives_ketamine=cells.one_of("gives_ketamine", ("yes", "no", "not_stated")),
            summary=cells.optional("summary"),
            provenance=cells.provenance(),
        )

    return _made(rows, "code", make, faults)


def read_treatments(path: Path, faults: list[RowFault]) -> list[Treatment]:
    """The treatments of a file."""
    return treatments_of(read_rows(path, TREATMENT_COLUMNS, faults), faults)


def treatments_of(rows: Sequence[Row], faults: list[RowFault]) -> list[Treatment]:
    """The treatments, in their order."""

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

    return _made(rows, "code", make, faults)


def read_payers(path: Path, faults: list[RowFault]) -> list[Payer]:
    """The payers of a file."""
    return payers_of(read_rows(path, PAYER_COLUMNS, faults), faults)


def payers_of(rows: Sequence[Row], faults: list[RowFault]) -> list[Payer]:
    """The payers, in their order. A name or alias may lead to one payer only, or a search would guess."""

    def make(cells: Cells) -> Payer:
        return Payer(
            code=cells.matching("code", _CODE, _CODE_RULE),
            name=cells.text("name"),
            aliases=cells.several("aliases"),
            provenance=cells.provenance(),
        )

    payers = _made(rows, "code", make, faults)
    place = {row.cells["code"]: row for row in rows}
    owner: dict[str, str] = {}
    for payer in payers:
        for name in dict.fromkeys(name_key(text) for text in (payer.name, *payer.aliases)):
            if owner.setdefault(name, payer.code) != payer.code:
                cure = f"The name {name!r} already leads to {owner[name]}. Leave it with one of them."
                row = place[payer.code]
                faults.append(RowFault(row.file, row.line, "aliases", f"{payer.code}: {name}", cure))
    return payers


def _made(rows: Sequence[Row], key: str, make: Callable[[Cells], Made], faults: list[RowFault]) -> list[Made]:
    """What `make` makes of each sound row; the column `key` must be unique."""
    made: list[Made] = []
    for row in rows:
        cells = Cells(row, faults)
        value = make(cells)
        if cells.sound:
            made.append(value)
    note_repeats([(row, row.cells[key]) for row in rows], key, faults)
    return made
